/** The status of a licence: what was so in law at `asOf`, as it could be known at `knownAt`. */
import { endOfDay, LONG_TERM, startOfDay, type Instant } from '../../base/time.ts';
import { stateFromEvents } from './acts.ts';
import type { LicenceEdition, LicenceRecord, StatusEvent } from './model.ts';

/** Status as people and systems see it. `expired` and `not-yet-valid` are derived from dates, the rest from events. */
export type LicenceStatus = 'valid' | 'not-yet-valid' | 'expired' | 'suspended' | 'cancelled' | 'rescinded' | 'revoked' | 'void';

/** A status, the moment it is said of, and since when it holds. */
export interface StatusAnswer {
  readonly asOf: Instant;
  readonly status: LicenceStatus;
  readonly since: Instant;
  /** The event that made it so, null when dates alone did. */
  readonly event: StatusEvent | null;
}

/** The current edition of a licence, the last one. */
export function currentEdition(record: LicenceRecord): LicenceEdition {
  const edition = record.editions[record.editions.length - 1];
  if (edition === undefined) throw new RangeError('a licence has at least one edition');
  return edition;
}

/** The status of an edition at `asOf` in law, knowing what had been recorded at `knownAt`. */
export function statusOf(
  record: LicenceRecord,
  edition: LicenceEdition,
  moment: { readonly asOf: Instant; readonly knownAt: Instant },
): StatusAnswer {
  const known = record.events.filter(
    ({ recordedAt, effectiveAt }) => Date.parse(recordedAt) <= moment.knownAt && Date.parse(effectiveAt) <= moment.asOf,
  );
  const { asOf } = moment;
  const { state, event } = stateFromEvents(known);
  const start = startOfDay(edition.validFrom);
  if (state !== 'in-force') return { asOf, status: state, since: event ? Date.parse(event.effectiveAt) : start, event };
  if (asOf < start) return { asOf, status: 'not-yet-valid', since: Date.parse(edition.recordedAt), event: null };
  if (edition.validTo !== LONG_TERM && asOf >= endOfDay(edition.validTo)) {
    return { asOf, status: 'expired', since: endOfDay(edition.validTo), event: null };
  }
  return { asOf, status: 'valid', since: event ? Date.parse(event.effectiveAt) : start, event };
}
