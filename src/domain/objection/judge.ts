/** What may be done with an objection, and until when it is to be answered. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { endOfDay, localDateAt, type Instant } from '../../base/time.ts';
import { workingDeadline, type WorkingDeadline, type YearCalendar } from '../calendar/index.ts';
import type { ObjectionRecord, ObjectionState, ObjectionStep, ObjectionStepKind } from './model.ts';

const NEXT: Readonly<Record<Exclude<ObjectionStepKind, 'file'>, Readonly<Partial<Record<ObjectionState, ObjectionState>>>>> = {
  attach: { filed: 'filed', accepted: 'accepted' },
  accept: { filed: 'accepted' },
  refuse: { filed: 'refused' },
  answer: { filed: 'answered', accepted: 'answered' },
  escalate: { filed: 'filed', accepted: 'accepted' },
  withdraw: { filed: 'withdrawn', accepted: 'withdrawn' },
  close: { answered: 'closed' },
};

const STATE_WORDS: Readonly<Record<ObjectionState, string>> = {
  filed: '待受理',
  accepted: '办理中',
  refused: '不予受理',
  answered: '已答复',
  withdrawn: '已撤回',
  closed: '已办结',
};

/** True while a body has to answer. */
export function isOpen({ state }: Pick<ObjectionRecord, 'state'>): boolean {
  return state === 'filed' || state === 'accepted';
}

/**
 * The members of an objection that a step changes.
 * @throws {YinzhengError} OBJECTION_NOT_POSSIBLE where the step cannot be taken any more, or not yet
 */
export function takeStep(
  objection: Pick<ObjectionRecord, 'state' | 'steps' | 'openBy' | 'waitingFor'>,
  step: Omit<ObjectionStep, 'step'> & { readonly step: Exclude<ObjectionStepKind, 'file'> },
): Pick<ObjectionRecord, 'state' | 'steps' | 'openBy' | 'waitingFor'> {
  const state = NEXT[step.step][objection.state];
  if (state === undefined)
    throw new YinzhengError('OBJECTION_NOT_POSSIBLE', {
      reason: bilingual(`it is ${objection.state}`, `当前状态为“${STATE_WORDS[objection.state]}”`),
    });
  const { openBy, waitingFor } = isOpen({ state }) ? objection : { openBy: null, waitingFor: null };
  return { state, steps: [...objection.steps, step], openBy, waitingFor };
}

/** Until when the handler that has the objection now answers it. */
export function objectionDeadline(
  { handlers, filedAt, workingDays }: Pick<ObjectionRecord, 'handlers' | 'filedAt' | 'workingDays'>,
  calendars: readonly YearCalendar[],
): WorkingDeadline {
  const since = handlers.at(-1)?.since ?? filedAt;
  return workingDeadline(localDateAt(Date.parse(since)), workingDays, calendars);
}

/** Whether an objection waits longer for its answer than it should. */
export function isOverdue(
  objection: Pick<ObjectionRecord, 'state' | 'handlers' | 'filedAt' | 'workingDays'>,
  calendars: readonly YearCalendar[],
  now: Instant,
): boolean {
  return isOpen(objection) && now >= endOfDay(objectionDeadline(objection, calendars).due);
}
