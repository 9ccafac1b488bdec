/** Changes of what holders have recorded: each one write that carries its event. */
import { isYinzhengError, YinzhengError, type ErrorCode } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import type { Clock, JournalDesk } from '../platform.ts';
import type { Collections, RecordStore } from '../storage/index.ts';

/** Collections of holders' affairs. */
export type HolderCollection =
  | 'holders'
  | 'holder-links'
  | 'representations'
  | 'presentations'
  | 'shares'
  | 'uses'
  | 'demands'
  | 'objections'
  | 'working-calendars';

/** Who changes which record, and the error where there is none. */
export interface ChangeOrder<C extends HolderCollection> {
  readonly collection: C;
  readonly id: string;
  readonly actor: Actor;
  readonly missing: ErrorCode;
}

/** What changes in a record, and what the journal is told of it. */
export interface RecordChange<C extends HolderCollection> {
  readonly fields: Partial<Collections[C]>;
  readonly event: Pick<DomainEvent, 'kind' | 'facts'> & { readonly purpose?: Purpose };
}

const TRIES = 20;

/** The event of a version of a record. */
export function recordEvent(
  of: {
    readonly collection: HolderCollection;
    readonly id: string;
    readonly version: number;
    readonly actor: Actor;
    readonly now: number;
  },
  event: RecordChange<HolderCollection>['event'],
): DomainEvent {
  const at = isoInstant(of.now);
  const subject = `${of.collection}/${of.id}`;
  const told = { id: `${subject}/${of.version}`, subject, effectiveAt: at, recordedAt: at, actor: of.actor };
  return { ...told, kind: event.kind, facts: event.facts, purpose: event.purpose ?? null };
}

/**
 * Changes a record as `judge` says of it as it is now; null leaves it. Others may write it at the same time, on another server too: whoever comes
 * second judges again.
 * @throws {YinzhengError} the error of a missing record, and what `judge` throws
 */
export async function changeRecord<C extends HolderCollection>(
  deps: { readonly records: RecordStore; readonly journal: Pick<JournalDesk, 'poke'>; readonly clock: Clock },
  { collection, id, actor, missing }: ChangeOrder<C>,
  judge: (record: Collections[C]) => RecordChange<C> | null,
): Promise<Collections[C]> {
  for (let attempt = 1; ; attempt++) {
    const record = await deps.records.get(collection, id);
    if (!record) throw new YinzhengError(missing);
    const change = judge(record);
    if (!change) return record;
    const version = record.version + 1;
    const event = recordEvent({ collection, id, version, actor, now: deps.clock.now() }, change.event);
    const next: Collections[C] = { ...record, ...change.fields, version, outbox: [...record.outbox, event], pending: true };
    try {
      await deps.records.replace(collection, next);
    } catch (error) {
      if (isYinzhengError(error, 'VERSION_CONFLICT') && attempt < TRIES) continue;
      throw error;
    }
    deps.journal.poke();
    return next;
  }
}
