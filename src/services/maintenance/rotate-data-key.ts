import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { StoreProtection } from '../storage/index.ts';
import type { MaintenanceDependencies } from './ports.ts';

/**
 * Makes a key that takes the place of the newest by which personal data are sealed, of records or of an organisation's files, and tells the journal. What is there is brought under it
 * by the server. Resolves to its number. Rejects with STORE_UNAVAILABLE, STORE_DAMAGED.
 */
export async function rotateDataKey(
  deps: Pick<MaintenanceDependencies, 'journal' | 'clock'> & { readonly protection: Pick<StoreProtection, 'rotate'> },
  actor: Actor,
  organisation?: string,
): Promise<number> {
  const number = await deps.protection.rotate(organisation);
  const name = `${organisation === undefined ? 'records' : `files/${organisation}`}/${number}`;
  const at = isoInstant(deps.clock.now());
  await deps.journal.record([
    {
      ...{ id: `data-keys/${name}`, kind: 'data-key-made', subject: `data-keys/${name}` },
      ...{ effectiveAt: at, recordedAt: at, actor, purpose: null, facts: { number, organisation: organisation ?? null } },
    },
  ]);
  return number;
}
