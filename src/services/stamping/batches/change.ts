/** Changes of batches and of their documents, each one write that is refused when somebody else was first. */
import { isYinzhengError } from '../../../base/errors/index.ts';
import { isoInstant } from '../../../base/time.ts';
import type { DomainEvent } from '../../../domain/journal/index.ts';
import type { OutcomeDependencies } from '../../journal/change.ts';
import type { StampBatchItemRecord, StampBatchItemState, StampBatchRecord } from '../../storage/index.ts';

/** What changes of a batch, and what the journal is told of it. */
export interface BatchChange extends Partial<StampBatchRecord> {
  readonly event?: Pick<DomainEvent, 'kind' | 'facts'>;
}

const TRIES = 50;

/**
 * Changes a batch as `judge` says of it as it is now; null leaves it. Resolves to the batch as it is then, null when there is none.
 * Rejects with what `judge` throws, and STORE_UNAVAILABLE.
 */
export async function changeBatch(
  { store, journal, clock }: OutcomeDependencies,
  id: string,
  judge: (batch: StampBatchRecord) => BatchChange | null,
): Promise<StampBatchRecord | null> {
  for (let attempt = 1; ; attempt++) {
    const batch = await store.records.get('stamp-batches', id);
    const change = batch && judge(batch);
    if (!batch || !change) return batch;
    const { event, ...changes } = change;
    const version = batch.version + 1;
    const recordedAt = isoInstant(clock.now());
    const told: DomainEvent | undefined = event && {
      ...{ id: `stamp-batches/${id}/${version}`, subject: `stamp-batches/${id}`, effectiveAt: recordedAt, recordedAt },
      ...{ actor: batch.actor, purpose: batch.purpose },
      ...event,
    };
    const next = {
      ...{ ...batch, ...changes, version },
      ...(told && { outbox: [...batch.outbox, told], pending: true }),
    };
    try {
      await store.records.replace('stamp-batches', next);
    } catch (error) {
      if (isYinzhengError(error, 'VERSION_CONFLICT') && attempt < TRIES) continue;
      throw error;
    }
    if (told) journal.poke();
    return next;
  }
}

/** The next version of a document's record. */
export function changedItem(
  item: StampBatchItemRecord,
  changes: Partial<StampBatchItemRecord> & { readonly state: StampBatchItemState },
): StampBatchItemRecord {
  return { ...item, ...changes, version: item.version + 1, standing: `${item.batch}/${changes.state}` };
}

/** Writes the next version of a document's record; null when somebody else changed it first. Rejects with STORE_UNAVAILABLE. */
export async function changeItem(
  { store }: Pick<OutcomeDependencies, 'store'>,
  item: StampBatchItemRecord,
  changes: Partial<StampBatchItemRecord> & { readonly state: StampBatchItemState },
): Promise<StampBatchItemRecord | null> {
  const next = changedItem(item, changes);
  try {
    await store.records.replace('stamp-batch-items', next);
    return next;
  } catch (error) {
    if (isYinzhengError(error, 'VERSION_CONFLICT')) return null;
    throw error;
  }
}
