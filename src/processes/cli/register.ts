import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isYinzhengError } from '../../base/errors/index.ts';
import type { Opened, RegisterAtHand } from '../../cli/context.ts';
import type { Places } from '../../config/index.ts';

/**
 * The register of an installation, to be looked at; null where there is none. One that cannot be reached answers every question with
 * STORE_UNAVAILABLE. Rejects with STORE_SCHEMA_NEWER.
 */
export async function openRegister({ database }: Places): Promise<Opened<RegisterAtHand> | null> {
  if (database.kind === 'lmdb' && !existsSync(join(database.path, 'store', 'data.mdb'))) return null;
  try {
    if (database.kind === 'lmdb') {
      // Not by the folder's face: that would load what only a store needs.
      const { openEmbeddedRegister } = await import('../../adapters/embedded/register.ts');
      return await openEmbeddedRegister({ folder: database.path });
    }
    const { openMongoRegister } = await import('../../adapters/mongo/index.ts');
    return await openMongoRegister({ url: database.url.reveal() });
  } catch (error) {
    if (isYinzhengError(error, 'INSTALLATION_MISSING')) return null;
    if (!isYinzhengError(error, 'STORE_UNAVAILABLE')) throw error;
    return { value: { get: () => Promise.reject(error), find: () => Promise.reject(error) }, close: () => Promise.resolve() };
  }
}
