import assert from 'node:assert/strict';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { utf8 } from '../../../src/base/bytes.ts';
import {
  authenticateSession,
  changePassword,
  confirmSecondFactor,
  enrolSecondFactor,
  proveSecondFactor,
  removeSecondFactor,
  requirementOf,
  resetPassword,
  takeRole,
  type AuthenticatedPerson,
} from '../../../src/services/access/index.ts';
import { base32, matchingStep, stepOf, totpCode } from '../../../src/services/access/totp.ts';
import { administratorAs, enrol, openAccess, secretOf, type OpenAccess } from '../../support/access.ts';

const SECURITY = administratorAs('security-administrator');
const STEP = 30_000;

describe('one-time passwords', () => {
  const secret = utf8('12345678901234567890');

  it('are those of RFC 6238 appendix B and RFC 4226 appendix D', () => {
    const byTime = [
      [59, '94287082'],
      [1111111109, '07081804'],
      [1111111111, '14050471'],
      [1234567890, '89005924'],
      [2000000000, '69279037'],
      [20000000000, '65353130'],
    ] as const;
    for (const [seconds, code] of byTime) assert.equal(totpCode(secret, stepOf(seconds * 1000), 8), code);
    const byCount = '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489'.split(' ');
    byCount.forEach((code, count) => assert.equal(totpCode(secret, count), code));
  });

  it('are taken one step early or late, and never at or before the last one taken', () => {
    const now = 1_800_000_000_000;
    const present = stepOf(now);
    for (const [step, taken] of [
      [present - 2, false],
      [present - 1, true],
      [present, true],
      [present + 1, true],
      [present + 2, false],
    ] as const) {
      const code = totpCode(secret, step);
      assert.equal(matchingStep(secret, code, { now, lastStep: 0 }), taken ? step : null);
      assert.equal(matchingStep(secret, code, { now, lastStep: step }), null);
    }
    for (const code of ['', '12345', 'abcdef', '١٢٣٤٥٦', `${totpCode(secret, present)}0`])
      assert.equal(matchingStep(secret, code, { now, lastStep: 0 }), null, code);
  });

  it('come from secrets in the Base32 of RFC 4648', () => {
    for (const [text, written] of [
      ['', ''],
      ['f', 'MY'],
      ['fo', 'MZXQ'],
      ['foo', 'MZXW6'],
      ['foob', 'MZXW6YQ'],
      ['fooba', 'MZXW6YTB'],
      ['foobar', 'MZXW6YTBOI'],
    ] as const)
      assert.equal(base32(utf8(text)), written);
    assert.deepEqual(secretOf(base32(secret)), secret);
  });
});

