import type { OutcomeDependencies } from '../../journal/change.ts';
import { MAX_PAGE, type StampBatchState, type Store } from '../../storage/index.ts';
import { changeBatch } from './change.ts';
import { everyItem, progressOf } from './find.ts';

/** What forgetting documents takes. */
export interface ForgetDependencies extends OutcomeDependencies {
  readonly store: Pick<Store, 'records' | 'blobs'>;
}

const PAGE = 100;

/**
 * Forgets the documents of a batch that is not running, originals and stamped ones: of it only numbers stay, and the records of what was stamped. A
 * crash in between leaves nothing that the next call would not find.
 */
export async function forgetDocuments(deps: ForgetDependencies, id: string): Promise<void> {
  const { records, blobs } = deps.store;
  const batch = await records.get('stamp-batches', id);
  if (!batch || batch.state === 'running') return;
  const { documents, stamped, failed } = await progressOf(deps, batch);
  const counts = batch.state === 'forgotten' ? batch.counts : { documents, stamped, failed };
  const closed = await changeBatch(deps, id, ({ state }) =>
    state === 'running' || state === 'forgotten' ? null : { state: 'forgotten', counts, members: [], bytes: 0 },
  );
  if (closed?.state !== 'forgotten') return;
  for await (const { _id, blob } of everyItem(deps, id)) {
    await blobs.remove(blob);
    await records.remove('stamp-batch-items', _id);
  }
  for (;;) {
    const results = await records.find('stamp-batch-results', { index: 'batch', equals: id, limit: PAGE });
    for (const { _id } of results) await records.remove('stamp-batch-results', _id);
    if (results.length < PAGE) break;
  }
  await changeBatch(deps, id, ({ keptFor }) => (keptFor === null ? null : { keptFor: null }));
}

const OVER: readonly StampBatchState[] = ['open', 'stopped', 'cancelled', 'done'];

/** Forgets the documents of every batch whose time is over, and what an earlier forgetting left; resolves to how many. Rejects with STORE_UNAVAILABLE. */
export async function forgetOverdueBatches(deps: ForgetDependencies): Promise<number> {
  const { records } = deps.store;
  let forgotten = 0;
  for (const state of OVER) {
    // What is forgotten leaves the index, so that each page is the next.
    for (let after = ''; ;) {
      const query = { index: 'state', equals: state, limit: MAX_PAGE } as const;
      const page = await records.find('stamp-batches', after === '' ? query : { ...query, after });
      for (const { _id, expiresAt } of page) {
        if (Date.parse(expiresAt) > deps.clock.now()) continue;
        await forgetDocuments(deps, _id);
        forgotten++;
      }
      const last = page.at(-1);
      if (!last || page.length < MAX_PAGE) break;
      after = last._id;
    }
  }
  return forgotten;
}
