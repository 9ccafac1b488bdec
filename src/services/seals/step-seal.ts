import { bilingual, isYinzhengError, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import type { Action, Actor, Purpose } from '../../domain/access/index.ts';
import {
  currentVersion,
  SEAL_STATE_WORDS,
  stateAt,
  stoppedBy,
  takeStep,
  withSteps,
  type SealRecord,
  type SealStep,
} from '../../domain/seal/index.ts';
import { findSealInScope } from './find-seal.ts';
import type { SealDependencies } from './ports.ts';

/** A step in the life of a seal. */
export interface SealStepOrder {
  readonly code: string;
  readonly step: Exclude<SealStep, 'replace'>;
  /** Number of the one version that is meant; those that are not over where absent. */
  readonly version?: number | undefined;
  /** Since when it is so, ms: a key may have been in other hands long before that was known. Now where absent. */
  readonly since?: Instant | undefined;
  readonly purpose: Purpose;
}

const ACTIONS: Readonly<Record<SealStepOrder['step'], Action>> = {
  file: 'seal:make',
  cancel: 'seal:make',
  suspend: 'seal:stop',
  resume: 'seal:resume',
  'report-lost': 'seal:stop',
  'report-compromised': 'seal:stop',
};

const ATTEMPTS = 5;

/**
 * Files a seal that was made, stops it, lets it go on, cancels it, or says that it was lost or its key in other hands; the step is filed in the same
 * write. Of a seal that is stopped or over no use begins from then on. Whoever stopped a seal does not let it go on. Repeated, it changes nothing.
 * @throws {YinzhengError} SEAL_NOT_FOUND, NOT_ALLOWED, SEAL_STEP_REFUSED, STORE_UNAVAILABLE
 */
export async function stepSeal(deps: SealDependencies, actor: Actor, order: SealStepOrder): Promise<SealRecord> {
  const { records, journal, clock } = deps;
  for (let attempt = 1; ; attempt++) {
    const record = await findSealInScope(records, actor, { action: ACTIONS[order.step], code: order.code });
    const now = clock.now();
    checkStep(record, actor, order, now);
    const stepped = takeStep(record, order.step, order.version);
    if (!stepped) throw refused(record, order.step, now);
    if (stepped.changes.length === 0) return record;
    const told = { step: order.step, actor, purpose: order.purpose, since: isoInstant(order.since ?? now), at: isoInstant(now) };
    const next = withSteps(record, stepped, told);
    try {
      await records.replace('seals', next);
    } catch (error) {
      // The relay emptied the outbox, or somebody else was first: what is there now is read and judged.
      if (isYinzhengError(error, 'VERSION_CONFLICT') && attempt < ATTEMPTS) continue;
      throw error;
    }
    journal.poke();
    return next;
  }
}

function checkStep(record: SealRecord, actor: Actor, { step, since }: SealStepOrder, now: Instant): void {
  if (since !== undefined && since > now)
    throw new YinzhengError('SEAL_STEP_REFUSED', { reason: bilingual('its time is yet to come', '所述时间尚未到来') });
  if (step !== 'resume') return;
  const by = stoppedBy(record);
  if (by && by.person !== null && by.person === actor.person)
    throw new YinzhengError('SEAL_STEP_REFUSED', {
      reason: bilingual('another person than who stopped it lets it go on', '须由停用人以外的人员恢复使用'),
    });
}

function refused(record: SealRecord, step: SealStep, now: Instant): YinzhengError {
  const version = currentVersion(record) ?? record.versions.at(-1);
  const state = SEAL_STATE_WORDS[version ? stateAt(version, now) : 'none'];
  const reason: Bilingual = bilingual(`it is ${state.en}`, state.zh);
  return new YinzhengError('SEAL_STEP_REFUSED', { step, reason });
}
