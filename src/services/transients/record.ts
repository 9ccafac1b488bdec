/** Records that end by themselves. */
import { isoInstant, type Instant } from '../../base/time.ts';
import type { Clock } from '../platform.ts';
import type { RecordStore, TransientContent, TransientRecord } from '../storage/index.ts';

/** What they take. */
export interface TransientDependencies {
  readonly records: RecordStore;
  readonly clock: Clock;
}

/** Length of a slot, ms. */
export const SLOT = 600_000;
/** Number of slots; they come round, so that what an outage kept from being swept is found later. */
export const SLOTS = 192;

/** The slot of an instant. */
export function slotOf(at: Instant): string {
  return String(Math.floor(at / SLOT) % SLOTS);
}

/**
 * A new record; nothing is written.
 * @param until when it ends, at most 29 hours from now
 */
export function transient(id: string, until: Instant, content: TransientContent): TransientRecord {
  return { _id: id, schema: 1, version: 1, slot: slotOf(until), expiresAt: isoInstant(until), content };
}

/** The content of a record that has not ended, null when there is none. */
export async function readTransient<K extends TransientContent['kind']>(
  { records, clock }: TransientDependencies,
  id: string,
  kind: K,
): Promise<Extract<TransientContent, { readonly kind: K }> | null> {
  const found = await records.get('transients', id);
  if (found?.content.kind !== kind || clock.now() >= Date.parse(found.expiresAt)) return null;
  return found.content as Extract<TransientContent, { readonly kind: K }>;
}
