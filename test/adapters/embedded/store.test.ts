import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEmbeddedStore } from '../../../src/adapters/embedded/index.ts';
import { describeStore } from '../../contract/store.ts';
import { BLOB_KEYS } from '../../support/records.ts';
import { temporaryFolder } from '../../support/temporary.ts';

describeStore('embedded (lmdb)', async () => {
  const folder = temporaryFolder();
  const open = () => createEmbeddedStore({ folder, blobKeys: BLOB_KEYS });
  return {
    store: await open(),
    reopen: open,
    damage(address, how) {
      const path = join(folder, 'files', address.slice(0, 2), address);
      const envelope = readFileSync(path);
      if (how === 'remove') rmSync(path);
      else if (how === 'truncate') writeFileSync(path, envelope.subarray(0, -1));
      else writeFileSync(path, envelope.fill((envelope[100] ?? 0) ^ 1, 100, 101));
      return Promise.resolve();
    },
  };
});
