import { toBase64, toHex } from '../../../base/bytes.ts';
import { isYinzhengError, YinzhengError, type ErrorCode } from '../../../base/errors/index.ts';
import { isoInstant } from '../../../base/time.ts';
import type { ProvenDocument } from '../../evidence/index.ts';
import type { LicenceDependencies } from '../../licences/ports.ts';
import type { RecordWrite, StampBatchItemRecord, StampBatchRecord } from '../../storage/index.ts';
import { doneWrites, recordDone, recordFailed } from '../outcome.ts';
import { stampingId } from '../log/id.ts';
import { prepareForSeal } from '../prepare.ts';
import { unfit } from '../unfit.ts';
import { allPlaces, useSeal } from '../stamp.ts';
import { readKept } from './add.ts';
import { authoriseItem } from './authorise-item.ts';
import { changedItem, changeItem } from './change.ts';
import { orderOf } from './model.ts';

/** How long a document is left to the server that has it in hand, ms. */
export const LEASE = 20_000;
/** How often a document is begun before it counts as failed. */
const MOST_ATTEMPTS = 5;

/** Faults that pass by themselves; the document waits, and that counts as no attempt. */
const PASSING = [
  'STORE_UNAVAILABLE',
  'SIGNER_UNAVAILABLE',
  'SERVICE_BUSY',
  'KEY_DEVICE_UNAVAILABLE',
  'KEY_AUDIT_UNWRITABLE',
] as const satisfies readonly ErrorCode[];

/**
 * What became of a document: `stamped`, `failed` for good, `taken` by another server, `later` after a fault that may pass; or what forbids
 * the whole batch to go on.
 */
export type ItemOutcome = 'stamped' | 'failed' | 'taken' | 'later' | { readonly stop: YinzhengError };

/**
 * Stamps one document of a batch: reserved in its record, intended in a stamping's, signed, and then both have the result in one write. What an
 * earlier attempt left behind is settled first; of two that work on the same one alone has its result kept. Rejects with STORE_UNAVAILABLE.
 */
export async function stampItem(
  deps: LicenceDependencies,
  { batch, item, owner }: { readonly batch: StampBatchRecord; readonly item: StampBatchItemRecord; readonly owner: string },
): Promise<ItemOutcome> {
  if (item.result !== null) return settleResult(deps, item);
  if (item.attempts >= MOST_ATTEMPTS) return fail(deps, item, new YinzhengError('INTERNAL'));
  const order = { ...orderOf(batch, item), digest: item.digest };
  let authorised: Awaited<ReturnType<typeof authoriseItem>>;
  try {
    authorised = await authoriseItem(deps, batch, order);
  } catch (error) {
    return refused(deps, { batch, item }, error);
  }
  const id = stampingId(deps);
  const lease = { owner, until: isoInstant(deps.clock.now() + LEASE) };
  const held = await changeItem(deps, item, { state: 'working', attempts: item.attempts + 1, stamping: id, lease });
  if (held === null) return 'taken';
  // Whoever had it before can write no result any more.
  if (item.stamping !== null) await recordFailed(deps, item.stamping, 'OUTCOME_UNKNOWN');
  try {
    const document = await readKept(deps.store.blobs, held);
    const { actor, certifyAs, requireEvidence } = batch;
    const intended = { id, ...authorised, digestBefore: held.digest, actor, purpose: order.purpose };
    // Reading may have taken seconds, in which the seal was stopped.
    const beforeKeys = async (): Promise<void> => {
      const still = await authoriseItem(deps, batch, order);
      if (still.version.number !== authorised.version.number) throw new YinzhengError('VERSION_CONFLICT');
    };
    const wanted = { document, place: order.place, certifyAs, beforeKeys };
    const { places, prepared, besides, certified } = await prepareForSeal(deps, wanted, intended).catch(
      unfit(deps, { ...intended, batch: batch._id }),
    );
    const use = { ...intended, batch: batch._id, places: allPlaces(places), documentSize: document.length };
    const record = (proven: ProvenDocument): Promise<void> =>
      publish(deps, held, { document, proven, signing: certified?.signing });
    await useSeal(deps, use, { prepared, besides, requireEvidence, record });
    return 'stamped';
  } catch (error) {
    if (isYinzhengError(error, 'STORE_UNAVAILABLE')) throw error;
    const now = await deps.store.records.get('stamp-batch-items', item._id);
    // A database that writes one record after the other may have kept the result all the same.
    if (now?.stamping === id && now.result !== null) return settleResult(deps, now);
    return now?.version === held.version ? refused(deps, { batch, item: held }, error) : 'taken';
  }
}

