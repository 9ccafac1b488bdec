/** Passphrase files: generated 0600 in development, read as OpenSSL reads them. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOrMakePassphrase, readPassphrase } from '../../../src/adapters/custody/index.ts';
import { fromUtf8 } from '../../../src/base/bytes.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';

describe('passphrase file', () => {
  let folder: string;
  before(() => void (folder = mkdtempSync(join(tmpdir(), 'yinzheng-passphrase-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('is made once, for its owner only, with at least 192 random bits', async () => {
    const path = join(folder, 'new', 'passphrase');
    const made = await readOrMakePassphrase(path);
    assert.equal(made.length, 32);
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.deepEqual([...(await readOrMakePassphrase(path))], [...made]);
    assert.deepEqual([...(await readPassphrase(path))], [...made]);
    assert.notDeepEqual(await readOrMakePassphrase(join(folder, 'other')), made);
    assert.equal(readFileSync(path, 'utf8'), `${fromUtf8(made)}\n`);
  });

  it('is one for all that make it at the same time', async () => {
    const path = join(folder, 'raced');
    const made = await Promise.all([1, 2, 3, 4].map(() => readOrMakePassphrase(path)));
    const kept = fromUtf8(await readPassphrase(path));
    assert.deepEqual(made.map(fromUtf8), [kept, kept, kept, kept]);
  });

  it('is its first line', async () => {
    const path = join(folder, 'given');
    for (const text of ['correct horse battery', 'correct horse battery\n', 'correct horse battery\r\nsecond line']) {
      writeFileSync(path, text);
      assert.equal(fromUtf8(await readPassphrase(path)), 'correct horse battery');
    }
  });

  it('is refused when too short or too long, absent or unreadable', async () => {
    const path = join(folder, 'bad');
    for (const text of ['', '\n', 'elevenbytes', 'x'.repeat(1025), '\nsecond line of the file']) {
      writeFileSync(path, text);
      await assert.rejects(readPassphrase(path), (error) => isYinzhengError(error, 'KEYSTORE_PASSPHRASE_INVALID'));
      await assert.rejects(readOrMakePassphrase(path), (error) => isYinzhengError(error, 'KEYSTORE_PASSPHRASE_INVALID'));
    }
    await assert.rejects(readPassphrase(join(folder, 'none')), (error) => isYinzhengError(error, 'INPUT_UNREADABLE'));
    await assert.rejects(readPassphrase(folder), (error) => isYinzhengError(error, 'INPUT_UNREADABLE'));
  });
});
