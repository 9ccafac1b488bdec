import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { DataKeyUse, StoreProtection } from '../storage/index.ts';
import type { MaintenanceDependencies } from './ports.ts';

/**
 * Makes a key that takes the place of the newest of its use, and tells the journal. What is there is brought under it by the server; the journal
 * itself keeps the pseudonyms it has. Resolves to its number. Rejects with STORE_UNAVAILABLE, STORE_DAMAGED.
 */
export async function rotateDataKey(
  deps: Pick<MaintenanceDependencies, 'journal' | 'clock'> & { readonly protection: Pick<StoreProtection, 'rotate'> },
  actor: Actor,
  of: DataKeyUse = 'records',
): Promise<number> {
  const number = await deps.protection.rotate(of);
  const organisation = typeof of === 'object' ? of.organisation : null;
  const name = `${typeof of === 'object' ? `files/${of.organisation}` : of}/${number}`;
  const at = isoInstant(deps.clock.now());
  await deps.journal.record([
    {
      ...{ id: `data-keys/${name}`, kind: 'data-key-made', subject: `data-keys/${name}` },
      ...{ effectiveAt: at, recordedAt: at, actor, purpose: null, facts: { number, organisation } },
    },
  ]);
  return number;
}