/** Keeps what stamping appended; document and stamping have their result from then on. */
async function publish(
  deps: LicenceDependencies,
  held: StampBatchItemRecord,
  {
    document,
    proven: { file, level: evidence },
    signing,
  }: { readonly document: Uint8Array; readonly proven: ProvenDocument; readonly signing: string | undefined },
): Promise<void> {
  const stamping = held.stamping ?? '';
  const digestAfter = toHex(file.sm3);
  const result = { digestAfter, evidence, ...(signing !== undefined && { signing }) };
  const appended = toBase64(file.bytes.subarray(document.length));
  const signed = changedItem(held, { state: 'working', result });
  const done = await doneWrites(deps, stamping, { digestBefore: held.digest, digestAfter, evidence });
  const kept = { _id: `${held._id}/${stamping}`, schema: 1, version: 1, batch: held.batch, appended } as const;
  const writes: readonly RecordWrite[] = [
    { kind: 'insert', collection: 'stamp-batch-results', record: kept },
    { kind: 'replace', collection: 'stamp-batch-items', record: signed },
    ...done,
    { kind: 'replace', collection: 'stamp-batch-items', record: changedItem(signed, { state: 'stamped', lease: null }) },
  ];
  await deps.store.records.write(writes);
  deps.journal.poke();
}

/** Says of a document that has its result that it is stamped, and of its stamping that it is done. */
async function settleResult(deps: LicenceDependencies, item: StampBatchItemRecord): Promise<ItemOutcome> {
  const { stamping, result, digest } = item;
  if (stamping === null || result === null) return 'taken';
  const { digestAfter, evidence } = result;
  await recordDone(deps, stamping, { digestBefore: digest, digestAfter, evidence });
  return (await changeItem(deps, item, { state: 'stamped', lease: null })) ? 'stamped' : 'taken';
}

async function fail(deps: LicenceDependencies, item: StampBatchItemRecord, error: YinzhengError): Promise<ItemOutcome> {
  if (item.stamping !== null) await recordFailed(deps, item.stamping, 'OUTCOME_UNKNOWN');
  const failure = { code: error.code, details: error.details };
  return (await changeItem(deps, item, { state: 'failed', lease: null, failure })) ? 'failed' : 'taken';
}

/** Faults of the right to use a seal: those of the batch's own end it, for no other document of it would fare better. */
const FORBIDDING = [
  'NOT_ALLOWED',
  'SEAL_NOT_FOUND',
  'SEAL_NOT_IN_USE',
  'SEAL_CERTIFICATE_REVOKED',
  'SEAL_USE_REFUSED',
  'SEAL_STOPPED',
  'SEAL_KEY_ELSEWHERE',
  'DEMONSTRATION_REFUSED',
  'SIGNATURE_KEY_MISSING',
  'SIGNATURE_KEY_UNUSABLE',
] as const satisfies readonly ErrorCode[];

async function refused(
  deps: LicenceDependencies,
  { batch, item }: { readonly batch: StampBatchRecord; readonly item: StampBatchItemRecord },
  thrown: unknown,
): Promise<ItemOutcome> {
  const error = isYinzhengError(thrown) ? thrown : new YinzhengError('INTERNAL', {}, { cause: thrown });
  // An approval is of documents, each by itself; other grants say the same of all.
  const isForbidden =
    isYinzhengError(error, ...FORBIDDING) && !(error.code === 'SEAL_USE_REFUSED' && batch.approval !== undefined);
  if (isForbidden && (item.seal === null || error.code === 'NOT_ALLOWED')) {
    // It waits as if it had not been begun.
    if (item.state === 'working') await changeItem(deps, item, { state: 'waiting', lease: null, attempts: item.attempts - 1 });
    return { stop: error };
  }
  if (isYinzhengError(error, 'STORE_UNAVAILABLE')) throw error;
  const isPassing = isYinzhengError(error, ...PASSING);
  if (isPassing || isYinzhengError(error, 'VERSION_CONFLICT')) {
    const attempts = item.attempts - (isPassing ? 1 : 0);
    if (item.state === 'working') await changeItem(deps, item, { state: 'waiting', lease: null, attempts });
    return 'later';
  }
  return fail(deps, item, error);
}
