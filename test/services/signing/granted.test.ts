/** Keys that sign documents without a seal, used by grants: judged in the register, and again by custody's own ledger. */
import assert from 'node:assert/strict';
import { utf8 } from '../../../src/base/bytes.ts';
import { createNativeProvider, hmacSm3 } from '../../../src/crypto/native/index.ts';
import {
  beginKeyGrants,
  confirmGrant,
  endGrant,
  proposeGrant,
  type GrantDependencies,
} from '../../../src/services/grants/index.ts';
import { examineGrants } from '../../../src/services/maintenance/index.ts';
import { assignSignatureKey, signDocument } from '../../../src/services/signing/index.ts';
import { prepareSigning, signerOf } from '../../../src/services/signing/sign.ts';
import { openLedgerFile } from '../../../src/adapters/custody/grants/ledger-file.ts';
import type { KeyCustody } from '../../../src/services/pki/index.ts';
import { claimOf, grantTerms, testLedger } from '../../support/grants.ts';
import { ISSUER, sharedInstallation } from '../../support/http.ts';
import { crypto } from '../../support/pki.ts';
import { blankFile } from '../../support/sealing.ts';
import { newDocumentKey } from '../../support/signature-key.ts';
import { actor, openUseCases, OTHER_ISSUER, PURPOSE, SEALER, type UseCases } from '../../support/use-cases.ts';

const ADMIN = actor('administrator', null);
const KEEPER = actor('seal-keeper');
const OTHER_KEEPER = { ...KEEPER, person: 'another-keeper' };
const DAY = 86_400_000;
/** As ledgers of tests write their lines with. */
const LINES_KEY = hmacSm3(new Uint8Array(32).fill(3), utf8('yinzheng grants lines'));

