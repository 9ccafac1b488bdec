import type { z } from 'zod';
import type { Actor } from '../../../domain/access/index.ts';
import { stepsInTurn } from '../../../domain/countersigning/index.ts';
import { currentDigest } from '../../../services/countersigning/index.ts';
import type { CountersigningRecord } from '../../../services/storage/index.ts';
import type { planSchema } from './schema.ts';

/** What those who may see a plan are told of it. */
export function planView(plan: CountersigningRecord): z.infer<typeof planSchema> {
  const { _id: id, state, title, organisation, actor, document, kept, hold, reason } = plan;
  const { item, cause, caseNumber } = plan.purpose;
  const turn = stepsInTurn(plan);
  return {
    ...{ id, state, title, purpose: { item, cause, caseNumber }, organisation, beganBy: nameOf(actor) },
    ...{ waitingFor: [...plan.waitingFor], heldUntil: hold?.until ?? null },
    ...{ documentDigest: document?.digest ?? null, currentDigest: currentDigest(plan) },
    ...{ documentKept: kept && document !== null, reason },
    ...{ createdAt: plan.createdAt, openedAt: plan.openedAt, endedAt: plan.endedAt },
    ...{ expiresAt: plan.expiresAt, keptUntil: plan.keptUntil },
    steps: plan.steps.map((step, index) => ({
      ...{ number: index + 1, rank: step.rank, organisation: step.organisation, seal: step.seal, dueAt: step.dueAt },
      ...{ state: step.state, inTurn: turn.includes(index + 1), by: step.by && nameOf(step.by), at: step.at },
      ...{ reason: step.reason, result: step.result },
    })),
  };
}

function nameOf({ person, client }: Actor): string {
  return person ?? client;
}
