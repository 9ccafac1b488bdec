/** The register's grants against custody's ledger, and which ledger that is. */
import assert from 'node:assert/strict';
import { createNativeProvider } from '../../../src/crypto/native/index.ts';
import type { GrantRecord } from '../../../src/domain/grant/index.ts';
import {
  claimLedger,
  endInCustody,
  lockEverywhere,
  readAuthority,
  takeOverLedger,
  type GrantDependencies,
} from '../../../src/services/grants/index.ts';
import { unlockAccount } from '../../../src/services/access/index.ts';
import { examineGrants } from '../../../src/services/maintenance/index.ts';
import { administratorAs, openAccess, type OpenAccess } from '../../support/access.ts';
import { claimOf, GRANTED_SEAL, grantTerms, testLedger } from '../../support/grants.ts';

const OPERATOR = administratorAs('operator');
const SECURITY = administratorAs('security-administrator');
/** Within the term of every grant here. */
const CLOCK = { now: () => Date.parse('2026-06-01') };

describe('the grants of register and ledger', () => {
  let access: OpenAccess;
  let ledger: ReturnType<typeof testLedger>;
  let deps: GrantDependencies;
  beforeEach(async () => {
    access = await openAccess();
    ledger = testLedger({ mode: 'demonstration', clock: CLOCK });
    const { records, journal, clock, random } = access.deps;
    deps = { records, journal, clock, random, grants: ledger };
    await claimLedger(deps, ledger.path);
  });
  afterEach(async () => {
    await ledger.close();
    await access.close();
  });

  const examine = async (over: GrantDependencies = deps) => {
    const findings = await examineGrants({ ...over, crypto: createNativeProvider() });
    return findings.map(({ id, outcome, words }) => `${id} ${outcome} ${words.en}`);
  };
  const terms = grantTerms({ uses: 5, validFrom: '2026-01-01T00:00:00.000Z', validTo: '2027-01-01T00:00:00.000Z' });
  const record = (id: string, changes: Partial<GrantRecord> = {}): Promise<void> =>
    deps.records.insert('grants', {
      ...{ _id: id, schema: 1, version: 1, ...terms, state: 'in-force', origin: 'administered' },
      proposed: { by: OPERATOR, at: '2026-01-01T00:00:00.000Z', reason: null },
      ...{ decided: null, ended: null, purpose: { item: 'x', caseNumber: null, cause: 'y' }, outbox: [], pending: false },
      ...changes,
    });
  const enter = (...ids: readonly string[]) => ledger.enter({ kind: 'begin', grants: ids.map((grant) => ({ grant, terms })) });

  it('are the same where nothing happened beside them', async () => {
    await enter('a', 'b');
    await record('a');
    await record('b');
    await record('proposed', { state: 'proposed' });
    assert.deepEqual(await examine(), ['grants ok Custody’s ledger has the grants of the register']);
  });

  it('differ where one of them lacks a grant, has it otherwise, or has counted less', async () => {
    await enter('extra', 'other', 'behind', 'ended', 'same');
    await record('missing');
    await record('ended');
    await ledger.enter({ kind: 'grant-ended', grant: 'ended', by: 'x' });
    await record('other', { uses: 6 });
    await record('behind');
    await record('same');
    for (const [grant, id] of [
      ['behind', 's1'],
      ['behind', 's2'],
      ['same', 's3'],
    ] as const)
      await deps.records.insert('stampings', {
        ...{
          _id: id,
          schema: 1,
          version: 1,
          state: 'done',
          seal: GRANTED_SEAL,
          sealVersion: 1,
          organisation: 'o',
          subject: null,
        },
        ...{ grant, digestBefore: null, digestAfter: null, signingTime: '2026-01-02T00:00:00.000Z', failure: null },
        ...{ recordedAt: '2026-01-02T00:00:00.000Z', actor: OPERATOR, purpose: { item: 'x', caseNumber: null, cause: 'y' } },
        ...{ outbox: [], pending: false },
      });
    const use = {
      claim: claimOf('same'),
      seal: GRANTED_SEAL,
      version: () => '',
      data: '0'.repeat(64),
      reference: 'stampings/s3',
    };
    assert.equal(await ledger.admit(use), null);
    const found = await examine();
    assert.deepEqual(
      found.map((text) =>
        /^grants fault (\d+) grants are (in force in the \w+|otherwise|used more often|in force in custody).*: ([^:]+)$/
          .exec(text)
          ?.slice(1),
      ),
      [
        ['2', 'in force in the register', 'ended, missing'],
        ['1', 'otherwise', 'other'],
        ['1', 'used more often', 'behind'],
        ['1', 'in force in custody', 'extra'],
      ],
    );
    assert.equal(await endInCustody(deps, OPERATOR, 'extra'), true);
    assert.equal(await endInCustody(deps, OPERATOR, 'extra'), false);
    await assert.rejects(endInCustody(deps, SECURITY, 'same'), { code: 'NOT_ALLOWED' });
    assert.equal((await examine()).length, 3);
  });

  it('show who is locked in custody alone', async () => {
    const { account } = await access.make('half');
    await lockEverywhere({ ...access.deps, grants: ledger }, SECURITY, account._id);
    assert.match((await examine()).join(), /grants ok/);
    await unlockAccount(access.deps, SECURITY, account._id);
    assert.deepEqual(await examine(), [
      `grants warning 1 accounts are locked in custody and not in the register: unlock them once more: ${account._id}`,
    ]);
  });

  it('have one ledger: another is refused, until whoever has the machine takes it over', async () => {
    await claimLedger(deps, ledger.path);
    const other = testLedger({ mode: 'demonstration', secret: new Uint8Array(32).fill(9) });
    const there = { ...deps, grants: other };
    await assert.rejects(claimLedger(there, other.path), { code: 'GRANT_LEDGER_ELSEWHERE' });
    assert.match((await examine(there)).join(), /grants fault The ledger of grants here/);
    const { own, authority } = await readAuthority(there);
    assert.notEqual(own, authority);
    await assert.rejects(takeOverLedger(there, SECURITY), { code: 'NOT_ALLOWED' });
    assert.deepEqual(await takeOverLedger(there, OPERATOR), { own, authority: own });
    await claimLedger(there, other.path);
    await assert.rejects(claimLedger(deps, ledger.path), { code: 'GRANT_LEDGER_ELSEWHERE' });
    assert.ok((await access.deps.records.get('settings', 'grants'))?.value['ledger'] === own);
    await other.close();
  });
});
