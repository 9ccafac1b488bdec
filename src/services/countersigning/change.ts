/** Changes of plans, each one write that is judged again when somebody else was first. */
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import { waitingOrganisations } from '../../domain/countersigning/index.ts';
import type { DomainEvent, EventFacts, EventKind } from '../../domain/journal/index.ts';
import type { OutcomeDependencies } from '../journal/change.ts';
import type { CountersigningRecord } from '../storage/index.ts';

/** What the journal is told of a plan: never its title, nor anybody's reasons. */
export interface PlanEvent {
  readonly kind: EventKind;
  readonly facts?: EventFacts;
}

/** What changes of a plan, and what the journal is told of it. */
export interface PlanChange {
  readonly plan: CountersigningRecord;
  readonly actor?: Actor;
  readonly events?: readonly PlanEvent[];
}

const TRIES = 50;

/** A plan as it is written next: its version, whose turn it is, and its events in the outbox. */
export function changedPlan(
  { clock }: Pick<OutcomeDependencies, 'clock'>,
  { plan, actor = plan.actor, events = [] }: PlanChange,
): CountersigningRecord {
  const recordedAt = isoInstant(clock.now());
  const version = plan.version + 1;
  const subject = `countersigning-plans/${plan._id}`;
  const told = events.map(({ kind, facts = {} }, index): DomainEvent => ({
    ...{ id: `${subject}/${version}${index === 0 ? '' : `/${index}`}`, kind, subject, effectiveAt: recordedAt, recordedAt },
    ...{ actor, purpose: plan.purpose, facts: { plan: plan._id, ...facts } },
  }));
  return {
    ...{ ...plan, version, waitingFor: waitingOrganisations(plan) },
    ...(told.length > 0 && { outbox: [...plan.outbox, ...told], pending: true }),
  };
}

/**
 * Changes a plan as `judge` says of it as it is now; null leaves it. Resolves to the plan as it is then.
 * @throws {YinzhengError} COUNTERSIGNING_NOT_FOUND, what `judge` throws, and STORE_UNAVAILABLE
 */
export async function changePlan(
  deps: OutcomeDependencies,
  id: string,
  judge: (plan: CountersigningRecord) => PlanChange | null,
): Promise<CountersigningRecord> {
  const { records } = deps.store;
  for (let attempt = 1; ; attempt++) {
    const plan = await records.get('countersigning-plans', id);
    if (!plan) throw new YinzhengError('COUNTERSIGNING_NOT_FOUND');
    const change = judge(plan);
    if (!change) return plan;
    const next = changedPlan(deps, change);
    try {
      await records.replace('countersigning-plans', next);
    } catch (error) {
      if (isYinzhengError(error, 'VERSION_CONFLICT') && attempt < TRIES) continue;
      throw error;
    }
    if (next.pending) deps.journal.poke();
    return next;
  }
}
