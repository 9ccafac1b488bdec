/** Changes of records that carry in their outbox what the journal is told of them. */
import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import type { Clock, JournalDesk } from '../platform.ts';
import type { Collections, Store } from '../storage/index.ts';

/** What recording an outcome takes. */
export interface OutcomeDependencies {
  readonly store: Pick<Store, 'records'>;
  readonly journal: JournalDesk;
  readonly clock: Clock;
}

/** Collections of uses of a key on a document: written before the key is used, completed with the outcome. */
export type UseCollection = 'stampings' | 'signings';

/** What changes in a record, and what the journal is told of it; null where that says nothing of its outcome. */
export type Change<C extends UseCollection> = Partial<Collections[C]> & {
  readonly event: Pick<DomainEvent, 'kind' | 'facts'> | null;
};

const TRIES = 20;

/**
 * The record of a use as `judge` says of it as it is now, the version after it, with what the journal is told in its outbox; null leaves it
 * as it is.
 */
export function changedUse<C extends UseCollection>(
  { clock }: Pick<OutcomeDependencies, 'clock'>,
  { collection, record }: { readonly collection: C; readonly record: Collections[C] },
  judge: (record: Collections[C]) => Change<C> | null,
): Collections[C] | null {
  const change = judge(record);
  if (!change) return null;
  const { event, ...changes } = change;
  const id = record._id;
  const version = record.version + 1;
  const told: DomainEvent | null = event && {
    ...{ id: `${collection}/${id}/${version}`, subject: record.subject ?? `${collection}/${id}` },
    ...{ effectiveAt: record.signingTime, recordedAt: isoInstant(clock.now()) },
    ...{ actor: record.actor, purpose: record.purpose },
    ...event,
  };
  return { ...{ ...record, ...changes, version }, ...(told && { outbox: [...record.outbox, told], pending: true }) };
}

/**
 * Changes the record of a use as `judge` says of it as it is now; null leaves it. The relay, a settlement and the process that uses the
 * key may write the same record: whoever comes second judges again. Rejects with STORE_UNAVAILABLE.
 */
export async function changeUse<C extends UseCollection>(
  deps: OutcomeDependencies,
  { collection, id }: { readonly collection: C; readonly id: string },
  judge: (record: Collections[C]) => Change<C> | null,
): Promise<'absent' | 'unchanged' | 'changed'> {
  const { store, journal } = deps;
  for (let attempt = 1; ; attempt++) {
    const record = await store.records.get(collection, id);
    if (!record) return 'absent';
    const changed = changedUse(deps, { collection, record }, judge);
    if (!changed) return 'unchanged';
    try {
      await store.records.replace(collection, changed);
    } catch (error) {
      if (isYinzhengError(error, 'VERSION_CONFLICT') && attempt < TRIES) continue;
      throw error;
    }
    journal.poke();
    return 'changed';
  }
}
