/** Stores with sealing over them, as processes open them. */
import { join } from 'node:path';
import { fileKeyOf } from '../../src/adapters/blobs/index.ts';
import { protectStore, type ProtectedStore } from '../../src/adapters/protection/index.ts';
import type { Clock } from '../../src/services/platform.ts';
import { createErasureFile } from '../../src/adapters/files/index.ts';
import type { ErasureKeeper } from '../../src/services/retention/index.ts';
import type { OpenStore } from '../../src/services/storage/index.ts';

/** What custody gives for sealing, the same at each call. */
export const PROTECTION_SECRETS = fileKeyOf(new Uint8Array(32).fill(9)).protection;

/** A store with sealing over it. */
export function protect(store: OpenStore, clock: Clock = { now: () => Date.now() }): Promise<ProtectedStore> {
  return protectStore(store, { secrets: PROTECTION_SECRETS, clock, use: 'served' });
}

/** A list of erasures in a folder of its own, with codes under the same key at each call. */
export function erasuresIn(folder: string): ErasureKeeper {
  return createErasureFile(join(folder, 'erasures.jsonl'), [fileKeyOf(new Uint8Array(32).fill(9)).authenticate]);
}
