import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { StoreProtection } from '../storage/index.ts';
import type { MaintenanceDependencies } from './ports.ts';

/**
 * Makes a key that takes the place of the newest by which personal data are sealed, and tells the journal. What is there is brought under it
 * by the server. Resolves to its number. Rejects with STORE_UNAVAILABLE, STORE_DAMAGED.
 */
export async function rotateDataKey(
  deps: Pick<MaintenanceDependencies, 'journal' | 'clock'> & { readonly protection: Pick<StoreProtection, 'rotate'> },
  actor: Actor,
): Promise<number> {
  const number = await deps.protection.rotate();
  const at = isoInstant(deps.clock.now());
  await deps.journal.record([
    {
      ...{ id: `data-keys/records/${number}`, kind: 'data-key-made', subject: `data-keys/records/${number}` },
      ...{ effectiveAt: at, recordedAt: at, actor, purpose: null, facts: { number } },
    },
  ]);
  return number;
}
