/** What time does to objections: overdue ones go to the organisation above, answered ones are closed, old ones forgotten. */
import { endOfDay, isoInstant, localDateAt } from '../../base/time.ts';
import { workingDeadline, type YearCalendar } from '../../domain/calendar/index.ts';
import {
  isOpen,
  isOverdue,
  MOST_ESCALATIONS,
  takeStep,
  type ObjectionRecord,
  type ObjectionState,
} from '../../domain/objection/index.ts';
import { useTimePrefix } from '../../domain/use/index.ts';
import { calendarsOf } from '../calendar/index.ts';
import { changeRecord } from '../holders/change.ts';
import { SERVER_ACTOR } from '../platform.ts';
import { MAX_PAGE } from '../storage/index.ts';
import { forgetAttachments } from './attachments.ts';
import { factsOf } from './make.ts';
import { MISSING } from './own.ts';
import type { ObjectionKeeping } from './ports.ts';
import { bodyAbove } from './route.ts';

/** Working days after an answer that who objected has to close it, before it is closed for him. */
const CLOSED_AFTER = 15;
/** How long objections that are over are kept, ms: five years. */
export const OBJECTIONS_KEPT = 5 * 365 * 86_400_000;

/** Passes on what is overdue, and closes what was answered long ago; resolves with how many of each. Two servers at once do each once. */
export async function sweepObjections(
  deps: ObjectionKeeping,
): Promise<{ readonly escalated: number; readonly closed: number; readonly forgotten: number }> {
  const calendars = await calendarsOf(deps.records);
  let escalated = 0;
  for (const state of ['filed', 'accepted'] as const)
    escalated += await each(deps, state, async (one) => isDue(one, calendars, deps) && (await escalate(deps, one, calendars)));
  const closed = await each(deps, 'answered', (one) => close(deps, one, calendars));
  return { escalated, closed, forgotten: await forget(deps) };
}

async function each(
  { records }: ObjectionKeeping,
  state: ObjectionState,
  work: (objection: ObjectionRecord) => Promise<boolean>,
): Promise<number> {
  let done = 0;
  for (let after: string | undefined; ;) {
    const page = await records.find('objections', {
      ...{ index: 'state', equals: state, limit: MAX_PAGE },
      ...(after !== undefined && { after }),
    });
    for (const objection of page) if (await work(objection)) done++;
    after = page.at(-1)?._id;
    if (after === undefined || page.length < MAX_PAGE) return done;
  }
}

function isDue(objection: ObjectionRecord, calendars: readonly YearCalendar[], { clock }: ObjectionKeeping): boolean {
  return !objection.stuck && isOverdue(objection, calendars, clock.now());
}

async function escalate(deps: ObjectionKeeping, seen: ObjectionRecord, calendars: readonly YearCalendar[]): Promise<boolean> {
  const asked = seen.handlers.map(({ organisation }) => organisation);
  const now = deps.clock.now();
  const last = asked.at(-1);
  const above =
    last === undefined || asked.length > MOST_ESCALATIONS
      ? null
      : await bodyAbove(deps.records, { organisation: last, asked }, now);
  const order = { collection: 'objections', id: seen._id, actor: SERVER_ACTOR, missing: MISSING } as const;
  let done = false;
  await changeRecord(deps, order, (objection) => {
    done = objection.handlers.length === asked.length && isDue(objection, calendars, deps);
    if (!done) return null;
    const at = isoInstant(now);
    const step = takeStep(objection, { step: 'escalate', at, organisation: above, note: null });
    const facts = { ...factsOf(objection), from: last ?? null, to: above };
    const event = { kind: 'objection-escalated', facts } as const;
    if (above === null) return { fields: { ...step, stuck: true }, event };
    const handlers = [...objection.handlers, { organisation: above, since: at }];
    return { fields: { ...step, handlers, waitingFor: above }, event };
  });
  return done;
}

async function close(deps: ObjectionKeeping, seen: ObjectionRecord, calendars: readonly YearCalendar[]): Promise<boolean> {
  const now = deps.clock.now();
  const answeredAt = seen.answer?.at;
  if (answeredAt === undefined) return false;
  const { due } = workingDeadline(localDateAt(Date.parse(answeredAt)), CLOSED_AFTER, calendars);
  if (now < endOfDay(due)) return false;
  const order = { collection: 'objections', id: seen._id, actor: SERVER_ACTOR, missing: MISSING } as const;
  let done = false;
  await changeRecord(deps, order, (objection) => {
    done = objection.state === 'answered';
    if (!done) return null;
    const step = takeStep(objection, { step: 'close', at: isoInstant(now), organisation: null, note: null });
    return { fields: step, event: { kind: 'objection-closed', facts: factsOf(objection) } };
  });
  return done;
}

async function forget(deps: ObjectionKeeping): Promise<number> {
  const { records, clock } = deps;
  let forgotten = 0;
  for (let after = useTimePrefix(clock.now() - OBJECTIONS_KEPT); ;) {
    const page = await records.list('objections', { after, limit: MAX_PAGE });
    for (const objection of page) {
      if (objection.pending || isOpen(objection) || objection.state === 'answered') continue;
      await forgetAttachments(deps, objection);
      await records.remove('objections', objection._id);
      forgotten++;
    }
    after = page.at(-1)?._id ?? after;
    if (page.length < MAX_PAGE) return forgotten;
  }
}
