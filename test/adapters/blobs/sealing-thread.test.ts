import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { createFolderFiles, isWhole, openBlob } from '../../../src/adapters/blobs/index.ts';
import { createSealingThread, type SealingThread } from '../../../src/adapters/blobs/sealing-thread.ts';
import { BLOB_KEYS } from '../../support/records.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const PROGRAM = fileURLToPath(new URL('../../support/sealer-thread.mjs', import.meta.url));

describe('a thread that encrypts files', () => {
  let thread: SealingThread | undefined;
  afterEach(() => thread?.close());

  for (const { what, program = PROGRAM, killed = false } of [
    { what: 'encrypts as the serving thread does' },
    { what: 'is not missed when it cannot be started', program: `${PROGRAM}.absent` },
    { what: 'is not missed when it dies at its work', killed: true },
  ]) {
    it(what, async () => {
      thread = createSealingThread({ program, keys: BLOB_KEYS });
      const contents = Array.from({ length: 20 }, (_, index) => new Uint8Array(1 + 5_000 * index).fill(index));
      const { blobs, sealed } = await createFolderFiles({
        folder: temporaryFolder(),
        keys: BLOB_KEYS,
        flush: false,
        seal: thread.seal,
      });
      const writing = Promise.all(contents.map((bytes) => blobs.put(bytes)));
      if (killed) await thread.close();
      const addresses = await writing;
      for (const [index, bytes] of contents.entries()) {
        const address = addresses[index] ?? '';
        const envelope = await sealed.read(address);
        assert.ok(isWhole(BLOB_KEYS, address, envelope));
        assert.deepEqual(Buffer.from(openBlob(BLOB_KEYS, address, envelope)), Buffer.from(bytes));
        assert.deepEqual(Buffer.from(await blobs.get(address)), Buffer.from(bytes));
      }
    });
  }
});
