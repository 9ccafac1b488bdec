/** Guessing is slowed down, and keeps nobody out who has shown who he is. */
import assert from 'node:assert/strict';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { proveSecondFactor, resetPassword, signIn } from '../../../src/services/access/index.ts';
import { stepOf, totpCode } from '../../../src/services/access/totp.ts';
import { administratorAs, enrol, openAccess, type OpenAccess } from '../../support/access.ts';

describe('sign-in under attack', function () {
  this.timeout(60_000);
  let access: OpenAccess;
  before(async () => {
    access = await openAccess();
  });
  after(() => access.close());

  const enter = (userName: string, password: string, address: string, device: string | null = null) =>
    signIn(access.deps, { userName, password, address, previous: null, device });
  const outcome = async (work: Promise<unknown>): Promise<string> => {
    try {
      await work;
      return 'in';
    } catch (error) {
      return isYinzhengError(error) ? error.code : 'other';
    }
  };

  it('makes who guesses wait, and not the holder in another network', async () => {
    const { password } = await access.makeReady('guessed');
    const seen = [];
    for (let count = 0; count < 7; count++) seen.push(await outcome(enter('guessed', 'wrong', '192.0.2.1')));
    assert.deepEqual(seen, [...Array.from({ length: 5 }, () => 'SIGN_IN_REFUSED'), 'RATE_LIMITED', 'RATE_LIMITED']);
    assert.equal(await outcome(enter('guessed', password, '192.0.2.1')), 'RATE_LIMITED');
    assert.equal(await outcome(enter('guessed', password, '192.0.2.2')), 'in');
    access.advance(60_000);
    assert.equal(await outcome(enter('guessed', password, '192.0.2.1')), 'in');
  });

  it('counts an IPv6 network as one', async () => {
    await access.makeReady('sixth');
    const seen = [];
    for (let host = 1; host <= 6; host++) seen.push(await outcome(enter('sixth', 'wrong', `2001:db8:0:1::${host}`)));
    assert.equal(seen.at(-1), 'RATE_LIMITED');
    assert.equal(await outcome(enter('sixth', 'wrong', '2001:db8:0:1:ffff::9')), 'RATE_LIMITED');
    assert.equal(await outcome(enter('sixth', 'wrong', '2001:db8:0:2::1')), 'SIGN_IN_REFUSED');
  });

  it('lets the holder in on his own device while the whole world guesses', async () => {
    const { password } = await access.makeReady('besieged');
    const { device } = await enter('besieged', password, '198.51.100.1');
    assert.ok(device !== null);
    const seen = [];
    for (let host = 1; host <= 60; host++) seen.push(await outcome(enter('besieged', 'wrong', `203.0.113.${host}`)));
    assert.equal(seen.at(-1), 'RATE_LIMITED');
    // A device that is not known waits with everybody, for a quarter of an hour at most.
    assert.equal(await outcome(enter('besieged', password, '198.51.100.7')), 'RATE_LIMITED');
    assert.equal(await outcome(enter('besieged', password, '198.51.100.1', device)), 'in');
    assert.equal(await outcome(enter('besieged', password, '203.0.113.1', device)), 'in');
    access.advance(15 * 60_000);
    assert.equal(await outcome(enter('besieged', password, '198.51.100.7')), 'in');
  });

  it('counts on a known device too', async () => {
    const { password } = await access.makeReady('shared');
    const { device } = await enter('shared', password, '198.51.100.1');
    for (let count = 0; count < 5; count++) await outcome(enter('shared', 'wrong', '198.51.100.1', device));
    assert.equal(await outcome(enter('shared', password, '198.51.100.1', device)), 'RATE_LIMITED');
  });

  it('knows a device of the account alone, for its time, until the password is another', async () => {
    const { account, password } = await access.makeReady('owner');
    const other = await access.makeReady('neighbour');
    const { device } = await enter('owner', password, '198.51.100.1');
    assert.ok(device !== null);
    const siege = async (userName: string): Promise<void> => {
      for (let host = 1; host <= 55; host++) await outcome(enter(userName, 'wrong', `192.0.2.${100 + host}`));
    };
    await siege('neighbour');
    assert.equal(await outcome(enter('neighbour', other.password, '198.51.100.3', device)), 'RATE_LIMITED');
    await siege('owner');
    for (const wrong of [
      `${device.slice(0, -1)}0`.replace(/.$/, device.endsWith('0') ? '1' : '0'),
      '',
      'x',
      device.replace(/\.\d+\./, '.9999999999999.'),
    ])
      assert.equal(await outcome(enter('owner', password, '198.51.100.3', wrong)), 'RATE_LIMITED', wrong);
    assert.equal(await outcome(enter('owner', password, '198.51.100.3', device)), 'in');
    access.advance(16 * 60_000);
    const reset = await resetPassword(access.deps, administratorAs('administrator'), account._id);
    await siege('owner');
    assert.equal(await outcome(enter('owner', reset.password, '198.51.100.3', device)), 'RATE_LIMITED');
  });

  it('gives a device out only when the second factor was proved, and does not let others use it up', async () => {
    const { deps } = access;
    const { password } = await access.makeReady('factored');
    const first = await enter('factored', password, '198.51.100.1');
    const { secret } = await enrol(deps, first);
    access.advance(60_000);
    const code = () => totpCode(secret, stepOf(deps.clock.now()));
    const half = await enter('factored', password, '198.51.100.1');
    assert.equal(half.device, null);
    const { device } = await proveSecondFactor(deps, half, code());
    access.advance(60_000);
    // Who has the password alone tries codes.
    const thief = await enter('factored', password, '192.0.2.9');
    for (let count = 0; count < 5; count++) await outcome(proveSecondFactor(deps, thief, '000000'));
    assert.equal(await outcome(proveSecondFactor(deps, thief, code())), 'RATE_LIMITED');
    const again = await enter('factored', password, '198.51.100.1', device);
    assert.equal(await outcome(proveSecondFactor(deps, again, code())), 'in');
  });
});
