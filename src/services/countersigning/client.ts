/** Steps whose seal's key is not in custody, in a UKey for instance: prepared for its holder, and finished with his signature. */
import { YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { LicenceDependencies } from '../licences/ports.ts';
import { DRAFT_LIFE } from '../stamping/drafts.ts';
import { finishClientStamp, giveUpClientStamp, prepareClientStamp, type ClientStamp } from '../stamping/index.ts';
import type { CountersigningHold, CountersigningRecord } from '../storage/index.ts';
import { documentOf } from './document.ts';
import { findPlan, requireFree } from './find.ts';
import { isPublished, publishStep, settlePlan } from './publish.ts';
import { findTurn, holdPlan, releasePlan, requireOwner, type StepOrder } from './take.ts';

/**
 * Prepares a step for a signature by a key that its holder has; the document is his until then, for ten minutes at most.
 * @throws {YinzhengError} what `takeStep` and `prepareClientStamp` do
 */
export async function prepareStep(deps: LicenceDependencies, actor: Actor, order: StepOrder): Promise<ClientStamp> {
  const { plan, step } = await findTurn(deps, actor, order);
  requireOwner(step, (await deps.store.records.get('seals', step.seal))?.owner ?? '');
  requireFree(plan, deps.clock);
  const document = await documentOf(deps, plan);
  const prepared = await prepareClientStamp(deps, actor, {
    ...{ document, seal: step.seal, place: step.place, purpose: plan.purpose, approval: order.approval },
    countersigning: { plan: order.id, step: order.step },
  });
  try {
    const until = isoInstant(deps.clock.now() + DRAFT_LIFE);
    await holdPlan(deps, plan, { step: order.step, stamping: prepared.id, signer: 'client', by: actor, until });
  } catch (error) {
    await giveUpClientStamp(deps, actor, prepared.id);
    throw error;
  }
  return prepared;
}

/**
 * Finishes a prepared step with the holder's signature; the same signature again is answered alike.
 * @throws {YinzhengError} NOT_ALLOWED, COUNTERSIGNING_NOT_FOUND, COUNTERSIGNING_STEP_NOT_FOUND, COUNTERSIGNING_NOT_POSSIBLE,
 * COUNTERSIGNING_DOCUMENT_DIFFERS, and what `finishClientStamp` does
 */
export async function finishStep(
  deps: LicenceDependencies,
  actor: Actor,
  { id, step, signature }: { readonly id: string; readonly step: number; readonly signature: Uint8Array },
): Promise<CountersigningRecord> {
  const plan = await findPlan(deps, actor, id, 'document:stamp');
  if (!plan.steps[step - 1]) throw new YinzhengError('COUNTERSIGNING_STEP_NOT_FOUND', { step });
  const stamping = plan.steps[step - 1]?.result?.stamping ?? ownHold(plan, actor, step).stamping;
  const { document: stamped, evidence } = await finishClientStamp(deps, actor, { id: stamping, signature });
  const now = await findPlan(deps, actor, id, 'document:stamp');
  if (isPublished(now, stamping)) return settlePlan(deps, now);
  const handed = await documentOf(deps, now);
  return publishStep(deps, { id, step, stamping, actor, handed, stamped, evidence });
}

/**
 * Gives a prepared step up, so that others can go on.
 * @throws {YinzhengError} NOT_ALLOWED, COUNTERSIGNING_NOT_FOUND, COUNTERSIGNING_STEP_NOT_FOUND, STAMP_NOT_FOUND, STAMP_EXPIRED
 */
export async function giveUpStep(
  deps: LicenceDependencies,
  actor: Actor,
  { id, step }: { readonly id: string; readonly step: number },
): Promise<CountersigningRecord> {
  const plan = await findPlan(deps, actor, id, 'document:stamp');
  if (!plan.steps[step - 1]) throw new YinzhengError('COUNTERSIGNING_STEP_NOT_FOUND', { step });
  const { stamping } = ownHold(plan, actor, step);
  await giveUpClientStamp(deps, actor, stamping);
  await releasePlan(deps, id, stamping);
  return findPlan(deps, actor, id);
}

/** What the actor has prepared; of what others have in hand nothing is told. */
function ownHold({ hold }: CountersigningRecord, { person, client }: Actor, step: number): CountersigningHold {
  const isOwn = hold?.signer === 'client' && hold.step === step && hold.by.person === person && hold.by.client === client;
  if (!isOwn) throw new YinzhengError('STAMP_NOT_FOUND');
  return hold;
}
