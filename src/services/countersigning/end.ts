/** Ends of plans before their last step: by a party, by who began it, by time; and forgetting their documents. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { PlanState } from '../../domain/countersigning/index.ts';
import { authorise } from '../access/authorise.ts';
import type { LicenceDependencies } from '../licences/ports.ts';
import { SERVER_ACTOR } from '../platform.ts';
import { MAX_PAGE, type CountersigningRecord } from '../storage/index.ts';
import { changePlan, type PlanEvent } from './change.ts';
import { asOf, findOwnPlan, findPlan, requireFree, requireState } from './find.ts';
import { KEPT_FOR, settlePlan } from './publish.ts';
import { giveUpHold } from './take.ts';

/**
 * A party refuses its step: the plan is over. Before its turn, too, so that nobody seals what cannot be completed.
 * @throws {YinzhengError} NOT_ALLOWED, COUNTERSIGNING_NOT_FOUND, COUNTERSIGNING_STEP_NOT_FOUND, COUNTERSIGNING_NOT_POSSIBLE, COUNTERSIGNING_OUT_OF_TURN
 * where it was taken, COUNTERSIGNING_BUSY
 */
export async function refuseStep(
  deps: LicenceDependencies,
  actor: Actor,
  { id, step, reason }: { readonly id: string; readonly step: number; readonly reason: string },
): Promise<CountersigningRecord> {
  const found = await findPlan(deps, actor, id, 'document:stamp');
  const meant = found.steps[step - 1];
  if (!meant) throw new YinzhengError('COUNTERSIGNING_STEP_NOT_FOUND', { step });
  authorise(actor, 'document:stamp', meant.organisation);
  return changePlan(deps, id, (plan) => {
    requireState(plan, deps.clock, 'open');
    const one = plan.steps[step - 1];
    if (one?.state !== 'waiting')
      throw new YinzhengError('COUNTERSIGNING_OUT_OF_TURN', {
        step,
        reason: bilingual('it was taken already', '该步骤已办结'),
      });
    requireFree(plan, deps.clock);
    const at = isoInstant(deps.clock.now());
    const steps = plan.steps.map((other) =>
      other === one ? { ...one, state: 'refused' as const, by: actor, at, reason } : other,
    );
    const { organisation } = one;
    return {
      ...ended(plan, 'refused', deps.clock.now(), { kind: 'countersigning-refused', facts: { step, organisation } }, { steps }),
      actor,
    };
  });
}

/**
 * Takes a plan back, a draft or one that is open. What was sealed stays sealed and recorded.
 * @throws {YinzhengError} NOT_ALLOWED, COUNTERSIGNING_NOT_FOUND, COUNTERSIGNING_NOT_POSSIBLE, COUNTERSIGNING_BUSY
 */
export async function withdrawPlan(
  deps: LicenceDependencies,
  actor: Actor,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<CountersigningRecord> {
  const found = await findOwnPlan(deps, actor, id);
  if (found.state === 'withdrawn') return found;
  return changePlan(deps, id, (plan) => {
    if (plan.state === 'withdrawn') return null;
    requireState(plan, deps.clock, 'draft', 'open');
    requireFree(plan, deps.clock);
    return { ...ended(plan, 'withdrawn', deps.clock.now(), { kind: 'countersigning-withdrawn' }, { reason }), actor };
  });
}

function ended(
  plan: CountersigningRecord,
  state: PlanState,
  now: Instant,
  event: PlanEvent,
  changes: Partial<CountersigningRecord> = {},
) {
  const over = { state, openBy: null, hold: null, endedAt: isoInstant(now), keptUntil: isoInstant(now + KEPT_FOR) };
  return { plan: { ...plan, ...changes, ...over }, events: [event] };
}

/** Looks after all plans: settles what a crash left, ends what was not done in time, forgets documents. Rejects with STORE_UNAVAILABLE. */
export async function sweepPlans(deps: LicenceDependencies): Promise<void> {
  for await (const plan of plansWith(deps, 'unsettled')) await settlePlan(deps, plan);
  for await (const plan of plansWith(deps, 'kept')) {
    const now = deps.clock.now();
    if (plan.keptUntil !== null && now >= Date.parse(plan.keptUntil)) await forgetPlan(deps, plan);
    else if (asOf(plan, deps.clock).state === 'expired' && plan.state !== 'expired') await expirePlan(deps, plan);
  }
}

async function expirePlan(deps: LicenceDependencies, { _id: id }: CountersigningRecord): Promise<void> {
  const left: { hold: CountersigningRecord['hold'] } = { hold: null };
  await changePlan(deps, id, (plan) => {
    const now = deps.clock.now();
    const isHeld = plan.hold !== null && now < Date.parse(plan.hold.until);
    if (isHeld || plan.state === 'expired' || asOf(plan, deps.clock).state !== 'expired') return null;
    left.hold = plan.hold;
    return { ...ended(plan, 'expired', now, { kind: 'countersigning-expired' }), actor: SERVER_ACTOR };
  });
  if (left.hold) await giveUpHold(deps, left.hold);
}

/** Forgets document, title and reasons of a plan that is over: digests, parties and the stampings' records stay. */
async function forgetPlan(deps: LicenceDependencies, { _id: id, blob }: CountersigningRecord): Promise<void> {
  const { records, blobs } = deps.store;
  if (blob !== undefined) await blobs.remove(blob);
  for (;;) {
    const results = await records.find('countersigning-results', { index: 'plan', equals: id, limit: 100 });
    for (const { _id } of results) await records.remove('countersigning-results', _id);
    if (results.length < 100) break;
  }
  await changePlan(deps, id, (plan) => {
    if (!plan.kept) return null;
    const steps = plan.steps.map((step) => ({ ...step, reason: null }));
    const purpose = { item: '', caseNumber: null, cause: '' };
    return { plan: { ...withoutFile(plan), steps, title: '', purpose, reason: null, kept: false, keptUntil: null } };
  });
}

/** The record without address and key of its file, which is destroyed with the key. */
function withoutFile(plan: CountersigningRecord): CountersigningRecord {
  const entries = Object.entries(plan).filter(([name]) => name !== 'blob' && name !== 'key');
  return Object.fromEntries(entries) as unknown as CountersigningRecord;
}

async function* plansWith({ store }: LicenceDependencies, index: 'kept' | 'unsettled'): AsyncIterable<CountersigningRecord> {
  for (let after = ''; ;) {
    const query = { index, equals: true, limit: MAX_PAGE } as const;
    const page = await store.records.find('countersigning-plans', after === '' ? query : { ...query, after });
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < MAX_PAGE) return;
    after = last._id;
  }
}
