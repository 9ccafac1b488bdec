/** Reads of a store that is being closed. */
import assert from 'node:assert/strict';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import { createEmbeddedStore } from '../../../src/adapters/embedded/index.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { BLOB_KEYS, claim } from '../../support/records.ts';
import { temporaryFolder } from '../../support/temporary.ts';

describe('an embedded store that is closed', () => {
  it('refuses what is read meanwhile and afterwards, and throws nothing later', async () => {
    for (let round = 0; round < 10; round++) {
      const store = await createEmbeddedStore({ folder: temporaryFolder(), blobKeys: BLOB_KEYS });
      const writes = Promise.all(Array.from({ length: 20 }, (_, index) => store.records.insert('claims', claim(`${index}`))));
      let open = true;
      const closing = store.close().then(() => (open = false));
      const outcomes = new Set<string>();
      const read = () =>
        store.records.get('claims', '0').then(
          () => outcomes.add('read'),
          (error: unknown) => outcomes.add(isYinzhengError(error, 'STORE_UNAVAILABLE') ? 'refused' : String(error)),
        );
      while (open) {
        await read();
        await turn();
      }
      await Promise.all([closing, writes]);
      await read();
      assert.ok(outcomes.has('refused') && outcomes.size <= 2, [...outcomes].join());
      // What lmdb would throw, it throws in a later turn.
      await pause(5);
    }
  });
});
