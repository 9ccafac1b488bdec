/** The status of a licence: what was so in law at `asOf`, as it could be known at `knownAt`. */
import { endOfDay, LONG_TERM, startOfDay, type Instant } from '../../base/time.ts';
import { stateFromEvents } from './acts.ts';
import type { LicenceEdition, LicenceRecord, StatusEvent } from './model.ts';

/**
 * Status as people and systems see it. `expired` and `not-yet-valid` are derived from dates, `replaced` from a later edition, the rest from
 * events.
 */
export type LicenceStatus =
  'valid' | 'not-yet-valid' | 'expired' | 'suspended' | 'replaced' | 'cancelled' | 'rescinded' | 'revoked' | 'void';

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
  const later = laterEdition(record, edition, moment);
  const hasEnded = state !== 'in-force' && state !== 'suspended';
  if (later !== null && !hasEnded) return { asOf, status: 'replaced', since: later, event: null };
  if (state !== 'in-force') return { asOf, status: state, since: event ? Date.parse(event.effectiveAt) : start, event };
  if (asOf < start) return { asOf, status: 'not-yet-valid', since: Date.parse(edition.recordedAt), event: null };
  if (edition.validTo !== LONG_TERM && asOf >= endOfDay(edition.validTo)) {
    return { asOf, status: 'expired', since: endOfDay(edition.validTo), event: null };
  }
  return { asOf, status: 'valid', since: event ? Date.parse(event.effectiveAt) : start, event };
}

/** Since when there is a later edition with a file, as could be known; null while this is the last. */
function laterEdition(
  { editions }: LicenceRecord,
  { number }: LicenceEdition,
  { asOf, knownAt }: { readonly asOf: Instant; readonly knownAt: Instant },
): Instant | null {
  const issued = editions
    .slice(editions.findIndex((edition) => edition.number === number) + 1)
    .flatMap(({ files }) => files.slice(0, 1).map(({ recordedAt }) => Date.parse(recordedAt)))
    .filter((at) => at <= knownAt && at <= asOf);
  return issued.length === 0 ? null : Math.min(...issued);
}
