import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import type { Placement } from '../../documents/index.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import { whyNotPlanned } from '../../domain/countersigning/index.ts';
import { hasEnded } from '../../domain/organisation/index.ts';
import { authorise } from '../access/authorise.ts';
import type { LicenceDependencies } from '../licences/ports.ts';
import { randomId } from '../licences/random.ts';
import { usableVersion } from '../seals/usable-version.ts';
import { holderOf } from '../stamping/drafts.ts';
import type { CountersigningRecord, CountersigningStep } from '../storage/index.ts';
import { changedPlan } from './change.ts';

/** Most plans of one account or system that are drafts or open at a time. */
export const MOST_OPEN = 200;
const USUAL_TERM = 30 * 86_400_000;

/** A step as it is asked for; times in ms. */
export interface NewStep {
  readonly rank: number;
  readonly organisation: string;
  readonly seal: string;
  readonly place: Placement;
  /** The end of the plan when absent. */
  readonly dueAt?: Instant | undefined;
}

/** A plan as it is asked for. */
export interface NewPlan {
  readonly title: string;
  readonly purpose: Purpose;
  readonly steps: readonly NewStep[];
  /** 30 days from now when absent, 180 at most. */
  readonly expiresAt?: Instant | undefined;
}

/**
 * Begins a plan as a draft: its document follows, and then it is opened. Only who began it and his organisation see it until then.
 * @throws {YinzhengError} NOT_ALLOWED, COUNTERSIGNING_INVALID, COUNTERSIGNING_PLANS_OPEN
 */
export async function beginPlan(deps: LicenceDependencies, actor: Actor, order: NewPlan): Promise<CountersigningRecord> {
  authorise(actor, 'document:stamp', actor.organisation);
  const { records } = deps.store;
  const now = deps.clock.now();
  const expiresAt = isoInstant(order.expiresAt ?? now + USUAL_TERM);
  const steps = order.steps.map((step): CountersigningStep => ({
    ...{ rank: step.rank, organisation: step.organisation, seal: step.seal, place: step.place },
    ...{ dueAt: step.dueAt === undefined ? expiresAt : isoInstant(step.dueAt), state: 'waiting' },
    ...{ by: null, at: null, reason: null, result: null },
  }));
  const wrong = whyNotPlanned({ steps, expiresAt }, now);
  if (wrong) throw new YinzhengError('COUNTERSIGNING_INVALID', { ...wrong });
  for (const [index, step] of steps.entries()) await requireSeal(deps, step, index + 1);
  const openBy = holderOf(actor);
  const open = await records.count('countersigning-plans', { index: 'openBy', equals: openBy });
  if (open >= MOST_OPEN) throw new YinzhengError('COUNTERSIGNING_PLANS_OPEN', { limit: MOST_OPEN });
  const organisation = actor.organisation ?? '';
  const draft: CountersigningRecord = {
    ...{ _id: randomId(deps.random), schema: 1, version: 0, state: 'draft', title: order.title, purpose: order.purpose },
    ...{ actor, organisation, openBy, visibleTo: [organisation], waitingFor: [], steps, document: null, hold: null },
    ...{ unsettled: false, reason: null, createdAt: isoInstant(now), openedAt: null, endedAt: null, expiresAt },
    ...{ keptUntil: null, kept: true, outbox: [], pending: false },
  };
  const plan = changedPlan(deps, {
    plan: draft,
    events: [{ kind: 'countersigning-begun', facts: { parties: steps.map((step) => step.organisation) } }],
  });
  await records.insert('countersigning-plans', plan);
  deps.journal.poke();
  return plan;
}

/**
 * Sees that the seal of a step is in use and of its organisation, which is there still. What is wrong with it is not told: seals of others are
 * nobody's business.
 * @throws {YinzhengError} COUNTERSIGNING_INVALID
 */
export async function requireSeal(
  { store: { records }, clock, demonstration }: Pick<LicenceDependencies, 'store' | 'clock' | 'demonstration'>,
  { organisation, seal: code }: Pick<CountersigningStep, 'organisation' | 'seal'>,
  step: number,
) {
  const [owner, seal] = await Promise.all([records.get('organisations', organisation), records.get('seals', code)]);
  const refusal = new YinzhengError('COUNTERSIGNING_INVALID', {
    step,
    reason: bilingual('the organisation has no such seal in use', '该机构没有此在用印章'),
  });
  if (!owner || hasEnded(owner) || seal?.owner !== organisation || (seal.demonstration && !demonstration)) throw refusal;
  try {
    return { seal, version: usableVersion(seal, clock.now()) };
  } catch {
    throw refusal;
  }
}
