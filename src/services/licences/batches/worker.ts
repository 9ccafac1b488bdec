/** Checks and issues the batches that are to be, whichever server took them in: a batch is leased, a part at a time. */
import { isYinzhengError } from '../../../base/errors/index.ts';
import { isoInstant } from '../../../base/time.ts';
import { MAX_PAGE, type IssueBatchPartRecord, type IssueBatchRecord } from '../../storage/index.ts';
import type { LicenceDependencies } from '../ports.ts';
import { beginChecking, checkPart, type Checking } from './check.ts';
import { changeIssueBatch, type IssueBatchChange } from './change.ts';
import { endFacts, over } from './control.ts';
import { issuePart } from './issue-part.ts';
import { partId } from './model.ts';

/** How long a batch is left to the server that has it in hand, ms; a part takes seconds. */
const LEASE = 60_000;

/** A server's share in the work. */
export interface IssueBatchWorker {
  /** Works until nothing is left that could be done now; resolves to how many rows were issued. Rejects with STORE_UNAVAILABLE. */
  round(): Promise<number>;
  /** Takes up nothing more; resolves when what is in hand is done. */
  stop(): Promise<void>;
}

/**
 * A worker that has nothing in hand yet.
 * @param options.owner who works: after a crash the next process of the same name goes on at once, any other when the lease is over
 * @param options.only works on this batch alone
 */
