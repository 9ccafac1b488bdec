import { YinzhengError } from '../../base/errors/index.ts';
import type { Action, Actor } from '../../domain/access/index.ts';
import { planStateAt, PLAN_STATE_WORDS, type PlanState } from '../../domain/countersigning/index.ts';
import { authorise } from '../access/authorise.ts';
import { reachOf } from '../organisations/index.ts';
import type { Clock } from '../platform.ts';
import { MAX_PAGE, type CountersigningRecord, type RecordStore } from '../storage/index.ts';

/** What reading plans takes. */
export interface PlanReading {
  readonly store: { readonly records: RecordStore };
  readonly clock: Clock;
}

/**
 * A plan that an actor may see: one of his organisation, or of one within his scope, as who began it or as a party. Others are not found, so that
 * their existence is not told.
 * @throws {YinzhengError} NOT_ALLOWED, COUNTERSIGNING_NOT_FOUND
 */
export async function findPlan(
  { store, clock }: PlanReading,
  actor: Actor,
  id: string,
  action: Action = 'countersigning:read',
): Promise<CountersigningRecord> {
  const { includes } = await reachOf(store.records, actor, action);
  const plan = await store.records.get('countersigning-plans', id);
  if (plan) for (const organisation of plan.visibleTo) if (await includes(organisation)) return asOf(plan, clock);
  throw new YinzhengError('COUNTERSIGNING_NOT_FOUND');
}

/**
 * A plan of the actor's organisation, which alone changes it.
 * @throws {YinzhengError} NOT_ALLOWED, COUNTERSIGNING_NOT_FOUND
 */
export async function findOwnPlan(deps: PlanReading, actor: Actor, id: string): Promise<CountersigningRecord> {
  const plan = await findPlan(deps, actor, id, 'document:stamp');
  authorise(actor, 'document:stamp', plan.organisation);
  return plan;
}

/** A plan as it is now: what was not done in time has expired, written down or not. */
export function asOf(plan: CountersigningRecord, clock: Clock): CountersigningRecord {
  const state = planStateAt(plan, clock.now());
  return state === plan.state ? plan : { ...plan, state, waitingFor: [] };
}

/**
 * Sees that a plan is in one of some states now.
 * @throws {YinzhengError} COUNTERSIGNING_NOT_POSSIBLE
 */
export function requireState(plan: CountersigningRecord, clock: Clock, ...states: readonly PlanState[]): void {
  const { state } = asOf(plan, clock);
  if (!states.includes(state)) throw new YinzhengError('COUNTERSIGNING_NOT_POSSIBLE', { state: PLAN_STATE_WORDS[state] });
}

/**
 * Sees that nobody else has the document in hand.
 * @throws {YinzhengError} COUNTERSIGNING_BUSY
 */
export function requireFree({ hold }: CountersigningRecord, clock: Clock): void {
  if (hold && clock.now() < Date.parse(hold.until)) throw new YinzhengError('COUNTERSIGNING_BUSY', { until: hold.until });
}

/** Which plans are listed: those that wait for the actor's organisation (待办), or all that he may see. */
export interface PlanPageOrder {
  readonly of: 'waiting' | 'all';
  readonly state?: PlanState | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** A page of plans, by their ids; it may have fewer than asked for and be followed by another all the same. */
export interface PlanPage {
  readonly items: readonly CountersigningRecord[];
  readonly next: string | null;
}

/** Records that are looked at for one page where most of them are left out. */
const MOST_LOOKED_AT = 1_000;

/**
 * Plans, a page at a time.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listPlans(
  { store: { records }, clock }: PlanReading,
  actor: Actor,
  { of, state, after, limit }: PlanPageOrder,
): Promise<PlanPage> {
  const { scope, includes } = await reachOf(records, actor, 'countersigning:read');
  const wanted = Math.max(1, Math.min(limit, MAX_PAGE));
  const own = of === 'waiting' ? actor.organisation : scope.kind === 'own' ? scope.organisation : null;
  if (scope.kind === 'none' || (of === 'waiting' && own === null)) return { items: [], next: null };
  const isSeen = async ({ visibleTo }: CountersigningRecord): Promise<boolean> => {
    if (own !== null) return true;
    for (const organisation of visibleTo) if (await includes(organisation)) return true;
    return false;
  };
  const items: CountersigningRecord[] = [];
  let position = after;
  for (let looked = 0; looked < MOST_LOOKED_AT;) {
    const page = { limit: 200, ...(position !== undefined && { after: position }) };
    const found =
      own === null
        ? await records.list('countersigning-plans', page)
        : await records.find('countersigning-plans', {
            ...{ index: of === 'waiting' ? 'waitingFor' : 'visibleTo', equals: own },
            ...page,
          });
    for (const record of found) {
      position = record._id;
      looked++;
      const plan = asOf(record, clock);
      const isWanted = (of !== 'waiting' || plan.state === 'open') && (state === undefined || plan.state === state);
      if (isWanted && (await isSeen(plan))) items.push(plan);
      if (items.length === wanted) return { items, next: record === found.at(-1) && found.length < page.limit ? null : position };
    }
    if (found.length < page.limit) return { items, next: null };
  }
  return { items, next: position ?? null };
}
