/** Objections as a counter sees those of its organisation, and a body those that it answers. */
import { YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Action, Actor } from '../../domain/access/index.ts';
import type { YearCalendar, WorkingDeadline } from '../../domain/calendar/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import { isOverdue, objectionDeadline, type ObjectionRecord } from '../../domain/objection/index.ts';
import { authorise } from '../access/index.ts';
import { calendarsOf } from '../calendar/index.ts';
import { personsTold } from '../journal/index.ts';
import { randomId } from '../licences/random.ts';
import type { IndexValue } from '../storage/index.ts';
import { factsOf, organisationKey } from './make.ts';
import { MISSING } from './own.ts';
import type { ObjectionKeeping } from './ports.ts';

/** An objection with the day until which it is to be answered. */
export interface ShownObjection {
  readonly objection: ObjectionRecord;
  readonly deadline: WorkingDeadline;
  readonly overdue: boolean;
}

/** A page of objections, the latest first; `next` continues it, null at the end. */
export interface ObjectionPage {
  readonly items: readonly ShownObjection[];
  readonly next: string | null;
}

/** Which page. */
export interface PageOrder {
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

/** Which ones: those that wait for the actor's organisation, all that it had to answer, those that it made. */
export const OBJECTION_LISTS = ['waiting', 'handled', 'filed'] as const;

type Showing = Pick<ObjectionKeeping, 'records' | 'clock'>;

const MOST = 100;
const USUAL = 20;

/** An objection as it is shown now. */
export async function shown(deps: Showing, objection: ObjectionRecord): Promise<ShownObjection> {
  return shownBy(deps, await calendarsOf(deps.records), objection);
}

function shownBy({ clock }: Showing, calendars: readonly YearCalendar[], objection: ObjectionRecord): ShownObjection {
  const deadline = objectionDeadline(objection, calendars);
  return { objection, deadline, overdue: isOverdue(objection, calendars, clock.now()) };
}

/** A page of those under a value of an index. */
export async function pageOf(
  deps: Showing,
  value: IndexValue<'objections'>,
  { after, limit = USUAL }: PageOrder,
): Promise<ObjectionPage> {
  const most = Math.max(1, Math.min(limit, MOST));
  const found = await deps.records.find('objections', { ...value, limit: most + 1, ...(after !== undefined && { after }) });
  const calendars = await calendarsOf(deps.records);
  const items = found.slice(0, most);
  return {
    items: items.map((objection) => shownBy(deps, calendars, objection)),
    next: found.length > most ? (items.at(-1)?._id ?? null) : null,
  };
}

/**
 * Objections that the actor's organisation has to do with, to be shown without words and persons.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listObjections(
  deps: Showing,
  actor: Actor,
  { of, ...page }: PageOrder & { readonly of: (typeof OBJECTION_LISTS)[number] },
): Promise<ObjectionPage> {
  const { organisation } = actor;
  authorise(actor, 'objection:read', organisation);
  if (organisation === null) throw new YinzhengError('NOT_ALLOWED', { action: 'objection:read' });
  if (of === 'filed') return pageOf(deps, { index: 'filer', equals: organisationKey(organisation) }, page);
  return pageOf(deps, { index: of === 'waiting' ? 'waitingFor' : 'handler', equals: organisation }, page);
}

/**
 * One objection whole; who read it is recorded before it is answered.
 * @throws {YinzhengError} NOT_ALLOWED, OBJECTION_NOT_FOUND
 */
export async function getObjection(deps: ObjectionKeeping, actor: Actor, id: string): Promise<ShownObjection> {
  const objection = await findConcerned(deps, actor, { action: 'objection:read', id });
  await deps.journal.record([readEvent(deps, actor, objection, {})]);
  return shown(deps, objection);
}

/**
 * An objection that the actor's organisation made or has to answer.
 * @throws {YinzhengError} NOT_ALLOWED, OBJECTION_NOT_FOUND
 */
export async function findConcerned(
  { records }: Pick<ObjectionKeeping, 'records'>,
  actor: Actor,
  { action, id }: { readonly action: Action; readonly id: string },
): Promise<ObjectionRecord> {
  const { organisation } = actor;
  authorise(actor, action, organisation);
  const found = organisation === null ? null : await records.get('objections', id);
  if (!found || organisation === null) throw new YinzhengError(MISSING);
  const handles = found.handlers.some((handler) => handler.organisation === organisation);
  const made = action === 'objection:read' && found.filer === organisationKey(organisation);
  if (!handles && !made) throw new YinzhengError(MISSING);
  return found;
}

/** That somebody read an objection, or a piece of its evidence. */
export function readEvent(
  deps: Pick<ObjectionKeeping, 'clock' | 'random' | 'journal'>,
  actor: Actor,
  objection: ObjectionRecord,
  facts: DomainEvent['facts'],
): DomainEvent {
  const at = isoInstant(deps.clock.now());
  const { _id, person } = objection;
  return {
    ...{ id: `reads/${randomId(deps.random)}`, kind: 'objection-read', subject: `objections/${_id}` },
    ...{ effectiveAt: at, recordedAt: at, actor, purpose: null },
    facts: { ...factsOf(objection), ...facts, ...(person && personsTold(deps.journal, [person])) },
  };
}
