/** The high-water mark: an older copy of a store, which would revive licences that were ended since, is noticed by it. */
import { YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Clock } from '../platform.ts';
import type { OpenStore } from '../storage/index.ts';
import type { MarkKeeper } from './ports.ts';

/** The mark follows the journal's head at most this often, ms. */
const WRITE_EVERY = 1000;

/**
 * Sees that a store is not older than what was seen of it: its journal reaches the mark, and has the same entry there.
 * Rejects with STORE_ROLLED_BACK, DATA_MISSING when what was seen was another store.
 */
export async function checkHighWater(store: Pick<OpenStore, 'identity' | 'journal'>, keeper: MarkKeeper): Promise<void> {
  const mark = await keeper.read();
  if (mark === null) return;
  if (mark.store !== store.identity.id) throw new YinzhengError('DATA_MISSING', { path: keeper.place });
  if (mark.sequence === 0) return;
  const head = await store.journal.head();
  const rolledBack = new YinzhengError('STORE_ROLLED_BACK', { found: head.sequence, expected: mark.sequence });
  if (head.sequence < mark.sequence) throw rolledBack;
  const [entry] = await store.journal.read(mark.sequence, 1);
  if (entry?.hash !== mark.hash) throw rolledBack;
}

/** Lets a mark follow the journal. */
export interface MarkWriter {
  /** Told that the journal has a new, durable head. */
  readonly onHead: () => void;
  /** Writes what was told and is not written yet. Rejects with FILE_UNWRITABLE, STORE_UNAVAILABLE. */
  readonly flush: () => Promise<void>;
}

/**
 * A writer that has written nothing yet. Several processes may write the same mark: each looks at the journal again after it has
 * written, so that whoever overtook another unknowingly writes once more, and the last word is the furthest head.
 */
export function createMarkWriter(options: {
  readonly keeper: MarkKeeper;
  readonly store: Pick<OpenStore, 'identity' | 'journal'>;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}): MarkWriter {
  const { keeper, clock, onError } = options;
  const { identity, journal } = options.store;
  let rung = false;
  let timer: NodeJS.Timeout | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  /** Whether the journal may be further than the mark that was written. */
  async function write(): Promise<boolean> {
    if (!rung) return false;
    rung = false;
    try {
      const head = await journal.head();
      const known = await keeper.read();
      if (known?.store === identity.id && known.sequence >= head.sequence) return false;
      await keeper.write({ store: identity.id, sequence: head.sequence, hash: head.hash, at: isoInstant(clock.now()) });
      const { sequence } = await journal.head();
      if (sequence <= head.sequence) return false;
      rung = true;
      return true;
    } catch (error) {
      rung = true;
      throw error;
    }
  }

  function takeTurn(): Promise<boolean> {
    const work = turn.then(write);
    turn = work.catch(() => undefined);
    return work;
  }

  function wait(): void {
    timer ??= setTimeout(() => {
      timer = null;
      takeTurn()
        .then((further) => (further ? wait() : undefined))
        .catch(onError);
    }, WRITE_EVERY).unref();
  }

  function waitNoMore(): void {
    if (timer) clearTimeout(timer);
    timer = null;
  }

  return {
    onHead() {
      rung = true;
      wait();
    },
    async flush() {
      waitNoMore();
      if (await takeTurn()) await takeTurn();
      waitNoMore();
    },
  };
}
