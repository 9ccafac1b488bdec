/** The document of a plan: as it came, and what each stamping appended to it. */
import { concatBytes, equalBytes, fromBase64, fromHex, toHex } from '../../base/bytes.ts';
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import { authorise } from '../access/authorise.ts';
import type { LicenceDependencies } from '../licences/ports.ts';
import { randomId } from '../licences/random.ts';
import { holderOf } from '../stamping/drafts.ts';
import type { CountersigningRecord, CountersigningStep, Store } from '../storage/index.ts';
import { changePlan } from './change.ts';
import { findOwnPlan, findPlan, requireState, type PlanReading } from './find.ts';

/** What reading documents of plans takes. */
export type DocumentReading = PlanReading & {
  readonly store: Pick<Store, 'records' | 'blobs'>;
  readonly engine: { readonly crypto: CryptoProvider };
};

/** Steps whose seals are on the document, in the order in which they came there, with their numbers. */
export function doneSteps({ steps }: Pick<CountersigningRecord, 'steps'>): readonly (CountersigningStep & {
  readonly number: number;
  readonly result: NonNullable<CountersigningStep['result']>;
})[] {
  return steps
    .flatMap((step, index) => (step.result ? [{ ...step, number: index + 1, result: step.result }] : []))
    .sort((left, right) => left.result.order - right.result.order);
}

/** SM3 of the document as the next party gets it, hexadecimal; null before there is one. */
export function currentDigest(plan: Pick<CountersigningRecord, 'steps' | 'document'>): string | null {
  return doneSteps(plan).at(-1)?.result.digestAfter ?? plan.document?.digest ?? null;
}

/**
 * Takes the document of a draft, in place of one that came before; durable when resolved. It is read when the plan is opened.
 * @throws {YinzhengError} NOT_ALLOWED, COUNTERSIGNING_NOT_FOUND, COUNTERSIGNING_NOT_POSSIBLE
 */
export async function putPlanDocument(
  deps: LicenceDependencies,
  actor: Actor,
  { id, document }: { readonly id: string; readonly document: Uint8Array },
): Promise<CountersigningRecord> {
  const found = await findOwnPlan(deps, actor, id);
  requireState(found, deps.clock, 'draft');
  const { blobs } = deps.store;
  const { crypto } = deps.engine;
  const owner = found.organisation;
  const bytes = concatBytes(fromHex(id), document);
  const sm3 = crypto.digest('sm3', bytes);
  const reserved = await blobs.reserve({ owner });
  const facts = { digest: toHex(crypto.digest('sm3', document)), size: document.length };
  let former: string | undefined;
  // The record comes first, so that no document is kept of which nobody knows.
  const plan = await changePlan(deps, id, (current) => {
    requireState(current, deps.clock, 'draft');
    former = current.blob;
    return { plan: { ...current, ...reserved, document: facts } };
  });
  await blobs.keep(bytes, { owner, sm3, reserved });
  if (former !== undefined && former !== reserved.blob) await blobs.remove(former);
  return plan;
}

/**
 * The document of a plan after so many seals. What does not have the digest that was recorded when it was handed on is given to nobody.
 * @throws {YinzhengError} COUNTERSIGNING_DOCUMENT_MISSING, COUNTERSIGNING_DOCUMENT_FORGOTTEN, COUNTERSIGNING_DOCUMENT_DIFFERS, BLOB_DAMAGED
 */
export async function documentOf(
  { store, engine }: Pick<DocumentReading, 'store' | 'engine'>,
  plan: CountersigningRecord,
  seals: number = doneSteps(plan).length,
): Promise<Uint8Array> {
  if (!plan.kept) throw new YinzhengError('COUNTERSIGNING_DOCUMENT_FORGOTTEN');
  if (plan.blob === undefined || !plan.document) throw new YinzhengError('COUNTERSIGNING_DOCUMENT_MISSING');
  const kept = await store.blobs.get(plan.blob, plan.key).catch((error: unknown) => {
    throw isYinzhengError(error, 'BLOB_NOT_FOUND')
      ? new YinzhengError('COUNTERSIGNING_DOCUMENT_MISSING', {}, { cause: error })
      : error;
  });
  const parts = [kept.subarray(fromHex(plan._id).length)];
  const done = doneSteps(plan).slice(0, seals);
  for (const { result } of done) {
    const added = await store.records.get('countersigning-results', `${plan._id}/${result.stamping}`);
    if (!added) throw new YinzhengError('COUNTERSIGNING_DOCUMENT_DIFFERS');
    parts.push(fromBase64(added.appended));
  }
  const document = concatBytes(...parts);
  const expected = done.at(-1)?.result.digestAfter ?? plan.document.digest;
  if (toHex(engine.crypto.digest('sm3', document)) !== expected) throw new YinzhengError('COUNTERSIGNING_DOCUMENT_DIFFERS');
  return document;
}

/**
 * What stamping appended to the document that was handed on.
 * @throws {YinzhengError} COUNTERSIGNING_DOCUMENT_DIFFERS where the stamped document does not begin with it, octet by octet
 */
export function appendedTo(handed: Uint8Array, stamped: Uint8Array): Uint8Array {
  if (stamped.length <= handed.length || !equalBytes(stamped.subarray(0, handed.length), handed))
    throw new YinzhengError('COUNTERSIGNING_DOCUMENT_DIFFERS');
  return stamped.subarray(handed.length);
}

/**
 * The document of a plan after so many seals, all that it has when absent, for those who seal: a party, or who began it. The journal is told who read it.
 * @throws {YinzhengError} NOT_ALLOWED, COUNTERSIGNING_NOT_FOUND, COUNTERSIGNING_STEP_NOT_FOUND, COUNTERSIGNING_DOCUMENT_MISSING,
 * COUNTERSIGNING_DOCUMENT_FORGOTTEN, COUNTERSIGNING_DOCUMENT_DIFFERS
 */
export async function readPlanDocument(
  deps: Pick<LicenceDependencies, 'store' | 'engine' | 'clock' | 'journal' | 'random'>,
  actor: Actor,
  { id, seals }: { readonly id: string; readonly seals?: number | undefined },
): Promise<Uint8Array> {
  authorise(actor, 'document:stamp', actor.organisation);
  const plan = await findPlan(deps, actor, id, 'document:stamp');
  const there = doneSteps(plan).length;
  if (seals !== undefined && seals > there) throw new YinzhengError('COUNTERSIGNING_STEP_NOT_FOUND', { step: seals });
  const document = await documentOf(deps, plan, seals);
  const at = isoInstant(deps.clock.now());
  const subject = `countersigning-plans/${id}`;
  await deps.journal.record([
    {
      ...{ id: `${subject}/read/${randomId(deps.random)}`, kind: 'countersigning-document-read', subject },
      ...{ effectiveAt: at, recordedAt: at, actor, purpose: plan.purpose },
      facts: { plan: id, seals: seals ?? there, reader: holderOf(actor) },
    },
  ]);
  return document;
}
