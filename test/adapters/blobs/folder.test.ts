import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { blobAddress, createFolderFiles, openBlob, sealBlob } from '../../../src/adapters/blobs/index.ts';
import { BLOB_KEYS } from '../../support/records.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const open = (folder: string) => createFolderFiles({ folder, keys: BLOB_KEYS, flush: true });

describe('a folder of encrypted files', () => {
  it('sweeps old temporary files when it is opened, and leaves those being written', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'tmp'));
    writeFileSync(join(folder, 'tmp', 'old'), 'half');
    writeFileSync(join(folder, 'tmp', 'new'), 'half');
    const hourAgo = new Date(Date.now() - 3_600_000);
    utimesSync(join(folder, 'tmp', 'old'), hourAgo, hourAgo);
    await open(folder);
    assert.deepEqual(readdirSync(join(folder, 'tmp')), ['new']);
  });

  it('leaves no temporary file behind', async () => {
    const folder = temporaryFolder();
    const { blobs } = await open(folder);
    await Promise.all(Array.from({ length: 40 }, (_, index) => blobs.put(Uint8Array.of(index))));
    assert.deepEqual(readdirSync(join(folder, 'tmp')), []);
  });

  it('names only files with an address', async () => {
    const folder = temporaryFolder();
    const { blobs } = await open(folder);
    const key = await blobs.put(Uint8Array.of(1));
    writeFileSync(join(folder, key.slice(0, 2), 'notes.txt'), 'x');
    const keys: string[] = [];
    for await (const found of blobs.keys()) keys.push(found);
    assert.deepEqual(keys, [key]);
  });

  it('reports a folder that cannot be used', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), 'in the way');
    await assert.rejects(open(join(folder, 'file', 'below')), { code: 'STORE_UNAVAILABLE' });
    assert.ok(existsSync(join(folder, 'file')));
    const { blobs } = await open(folder);
    const content = Uint8Array.of(9);
    writeFileSync(join(folder, blobAddress(BLOB_KEYS, content).slice(0, 2)), 'in the way');
    await assert.rejects(blobs.put(content), { code: 'STORE_UNAVAILABLE' });
    assert.deepEqual(readdirSync(join(folder, 'tmp')), []);
  });

  it('refuses keys of a wrong length', async () => {
    const keys = { ...BLOB_KEYS, encryption: new Uint8Array(15) };
    await assert.rejects(createFolderFiles({ folder: temporaryFolder(), keys, flush: true }), { code: 'KEY_INVALID' });
  });
});

describe('the envelope of a file', () => {
  it('is opened by its keys, and found damaged when any octet differs', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(), fc.integer({ min: 1, max: 255 }), (content, where, change) => {
        const address = blobAddress(BLOB_KEYS, content);
        const envelope = sealBlob(BLOB_KEYS, address, content);
        assert.deepEqual(Buffer.from(openBlob(BLOB_KEYS, address, envelope)), Buffer.from(content));
        const altered = Uint8Array.from(envelope);
        altered[where % altered.length] = (altered[where % altered.length] ?? 0) ^ change;
        assert.throws(() => openBlob(BLOB_KEYS, address, altered), { code: 'BLOB_DAMAGED' });
        assert.throws(() => openBlob(BLOB_KEYS, address, envelope.subarray(0, where % envelope.length)), {
          code: 'BLOB_DAMAGED',
        });
      }),
    );
  });

  it('is not opened by other keys', () => {
    const address = blobAddress(BLOB_KEYS, Uint8Array.of(1, 2, 3));
    const envelope = sealBlob(BLOB_KEYS, address, Uint8Array.of(1, 2, 3));
    const other = { ...BLOB_KEYS, authentication: new Uint8Array(32).fill(9) };
    assert.throws(() => openBlob(other, address, envelope), { code: 'BLOB_DAMAGED' });
  });
});
