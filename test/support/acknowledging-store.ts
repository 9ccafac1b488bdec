/** A program: stores files and records in an embedded store and acknowledges each on its standard output. Arguments: folder, flush. */
import { createEmbeddedStore } from '../../src/adapters/embedded/index.ts';
import { BLOB_KEYS, claim } from './records.ts';

const [folder = '', flush = 'always'] = process.argv.slice(2);
const store = await createEmbeddedStore({
  folder,
  blobKeys: BLOB_KEYS,
  flush: flush === 'never' ? 'never' : 'always',
});
for (let turn = 0; turn < 5; turn++) {
  await store.blobs.put(new Uint8Array(1000).fill(turn));
  await store.records.insert('claims', claim(`acknowledged/${turn}`));
  process.stdout.write(`ACKNOWLEDGED ${turn}\n`);
}
await store.close();
