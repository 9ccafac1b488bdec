import { YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { JournalHead } from '../../domain/journal/index.ts';
import type { Clock } from '../platform.ts';
import type { OpenStore } from '../storage/index.ts';
import type { HighWaterMark, MarkKeeper } from './ports.ts';

/** The mark follows the journal's head at most this often, ms. */
const WRITE_EVERY = 1000;

/**
 * Sees that a store is not older than what was seen of it: its journal reaches the mark, and has the same entry there.
 * Rejects with STORE_ROLLED_BACK, DATA_MISSING when the mark is another store's.
 */
export async function checkHighWater(store: Pick<OpenStore, 'identity' | 'journal'>, keeper: MarkKeeper): Promise<void> {
  const mark = await keeper.read();
  if (mark === null || mark.sequence === 0 || mark.store !== store.identity.id) return;
  const head = await store.journal.head();
  const rolledBack = new YinzhengError('STORE_ROLLED_BACK', { found: head.sequence, expected: mark.sequence });
  if (head.sequence < mark.sequence) throw rolledBack;
  const [entry] = await store.journal.read(mark.sequence, 1);
  if (entry?.hash !== mark.hash) throw rolledBack;
}

/** Lets a mark follow the journal. */
export interface MarkWriter {
  /** Told of each durable head. */
  readonly onHead: (head: JournalHead) => void;
  /** Writes the last head told. Rejects with FILE_UNWRITABLE. */
  flush(): Promise<void>;
}

/** A writer that has written nothing yet. Other processes may write the same mark: it never goes back. */
export function createMarkWriter(options: {
  readonly keeper: MarkKeeper;
  readonly store: Pick<OpenStore, 'identity'>;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}): MarkWriter {
  const { keeper, clock, onError } = options;
  const store = options.store.identity.id;
  let last: JournalHead | null = null;
  let timer: NodeJS.Timeout | null = null;
  let turn: Promise<void> = Promise.resolve();

  async function write(): Promise<void> {
    const head = last;
    last = null;
    if (!head) return;
    const known: HighWaterMark | null = await keeper.read();
    if (known?.store === store && known.sequence >= head.sequence) return;
    await keeper.write({ store, ...head, at: isoInstant(clock.now()) });
  }

  return {
    onHead(head) {
      last = head;
      timer ??= setTimeout(() => {
        timer = null;
        turn = turn.then(write).catch(onError);
      }, WRITE_EVERY).unref();
    },
    async flush() {
      if (timer) clearTimeout(timer);
      timer = null;
      await turn;
      await write();
    },
  };
}
