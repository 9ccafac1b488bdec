import { bilingual, YinzhengError } from '../../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../../base/time.ts';
import type { Actor } from '../../../domain/access/index.ts';
import type { DomainEvent } from '../../../domain/journal/index.ts';
import type { LicenceDependencies } from '../../licences/ports.ts';
import type { RecordedFailure, StampBatchRecord } from '../../storage/index.ts';
import { authoriseItem } from './authorise-item.ts';
import { changeBatch } from './change.ts';
import { findStampBatch, progressOf, type StampBatchProgress } from './find.ts';
import { forgetDocuments } from './forget.ts';
import { BATCH_STATE_WORDS, KEPT_FOR } from './model.ts';

/**
 * Starts a batch, or lets one that was stopped go on; servers take it up within a second. One that runs already is left to.
 * @throws {YinzhengError} NOT_ALLOWED, STAMP_BATCH_NOT_FOUND, STAMP_BATCH_NOT_POSSIBLE when it is empty or over, SEAL_NOT_FOUND, SEAL_NOT_IN_USE,
 * SEAL_CERTIFICATE_REVOKED, SEAL_KEY_ELSEWHERE, DEMONSTRATION_REFUSED
 */
export async function startStampBatch(deps: LicenceDependencies, actor: Actor, id: string): Promise<StampBatchProgress> {
  const batch = await findStampBatch(deps, actor, id);
  if (batch.state === 'running') return progressOf(deps, batch);
  if (batch.state === 'open' || batch.state === 'stopped') await authoriseItem(deps, batch, { ...batch, digest: '' });
  const started = await changeBatch(deps, id, (current) => {
    if (current.state === 'running') return null;
    if (current.state !== 'open' && current.state !== 'stopped')
      throw new YinzhengError('STAMP_BATCH_NOT_POSSIBLE', { state: BATCH_STATE_WORDS[current.state] });
    if (current.members.length === 0)
      throw new YinzhengError('STAMP_BATCH_NOT_POSSIBLE', { state: bilingual('it has no documents', '任务中没有文件') });
    const startedAt = current.startedAt ?? isoInstant(deps.clock.now());
    const facts = { batch: id, seal: current.seal, documents: current.members.length };
    return { state: 'running', startedAt, endedAt: null, stop: null, event: { kind: 'stamp-batch-started', facts } };
  });
  return progressOf(deps, started ?? batch);
}

/**
 * Ends a batch before its documents are all stamped; what is stamped stays stamped. One that is over already is left as it is.
 * @throws {YinzhengError} NOT_ALLOWED, STAMP_BATCH_NOT_FOUND
 */
export async function cancelStampBatch(deps: LicenceDependencies, actor: Actor, id: string): Promise<StampBatchProgress> {
  await findStampBatch(deps, actor, id);
  await endBatch(deps, id, { state: 'cancelled' });
  return stampBatch(deps, actor, id);
}

async function stampBatch(deps: LicenceDependencies, actor: Actor, id: string): Promise<StampBatchProgress> {
  return progressOf(deps, await findStampBatch(deps, actor, id));
}

/**
 * Forgets the documents of a batch that is not running; the records of what was stamped stay.
 * @throws {YinzhengError} NOT_ALLOWED, STAMP_BATCH_NOT_FOUND, STAMP_BATCH_NOT_POSSIBLE while it runs
 */
export async function forgetStampBatch(deps: LicenceDependencies, actor: Actor, id: string): Promise<void> {
  const { state } = await findStampBatch(deps, actor, id);
  if (state === 'running') throw new YinzhengError('STAMP_BATCH_NOT_POSSIBLE', { state: BATCH_STATE_WORDS.running });
  await forgetDocuments(deps, id);
}

/** Ends a batch that is going on, or could: the journal is told how far it came. Rejects with STORE_UNAVAILABLE. */
export async function endBatch(
  deps: LicenceDependencies,
  id: string,
  { state, stop = null }: { readonly state: 'done' | 'stopped' | 'cancelled'; readonly stop?: RecordedFailure | null },
): Promise<void> {
  const batch = await deps.store.records.get('stamp-batches', id);
  if (!batch) return;
  const { documents, stamped, failed } = await progressOf(deps, batch);
  const counts = { documents, stamped, failed };
  await changeBatch(deps, id, (current) => {
    const isGoingOn = current.state === 'running' || (state === 'cancelled' && ENDABLE.has(current.state));
    if (!isGoingOn) return null;
    return {
      ...{ state, stop, counts, ...after(deps.clock.now()) },
      event: endEvent(current, { state, ...counts, failure: stop?.code ?? null }),
    };
  });
}

const ENDABLE: ReadonlySet<StampBatchRecord['state']> = new Set(['open', 'stopped']);

function after(now: Instant): Pick<StampBatchRecord, 'endedAt' | 'expiresAt'> {
  return { endedAt: isoInstant(now), expiresAt: isoInstant(now + KEPT_FOR) };
}

function endEvent(
  { _id, seal }: StampBatchRecord,
  facts: Readonly<Record<string, string | number | null>>,
): Pick<DomainEvent, 'kind' | 'facts'> {
  return { kind: 'stamp-batch-ended', facts: { batch: _id, seal, ...facts } };
}
