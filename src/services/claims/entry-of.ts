import type { Instant } from '../../base/time.ts';
import { ENTRY } from '../../claim/index.ts';
import { statusOf, type LicenceEdition, type LicenceRecord, type LicenceStatus } from '../../domain/licence/index.ts';

/** What a status list says of a status; dates are in the claim. */
const ENTRY_OF: Readonly<Record<LicenceStatus, number>> = {
  valid: ENTRY.valid,
  'not-yet-valid': ENTRY.valid,
  expired: ENTRY.valid,
  suspended: ENTRY.suspended,
  // For the time being, as with a suspension.
  'transferred-out': ENTRY.suspended,
  replaced: ENTRY.replaced,
  cancelled: ENTRY.ended,
  rescinded: ENTRY.ended,
  revoked: ENTRY.ended,
  void: ENTRY.ended,
};

/** The entry of an edition in its status list at a moment, 0 to 3. */
export function entryOf(licence: LicenceRecord, edition: LicenceEdition, now: Instant): number {
  return ENTRY_OF[statusOf(licence, edition, { asOf: now, knownAt: now }).status];
}

/** When the status of a licence changes next by what is recorded already; null where nothing is planned. */
export function nextChange({ events }: Pick<LicenceRecord, 'events'>, now: Instant): Instant | null {
  const planned = events.map(({ effectiveAt }) => Date.parse(effectiveAt)).filter((at) => at > now);
  return planned.length === 0 ? null : Math.min(...planned);
}
