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

/** Why a stamping has no document: the error that ended it, who gave it up, or a crash that nobody knows the moment of. */
export type StampingFailure = ErrorCode | 'GIVEN_UP' | 'OUTCOME_UNKNOWN';

/** SM3 of a document before and after, hexadecimal. */
interface StampedDigests {
  readonly digestBefore: string;
  readonly digestAfter: string;
}

const TRIES = 20;

/**
 * Records that a stamping was done, with the SM3 of the document before and after, hexadecimal, and how far it proves itself. A stamping
 * that was given up meanwhile becomes done as well: the key was used, and that is what the record is for.
 * @throws {YinzhengError} STAMPING_UNKNOWN when it was never intended
 */
export async function recordDone(
  deps: OutcomeDependencies,
  id: string,
  result: StampedDigests & Pick<StampingRecord, 'evidence'>,
): Promise<void> {
  const found = await changeStamping(deps, id, (stamping) =>
    stamping.state === 'done'
      ? null
      : {
          ...{ state: 'done', failure: null, ...result },
          event: stampedEvent(stamping, result),
        },
  );
  if (found === 'absent') throw new YinzhengError('STAMPING_UNKNOWN', { stamping: id });
}

/** Records that an intended stamping failed, or that its outcome is unknown; false when it has an outcome already or is not there. */
export async function recordFailed(deps: OutcomeDependencies, id: string, failure: StampingFailure): Promise<boolean> {
  const found = await changeStamping(deps, id, (stamping) =>
    stamping.state !== 'intended'
      ? null
      : {
          ...{ state: failure === 'OUTCOME_UNKNOWN' ? 'outcome-unknown' : 'failed', failure },
          event: failedEvent(stamping, failure),
        },
  );
  return found === 'changed';
}

/** What becomes of a stamping, and what the journal is told of it; nothing where that says nothing of its outcome. */
export type Outcome = Partial<
  Pick<StampingRecord, 'state' | 'failure' | 'digestBefore' | 'digestAfter' | 'evidence' | 'draft'>
> & {
  readonly event: Pick<DomainEvent, 'kind' | 'facts'> | null;
};

/**
 * Changes a stamping as `judge` says of it as it is now; null leaves it. The relay, a settlement and the process that stamps may write
 * the same record: whoever comes second judges again. Rejects with STORE_UNAVAILABLE.
 */
export async function changeStamping(
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
    const told: DomainEvent | null = event && {
      ...{ id: `stampings/${id}/${version}`, subject: stamping.subject ?? `stampings/${id}` },
      ...{ effectiveAt: stamping.signingTime, recordedAt: isoInstant(clock.now()) },
      ...{ actor: stamping.actor, purpose: stamping.purpose },
      ...event,
    };
    try {
      await store.records.replace('stampings', {
        ...{ ...stamping, ...changes, version },
        ...(told && { outbox: [...stamping.outbox, told], pending: true }),
      });
    } catch (error) {
      if (isYinzhengError(error, 'VERSION_CONFLICT') && attempt < TRIES) continue;
      throw error;
    }
    journal.poke();
    return 'changed';
  }
}

/** What the journal is told when a document was stamped. */
export function stampedEvent(
  stamping: StampingRecord,
  result: StampedDigests & Pick<StampingRecord, 'evidence'>,
): NonNullable<Outcome['event']> {
  return { kind: 'document-stamped', facts: { ...sealOf(stamping), ...result } };
}

/** What the journal is told when no document was stamped. */
export function failedEvent(stamping: StampingRecord, failure: StampingFailure): NonNullable<Outcome['event']> {
  return { kind: 'document-stamping-failed', facts: { ...sealOf(stamping), failure } };
}

function sealOf(stamping: StampingRecord): { readonly stamping: string; readonly seal: string; readonly sealVersion: number } {
  return { stamping: stamping._id, seal: stamping.seal, sealVersion: stamping.sealVersion };
}
