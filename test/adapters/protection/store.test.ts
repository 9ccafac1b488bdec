/** A store that seals keeps the contract of every store. */
import assert from 'node:assert/strict';
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

describe('the pseudonym of a network address', () => {
  it('is the same for one address, however written, and for an IPv6 network, and needs the key', async () => {
    const raw = await createEmbeddedStore({ folder: temporaryFolder(), blobKeys: BLOB_KEYS });
    try {
      const { addressPseudonym: of } = (await protect(raw)).protection;
      assert.match(of('192.0.2.1'), /^[0-9a-f]{32}$/);
      assert.equal(of('::ffff:192.0.2.1'), of('192.0.2.1'));
      assert.equal(of('2001:DB8::1'), of('2001:0db8:0:0:ffff::2'));
      const others = ['192.0.2.1', '192.0.2.2', '2001:db8::1', '2001:db8:0:1::1', '::1', 'unknown'].map(of);
      assert.equal(new Set(others).size, others.length);
    } finally {
      await raw.close();
    }
  });
});
