import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isYinzhengError } from '../../base/errors/index.ts';
import type { Opened } from '../../cli/context.ts';
import type { Places } from '../../config/index.ts';
import type { Register } from '../../services/verification/index.ts';

/**
 * The register of an installation, to be looked at; null where there is none. One that cannot be reached answers every question with
 * STORE_UNAVAILABLE. Rejects with STORE_SCHEMA_NEWER.
 */
export async function openRegister({ database }: Places): Promise<Opened<Register> | null> {
  if (database.kind === 'lmdb' && !existsSync(join(database.path, 'store', 'data.mdb'))) return null;
  try {
    if (database.kind === 'lmdb') {
      // Not by the folder's face: that would load what only a store needs.
      const { openEmbeddedRegister } = await import('../../adapters/embedded/register.ts');
      return await openEmbeddedRegister({ folder: database.path });
    }
    const { createMongoStore } = await import('../../adapters/mongo/index.ts');
    const store = await createMongoStore({ url: database.url.reveal(), blobKeys: NO_FILES });
    return { value: store.records, close: () => store.close() };
  } catch (error) {
    if (!isYinzhengError(error, 'STORE_UNAVAILABLE')) throw error;
    return { value: { find: () => Promise.reject(error) }, close: () => Promise.resolve() };
  }
}

/** No file is read: these keys belong to none. */
const NO_FILES = { address: new Uint8Array(32), encryption: new Uint8Array(16), authentication: new Uint8Array(32) };