describe('the second factor', () => {
  let access: OpenAccess;
  before(async () => {
    access = await openAccess();
  });
  after(() => access.close());

  const refuses = (work: Promise<unknown>, ...codes: Parameters<typeof isYinzhengError>[1][]) =>
    assert.rejects(work, (error) => isYinzhengError(error, ...codes));
  const needs = ({ account, session }: AuthenticatedPerson) => requirementOf(account, session);
  const codeOf = (secret: Uint8Array, ahead = 0) => totpCode(secret, stepOf(access.deps.clock.now()) + ahead);

  it('is required of those who administer, who may do nothing before, and of nobody else', async () => {
    for (const role of ['administrator', 'security-administrator', 'auditor'] as const) {
      const { password } = await access.makeReady(`a-${role}`, { roles: [role] });
      const person = await access.enter(`a-${role}`, password);
      assert.deepEqual([needs(person), person.actor.capacity], ['second-factor-enrolment', 'public']);
      const { person: ready } = await enrol(access.deps, person);
      assert.deepEqual([needs(ready), ready.actor.capacity], [null, role]);
      await refuses(authenticateSession(access.deps, person.secret), 'NOT_SIGNED_IN');
      assert.equal((await authenticateSession(access.deps, ready.secret)).actor.capacity, role);
    }
    const { password } = await access.makeReady('clerk', { roles: ['issuer', 'seal-user'] });
    const clerk = await access.enter('clerk', password);
    assert.deepEqual([needs(clerk), clerk.actor.capacity], [null, 'issuer']);
    const demonstration = await access.make('shown', { roles: ['administrator'], demonstration: true });
    const { deps } = access;
    const shown = { account: demonstration.account, session: clerk.session };
    assert.equal(requirementOf(shown.account, shown.session), null);
    await refuses(proveSecondFactor(deps, clerk, '123456'), 'SECOND_FACTOR_REFUSED');
    await refuses(confirmSecondFactor(deps, clerk, '123456'), 'ACCOUNT_CHANGE_REFUSED');
  });

  it('is asked for at every sign-in once it is enrolled, and takes no code twice', async () => {
    const { deps } = access;
    const { account, password } = await access.makeReady('asked', { roles: ['issuer', 'seal-user'] });
    const { secret } = await enrol(deps, await access.enter('asked', password));
    const person = await access.enter('asked', password);
    assert.deepEqual([needs(person), person.actor.capacity], ['second-factor', 'public']);
    await refuses(changePassword(deps, person, { present: password, next: 'another long one' }), 'SECOND_FACTOR_REQUIRED');
    await refuses(enrolSecondFactor(deps, person), 'SECOND_FACTOR_REQUIRED');
    // The code of the enrolment is used already.
    await refuses(proveSecondFactor(deps, person, codeOf(secret)), 'SECOND_FACTOR_REFUSED');
    access.advance(STEP);
    const code = codeOf(secret);
    const proved = await proveSecondFactor(deps, person, code);
    assert.deepEqual([needs(proved), proved.actor.capacity], [null, 'issuer']);
    assert.notEqual(proved.secret, person.secret);
    await refuses(authenticateSession(deps, person.secret), 'NOT_SIGNED_IN');
    assert.equal((await takeRole(deps, proved, 'seal-user')).actor.capacity, 'seal-user');
    const again = await access.enter('asked', password);
    await refuses(proveSecondFactor(deps, again, code), 'SECOND_FACTOR_REFUSED');
    access.advance(STEP);
    const racing = await Promise.allSettled(Array.from({ length: 4 }, () => proveSecondFactor(deps, again, codeOf(secret))));
    assert.equal(racing.filter(({ status }) => status === 'fulfilled').length, 1);
    const told = await access.told(account._id);
    for (const kind of ['second-factor-enrolled', 'second-factor-used', 'second-factor-refused']) assert.ok(told.includes(kind));
  });

  it('makes who guesses codes wait', async () => {
    const { deps } = access;
    const { password } = await access.makeReady('guessed');
    const { secret } = await enrol(deps, await access.enter('guessed', password));
    const person = await access.enter('guessed', password);
    access.advance(STEP);
    const wrong = codeOf(secret) === '000000' ? '000001' : '000000';
    for (let count = 0; count < 5; count++) await refuses(proveSecondFactor(deps, person, wrong), 'SECOND_FACTOR_REFUSED');
    await refuses(proveSecondFactor(deps, person, codeOf(secret)), 'RATE_LIMITED');
    access.advance(61_000);
    await proveSecondFactor(deps, person, codeOf(secret));
  });

  it('has recovery codes, each good once, of which the store keeps digests', async () => {
    const { deps, store } = access;
    const { account, password } = await access.makeReady('recovering');
    const { secret, recoveryCodes } = await enrol(deps, await access.enter('recovering', password));
    assert.equal(new Set(recoveryCodes).size, 10);
    const kept = JSON.stringify(await store.records.get('accounts', account._id));
    for (const text of [...recoveryCodes, base32(secret), Buffer.from(secret).toString('hex')]) assert.ok(!kept.includes(text));
    const [first = '', second = ''] = recoveryCodes;
    assert.equal(
      needs(await proveSecondFactor(deps, await access.enter('recovering', password), ` ${first.toUpperCase()}`)),
      null,
    );
    const person = await access.enter('recovering', password);
    await refuses(proveSecondFactor(deps, person, first), 'SECOND_FACTOR_REFUSED');
    const racing = await Promise.allSettled([1, 2, 3].map(() => proveSecondFactor(deps, person, second)));
    assert.equal(racing.filter(({ status }) => status === 'fulfilled').length, 1);
    assert.equal((await store.records.get('accounts', account._id))?.secondFactor?.recovery.length, 8);
  });

  it('stays when the password is reset, and goes when a security administrator takes it away', async () => {
    const { deps } = access;
    const { account, password } = await access.makeReady('losing');
    const { person } = await enrol(deps, await access.enter('losing', password));
    const { _id: id } = account;
    const reset = await resetPassword(deps, administratorAs('administrator'), id);
    const initial = await access.enter('losing', reset.password);
    const change = { present: reset.password, next: 'one of my own choice' };
    await refuses(changePassword(deps, initial, change), 'SECOND_FACTOR_REQUIRED');
    await refuses(removeSecondFactor(deps, administratorAs('administrator'), id), 'NOT_ALLOWED');
    await refuses(removeSecondFactor(deps, { ...SECURITY, person: id }, id), 'ACCOUNT_CHANGE_REFUSED');
    const { blob = '' } = person.account.secondFactor ?? {};
    const removed = await removeSecondFactor(deps, SECURITY, id);
    assert.equal(removed.secondFactor, undefined);
    await refuses(deps.blobs.get(blob), 'BLOB_NOT_FOUND');
    await refuses(authenticateSession(deps, initial.secret), 'NOT_SIGNED_IN');
    assert.equal(needs(await changePassword(deps, await access.enter('losing', reset.password), change)), null);
    assert.ok((await access.told(id)).includes('second-factor-removed'));
  });

  it('is enrolled by who shows a code of the authenticator that was begun last', async () => {
    const { deps } = access;
    const { password } = await access.makeReady('beginning');
    const person = await access.enter('beginning', password);
    const former = await enrolSecondFactor(deps, person);
    const { secret, uri } = await enrolSecondFactor(deps, person);
    assert.equal(uri, `otpauth://totp/Yinzheng%3Abeginning?secret=${secret}&issuer=Yinzheng`);
    const known = await authenticateSession(deps, person.secret);
    assert.equal(needs(await access.enter('beginning', password)), null);
    await refuses(confirmSecondFactor(deps, known, codeOf(secretOf(former.secret), -1)), 'SECOND_FACTOR_REFUSED');
    const { person: ready } = await confirmSecondFactor(deps, known, codeOf(secretOf(secret)));
    await refuses(enrolSecondFactor(deps, ready), 'ACCOUNT_CHANGE_REFUSED');
  });
});
