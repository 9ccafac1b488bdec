import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { CollectingSource, Reconciliation } from '../../domain/collecting/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import type { CollectingDependencies } from './ports.ts';
import { changeSource, findSource } from './sources.ts';
import { itemKey } from './take.ts';

/** Most entries that a source compares in one call. */
export const MOST_COMPARED = 10_000;

/** An item of a source by its identifier and version there. */
export interface ListedItem {
  readonly sourceId: string;
  readonly version: number;
}

/** What is missing, and the counts of the source. */
export interface ReconciliationAnswer extends Reconciliation {
  readonly source: CollectingSource;
  /** Refused, or never sent: what the source had best send again. */
  readonly absent: readonly (ListedItem & { readonly code: string | null })[];
}

/**
 * Compares what a source says it has with what is here, item by item, and remembers the numbers.
 * @throws {YinzhengError} NOT_ALLOWED, SOURCE_NOT_FOUND
 */
export async function reconcileSource(
  deps: Pick<CollectingDependencies, 'store' | 'journal' | 'clock' | 'crypto'>,
  actor: Actor,
  { source: id, items }: { readonly source: string; readonly items: readonly ListedItem[] },
): Promise<ReconciliationAnswer> {
  const source = await findSource(deps, actor, { id, action: 'collecting:push' });
  const absent: (ListedItem & { readonly code: string | null })[] = [];
  for (const { sourceId, version } of items) {
    const record = await deps.store.records.get('collected-items', itemKey(deps, source._id, sourceId));
    if ((record?.taken?.version ?? 0) < version) absent.push({ sourceId, version, code: record?.fault?.code ?? null });
  }
  const at = isoInstant(deps.clock.now());
  const reconciled = { at, listed: items.length, present: items.length - absent.length, missing: absent.length };
  const next = await changeSource(deps, id, ({ version, outbox }) => {
    const subject = `collecting-sources/${id}`;
    const event: DomainEvent = {
      ...{ id: `${subject}/${version + 1}`, kind: 'collecting-reconciled', subject, effectiveAt: at, recordedAt: at, actor },
      ...{ purpose: null, facts: { source: id, listed: reconciled.listed, missing: reconciled.missing } },
    };
    return { reconciled, outbox: [...outbox, event], pending: true };
  });
  deps.journal.poke();
  return { ...reconciled, source: next, absent };
}
