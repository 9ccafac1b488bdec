/** Finding and changing batches: each change one write that is refused when somebody else was first. */
import { isYinzhengError, YinzhengError } from '../../../base/errors/index.ts';
import { isoInstant } from '../../../base/time.ts';
import type { Action, Actor } from '../../../domain/access/index.ts';
import type { DomainEvent } from '../../../domain/journal/index.ts';
import { authorise } from '../../access/authorise.ts';
import { reaches } from '../../organisations/index.ts';
import type { IssueBatchRecord } from '../../storage/index.ts';
import type { LicenceDependencies } from '../ports.ts';

/** What batches take that are only looked at and decided on. */
export type BatchDependencies = Pick<LicenceDependencies, 'store' | 'journal' | 'clock'>;

/**
 * A batch of the actor's organisation, or within his scope.
 * @throws {YinzhengError} NOT_ALLOWED, ISSUE_BATCH_NOT_FOUND
 */
export async function findIssueBatch(
  { store: { records } }: Pick<BatchDependencies, 'store'>,
  actor: Actor,
  { id, action = 'licence:issue' }: { readonly id: string; readonly action?: Action },
): Promise<IssueBatchRecord> {
  authorise(actor, action, actor.organisation);
  const batch = await records.get('issue-batches', id);
  if (!batch || !(await reaches(records, actor, { action, organisation: batch.organisation })))
    throw new YinzhengError('ISSUE_BATCH_NOT_FOUND');
  return batch;
}

/** What changes of a batch, and what the journal is told of it. */
export interface IssueBatchChange extends Partial<IssueBatchRecord> {
  readonly event?: Pick<DomainEvent, 'kind' | 'facts' | 'actor'>;
}

const TRIES = 20;

/**
 * Changes a batch as `judge` says of it as it is now; null leaves it. Rejects with what `judge` throws, ISSUE_BATCH_NOT_FOUND, and
 * STORE_UNAVAILABLE.
 */
export async function changeIssueBatch(
  { store: { records }, journal, clock }: BatchDependencies,
  id: string,
  judge: (batch: IssueBatchRecord) => IssueBatchChange | null,
): Promise<IssueBatchRecord> {
  for (let attempt = 1; ; attempt++) {
    const batch = await records.get('issue-batches', id);
    if (!batch) throw new YinzhengError('ISSUE_BATCH_NOT_FOUND');
    const change = judge(batch);
    if (change === null) return batch;
    const { event, ...changes } = change;
    const next = { ...batch, ...changes, version: batch.version + 1 };
    const told = event && batchEvent(next, { ...event, at: isoInstant(clock.now()) });
    const written = told ? { ...next, outbox: [...batch.outbox, told], pending: true } : next;
    try {
      await records.replace('issue-batches', written);
    } catch (error) {
      if (isYinzhengError(error, 'VERSION_CONFLICT') && attempt < TRIES) continue;
      throw error;
    }
    if (told) journal.poke();
    return written;
  }
}

/** An event about a batch, at its version; it names no person. */
export function batchEvent(
  { _id, version, typeCode: type, purpose }: IssueBatchRecord,
  { at, facts, ...event }: Pick<DomainEvent, 'kind' | 'facts' | 'actor'> & { readonly at: string },
): DomainEvent {
  return {
    ...{ id: `issue-batches/${_id}/${version}`, subject: `issue-batches/${_id}`, effectiveAt: at, recordedAt: at, purpose },
    ...event,
    facts: { type, ...facts },
  };
}
