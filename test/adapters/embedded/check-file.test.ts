/** A file that is no database, or was cut short, is refused before lmdb maps it, which would end the process. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkDatabaseFile } from '../../../src/adapters/embedded/check-file.ts';
import { createEmbeddedStore, DATABASE_FOLDER, openEmbeddedRegister } from '../../../src/adapters/embedded/index.ts';
import { BLOB_KEYS, claim } from '../../support/records.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const file = (folder: string): string => join(folder, DATABASE_FOLDER, 'data.mdb');

/** A data folder with a database of some pages. */
async function filled(): Promise<string> {
  const folder = temporaryFolder();
  const store = await createEmbeddedStore({ folder, blobKeys: BLOB_KEYS });
  for (let index = 0; index < 200; index++) await store.records.insert('claims', claim(`claim-${index}-${'x'.repeat(200)}`));
  await store.close();
  return folder;
}

/** A data folder whose database file is something else. */
function folderWith(bytes: Uint8Array | string): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, DATABASE_FOLDER), { recursive: true });
  writeFileSync(file(folder), bytes);
  return folder;
}

describe('database file of the embedded store', function () {
  this.timeout(300_000);
  let whole: string;

  before(async () => {
    whole = await filled();
  });

  it('is one while it is whole, also while another process has it open', async () => {
    assert.equal(await checkDatabaseFile(join(whole, DATABASE_FOLDER)), true);
    assert.equal(await checkDatabaseFile(join(temporaryFolder(), DATABASE_FOLDER)), false);
    const store = await createEmbeddedStore({ folder: whole, blobKeys: BLOB_KEYS });
    try {
      await store.records.insert('claims', claim('one more'));
      assert.equal(await checkDatabaseFile(join(whole, DATABASE_FOLDER)), true);
    } finally {
      await store.close();
    }
  });

  for (const [what, bytes] of [
    ['text', 'not a database'],
    ['zeros', new Uint8Array(16_384)],
    ['ones', new Uint8Array(16_384).fill(255)],
  ] as const) {
    it(`is refused when it holds ${what}`, async () => {
      const folder = folderWith(bytes);
      await assert.rejects(createEmbeddedStore({ folder, blobKeys: BLOB_KEYS }), { code: 'STORE_DAMAGED' });
      await assert.rejects(openEmbeddedRegister({ folder }), { code: 'STORE_DAMAGED' });
    });
  }

  it('is refused when it was cut short anywhere', async () => {
    const { size } = (await import('node:fs')).statSync(file(whole));
    for (const length of [1, 100, 4096, 4200, 8192, size >> 1, size - 4096, size - 1]) {
      const folder = folderWith('');
      copyFileSync(file(whole), file(folder));
      truncateSync(file(folder), length);
      await assert.rejects(createEmbeddedStore({ folder, blobKeys: BLOB_KEYS }), { code: 'STORE_DAMAGED' }, String(length));
    }
  });

  it('may be empty for a store, which begins it, and not for a register', async () => {
    const folder = folderWith('');
    await assert.rejects(openEmbeddedRegister({ folder }), { code: 'STORE_DAMAGED' });
    const store = await createEmbeddedStore({ folder, blobKeys: BLOB_KEYS });
    await store.close();
  });

  it('is read by a register beside the store that writes it', async () => {
    const store = await createEmbeddedStore({ folder: whole, blobKeys: BLOB_KEYS });
    const { identity } = store;
    await store.close();
    const register = await openEmbeddedRegister({ folder: whole });
    try {
      assert.equal((await register.value.get('settings', 'store'))?.value['id'], identity.id);
      assert.equal((await register.value.list('claims', { limit: 1000 })).length, 201);
    } finally {
      await register.close();
    }
  });
});
