import { YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import { whyNotInTurn } from '../../domain/countersigning/index.ts';
import { authorise } from '../access/authorise.ts';
import type { ProvenDocument } from '../evidence/index.ts';
import type { LicenceDependencies } from '../licences/ports.ts';
import { custodyKey } from '../seals/usable-version.ts';
import { forgetDraft } from '../stamping/drafts.ts';
import { stampingId } from '../stamping/log/id.ts';
import { recordFailed } from '../stamping/outcome.ts';
import { prepareForSeal } from '../stamping/prepare.ts';
import { unfit } from '../stamping/unfit.ts';
import { allPlaces, findSeal, useSeal } from '../stamping/stamp.ts';
import type { CountersigningHold, CountersigningRecord, CountersigningStep } from '../storage/index.ts';
import { changePlan } from './change.ts';
import { currentDigest, documentOf } from './document.ts';
import { findPlan, requireFree, requireState } from './find.ts';
import { isPublished, publishStep, settlePlan } from './publish.ts';

/** How long the document is left to who stamps it with a key in custody, ms. */
const HOLD = 60_000;

/** A step to be taken; the approval of it, where the grant of the seal asks for one. */
export interface StepOrder {
  readonly id: string;
  /** Number of the step, from 1. */
  readonly step: number;
  readonly approval?: string | undefined;
}

/**
 * Takes a step with a key in custody: the seal is put on the document exactly as the step before handed it on. Reserved in the plan, intended in the
 * stamping's record, signed, and then both have the result; what an earlier attempt left behind is settled first.
 * @throws {YinzhengError} NOT_ALLOWED, COUNTERSIGNING_NOT_FOUND, COUNTERSIGNING_STEP_NOT_FOUND, COUNTERSIGNING_NOT_POSSIBLE, COUNTERSIGNING_OUT_OF_TURN,
 * COUNTERSIGNING_BUSY, COUNTERSIGNING_DOCUMENT_MISSING, COUNTERSIGNING_DOCUMENT_DIFFERS, and what `stampDocument` does
 */
export async function takeStep(deps: LicenceDependencies, actor: Actor, order: StepOrder): Promise<CountersigningRecord> {
  const { plan, step } = await findTurn(deps, actor, order);
  const digestBefore = currentDigest(plan) ?? '';
  const { purpose } = plan;
  const found = await findSeal(deps, actor, { code: step.seal, purpose, approval: order.approval, digest: digestBefore });
  requireOwner(step, found.seal.owner);
  custodyKey(found.version);
  const stamping = stampingId(deps);
  const until = isoInstant(deps.clock.now() + HOLD);
  const held = await holdPlan(deps, plan, { step: order.step, stamping, signer: 'custody', by: actor, until });
  try {
    const document = await documentOf(deps, held);
    const intended = { id: stamping, ...found, digestBefore, actor, purpose };
    const { places, prepared, besides } = await prepareForSeal(deps, { document, place: step.place }, intended).catch(
      unfit(deps, { ...intended, countersigning: { plan: order.id, step: order.step } }),
    );
    const record = async ({ file, level: evidence }: ProvenDocument): Promise<void> => {
      await publishStep(deps, {
        id: order.id,
        step: order.step,
        stamping,
        actor,
        handed: document,
        stamped: file.bytes,
        evidence,
      });
    };
    const countersigning = { plan: order.id, step: order.step };
    const use = { ...intended, places: allPlaces(places), documentSize: document.length, countersigning };
    await useSeal(deps, use, { prepared, besides, record });
  } catch (error) {
    const now = await deps.store.records.get('countersigning-plans', order.id);
    // A database that writes one record after the other may have kept the result all the same.
    if (now && isPublished(now, stamping)) return settlePlan(deps, now);
    await releasePlan(deps, order.id, stamping);
    throw error;
  }
  return findPlan(deps, actor, order.id);
}

/**
 * A step whose turn it is, for an actor of its organisation.
 * @throws {YinzhengError} NOT_ALLOWED, COUNTERSIGNING_NOT_FOUND, COUNTERSIGNING_STEP_NOT_FOUND, COUNTERSIGNING_NOT_POSSIBLE, COUNTERSIGNING_OUT_OF_TURN
 */
export async function findTurn(
  deps: LicenceDependencies,
  actor: Actor,
  { id, step: number }: StepOrder,
): Promise<{ readonly plan: CountersigningRecord; readonly step: CountersigningStep }> {
  const plan = await findPlan(deps, actor, id, 'document:stamp');
  const step = plan.steps[number - 1];
  if (!step) throw new YinzhengError('COUNTERSIGNING_STEP_NOT_FOUND', { step: number });
  authorise(actor, 'document:stamp', step.organisation);
  requireTurn(deps, plan, number);
  return { plan, step };
}

/** The seal may be another organisation's since the plan was opened. */
export function requireOwner({ organisation }: CountersigningStep, owner: string): void {
  if (owner !== organisation) throw new YinzhengError('NOT_ALLOWED', { action: 'document:stamp' });
}

function requireTurn({ clock }: Pick<LicenceDependencies, 'clock'>, plan: CountersigningRecord, step: number): void {
  requireState(plan, clock, 'open');
  const reason = whyNotInTurn(plan, step);
  if (reason) throw new YinzhengError('COUNTERSIGNING_OUT_OF_TURN', { step, reason });
}

/**
 * Takes the document in hand; what somebody did not finish in time is given up for good.
 * @throws {YinzhengError} COUNTERSIGNING_NOT_POSSIBLE, COUNTERSIGNING_OUT_OF_TURN, COUNTERSIGNING_BUSY, COUNTERSIGNING_DOCUMENT_DIFFERS where another
 * step was done meanwhile
 */
export async function holdPlan(
  deps: LicenceDependencies,
  seen: CountersigningRecord,
  hold: CountersigningHold,
): Promise<CountersigningRecord> {
  await settlePlan(deps, seen);
  const former: { hold: CountersigningHold | null } = { hold: null };
  const held = await changePlan(deps, seen._id, (current) => {
    requireTurn(deps, current, hold.step);
    requireFree(current, deps.clock);
    if (currentDigest(current) !== currentDigest(seen)) throw new YinzhengError('COUNTERSIGNING_DOCUMENT_DIFFERS');
    former.hold = current.hold;
    return { plan: { ...current, hold } };
  });
  if (former.hold) await giveUpHold(deps, former.hold);
  return held;
}

/** Ends the stamping of whoever had the document in hand: nothing of it becomes part of the plan any more. */
export async function giveUpHold(deps: LicenceDependencies, { signer, stamping }: CountersigningHold): Promise<void> {
  if (signer === 'client') await forgetDraft(deps, stamping, 'GIVEN_UP');
  else await recordFailed(deps, stamping, 'OUTCOME_UNKNOWN');
}

/** Lets go of the document, where it is still held for this stamping. Rejects with STORE_UNAVAILABLE. */
export async function releasePlan(deps: LicenceDependencies, id: string, stamping: string): Promise<void> {
  await changePlan(deps, id, (current) => (current.hold?.stamping === stamping ? { plan: { ...current, hold: null } } : null));
}
