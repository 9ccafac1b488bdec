import { hostname } from 'node:os';
import { readAuditMark, reconcileKeyUses, writeAuditMark, type Reconciliation } from '../../services/maintenance/index.ts';
import type { Ground } from './ground.ts';

/**
 * Compares the log of key uses with the register; with `remember`, what was found good is remembered in the register, so that it cannot be
 * taken away unnoticed. Rejects with STORE_UNAVAILABLE, SIGNER_UNAVAILABLE.
 */
export async function reconcileOver(
  { config, store: { records }, keys, crypto }: Pick<Ground, 'config' | 'store' | 'keys' | 'crypto'>,
  { remember }: { readonly remember: boolean },
): Promise<Reconciliation> {
  // A database may serve several machines, each with keys and a log of its own; a folder is one machine's.
  const shared = config.database.kind !== 'lmdb';
  const log = shared ? hostname() : 'own';
  const [mark, head] = await Promise.all([readAuditMark(records, log), keys.room.head()]);
  const expected = [mark, head].filter((known) => known !== null);
  const found = await reconcileKeyUses({ records, audit: keys.audit, crypto, expected, shared });
  if (remember && found.differences === 0 && found.head) await writeAuditMark(records, log, found.head);
  return found;
}
