import assert from 'node:assert/strict';
import { readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMarkFile } from '../../../src/adapters/files/index.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const MARK = { store: 's', sequence: 3, hash: 'a'.repeat(64), at: '2026-05-01T08:00:00.000Z' } as const;

describe('the file of the high-water mark', () => {
  it('is read as it was written, absent before, and never half', async () => {
    const file = createMarkFile(join(temporaryFolder(), 'keys', 'high-water.json'));
    assert.equal(await file.read(), null);
    await file.write(MARK);
    assert.deepEqual(await file.read(), MARK);
    writeFileSync(file.place, '{"store":"s","sequ');
    await assert.rejects(file.read(), { code: 'STORE_DAMAGED' });
  });

  it('sweeps what writers left that were killed, and neither what is young nor what is not theirs', async () => {
    const folder = temporaryFolder();
    const file = createMarkFile(join(folder, 'high-water.json'));
    const old = ['high-water.json.0123456789ab.new', 'online.keystore.0123456789ab.new', 'high-water.json.backup.new'];
    for (const name of old) {
      writeFileSync(join(folder, name), '');
      utimesSync(join(folder, name), 1, 1);
    }
    writeFileSync(join(folder, 'high-water.json.ba9876543210.new'), '');
    await file.write(MARK);
    assert.deepEqual(readdirSync(folder).sort(), [
      'high-water.json',
      'high-water.json.ba9876543210.new',
      'high-water.json.backup.new',
      'online.keystore.0123456789ab.new',
    ]);
  });
});
