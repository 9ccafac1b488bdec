import assert from 'node:assert/strict';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import {
  authenticateSession,
  changePassword,
  changeRoles,
  closeAccount,
  createAccount,
  getAccount,
  getAccountNamed,
  listAccounts,
  lockAccount,
  resetPassword,
  rolesOf,
  signIn,
  stateOf,
  unlockAccount,
} from '../../../src/services/access/index.ts';
import type { AccountRecord } from '../../../src/services/storage/index.ts';
import { administratorAs, openAccess, type OpenAccess } from '../../support/access.ts';

const SYSTEM = administratorAs('administrator');
const SECURITY = administratorAs('security-administrator');
const AUDIT = administratorAs('auditor');
const OPERATOR = administratorAs('operator');
const DAY = 24 * 3_600_000;

describe('accounts administered', () => {
  let access: OpenAccess;
  before(async () => {
    access = await openAccess();
  });
  after(() => access.close());

  const refuses = (work: Promise<unknown>, ...codes: Parameters<typeof isYinzhengError>[1][]) =>
    assert.rejects(work, (error) => isYinzhengError(error, ...codes));

  it('takes two administrators to let somebody in who may do anything', async () => {
    const { deps } = access;
    const order = { userName: 'two', displayName: 'x', password: null, organisation: null, demonstration: false } as const;
    await refuses(createAccount(deps, SYSTEM, { ...order, roles: ['issuer'] }), 'NOT_ALLOWED');
    await refuses(createAccount(deps, SECURITY, { ...order, roles: [] }), 'NOT_ALLOWED');
    await refuses(createAccount(deps, AUDIT, { ...order, roles: [] }), 'NOT_ALLOWED');
    const { account } = await createAccount(deps, SYSTEM, { ...order, roles: [] });
    const { _id: id } = account;
    for (const actor of [SYSTEM, AUDIT, administratorAs('issuer'), administratorAs('public')])
      await refuses(changeRoles(deps, actor, { id, roles: ['issuer'] }), 'NOT_ALLOWED');
    const changed = await changeRoles(deps, SECURITY, { id, roles: ['issuer', 'seal-user', 'issuer'] });
    assert.deepEqual(rolesOf(changed), ['issuer', 'seal-user']);
    assert.deepEqual(await access.told(id), ['account-recorded', 'account-roles-changed']);
  });

  it('lets an initial password do nothing but be changed, for a week', async () => {
    const { deps } = access;
    const { account, password } = await access.make('new');
    const person = await access.enter('new', password);
    assert.equal(person.actor.capacity, 'public');
    assert.equal(stateOf(person.account), 'initial');
    const other = await access.enter('new', password);
    const next = 'one of my own choice';
    await refuses(changePassword(deps, person, { present: 'not the right one', next }), 'PASSWORD_REFUSED');
    await refuses(changePassword(deps, person, { present: password, next: 'short' }), 'INPUT_INVALID');
    await refuses(changePassword(deps, person, { present: password, next: password }), 'ACCOUNT_CHANGE_REFUSED');
    const ready = await changePassword(deps, person, { present: password, next });
    assert.equal(ready.actor.capacity, 'issuer');
    assert.notEqual(ready.secret, person.secret);
    for (const { secret } of [person, other]) await refuses(authenticateSession(deps, secret), 'NOT_SIGNED_IN');
    assert.equal((await authenticateSession(deps, ready.secret)).actor.capacity, 'issuer');
    await refuses(access.enter('new', password), 'SIGN_IN_REFUSED');
    await access.enter('new', next);
    assert.ok((await access.told(account._id)).includes('account-password-changed'));

    const late = await access.make('late');
    access.advance(7 * DAY);
    await refuses(access.enter('late', late.password), 'SIGN_IN_REFUSED');
    await access.enter('new', next);
  });

  it('ends the sessions of who is locked, and does not bring them back', async () => {
    const { deps } = access;
    const { account, password } = await access.makeReady('locked');
    const { secret } = await access.enter('locked', password);
    const { _id: id } = account;
    await refuses(lockAccount(deps, SYSTEM, id), 'NOT_ALLOWED');
    assert.equal(stateOf(await lockAccount(deps, SECURITY, id)), 'locked');
    await refuses(access.enter('locked', password), 'SIGN_IN_REFUSED');
    await refuses(unlockAccount(deps, SYSTEM, id), 'NOT_ALLOWED');
    assert.equal(stateOf(await unlockAccount(deps, SECURITY, id)), 'active');
    await refuses(authenticateSession(deps, secret), 'NOT_SIGNED_IN');
    await access.enter('locked', password);
    assert.deepEqual(
      (await access.told(id)).filter((kind) => /lock/.test(kind)),
      ['account-locked', 'account-unlocked'],
    );
  });

  it('does not let a session begin that was judged before the account was locked', async () => {
    const { deps, store } = access;
    const { account, password } = await access.makeReady('racing');
    const hasher = {
      ...deps.hasher,
      verify: async (hash: string | null, typed: string) => {
        const right = await deps.hasher.verify(hash, typed);
        await lockAccount(deps, SECURITY, account._id);
        await unlockAccount(deps, SECURITY, account._id);
        return right;
      },
    };
    const order = { userName: 'racing', password, address: 'r', previous: null };
    const { secret, session } = await signIn({ ...deps, hasher }, order);
    await refuses(authenticateSession(deps, secret), 'NOT_SIGNED_IN');
    assert.equal(await store.records.get('sessions', session._id), null);
  });

  it('ends the sessions of who is given other roles', async () => {
    const { deps } = access;
    const { account, password } = await access.makeReady('moved');
    const { secret } = await access.enter('moved', password);
    await changeRoles(deps, SECURITY, { id: account._id, roles: ['issuer'] });
    assert.equal((await authenticateSession(deps, secret)).actor.capacity, 'issuer');
    await changeRoles(deps, SECURITY, { id: account._id, roles: ['verifier'] });
    await refuses(authenticateSession(deps, secret), 'NOT_SIGNED_IN');
    assert.equal((await access.enter('moved', password)).actor.capacity, 'verifier');
  });

  it('closes the account of a leaver for good, its name with it', async () => {
    const { deps } = access;
    const { account, password } = await access.makeReady('leaver');
    const { secret } = await access.enter('leaver', password);
    const { _id: id } = account;
    await refuses(closeAccount(deps, SECURITY, id), 'NOT_ALLOWED');
    const closed = await closeAccount(deps, SYSTEM, id);
    assert.equal(stateOf(closed), 'closed');
    assert.deepEqual(rolesOf(closed), []);
    await refuses(authenticateSession(deps, secret), 'NOT_SIGNED_IN');
    await refuses(access.enter('leaver', password), 'SIGN_IN_REFUSED');
    await refuses(unlockAccount(deps, SECURITY, id), 'ACCOUNT_CHANGE_REFUSED');
    await refuses(changeRoles(deps, SECURITY, { id, roles: ['issuer'] }), 'ACCOUNT_CHANGE_REFUSED');
    await refuses(resetPassword(deps, SYSTEM, id), 'ACCOUNT_CHANGE_REFUSED');
    await refuses(access.make('leaver'), 'ALREADY_EXISTS');
    assert.equal((await access.told(id)).at(-1), 'account-closed');
  });

  it('gives a new initial password, and ends what was begun under the old one', async () => {
    const { deps } = access;
    const { account, password } = await access.makeReady('forgetful');
    const { secret } = await access.enter('forgetful', password);
    await refuses(resetPassword(deps, SECURITY, account._id), 'NOT_ALLOWED');
    const reset = await resetPassword(deps, SYSTEM, account._id);
    assert.equal(stateOf(reset.account), 'initial');
    await refuses(authenticateSession(deps, secret), 'NOT_SIGNED_IN');
    await refuses(access.enter('forgetful', password), 'SIGN_IN_REFUSED');
    assert.equal((await access.enter('forgetful', reset.password)).actor.capacity, 'public');
    assert.ok((await access.told(account._id)).includes('account-password-reset'));
  });

  it('lets no administrator become another', async () => {
    const { deps } = access;
    const made = await access.makeReady('guardian', { roles: ['security-administrator'], organisation: null });
    const { _id: id } = made.account;
    await refuses(resetPassword(deps, SYSTEM, id), 'ACCOUNT_CHANGE_REFUSED');
    await resetPassword(deps, OPERATOR, id);
    const itself = { ...SECURITY, person: id };
    await refuses(changeRoles(deps, itself, { id, roles: ['administrator'] }), 'ACCOUNT_CHANGE_REFUSED');
    await refuses(lockAccount(deps, itself, id), 'ACCOUNT_CHANGE_REFUSED');
    await refuses(changeRoles(deps, SECURITY, { id, roles: ['administrator', 'auditor'] }), 'ROLES_INCOMPATIBLE');
    await refuses(changeRoles(deps, OPERATOR, { id, roles: ['administrator', 'issuer'] }), 'ROLES_INCOMPATIBLE');
    await refuses(access.make('both', { roles: ['auditor', 'security-administrator'] }), 'ROLES_INCOMPATIBLE');
    // Whoever made an account knows its password until it is changed.
    const fresh = await access.make('fresh', { roles: [] });
    const order = { id: fresh.account._id, roles: ['security-administrator'] } as const;
    await refuses(changeRoles(deps, SECURITY, order), 'ACCOUNT_CHANGE_REFUSED');
    assert.deepEqual(rolesOf(await changeRoles(deps, OPERATOR, order)), ['security-administrator']);
  });

  it('reads accounts that were written when they had one role', async () => {
    const { deps, store } = access;
    const { account, password } = await access.makeReady('old');
    const { roles, sessionEpoch, ...rest } = account;
    assert.deepEqual([roles, sessionEpoch], [['issuer'], 1]);
    const old: AccountRecord = { ...rest, version: (await current(account._id)).version + 1, role: 'seal-user' };
    await store.records.replace('accounts', old);
    const person = await access.enter('old', password);
    assert.equal(person.actor.capacity, 'seal-user');
    assert.equal(stateOf(person.account), 'active');
    // So are sessions of then.
    const { epoch, ...session } = person.session;
    assert.equal(epoch, 0);
    await store.records.replace('sessions', { ...session, version: session.version + 1 });
    assert.equal((await authenticateSession(deps, person.secret)).actor.capacity, 'seal-user');
    const changed = await changeRoles(deps, SECURITY, { id: account._id, roles: ['verifier'] });
    assert.equal('role' in changed, false);
    assert.equal('role' in (await current(account._id)), false);
    assert.deepEqual(rolesOf(changed), ['verifier']);
  });

  it('shows accounts to administrators alone', async () => {
    const { deps } = access;
    const { account } = await access.make('shown');
    for (const actor of [SYSTEM, SECURITY, AUDIT, OPERATOR]) {
      assert.equal((await getAccount(deps, actor, account._id)).userName, 'shown');
      assert.equal((await getAccountNamed(deps, actor, ' Shown'))._id, account._id);
    }
    const names: string[] = [];
    for (let after: string | undefined; ;) {
      const { items, next } = await listAccounts(deps, AUDIT, { after, limit: 2 });
      names.push(...items.map(({ userName }) => userName));
      if (next === null) break;
      after = next;
    }
    assert.ok(names.includes('shown') && names.includes('leaver'));
    assert.equal(new Set(names).size, names.length);
    for (const capacity of ['issuer', 'seal-user', 'verifier', 'system', 'public'] as const) {
      await refuses(getAccount(deps, administratorAs(capacity), account._id), 'NOT_ALLOWED');
      await refuses(getAccountNamed(deps, administratorAs(capacity), 'shown'), 'NOT_ALLOWED');
      await refuses(listAccounts(deps, administratorAs(capacity), { limit: 2 }), 'NOT_ALLOWED');
    }
    await refuses(getAccount(deps, AUDIT, '0'.repeat(32)), 'ACCOUNT_NOT_FOUND');
    await refuses(lockAccount(deps, SECURITY, '0'.repeat(32)), 'ACCOUNT_NOT_FOUND');
  });

  async function current(id: string): Promise<AccountRecord> {
    const account = await access.store.records.get('accounts', id);
    assert.ok(account);
    return account;
  }
});
