/** Outboxes: the events that aggregates carry until the journal has them. */
import { isYinzhengError } from '../../base/errors/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import { OUTBOX_COLLECTIONS, type Collections, type RecordStore } from '../storage/index.ts';

type OutboxCollection = (typeof OUTBOX_COLLECTIONS)[number];

/** A record with a filled outbox. */
export interface PendingRecord {
  readonly collection: OutboxCollection;
  readonly record: Collections[OutboxCollection];
}

const TRIES = 20;

/** Records whose outbox is filled, at most `limit` of each collection. */
export async function findPending(records: RecordStore, limit: number): Promise<readonly PendingRecord[]> {
  const found = await Promise.all(
    OUTBOX_COLLECTIONS.map(async (collection): Promise<readonly PendingRecord[]> => {
      const page = await records.find<OutboxCollection>(collection, { index: 'pending', equals: true, limit });
      return page.map((record) => ({ collection, record }));
    }),
  );
  return found.flat();
}

/** The events of outboxes in the order of (recordedAt, id). */
export function eventsOf(pending: readonly PendingRecord[]): readonly DomainEvent[] {
  return pending
    .flatMap(({ record }) => record.outbox ?? [])
    .sort((left, right) => compare(left.recordedAt, right.recordedAt) || compare(left.id, right.id));
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * Takes events that the journal has out of a record's outbox. That is a change like any other: the record's version rises by one, and
 * who read it before gets VERSION_CONFLICT and reads again.
 */
export async function clearOutbox(records: RecordStore, pending: PendingRecord, journalled: ReadonlySet<string>): Promise<void> {
  const { collection } = pending;
  let record: Collections[OutboxCollection] | null = pending.record;
  for (let attempt = 1; record; attempt++) {
    const before: readonly DomainEvent[] = record.outbox ?? [];
    const outbox = before.filter(({ id }) => !journalled.has(id));
    if (outbox.length === before.length && record.pending === outbox.length > 0) return;
    try {
      await records.replace(collection, { ...record, version: record.version + 1, outbox, pending: outbox.length > 0 });
      return;
    } catch (error) {
      if (!isYinzhengError(error, 'VERSION_CONFLICT') || attempt === TRIES) throw error;
      record = await records.get(collection, record._id);
    }
  }
}
