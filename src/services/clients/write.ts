/** Changes of systems: each one write that carries its event. */
import { bilingual, isYinzhengError, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Action, Actor } from '../../domain/access/index.ts';
import type { ClientRecord } from '../../domain/client/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import { findClient } from './find.ts';
import type { ClientDependencies } from './ports.ts';

const TRIES = 20;

/** Which system is changed, as it was read: the number of its last change. */
export interface ClientOrder {
  readonly id: string;
  readonly revision: number;
}

/** What changes, and what the journal is told of it. */
export interface ClientChange {
  readonly fields: Partial<Pick<ClientRecord, 'name' | 'asked' | 'authorised' | 'blocked' | 'closedAt' | 'keys'>>;
  readonly event: Pick<DomainEvent, 'kind' | 'facts'>;
}

/** The refusal of a change. */
export function clientRefused(reason: Bilingual): YinzhengError {
  return new YinzhengError('CLIENT_CHANGE_REFUSED', { reason });
}

/** The record as it is written, with its event in the outbox. */
export function withEvent(
  { clock }: Pick<ClientDependencies, 'clock'>,
  record: ClientRecord,
  { actor, event }: { readonly actor: Actor; readonly event: Pick<DomainEvent, 'kind' | 'facts'> },
): ClientRecord {
  const at = isoInstant(clock.now());
  const subject = `clients/${record._id}`;
  const told: DomainEvent = {
    ...{ id: `${subject}/${record.version}`, kind: event.kind, subject, effectiveAt: at, recordedAt: at, actor, purpose: null },
    facts: { organisation: record.organisation, revision: record.revision, ...event.facts },
  };
  return { ...record, outbox: [...record.outbox, told], pending: true };
}

/**
 * Changes a system within the actor's scope as `judge` says; null leaves it. The journal's relay writes the record too: it is read and
 * judged again.
 * @throws {YinzhengError} NOT_ALLOWED, CLIENT_NOT_FOUND, VERSION_CONFLICT when somebody else changed it after it was read,
 * CLIENT_CHANGE_REFUSED when it is closed, and as `judge` does
 */
export async function changeClientRecord(
  deps: ClientDependencies,
  { actor, action, order }: { readonly actor: Actor; readonly action: Action; readonly order: ClientOrder },
  judge: (record: ClientRecord) => ClientChange | null,
): Promise<ClientRecord> {
  for (let attempt = 1; ; attempt++) {
    const record = await findClient(deps.records, actor, { action, id: order.id });
    if (record.revision !== order.revision) throw new YinzhengError('VERSION_CONFLICT');
    if (record.closedAt !== undefined) throw clientRefused(bilingual('it is closed', '系统已注销'));
    const change = judge(record);
    if (change === null) return record;
    const next = { ...record, ...change.fields, version: record.version + 1, revision: record.revision + 1 };
    const written = withEvent(deps, next, { actor, event: change.event });
    try {
      await deps.records.replace('clients', written);
    } catch (error) {
      if (isYinzhengError(error, 'VERSION_CONFLICT') && attempt < TRIES) continue;
      throw error;
    }
    deps.journal.poke();
    return written;
  }
}
