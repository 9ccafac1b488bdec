/** The outcome of a use of a seal, recorded on the stamping that was intended. */
import { isYinzhengError, YinzhengError, type ErrorCode } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import type { Clock, JournalDesk } from '../platform.ts';
import type { StampingRecord, Store } from '../storage/index.ts';

/** What recording an outcome takes. */
export interface OutcomeDependencies {
  readonly store: Pick<Store, 'records'>;
  readonly journal: JournalDesk;
  readonly clock: Clock;
}

/** Why a stamping has no document: the error that ended it, or a crash that nobody knows the moment of. */
export type StampingFailure = ErrorCode | 'OUTCOME_UNKNOWN';

const TRIES = 20;

/**
 * Records that a stamping was done, with the SM3 of the document before and after, hexadecimal. A stamping that was given up meanwhile
 * becomes done as well: the key was used, and that is what the record is for.
 * @throws {YinzhengError} STAMPING_UNKNOWN when it was never intended
 */
export async function recordDone(
  deps: OutcomeDependencies,
  id: string,
  result: { readonly digestBefore: string; readonly digestAfter: string },
): Promise<void> {
  const found = await change(deps, id, (stamping) =>
    stamping.state === 'done'
      ? null
      : {
          ...{ state: 'done', failure: null, ...result },
          event: { kind: 'document-stamped', facts: { ...sealOf(stamping), ...result } },
        },
  );
  if (found === 'absent') throw new YinzhengError('STAMPING_UNKNOWN', { stamping: id });
}

/** Records that an intended stamping failed, or that its outcome is unknown; false when it has an outcome already or is not there. */
export async function recordFailed(deps: OutcomeDependencies, id: string, failure: StampingFailure): Promise<boolean> {
  const found = await change(deps, id, (stamping) =>
    stamping.state !== 'intended'
      ? null
      : {
          ...{ state: failure === 'OUTCOME_UNKNOWN' ? 'outcome-unknown' : 'failed', failure },
          event: { kind: 'document-stamping-failed', facts: { ...sealOf(stamping), failure } },
        },
  );
  return found === 'changed';
}

type Outcome = Partial<Pick<StampingRecord, 'state' | 'failure' | 'digestBefore' | 'digestAfter'>> & {
  readonly event: Pick<DomainEvent, 'kind' | 'facts'>;
};

/** The relay, a settlement and the process that stamps may write the same record: whoever comes second judges again. */
async function change(
  { store, journal, clock }: OutcomeDependencies,
  id: string,
  judge: (stamping: StampingRecord) => Outcome | null,
): Promise<'absent' | 'unchanged' | 'changed'> {
  for (let attempt = 1; ; attempt++) {
    const stamping = await store.records.get('stampings', id);
    if (!stamping) return 'absent';
    const outcome = judge(stamping);
    if (!outcome) return 'unchanged';
    const { event, ...changes } = outcome;
    const version = stamping.version + 1;
    const told: DomainEvent = {
      ...{ id: `stampings/${id}/${version}`, subject: stamping.subject ?? `stampings/${id}` },
      ...{ effectiveAt: stamping.signingTime, recordedAt: isoInstant(clock.now()) },
      ...{ actor: stamping.actor, purpose: stamping.purpose },
      ...event,
    };
    try {
      await store.records.replace('stampings', {
        ...{ ...stamping, ...changes, version },
        ...{ outbox: [...stamping.outbox, told], pending: true },
      });
    } catch (error) {
      if (isYinzhengError(error, 'VERSION_CONFLICT') && attempt < TRIES) continue;
      throw error;
    }
    journal.poke();
    return 'changed';
  }
}

function sealOf(stamping: StampingRecord): { readonly stamping: string; readonly seal: string; readonly sealVersion: number } {
  return { stamping: stamping._id, seal: stamping.seal, sealVersion: stamping.sealVersion };
}
