import assert from 'node:assert/strict';
import { scryptSync } from 'node:crypto';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { createPasswordHasher } from '../../../src/adapters/platform/password.ts';

describe('password hashes', () => {
  const quick = createPasswordHasher({ ln: 6, r: 8, p: 1 });

  it('are scrypt in PHC format, at the standard cost', async function () {
    this.timeout(300_000);
    const hasher = createPasswordHasher();
    const hash = await hasher.hash('正确的口令 horse');
    const matched = /^\$scrypt\$ln=15,r=8,p=3\$([\w+/]{22})\$([\w+/]{43})$/.exec(hash);
    assert.ok(matched, hash);
    const expected = scryptSync('正确的口令 horse', Buffer.from(matched[1] ?? '', 'base64'), 32, {
      N: 2 ** 15,
      r: 8,
      p: 3,
      maxmem: 2 ** 28,
    });
    assert.equal(expected.toString('base64').replace(/=+$/, ''), matched[2]);
    assert.equal(await hasher.verify(hash, '正确的口令 horse'), true);
    assert.equal(await hasher.verify(hash, '正确的口令 Horse'), false);
  });

  it('differ by their salt, and hold for every way a password is typed', async () => {
    const [one, two] = await Promise.all([quick.hash('caf\u00e9 password'), quick.hash('caf\u00e9 password')]);
    assert.notEqual(one, two);
    assert.equal(await quick.verify(one, 'cafe\u0301 password'), true);
  });

  it('are verified with their own parameters', async () => {
    const other = createPasswordHasher({ ln: 7, r: 4, p: 2 });
    assert.equal(await quick.verify(await other.hash('password'), 'password'), true);
  });

  it('refuse what is none, is changed, or would take too much', async () => {
    const hash = await quick.hash('password');
    for (const odd of [
      null,
      '',
      'password',
      hash.replace('ln=6', 'ln=7'),
      hash.replace('ln=6', 'ln=31'),
      hash.replace('ln=6', 'ln=0'),
      hash.replace('r=8', 'r=99'),
      hash.replace('p=1', 'p=99'),
      hash.slice(0, -1),
      `${hash}A`,
      hash.replace('scrypt', 'argon2id'),
    ]) {
      assert.equal(await quick.verify(odd, 'password'), false, String(odd));
    }
  });

  it('do not let a crowd wait without end', async () => {
    const results = await Promise.allSettled(Array.from({ length: 100 }, () => quick.verify(null, 'password')));
    const refused = results.filter((result) => result.status === 'rejected');
    assert.equal(results.length - refused.length, 66);
    for (const { reason } of refused) assert.ok(isYinzhengError(reason, 'RATE_LIMITED'));
    assert.equal(await quick.verify(await quick.hash('password'), 'password'), true);
  });
});
