/** The status of a licence: what was so in law at `asOf`, as it could be known at `knownAt`. */
import { endOfDay, LONG_TERM, startOfDay, type Instant } from '../../base/time.ts';
import { isReversible, stateFromEvents } from './acts.ts';
import { actsOn } from './editions.ts';
import type { LicenceEdition, LicenceRecord, StatusEvent } from './model.ts';

/**
 * Status as people and systems see it. `expired` and `not-yet-valid` are derived from dates, `replaced` from a later edition, the rest from
 * events.
 */
export type LicenceStatus =
  | 'valid'
  | 'not-yet-valid'
  | 'expired'
  | 'suspended'
  | 'transferred-out'
  | 'replaced'
  | 'cancelled'
  | 'rescinded'
  | 'revoked'
  | 'void';

/** A status, the moment it is said of, and since when it holds. */
export interface StatusAnswer {
  readonly asOf: Instant;
  /** Until when what was recorded counts. */
  readonly knownAt: Instant;
  readonly status: LicenceStatus;
  readonly since: Instant;
  /** The event that made it so, null when dates alone did. */
  readonly event: StatusEvent | null;
}

/** The status of an edition at `asOf` in law, knowing what had been recorded at `knownAt`. */
export function statusOf(
  record: LicenceRecord,
  edition: LicenceEdition,
  moment: { readonly asOf: Instant; readonly knownAt: Instant },
): StatusAnswer {
  const known = actsOn(record, edition).filter(
    ({ recordedAt, effectiveAt }) => Date.parse(recordedAt) <= moment.knownAt && Date.parse(effectiveAt) <= moment.asOf,
  );
  const { asOf, knownAt } = moment;
  const about = { asOf, knownAt };
  const { state, event } = stateFromEvents(known);
  const start = startOfDay(edition.validFrom);
  const later = laterEdition(record, edition, moment);
  const hasEnded = !isReversible(state);
  if (later?.edition.act?.kind === 'correct') return { ...about, status: 'void', since: later.at, event: voidingBy(later) };
  if (later !== null && !hasEnded) return { ...about, status: 'replaced', since: later.at, event: null };
  if (state !== 'in-force') return { ...about, status: state, since: event ? Date.parse(event.effectiveAt) : start, event };
  if (asOf < start) return { ...about, status: 'not-yet-valid', since: Date.parse(edition.recordedAt), event: null };
  if (edition.validTo !== LONG_TERM && asOf >= endOfDay(edition.validTo)) {
    return { ...about, status: 'expired', since: endOfDay(edition.validTo), event: null };
  }
  return { ...about, status: 'valid', since: event ? Date.parse(event.effectiveAt) : start, event };
}

/** An edition that took the place of another, and since when. */
interface LaterEdition {
  readonly edition: LicenceEdition;
  readonly at: Instant;
}

/** The next edition with a file, as could be known; null while this is the last. */
function laterEdition(
  { editions, origin }: LicenceRecord,
  { number }: LicenceEdition,
  { asOf, knownAt }: { readonly asOf: Instant; readonly knownAt: Instant },
): LaterEdition | null {
  for (const edition of editions.slice(editions.findIndex((one) => one.number === number) + 1)) {
    // One that was not issued here may have no file.
    const since = edition.files[0]?.recordedAt ?? (origin === 'issued' ? null : edition.recordedAt);
    const at = since === null ? Infinity : Date.parse(since);
    if (at <= knownAt && at <= asOf) return { edition, at };
  }
  return null;
}

/** That an edition was voided by the act that made the next. */
function voidingBy({ edition: { act, order, issuedBy, files } }: LaterEdition): StatusEvent {
  const at = files[0]?.recordedAt ?? '';
  return {
    ...{ kind: 'void', reason: order?.reason ?? '', documentNumber: act?.documentNumber ?? '' },
    ...{ effectiveAt: at, recordedAt: at, actor: issuedBy },
  };
}
