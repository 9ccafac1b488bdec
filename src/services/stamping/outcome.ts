/** The outcome of a use of a seal, recorded on the stamping that was intended. */
import { YinzhengError, type ErrorCode } from '../../base/errors/index.ts';
import type { EventFacts } from '../../domain/journal/index.ts';
import { changedUse, changeUse, type Change, type OutcomeDependencies } from '../journal/change.ts';
import type { RecordWrite, StampingRecord } from '../storage/index.ts';

export type { OutcomeDependencies } from '../journal/change.ts';

/** Why a stamping has no document: the error that ended it, who gave it up, or a crash that nobody knows the moment of. */
export type StampingFailure = ErrorCode | 'GIVEN_UP' | 'OUTCOME_UNKNOWN';

/** SM3 of a document before and after, hexadecimal. */
interface StampedDigests {
  readonly digestBefore: string;
  readonly digestAfter: string;
}

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
  const found = await changeStamping(deps, id, (stamping) => done(stamping, result));
  if (found === 'absent') throw new YinzhengError('STAMPING_UNKNOWN', { stamping: id });
}

/**
 * What {@link recordDone} writes of a stamping as it is now, to be written together with what follows from it; nothing when it is done.
 * @throws {YinzhengError} STAMPING_UNKNOWN when it was never intended
 */
export async function doneWrites(
  deps: Pick<OutcomeDependencies, 'store' | 'clock'>,
  id: string,
  result: StampedDigests & Pick<StampingRecord, 'evidence'>,
): Promise<readonly RecordWrite[]> {
  const collection = 'stampings';
  const stamping = await deps.store.records.get(collection, id);
  if (!stamping) throw new YinzhengError('STAMPING_UNKNOWN', { stamping: id });
  const record = changedUse(deps, { collection, record: stamping }, (current) => done(current, result));
  return record ? [{ kind: 'replace', collection, record }] : [];
}

function done(stamping: StampingRecord, result: StampedDigests & Pick<StampingRecord, 'evidence'>): Outcome | null {
  if (stamping.state === 'done') return null;
  return { state: 'done', failure: null, ...result, event: stampedEvent(stamping, result) };
}

/** Records that an intended stamping failed, that custody refused it, or that its outcome is unknown; false when it has an outcome already or is not there. */
export async function recordFailed(deps: OutcomeDependencies, id: string, failure: StampingFailure): Promise<boolean> {
  const found = await changeStamping(deps, id, (stamping) =>
    stamping.state !== 'intended'
      ? null
      : {
          ...{ state: stateAfter(failure), failure },
          event: failedEvent(stamping, failure),
        },
  );
  return found === 'changed';
}

/** Custody judges each use again by its own ledger: where it refuses one, no key was used, as where the register refuses it. */
function stateAfter(failure: StampingFailure): 'outcome-unknown' | 'refused' | 'failed' {
  if (failure === 'OUTCOME_UNKNOWN') return 'outcome-unknown';
  return failure === 'SEAL_USE_REFUSED' || failure === 'SEAL_STOPPED' ? 'refused' : 'failed';
}

/** What becomes of a stamping, and what the journal is told of it; nothing where that says nothing of its outcome. */
export type Outcome = Change<'stampings'>;

/** Changes a stamping as `judge` says of it as it is now; see {@link changeUse}. */
export function changeStamping(
  deps: OutcomeDependencies,
  id: string,
  judge: (stamping: StampingRecord) => Outcome | null,
): ReturnType<typeof changeUse> {
  return changeUse(deps, { collection: 'stampings', id }, judge);
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

function sealOf({ _id: stamping, seal, sealVersion, plan }: StampingRecord): EventFacts {
  return { stamping, seal, sealVersion, ...(plan !== undefined && { plan }) };
}
