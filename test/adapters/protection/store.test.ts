/** A store that seals keeps the contract of every store. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEmbeddedStore } from '../../../src/adapters/embedded/index.ts';
import { describeStore } from '../../contract/store.ts';
import { protect } from '../../support/protected.ts';
import { BLOB_KEYS } from '../../support/records.ts';
import { temporaryFolder } from '../../support/temporary.ts';

describeStore('sealing over embedded (lmdb)', async () => {
  const folder = temporaryFolder();
  const open = async () => protect(await createEmbeddedStore({ folder, blobKeys: BLOB_KEYS }));
  return {
    store: await open(),
    reopen: open,
    damage(address, how) {
      const path = join(folder, 'files', address.slice(0, 2), address.slice(0, 64));
      const envelope = readFileSync(path);
      if (how === 'remove') rmSync(path);
      else if (how === 'truncate') writeFileSync(path, envelope.subarray(0, -1));
      else writeFileSync(path, envelope.fill((envelope[100] ?? 0) ^ 1, 100, 101));
      return Promise.resolve();
    },
  };
});