describe('keys that sign documents, by grants', function () {
  this.timeout(120_000);
  let under: UseCases;
  let deps: GrantDependencies;
  let keyId: string;
  beforeEach(async () => {
    under = await openUseCases();
    const { custody, grants } = await sharedInstallation();
    const { clock, random, journal } = under.licences;
    deps = { records: under.store.records, journal, clock, random, grants };
    ({ keyId } = await newDocumentKey('ecdsa-p256'));
    await assignSignatureKey({ ...deps, custody, crypto }, ADMIN, { keyId, organisation: ISSUER });
  });
  afterEach(() => under.close());

  const sign = () => signDocument(under.licences, SEALER, { document: blankFile(1), form: 'pades', keyId, purpose: PURPOSE });
  const propose = (changes: object = {}) => {
    const now = Date.now();
    return proposeGrant(deps, KEEPER, {
      ...{ seal: `key:${keyId}`, users: [], organisations: [ISSUER], systems: [], documents: true, licenceTypes: [] },
      ...{ validFrom: new Date(now - DAY).toISOString(), validTo: new Date(now + DAY).toISOString(), uses: null },
      ...{ approval: 'automatic', approvers: [], approvals: 1, purpose: PURPOSE, ...changes },
    });
  };
  const granted = async (changes: object = {}): Promise<string> => {
    const { _id: id } = await propose(changes);
    await confirmGrant(deps, OTHER_KEEPER, { id, code: null });
    return id;
  };
  /** As a server that was taken over asks: past the register. */
  const bare = async () => {
    const { custody } = await sharedInstallation();
    const signingTime = Date.now();
    const { signer, signerName } = await signerOf(under.licences, ISSUER, { form: 'pades', keyId, now: signingTime });
    const asked = { id: 'x', form: 'pades', certify: 'none', signer, signerName, signingTime } as const;
    const { tbs } = prepareSigning(under.licences, { ...asked, document: blankFile(1) });
    const authorisation = { actor: 'a', reference: 'signings/x' };
    return custody.sign({ keyId, purpose: 'cms-signature', tbs, authorisation });
  };
  const told = async () => {
    const findings = await examineGrants({ records: deps.records, grants: deps.grants, crypto: createNativeProvider() });
    return findings.map(({ words }) => words.en).join();
  };

  it('are used by nobody until they are granted, then as the grant says, in custody too', async () => {
    await assert.rejects(sign(), { code: 'SEAL_USE_REFUSED', message: /no grant of the key/ });
    await assert.rejects(bare(), { code: 'SEAL_USE_REFUSED', message: /no grant is named/ });
    const grant = await granted({ uses: 2 });
    const { signing } = await sign();
    assert.equal((await deps.records.get('signings', signing))?.state, 'done');
    await assert.rejects(bare(), { code: 'SEAL_USE_REFUSED', message: /no grant is named/ });
    await sign();
    await assert.rejects(sign(), { code: 'SEAL_USE_REFUSED', message: /used up/ });
    await endGrant(deps, KEEPER, { id: grant, reason: 'x' });
    await assert.rejects(sign(), { code: 'SEAL_USE_REFUSED', message: /no grant of the key/ });
    await assert.rejects(bare(), { code: 'SEAL_USE_REFUSED' });
    await granted();
    await sign();
  });

  it('are not used by whom no grant names, and the journal has that', async () => {
    await granted({ organisations: [OTHER_ISSUER] });
    await assert.rejects(sign(), { code: 'SEAL_USE_REFUSED' });
    await under.relay.drain();
    const events = (await under.store.journal.read(1, 1000)).map(({ event }) => event);
    const refused = events.find(({ kind }) => kind === 'seal-use-refused');
    assert.deepEqual([refused?.subject, refused?.facts['key']], [`signature-keys/${keyId}`, keyId]);
  });

  it('are granted by their organisation, without approval', async () => {
    await assert.rejects(propose({ approval: 'per-use', approvers: [] }), { code: 'GRANT_INVALID', message: /without approval/ });
    await assert.rejects(propose({ seal: 'key:none' }), { code: 'SEAL_NOT_FOUND' });
    const foreign = { ...KEEPER, organisation: OTHER_ISSUER };
    const { _id } = await propose();
    await assert.rejects(confirmGrant(deps, foreign, { id: _id, code: null }), { code: 'GRANT_NOT_FOUND' });
    await assert.rejects(confirmGrant(deps, KEEPER, { id: _id, code: null }), { code: 'GRANT_NOT_POSSIBLE' });
  });

  it('are told by doctor as long as they have no grant', async () => {
    await deps.records.insert('settings', {
      ...{ _id: 'grants', schema: 1, version: 1 },
      value: { ledger: (await deps.grants.standing()).ledger },
    });
    assert.match(await told(), new RegExp(`to sign documents have no grant in force.*: ${keyId}`));
    await granted();
    assert.doesNotMatch(await told(), new RegExp(keyId));
  });

  describe('in an installation from before that', () => {
    let ledger: ReturnType<typeof testLedger>;
    let old: GrantDependencies & { readonly custody: KeyCustody };
    beforeEach(async () => {
      const { custody } = await sharedInstallation();
      // As a ledger of then: it began, and says nothing of keys.
      ledger = testLedger();
      const path = ledger.path;
      await ledger.close();
      const file = openLedgerFile(path, LINES_KEY, { onReset: () => undefined, onLine: () => undefined, carry: () => [] });
      const at = new Date().toISOString();
      await file.append([{ entry: { kind: 'begun', mode: 'production' }, at, own: 1 }]);
      await file.close();
      ledger = testLedger({ path, operator: false });
      old = { ...deps, grants: ledger, custody };
      for (const { _id, version, ...record } of await deps.records.list('signature-keys', { limit: 500 }))
        if (_id !== keyId)
          await deps.records.replace('signature-keys', { ...record, _id, version: version + 1, state: 'withdrawn' });
    });
    afterEach(() => ledger.close());
    const use = (grant: string) => {
      const claim = { ...claimOf(grant), organisation: ISSUER };
      return ledger.admit({ claim, seal: `key:${keyId}`, version: () => '', data: '0'.repeat(64), reference: 'r' });
    };

    it('are granted to their organisation once, at the first start, and the journal says so', async () => {
      const grant = `carried-over-key-${keyId}-${ISSUER}`;
      assert.match((await use(grant))?.en ?? '', /not in force/);
      assert.equal(await beginKeyGrants(old, { demonstration: false }), 1);
      assert.equal(await use(grant), null);
      assert.equal((await deps.records.get('grants', grant))?.origin, 'carried-over');
      assert.equal(await beginKeyGrants(old, { demonstration: false }), null);
      await under.relay.drain();
      const events = (await under.store.journal.read(1, 1000)).map(({ event }) => event);
      assert.ok(events.some(({ kind, facts }) => kind === 'grant-carried-over' && facts['seal'] === `key:${keyId}`));
      // Whoever asks the signer for another gets none: that was once.
      const { _id, ...terms } = { ...grantTerms({ seal: `key:${keyId}` }), _id: 'again' };
      await ledger.enter({ kind: 'begin-keys', grants: [{ grant: _id, terms }] });
      assert.match((await use(_id))?.en ?? '', /not in force/);
    });

    it('are granted once also where the start was cut off after custody had it', async () => {
      await assert.rejects(
        beginKeyGrants(
          { ...old, records: { ...deps.records, insert: () => Promise.reject(new Error('cut off')) } },
          { demonstration: false },
        ),
        /cut off/,
      );
      assert.equal(await beginKeyGrants(old, { demonstration: false }), 1);
      assert.equal(await use(`carried-over-key-${keyId}-${ISSUER}`), null);
    });

    it('are not granted by a ledger that had begun without them', async () => {
      await ledger.enter({ kind: 'begin-keys', grants: [] });
      assert.equal(await beginKeyGrants(old, { demonstration: false }), 0);
      assert.equal(await deps.records.get('grants', `carried-over-key-${keyId}-${ISSUER}`), null);
    });
  });
});