export function createIssueBatchWorker(
  deps: LicenceDependencies,
  { owner, only }: { readonly owner: string; readonly only?: string },
): IssueBatchWorker {
  const { records } = deps.store;
  let stopping = false;
  let current: Promise<number> | null = null;

  const lease = () => ({ owner, until: isoInstant(deps.clock.now() + LEASE) });

  /** Takes a batch in hand; null when another server has it, or there is nothing to do any more. */
  async function take(id: string): Promise<IssueBatchRecord | null> {
    const found = { ours: false };
    const taken = await changeIssueBatch(deps, id, (batch) => {
      const free = batch.lease === null || batch.lease.owner === owner || Date.parse(batch.lease.until) <= deps.clock.now();
      found.ours = free && (batch.state === 'checking' || batch.state === 'running');
      return found.ours ? { lease: lease() } : null;
    });
    return found.ours ? taken : null;
  }

  /** Writes what was done with a part; null when the batch is over, or in other hands. */
  async function step(
    batch: IssueBatchRecord,
    change: (now: IssueBatchRecord) => IssueBatchChange,
  ): Promise<IssueBatchRecord | null> {
    const found = { ours: false };
    const changed = await changeIssueBatch(deps, batch._id, (now) => {
      found.ours = now.state === batch.state && now.lease?.owner === owner && now.next === batch.next;
      return found.ours ? { lease: lease(), ...change(now) } : null;
    });
    return found.ours ? changed : null;
  }

  const partOf = ({ _id, next }: IssueBatchRecord) => records.get('issue-batch-parts', partId(_id, next));
  const keep = (part: IssueBatchPartRecord, results: IssueBatchPartRecord['results']): Promise<void> =>
    records.replace('issue-batch-parts', { ...part, version: part.version + 1, results });

  async function check(taken: IssueBatchRecord): Promise<void> {
    // Case numbers of parts that were looked at before are to be met again: it begins anew.
    let batch = await step(taken, () => ({ next: 0, counts: { checked: 0, wrong: 0, issued: 0, failed: 0 } }));
    let checking: Checking;
    try {
      checking = await beginChecking(deps, taken);
    } catch (error) {
      if (!isYinzhengError(error) || error.code === 'STORE_UNAVAILABLE') throw error;
      const { code, details } = error;
      await step(batch ?? taken, (now) => refused({ ...now, fault: { code, details } }));
      return;
    }
    while (batch && batch.next < batch.parts && !stopping) {
      const part = await partOf(batch);
      const { results, wrong } = part ? await checkPart(deps, batch, { part, checking }) : { results: [], wrong: 0 };
      // Most parts have nothing wrong, and stay as they were written.
      if (part && (wrong > 0 || part.results.some((result) => result !== null))) await keep(part, results);
      batch = await step(batch, ({ next, counts }) => ({
        ...{ next: next + 1, counts: { ...counts, checked: counts.checked + results.length, wrong: counts.wrong + wrong } },
      }));
    }
    if (batch && batch.next >= batch.parts)
      await step(batch, (now) => (now.counts.wrong > 0 ? refused(now) : { state: 'ready', next: 0, lease: null }));
  }

  function refused(batch: IssueBatchRecord): IssueBatchChange {
    const { fault, maker: actor } = batch;
    return {
      state: 'refused',
      fault,
      ...over(deps),
      event: { kind: 'issue-batch-ended', actor, facts: endFacts(batch, 'refused') },
    };
  }

  async function issue(taken: IssueBatchRecord): Promise<number> {
    let batch: IssueBatchRecord | null = taken;
    let issued = 0;
    while (batch && batch.next < batch.parts) {
      const part = await partOf(batch);
      let isOver = false;
      const id: string = batch._id;
      // Somebody may cancel it while its rows are issued.
      const watch = async (): Promise<void> => {
        const now = await records.get('issue-batches', id);
        isOver ||= now?.state !== 'running' || now.lease?.owner !== owner;
      };
      const watching = setWatch(watch);
      const outcome = part
        ? await issuePart(deps, batch, { part, isOver: () => (watching.ask(), isOver || stopping) })
        : { results: [], later: false, stop: null };
      if (part) await keep(part, outcome.results);
      const isWhole = outcome.results.every((result) => result !== null);
      const before = part?.results ?? [];
      const fresh = outcome.results.filter((result, index) => result !== null && (before[index] ?? null) === null);
      const made = fresh.filter((result) => result !== null && 'identifier' in result).length;
      issued += made;
      batch = await step(batch, (now) => {
        const counts = { ...now.counts, issued: now.counts.issued + made, failed: now.counts.failed + fresh.length - made };
        const next = isWhole ? now.next + 1 : now.next;
        if (!outcome.stop) return { counts, next, ...(isWhole ? {} : { lease: null }) };
        const { code, details } = outcome.stop;
        const stopped = { ...now, counts, fault: { code, details } };
        return {
          ...{ state: 'stopped', counts, next, fault: stopped.fault, ...over(deps) },
          event: { kind: 'issue-batch-ended', actor: now.starter ?? now.maker, facts: endFacts(stopped, 'stopped') },
        };
      });
      if (!isWhole || stopping) return issued;
    }
    if (batch)
      await step(batch, (now) => ({
        ...{ state: 'done', ...over(deps) },
        event: { kind: 'issue-batch-ended', actor: now.starter ?? now.maker, facts: endFacts(now, 'done') },
      }));
    return issued;
  }

  async function round(): Promise<number> {
    let issued = 0;
    for (const state of ['checking', 'running'] as const) {
      for (const { _id } of await records.find('issue-batches', { index: 'state', equals: state, limit: MAX_PAGE })) {
        if (only !== undefined && only !== _id) continue;
        if (stopping) return issued;
        const taken = await take(_id);
        if (taken?.state === 'checking') await check(taken);
        else if (taken) issued += await issue(taken);
      }
    }
    return issued;
  }

  return {
    round: () => (current ??= round().finally(() => (current = null))),
    async stop() {
      stopping = true;
      await current?.catch(() => undefined);
    },
  };
}

/** Asks again when it was answered, so that a question is always on its way and never two. */
function setWatch(look: () => Promise<void>): { readonly ask: () => void } {
  let running = false;
  return {
    ask() {
      if (running) return;
      running = true;
      void look()
        .catch(() => undefined)
        .finally(() => (running = false));
    },
  };
}
