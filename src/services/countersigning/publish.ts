/** The result of a step: kept, and said of plan and stamping, in one write where the database can. */
import { toBase64, toHex } from '../../base/bytes.ts';
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { EvidenceLevel } from '../../domain/licence/index.ts';
import type { LicenceDependencies } from '../licences/ports.ts';
import { doneWrites, recordDone } from '../stamping/outcome.ts';
import type { CountersigningRecord, CountersigningStep, RecordWrite } from '../storage/index.ts';
import { changedPlan, changePlan, type PlanChange, type PlanEvent } from './change.ts';
import { appendedTo, doneSteps } from './document.ts';
import { requireState } from './find.ts';

/** What publishing takes. */
export type PublishDependencies = Pick<LicenceDependencies, 'store' | 'journal' | 'clock' | 'engine'>;

/** A stamped document of a step. */
export interface StepResult {
  readonly id: string;
  readonly step: number;
  readonly stamping: string;
  readonly actor: Actor;
  /** As it was handed on, and as it is now. */
  readonly handed: Uint8Array;
  readonly stamped: Uint8Array;
  readonly evidence: EvidenceLevel;
}

/** How long the document of a plan is kept after it was over, ms. */
export const KEPT_FOR = 30 * 86_400_000;

const TRIES = 50;

/**
 * Writes the result of a step down. It is refused to whoever lost the document meanwhile; a second time it changes nothing.
 * @throws {YinzhengError} COUNTERSIGNING_NOT_FOUND, COUNTERSIGNING_NOT_POSSIBLE, COUNTERSIGNING_DOCUMENT_DIFFERS, STORE_UNAVAILABLE
 */
export async function publishStep(deps: PublishDependencies, result: StepResult): Promise<CountersigningRecord> {
  const { records } = deps.store;
  const { id, stamping, handed, stamped, evidence } = result;
  const appended = toBase64(appendedTo(handed, stamped));
  const { crypto } = deps.engine;
  const digests = { digestBefore: toHex(crypto.digest('sm3', handed)), digestAfter: toHex(crypto.digest('sm3', stamped)) };
  for (let attempt = 1; ; attempt++) {
    const plan = await records.get('countersigning-plans', id);
    if (!plan) throw new YinzhengError('COUNTERSIGNING_NOT_FOUND');
    if (isPublished(plan, stamping)) return settlePlan(deps, plan);
    const next = changedPlan(deps, stepDone(deps, plan, { ...result, digests }));
    const kept = { _id: `${id}/${stamping}`, schema: 1, version: 1, plan: id, appended } as const;
    const isKept = (await records.get('countersigning-results', kept._id)) !== null;
    const settled = changedPlan(deps, { plan: { ...next, unsettled: false } });
    const writes: readonly RecordWrite[] = [
      ...(isKept ? [] : [{ kind: 'insert', collection: 'countersigning-results', record: kept } as const]),
      { kind: 'replace', collection: 'countersigning-plans', record: next },
      ...(await doneWrites(deps, stamping, { ...digests, evidence })),
      { kind: 'replace', collection: 'countersigning-plans', record: settled },
    ];
    try {
      await records.write(writes);
    } catch (error) {
      if (isYinzhengError(error, 'VERSION_CONFLICT') && attempt < TRIES) continue;
      throw error;
    }
    deps.journal.poke();
    return settled;
  }
}

/** Whether the result of a stamping is part of a plan. */
export function isPublished({ steps }: CountersigningRecord, stamping: string): boolean {
  return steps.some(({ result }) => result?.stamping === stamping);
}

/** Says of the stampings of a plan that they are done, where a crash left one without its outcome. Rejects with STORE_UNAVAILABLE. */
export async function settlePlan(deps: PublishDependencies, plan: CountersigningRecord): Promise<CountersigningRecord> {
  if (!plan.unsettled) return plan;
  for (const { result } of doneSteps(plan)) {
    const { stamping, digestBefore, digestAfter, evidence } = result;
    await recordDone(deps, stamping, { digestBefore, digestAfter, evidence });
  }
  return changePlan(deps, plan._id, (current) => (current.unsettled ? { plan: { ...current, unsettled: false } } : null));
}

function stepDone(
  { clock }: PublishDependencies,
  plan: CountersigningRecord,
  {
    step,
    stamping,
    actor,
    handed,
    stamped,
    evidence,
    digests,
  }: StepResult & { readonly digests: { readonly digestBefore: string; readonly digestAfter: string } },
): PlanChange {
  // The seal was set in time, whatever the time is now; nobody else has had the document.
  if (plan.state !== 'open') requireState(plan, clock, 'open');
  if (plan.hold?.stamping !== stamping || plan.hold.step !== step) throw new YinzhengError('COUNTERSIGNING_DOCUMENT_DIFFERS');
  const before = doneSteps(plan).at(-1)?.result;
  const expected = before ? [before.digestAfter, before.size] : [plan.document?.digest, plan.document?.size];
  if (digests.digestBefore !== expected[0] || handed.length !== expected[1])
    throw new YinzhengError('COUNTERSIGNING_DOCUMENT_DIFFERS');
  const order = doneSteps(plan).length + 1;
  const at = isoInstant(clock.now());
  const steps = plan.steps.map((one, index): CountersigningStep =>
    index + 1 === step
      ? { ...one, state: 'done', by: actor, at, result: { order, stamping, ...digests, size: stamped.length, evidence } }
      : one,
  );
  const isOver = steps.every(({ state }) => state === 'done');
  const { seal, organisation } = plan.steps[step - 1] ?? { seal: '', organisation: '' };
  const events: PlanEvent[] = [{ kind: 'countersigning-step-done', facts: { step, seal, organisation, stamping, ...digests } }];
  if (isOver) events.push({ kind: 'countersigning-completed', facts: { seals: order, digest: digests.digestAfter } });
  const ended = { state: 'completed', openBy: null, endedAt: at, keptUntil: isoInstant(clock.now() + KEPT_FOR) } as const;
  return { plan: { ...plan, steps, hold: null, unsettled: true, ...(isOver && ended) }, actor, events };
}
