/** The status of a licence: what was so in law at `asOf`, as it could be known at `knownAt`. */
import { endOfDay, LONG_TERM, startOfDay, type Instant } from '../../base/time.ts';
import type { LicenceEdition, LicenceRecord, StatusEvent, StatusEventKind } from './model.ts';

/** Status as people and systems see it. `expired` and `not-yet-valid` are derived from dates, the rest from events. */
export type LicenceStatus = 'valid' | 'not-yet-valid' | 'expired' | 'suspended' | 'cancelled' | 'rescinded' | 'revoked' | 'void';

/** A status and since when it holds. */
export interface StatusAnswer {
  readonly status: LicenceStatus;
  readonly since: Instant;
  /** The event that made it so, null when dates alone did. */
  readonly event: StatusEvent | null;
}

/** State that the events of a licence lead to. */
export type EventState = 'in-force' | 'suspended' | 'cancelled' | 'rescinded' | 'revoked' | 'void';

const ENDS = { cancel: 'cancelled', rescind: 'rescinded', revoke: 'revoked', void: 'void' } as const;

/** Which state an event leads to from which state; what is not named is not allowed. */
const TRANSITIONS: Readonly<Record<EventState, Readonly<Partial<Record<StatusEventKind, EventState>>>>> = {
  'in-force': { suspend: 'suspended', ...ENDS },
  suspended: { resume: 'in-force', ...ENDS },
  cancelled: {},
  rescinded: {},
  revoked: {},
  void: {},
};

/** The state after an event, null when the event is not possible in the state. */
export function nextState(state: EventState, kind: StatusEventKind): EventState | null {
  return TRANSITIONS[state][kind] ?? null;
}

/** The events possible now, so that people are offered only these. */
export function possibleEvents(record: LicenceRecord): readonly StatusEventKind[] {
  return Object.keys(TRANSITIONS[stateFromEvents(record.events).state]) as StatusEventKind[];
}

/** The state that a row of events, in the order of their recording, leads to. */
export function stateFromEvents(events: readonly StatusEvent[]): {
  readonly state: EventState;
  readonly event: StatusEvent | null;
} {
  let state: EventState = 'in-force';
  let last: StatusEvent | null = null;
  for (const event of events) {
    const next = nextState(state, event.kind);
    if (next !== null) {
      state = next;
      last = event;
    }
  }
  return { state, event: last };
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
  const { state, event } = stateFromEvents(known);
  const start = startOfDay(edition.validFrom);
  if (state !== 'in-force') return { status: state, since: event ? Date.parse(event.effectiveAt) : start, event };
  if (moment.asOf < start) return { status: 'not-yet-valid', since: Date.parse(edition.recordedAt), event: null };
  if (edition.validTo !== LONG_TERM && moment.asOf >= endOfDay(edition.validTo)) {
    return { status: 'expired', since: endOfDay(edition.validTo), event: null };
  }
  return { status: 'valid', since: event ? Date.parse(event.effectiveAt) : start, event };
}
