import { YinzhengError } from '../../../base/errors/index.ts';
import type { Actor } from '../../../domain/access/index.ts';
import { authorise } from '../../access/authorise.ts';
import type { OutcomeDependencies } from '../../journal/change.ts';
import {
  MAX_PAGE,
  type StampBatchItemRecord,
  type StampBatchItemState,
  type StampBatchRecord,
  type Store,
} from '../../storage/index.ts';
import { holderOf } from '../drafts.ts';
import { itemId, keyOf } from './model.ts';

/** What reading batches takes. */
export type BatchReading = Pick<OutcomeDependencies, 'clock'> & { readonly store: Pick<Store, 'records'> };

/** A batch, and how many of its documents stand how. */
export interface StampBatchProgress {
  readonly batch: StampBatchRecord;
  readonly documents: number;
  readonly waiting: number;
  readonly working: number;
  readonly stamped: number;
  readonly failed: number;
}

/**
 * A batch of the actor. What others began is not found, so that its existence is not told.
 * @throws {YinzhengError} NOT_ALLOWED, STAMP_BATCH_NOT_FOUND
 */
export async function findStampBatch({ store }: BatchReading, actor: Actor, id: string): Promise<StampBatchRecord> {
  authorise(actor, 'document:stamp', actor.organisation);
  const batch = await store.records.get('stamp-batches', id);
  if (batch?.holder !== holderOf(actor) || batch.actor.organisation !== actor.organisation)
    throw new YinzhengError('STAMP_BATCH_NOT_FOUND');
  return batch;
}

/**
 * How far a batch of the actor is.
 * @throws {YinzhengError} NOT_ALLOWED, STAMP_BATCH_NOT_FOUND
 */
export async function stampBatchProgress(deps: BatchReading, actor: Actor, id: string): Promise<StampBatchProgress> {
  return progressOf(deps, await findStampBatch(deps, actor, id));
}

/**
 * Batches of the actor whose documents are kept, the last begun first.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listStampBatches(deps: BatchReading, actor: Actor): Promise<readonly StampBatchProgress[]> {
  authorise(actor, 'document:stamp', actor.organisation);
  const query = { index: 'keptFor', equals: holderOf(actor), limit: MAX_PAGE } as const;
  const found = await deps.store.records.find('stamp-batches', query);
  const own = found.filter((batch) => batch.actor.organisation === actor.organisation);
  const progress = await Promise.all(own.map((batch) => progressOf(deps, batch)));
  return progress.sort((left, right) => (left.batch.createdAt < right.batch.createdAt ? 1 : -1));
}

/** How many documents of a batch stand how. Rejects with STORE_UNAVAILABLE. */
export async function progressOf({ store }: BatchReading, batch: StampBatchRecord): Promise<StampBatchProgress> {
  const { counts, members } = batch;
  if (counts && batch.state === 'forgotten')
    return { batch, ...counts, waiting: counts.documents - counts.stamped - counts.failed, working: 0 };
  const count = (state: StampBatchItemState): Promise<number> =>
    store.records.count('stamp-batch-items', { index: 'standing', equals: `${batch._id}/${state}` });
  const [working, stamped, failed] = await Promise.all([count('working'), count('stamped'), count('failed')]);
  const documents = members.length;
  return { batch, documents, waiting: Math.max(0, documents - working - stamped - failed), working, stamped, failed };
}

/** A document of a batch and its number in it, from 1. */
export interface NumberedItem {
  readonly number: number;
  readonly key: string;
  readonly item: StampBatchItemRecord;
}

/**
 * Documents of a batch of the actor in the order in which they came.
 * @throws {YinzhengError} NOT_ALLOWED, STAMP_BATCH_NOT_FOUND
 */
export async function listStampBatchItems(
  deps: BatchReading,
  actor: Actor,
  { id, state }: { readonly id: string; readonly state?: StampBatchItemState | undefined },
): Promise<readonly NumberedItem[]> {
  const all = await itemsOf(deps, await findStampBatch(deps, actor, id));
  return state === undefined ? all : all.filter(({ item }) => item.state === state);
}

/** Documents of a batch in the order in which they came; what was never acknowledged is not among them. Rejects with STORE_UNAVAILABLE. */
export async function itemsOf({ store }: BatchReading, { _id, members }: StampBatchRecord): Promise<readonly NumberedItem[]> {
  const known = new Map<string, StampBatchItemRecord>();
  for await (const item of everyItem({ store }, _id)) known.set(keyOf(item), item);
  return members.flatMap((key, index) => {
    const item = known.get(key);
    return item ? [{ number: index + 1, key, item }] : [];
  });
}

/** Every record of a document of a batch, those never acknowledged too, in no order that matters. */
export async function* everyItem({ store }: Pick<BatchReading, 'store'>, batch: string): AsyncIterable<StampBatchItemRecord> {
  for (let after = ''; ;) {
    const query = { index: 'batch', equals: batch, limit: MAX_PAGE } as const;
    const page = await store.records.find('stamp-batch-items', after === '' ? query : { ...query, after });
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < MAX_PAGE) return;
    after = last._id;
  }
}

/**
 * One document of a batch of the actor.
 * @throws {YinzhengError} NOT_ALLOWED, STAMP_BATCH_NOT_FOUND, STAMP_BATCH_DOCUMENT_NOT_FOUND
 */
export async function findStampBatchItem(
  deps: BatchReading,
  actor: Actor,
  { id, key }: { readonly id: string; readonly key: string },
): Promise<NumberedItem & { readonly batch: StampBatchRecord }> {
  const batch = await findStampBatch(deps, actor, id);
  const index = batch.members.indexOf(key);
  const item = index === -1 ? null : await deps.store.records.get('stamp-batch-items', itemId(id, key));
  if (!item) throw new YinzhengError('STAMP_BATCH_DOCUMENT_NOT_FOUND');
  return { batch, number: index + 1, key, item };
}
