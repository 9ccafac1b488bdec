/** Locked accounts and those of leavers, in the register and in custody's own ledger. */
import assert from 'node:assert/strict';
import { YinzhengError } from '../../../src/base/errors/index.ts';
import {
  accountFollower,
  closeEverywhere,
  lockEverywhere,
  unlockEverywhere,
  type ShutOutDependencies,
} from '../../../src/services/grants/index.ts';
import { closeAccount, lockAccount, stateOf } from '../../../src/services/access/index.ts';
import { administratorAs, openAccess, type OpenAccess } from '../../support/access.ts';
import { codeOf, testLedger } from '../../support/grants.ts';

const SYSTEM = administratorAs('administrator');
const SECURITY = administratorAs('security-administrator');
const OPERATOR = administratorAs('operator');

describe('accounts shut out', () => {
  let access: OpenAccess;
  let ledger: ReturnType<typeof testLedger>;
  let deps: ShutOutDependencies;
  let secret: Uint8Array;
  before(async () => {
    access = await openAccess();
    const operator = testLedger();
    await operator.enter({ kind: 'begin', grants: [] });
    secret = await operator.enrolApprover(SECURITY.person ?? '', null);
    await operator.close();
    ledger = testLedger({ path: operator.path, operator: false });
    deps = { ...access.deps, grants: ledger };
  });
  after(async () => {
    await ledger.close();
    await access.close();
  });
  const made = async (name: string) => (await access.make(name)).account._id;

  it('are locked in custody too, and unlocked by a code that custody judges', async () => {
    const id = await made('locked');
    await assert.rejects(lockEverywhere(deps, SYSTEM, id), { code: 'NOT_ALLOWED' });
    assert.deepEqual((await ledger.standing()).locked, []);
    await lockEverywhere(deps, SECURITY, id);
    assert.deepEqual((await ledger.standing()).locked, [id]);
    await assert.rejects(unlockEverywhere(deps, SECURITY, { id, code: null }), { code: 'SECOND_FACTOR_REFUSED' });
    await assert.rejects(unlockEverywhere(deps, SYSTEM, { id, code: codeOf(secret) }), { code: 'NOT_ALLOWED' });
    assert.equal((await access.deps.records.get('accounts', id))?.disabled, true);
    const unlocked = await unlockEverywhere(deps, SECURITY, { id, code: codeOf(secret) });
    assert.equal(unlocked.disabled, false);
    assert.deepEqual((await ledger.standing()).locked, []);
  });

  it('are closed in custody too, for good', async () => {
    const id = await made('leaver');
    assert.equal(stateOf(await closeEverywhere(deps, SYSTEM, id)), 'closed');
    assert.ok((await ledger.standing()).barred.includes(id));
    await assert.rejects(unlockEverywhere(deps, OPERATOR, { id, code: null }), { code: 'ACCOUNT_CHANGE_REFUSED' });
  });

  it('are shut out in custody later, where it does not answer, and where they were so before custody kept them', async () => {
    const [late, before, leaver] = [await made('late'), await made('before'), await made('before-leaver')];
    const dead = { enter: () => Promise.reject(new YinzhengError('SIGNER_UNAVAILABLE', { seconds: 1 })) };
    await lockEverywhere({ ...deps, grants: { ...ledger, ...dead } }, SECURITY, late);
    await lockAccount(deps, SECURITY, before);
    await closeAccount(deps, SYSTEM, leaver);
    const follow = accountFollower(deps);
    assert.equal(await follow(), 3);
    const { locked, barred } = await ledger.standing();
    assert.deepEqual([locked.includes(late), locked.includes(before), barred.includes(leaver)], [true, true, true]);
    assert.equal(await follow(), 0);
    const next = await made('next');
    await lockAccount(deps, SECURITY, next);
    assert.equal(await follow(), 1);
    assert.ok((await ledger.standing()).locked.includes(next));
  });
});
