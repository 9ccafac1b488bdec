/** Acts on the status of a licence: which is possible when, and what comes of those that are recorded. */
import type { Instant } from '../../base/time.ts';
import type { StatusEvent } from './model.ts';
import type { StatusEventKind } from './status-events.ts';

/** State that the events of a licence lead to. */
export type EventState = 'in-force' | 'suspended' | 'transferred-out' | 'cancelled' | 'rescinded' | 'revoked' | 'void';

const ENDS = { cancel: 'cancelled', rescind: 'rescinded', revoke: 'revoked', void: 'void' } as const;

/** Which state an event leads to from which state; what is not named is not allowed. */
const TRANSITIONS: Readonly<Record<EventState, Readonly<Partial<Record<StatusEventKind, EventState>>>>> = {
  'in-force': { suspend: 'suspended', 'transfer-out': 'transferred-out', ...ENDS },
  suspended: { resume: 'in-force', ...ENDS },
  'transferred-out': { 'transfer-in': 'in-force', ...ENDS },
  cancelled: {},
  rescinded: {},
  revoked: {},
  void: {},
};

/** The state after an event, null when the event is not possible in the state. */
export function nextState(state: EventState, kind: StatusEventKind): EventState | null {
  return TRANSITIONS[state][kind] ?? null;
}

/** States that can be lifted, and by which act. */
const LIFTED_BY: Readonly<Partial<Record<EventState, StatusEventKind>>> = {
  suspended: 'resume',
  'transferred-out': 'transfer-in',
};

/** Whether a state is none that ends a licence for good. */
export function isReversible(state: EventState): boolean {
  return state === 'in-force' || LIFTED_BY[state] !== undefined;
}

/** What a recorded event comes to: the state it meets when its time comes, and the state it leads to, null where it has no effect. */
export interface EventOutcome {
  readonly event: StatusEvent;
  readonly met: EventState;
  readonly next: EventState | null;
}

/**
 * What each of the events comes to, in the order of `effectiveAt`; those of one moment, and the events given, are in the order of their
 * recording. A planned event that is overtaken has no effect: an end after another end, and also a resumption (or return) that was decided
 * before the suspension (or transfer) it meets, for it cannot have been meant to lift that one.
 */
export function outcomesOf(events: readonly StatusEvent[]): readonly EventOutcome[] {
  const ordered = events
    .map((event, recorded) => ({ event, recorded, from: Date.parse(event.effectiveAt) }))
    .sort((one, other) => one.from - other.from);
  let state: EventState = 'in-force';
  let held = -1;
  return ordered.map(({ event, recorded }) => {
    const met = state;
    const next = LIFTED_BY[met] === event.kind && recorded < held ? null : nextState(met, event.kind);
    if (next !== null && LIFTED_BY[next] !== undefined) held = recorded;
    state = next ?? met;
    return { event, met, next };
  });
}

/** The state that events lead to, given in the order of their recording, and the one that made it so. */
export function stateFromEvents(events: readonly StatusEvent[]): {
  readonly state: EventState;
  readonly event: StatusEvent | null;
} {
  const last = outcomesOf(events)
    .filter(({ next }) => next !== null)
    .at(-1);
  return { state: last?.next ?? 'in-force', event: last?.event ?? null };
}

/** The state at a moment, of all that is recorded. */
export function stateAt(events: readonly StatusEvent[], moment: Instant): EventState {
  return stateFromEvents(events.filter(({ effectiveAt }) => Date.parse(effectiveAt) <= moment)).state;
}

/** The events that can take effect at a moment, so that people are offered only these. */
export function possibleEvents(events: readonly StatusEvent[], moment: Instant): readonly StatusEventKind[] {
  return Object.keys(TRANSITIONS[stateAt(events, moment)]) as StatusEventKind[];
}
