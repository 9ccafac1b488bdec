/** Writing records that carry what the journal is told of them. */
import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import type { DomainEvent, EventFacts, EventKind } from '../../domain/journal/index.ts';
import type { Collections } from '../storage/index.ts';
import type { RetentionDependencies } from './ports.ts';

const ATTEMPTS = 20;

type Written = 'retention-rules' | 'destruction-lists' | 'licences' | 'licence-copies' | 'stampings' | 'signings';

/** What is told of a change, by whom. */
export interface Told {
  readonly kind: EventKind;
  readonly actor: Actor;
  readonly purpose?: Purpose | null;
  readonly facts: EventFacts;
}

/** The event of a record in a version. */
export function eventOf(
  { clock }: Pick<RetentionDependencies, 'clock'>,
  { collection, id, version }: { readonly collection: Written; readonly id: string; readonly version: number },
  { kind, actor, purpose = null, facts }: Told,
): DomainEvent {
  const at = isoInstant(clock.now());
  const subject = `${collection}/${id}`;
  return { id: `${subject}/${version}`, kind, subject, effectiveAt: at, recordedAt: at, actor, purpose, facts };
}

/**
 * Changes a record as `judge` says of it as it is now, and tells of it; null leaves it. The relay writes the record too: it is read and judged
 * again. Resolves to the record as it is then, null when there is none. Rejects as `judge` throws.
 */
export async function changeRecord<C extends Written>(
  deps: Pick<RetentionDependencies, 'store' | 'journal' | 'clock'>,
  { collection, id }: { readonly collection: C; readonly id: string },
  judge: (record: Collections[C]) => { readonly next: Collections[C]; readonly told: Told | null } | null,
): Promise<Collections[C] | null> {
  const { records } = deps.store;
  for (let attempt = 1; ; attempt++) {
    const record = await records.get(collection, id);
    if (!record) return null;
    const judged = judge(record);
    if (!judged) return record;
    const version = record.version + 1;
    const told = judged.told && eventOf(deps, { collection, id, version }, judged.told);
    const next = { ...judged.next, version, ...(told && { outbox: [...record.outbox, told], pending: true }) };
    try {
      await records.replace(collection, next);
    } catch (error) {
      if (!isYinzhengError(error, 'VERSION_CONFLICT') || attempt === ATTEMPTS) throw error;
      continue;
    }
    deps.journal.poke();
    return next;
  }
}
