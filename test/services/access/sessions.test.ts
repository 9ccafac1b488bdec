import assert from 'node:assert/strict';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import {
  authenticateSession,
  changeRoles,
  USUAL_SESSIONS,
  signOutEverywhere,
  takeRole,
} from '../../../src/services/access/index.ts';
import { administratorAs, openAccess, type OpenAccess } from '../../support/access.ts';

const MINUTE = 60_000;

describe('sessions', () => {
  let access: OpenAccess;
  before(async () => {
    access = await openAccess();
  });
  after(() => access.close());

  const refuses = (work: Promise<unknown>, ...codes: Parameters<typeof isYinzhengError>[1][]) =>
    assert.rejects(work, (error) => isYinzhengError(error, ...codes));

  it('go on under a new secret when another role is taken, and not longer for it', async () => {
    const { deps } = access;
    const { account, password } = await access.makeReady('several', { roles: ['issuer', 'seal-user'] });
    const first = await access.enter('several', password);
    assert.equal(first.actor.capacity, 'issuer');
    access.advance(20 * MINUTE);
    const next = await takeRole(deps, first, 'seal-user');
    assert.equal(next.actor.capacity, 'seal-user');
    assert.notEqual(next.secret, first.secret);
    assert.equal(next.session.expiresAt, first.session.expiresAt);
    await refuses(authenticateSession(deps, first.secret), 'NOT_SIGNED_IN');
    const known = await authenticateSession(deps, next.secret);
    assert.deepEqual(known.actor, next.actor);
    for (const role of ['verifier', 'administrator', 'auditor'] as const)
      await refuses(takeRole(deps, known, role), 'NOT_ALLOWED');
    assert.ok((await access.told(account._id)).includes('role-taken'));
    for (let waited = 20 * MINUTE; waited < USUAL_SESSIONS.longest - 20 * MINUTE; waited += 20 * MINUTE) {
      access.advance(20 * MINUTE);
      await authenticateSession(deps, next.secret);
    }
    access.advance(20 * MINUTE);
    await refuses(authenticateSession(deps, next.secret), 'NOT_SIGNED_IN');
  });

  it('do not keep a role that was taken away while they were judged', async () => {
    const { deps } = access;
    const { account, password } = await access.makeReady('losing', { roles: ['issuer', 'seal-user'] });
    const person = await access.enter('losing', password);
    await changeRoles(deps, administratorAs('security-administrator'), { id: account._id, roles: ['issuer'] });
    // What was read before the change begins a session of before the change.
    const late = await takeRole(deps, person, 'seal-user');
    await refuses(authenticateSession(deps, late.secret), 'NOT_SIGNED_IN');
  });

  it('end all at once, those of others not', async () => {
    const { deps } = access;
    const { account, password } = await access.makeReady('everywhere');
    const bystander = await access.makeReady('bystander');
    const other = await access.enter('bystander', bystander.password);
    const [first, second] = [await access.enter('everywhere', password), await access.enter('everywhere', password)];
    await signOutEverywhere(deps, first);
    for (const { secret } of [first, second]) await refuses(authenticateSession(deps, secret), 'NOT_SIGNED_IN');
    assert.equal((await authenticateSession(deps, other.secret)).account.userName, 'bystander');
    const left = await access.store.records.find('sessions', { index: 'account', equals: account._id, limit: 10 });
    assert.deepEqual(left, []);
    assert.ok((await access.told(account._id)).includes('signed-out-everywhere'));
    await authenticateSession(deps, (await access.enter('everywhere', password)).secret);
  });
});
