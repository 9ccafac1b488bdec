/** Works on the batches that are running, whichever server began them: documents are leased, so that several servers share a batch. */
import type { LicenceDependencies } from '../../licences/ports.ts';
import { MAX_PAGE, type StampBatchItemRecord, type StampBatchRecord } from '../../storage/index.ts';
import { endBatch } from './control.ts';
import { keyOf } from './model.ts';
import { stampItem } from './stamp-item.ts';

/** Documents of a batch that are taken up before the next batch has its turn. */
const SLICE = 32;
/** Documents that one server has in hand at a time. */
const AT_ONCE = 4;

/** A server's, or a command's, share in the work. */
export interface BatchWorker {
  /** Works until nothing is left that could be done now; resolves to how many documents were stamped. Rejects with STORE_UNAVAILABLE. */
  round(): Promise<number>;
  /** Takes up nothing more; resolves when what is in hand is done. */
  stop(): Promise<void>;
}

/**
 * A worker that has nothing in hand yet.
 * @param options.owner who works: after a crash the next process of the same name takes up at once what the last had in hand, any other when
 * the lease is over
 * @param options.only works on this batch alone
 */
export function createBatchWorker(
  deps: LicenceDependencies,
  { owner, only }: { readonly owner: string; readonly only?: string },
): BatchWorker {
  const { records } = deps.store;
  const inHand = new Set<string>();
  let stopping = false;
  let current: Promise<number> | null = null;

  async function running(): Promise<readonly StampBatchRecord[]> {
    if (only === undefined) return records.find('stamp-batches', { index: 'state', equals: 'running', limit: MAX_PAGE });
    const batch = await records.get('stamp-batches', only);
    return batch?.state === 'running' ? [batch] : [];
  }

  /** Documents that are to be begun, and those that a dead process left. */
  async function open({ _id, members }: StampBatchRecord): Promise<{ free: StampBatchItemRecord[]; isOver: boolean }> {
    const named = new Set(members);
    const standing = (state: string) =>
      records.find('stamp-batch-items', { index: 'standing', equals: `${_id}/${state}`, limit: MAX_PAGE });
    const [waiting, working] = await Promise.all([standing('waiting'), standing('working')]);
    const left = working.filter(isLeft);
    // What was never acknowledged is no part of the batch.
    const free = [...left, ...waiting.filter((item) => named.has(keyOf(item)))];
    return { free, isOver: free.length === 0 && working.length === 0 };
  }

  function isLeft({ _id, lease }: StampBatchItemRecord): boolean {
    if (inHand.has(_id) || lease === null) return false;
    return lease.owner === owner || Date.parse(lease.until) <= deps.clock.now();
  }

  /** Stamps a slice of a batch; whether there is reason to come again at once. */
  async function slice(id: string): Promise<{ readonly stamped: number; readonly again: boolean }> {
    const batch = await records.get('stamp-batches', id);
    if (batch?.state !== 'running') return { stamped: 0, again: false };
    const { free, isOver } = await open(batch);
    if (isOver) await endBatch(deps, id, { state: 'done' });
    const queue = free.slice(0, SLICE);
    const found = { stamped: 0, held: false };
    const work = async (): Promise<void> => {
      for (;;) {
        const item = stopping || found.held ? undefined : queue.shift();
        if (!item) return;
        // Somebody may have cancelled it meanwhile.
        const now = await records.get('stamp-batches', id);
        if (now?.state !== 'running' || (!inHand.has(item._id) && (await one(now, item)))) found.held = true;
      }
    };
    const one = async (now: StampBatchRecord, item: StampBatchItemRecord): Promise<boolean> => {
      inHand.add(item._id);
      try {
        const outcome = await stampItem(deps, { batch: now, item, owner });
        if (outcome === 'stamped') found.stamped++;
        if (typeof outcome !== 'object') return outcome === 'later';
        const { code, details } = outcome.stop;
        await endBatch(deps, id, { state: 'stopped', stop: { code, details } });
        return true;
      } finally {
        inHand.delete(item._id);
      }
    };
    // Every one of them has let go of its document before anything is told.
    const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, work));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    return { stamped: found.stamped, again: !found.held && free.length > 0 };
  }

  async function round(): Promise<number> {
    let total = 0;
    const done = new Set<string>();
    for (;;) {
      const batches = (await running()).filter(({ _id }) => !done.has(_id));
      if (batches.length === 0 || stopping) return total;
      for (const { _id } of batches) {
        const { stamped, again } = await slice(_id);
        total += stamped;
        if (!again) done.add(_id);
      }
    }
  }

  return {
    round: () => (current ??= round().finally(() => (current = null))),
    async stop() {
      stopping = true;
      await current?.catch(() => undefined);
    },
  };
}
