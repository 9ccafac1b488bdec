import { YinzhengError } from '../../../base/errors/index.ts';
import { isoInstant } from '../../../base/time.ts';
import type { Actor } from '../../../domain/access/index.ts';
import { refuseSelfIssue } from '../../../domain/licence/index.ts';
import { MAX_PAGE, type IssueBatchRecord, type IssueBatchState } from '../../storage/index.ts';
import { accountOf } from '../drafts/record.ts';
import { findMaterial } from '../material.ts';
import type { LicenceDependencies } from '../ports.ts';
import { authorise } from '../../access/authorise.ts';
import { changeIssueBatch, findIssueBatch, type BatchDependencies } from './change.ts';
import { ISSUE_BATCH_WORDS, KEPT_FOR, partId } from './model.ts';

/**
 * A batch of the actor's organisation, and how far it is.
 * @throws {YinzhengError} NOT_ALLOWED, ISSUE_BATCH_NOT_FOUND
 */
export function getIssueBatch(deps: Pick<BatchDependencies, 'store'>, actor: Actor, id: string): Promise<IssueBatchRecord> {
  return findIssueBatch(deps, actor, { id });
}

/**
 * Batches of the actor's organisation whose rows are kept, the last made first.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listIssueBatches(
  { store: { records } }: Pick<BatchDependencies, 'store'>,
  actor: Actor,
): Promise<readonly IssueBatchRecord[]> {
  const organisation = actor.organisation ?? '';
  authorise(actor, 'licence:issue', organisation);
  const found = await records.find('issue-batches', { index: 'organisation', equals: organisation, limit: MAX_PAGE });
  return found
    .filter(({ state }) => state !== 'forgotten' && state !== 'receiving')
    .sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1));
}

/**
 * Starts a batch whose rows are all right, or lets one that was stopped go on, in the actor's name; by another than made it where its type says
 * so. Servers take it up within a second.
 * @throws {YinzhengError} NOT_ALLOWED, ISSUE_BATCH_NOT_FOUND, ISSUE_BATCH_NOT_POSSIBLE, TWO_PERSONS_NEEDED, and as issuing does for type,
 * organisation and seal
 */
export async function startIssueBatch(deps: LicenceDependencies, actor: Actor, id: string): Promise<IssueBatchRecord> {
  const batch = await findIssueBatch(deps, actor, { id });
  const { organisation, typeCode: type, maker } = batch;
  authorise(actor, 'licence:issue', organisation);
  if (batch.state === 'running') return batch;
  if (!STARTABLE.has(batch.state)) throw refused(batch);
  const material = await findMaterial(deps, { organisation, type, at: deps.clock.now() });
  refuseSelfIssue(material.type, { account: accountOf(actor), makers: [accountOf(maker)] });
  return changeIssueBatch(deps, id, (current) => {
    if (current.state === 'running') return null;
    if (!STARTABLE.has(current.state)) throw refused(current);
    return {
      ...{ state: 'running', starter: actor, fault: null, lease: null, endedAt: null },
      startedAt: current.startedAt ?? isoInstant(deps.clock.now()),
      event: { kind: 'issue-batch-started', actor, facts: { rows: current.rows } },
    };
  });
}

const STARTABLE: ReadonlySet<IssueBatchState> = new Set(['ready', 'stopped']);
const CANCELLABLE: ReadonlySet<IssueBatchState> = new Set(['receiving', 'checking', 'ready', 'running', 'stopped']);

function refused({ state }: IssueBatchRecord): YinzhengError {
  return new YinzhengError('ISSUE_BATCH_NOT_POSSIBLE', { state: ISSUE_BATCH_WORDS[state] });
}

/**
 * Ends a batch before its rows are all issued; what is issued stays issued. One that is over already is left as it is.
 * @throws {YinzhengError} NOT_ALLOWED, ISSUE_BATCH_NOT_FOUND
 */
export async function cancelIssueBatch(deps: BatchDependencies, actor: Actor, id: string): Promise<IssueBatchRecord> {
  await findIssueBatch(deps, actor, { id });
  return changeIssueBatch(deps, id, (current) =>
    CANCELLABLE.has(current.state)
      ? { state: 'cancelled', ...over(deps), event: { kind: 'issue-batch-ended', actor, facts: endFacts(current, 'cancelled') } }
      : null,
  );
}

/** What holds of a batch that is over. */
export function over({ clock }: Pick<BatchDependencies, 'clock'>): Pick<IssueBatchRecord, 'endedAt' | 'expiresAt' | 'lease'> {
  const now = clock.now();
  return { endedAt: isoInstant(now), expiresAt: isoInstant(now + KEPT_FOR), lease: null };
}

/** What the journal is told of an end. */
export function endFacts({ rows, counts, fault }: IssueBatchRecord, state: IssueBatchState) {
  return { state, rows, issued: counts.issued, failed: counts.failed, wrong: counts.wrong, failure: fault?.code ?? null };
}

/**
 * Forgets the rows of a batch that is not worked on, and what became of each; the licences stay.
 * @throws {YinzhengError} NOT_ALLOWED, ISSUE_BATCH_NOT_FOUND, ISSUE_BATCH_NOT_POSSIBLE
 */
export async function forgetIssueBatch(deps: BatchDependencies, actor: Actor, id: string): Promise<void> {
  const batch = await findIssueBatch(deps, actor, { id });
  if (WORKED_ON.has(batch.state)) throw refused(batch);
  await forgetRows(deps, id);
}

const WORKED_ON: ReadonlySet<IssueBatchState> = new Set(['checking', 'running']);
const KEPT: readonly IssueBatchState[] = ['receiving', 'refused', 'ready', 'stopped', 'cancelled', 'done'];

/** Rows first, so that what a crash leaves is found by the next call. */
async function forgetRows(deps: BatchDependencies, id: string): Promise<void> {
  const { records } = deps.store;
  for (;;) {
    const parts = await records.find('issue-batch-parts', { index: 'batch', equals: id, limit: 20 });
    for (const { _id } of parts) await records.remove('issue-batch-parts', _id);
    if (parts.length < 20) break;
  }
  await changeIssueBatch(deps, id, ({ state }) =>
    state === 'forgotten' ? null : { state: 'forgotten', name: '', fault: null, lease: null },
  );
}

/** Forgets the rows of every batch whose time is over; resolves to how many. Rejects with STORE_UNAVAILABLE. */
export async function forgetOverdueIssueBatches(deps: BatchDependencies): Promise<number> {
  let forgotten = 0;
  for (const state of KEPT) {
    for (let after: string | undefined; ;) {
      const query = { index: 'state', equals: state, limit: MAX_PAGE } as const;
      const page = await deps.store.records.find('issue-batches', after === undefined ? query : { ...query, after });
      for (const { _id, expiresAt } of page) {
        if (Date.parse(expiresAt) > deps.clock.now()) continue;
        await forgetRows(deps, _id);
        forgotten++;
      }
      after = page.at(-1)?._id;
      if (after === undefined || page.length < MAX_PAGE) break;
    }
  }
  return forgotten;
}

/** The parts of a batch, one after the other. */
export async function* partsOf({ store: { records } }: Pick<BatchDependencies, 'store'>, { _id, parts }: IssueBatchRecord) {
  for (let part = 0; part < parts; part++) {
    const found = await records.get('issue-batch-parts', partId(_id, part));
    if (found) yield found;
  }
}
