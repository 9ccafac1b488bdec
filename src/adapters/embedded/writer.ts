/** Group commit: writes that come while a commit is being flushed share the next one. */
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import type { Environment } from './environment.ts';

const MOST_WRITES_OF_A_COMMIT = 512;

/** Does a write within the transaction. Refuses with a {@link YinzhengError}; what it changed before stays. */
export type Write<T> = () => T;

/** Runs writes, each wholly or not at all. */
export interface Writer {
  /** Resolves when the write is durable. Rejects with what it refused with, or with STORE_UNAVAILABLE. */
  write<T>(write: Write<T>): Promise<T>;
  /** Waits for the writes that were begun, and refuses later ones. */
  close(): Promise<void>;
}

interface Waiting {
  readonly run: () => void;
  readonly settle: (failure: YinzhengError | null) => void;
}

/** The writer of an environment. */
export function createWriter(environment: Environment): Writer {
  let waiting: Waiting[] = [];
  let running: Promise<void> | null = null;
  let closed = false;

  async function commit(batch: readonly Waiting[]): Promise<void> {
    let failure: YinzhengError | null = null;
    try {
      // A child transaction is undone as a whole when a write fails midway, for want of space for instance.
      await environment.root.childTransaction(() => {
        for (const { run } of batch) run();
      });
    } catch (cause) {
      swallow((cause as { commitError?: Promise<unknown> }).commitError);
      failure = new YinzhengError('STORE_UNAVAILABLE', {}, { cause });
    }
    for (const { settle } of batch) settle(failure);
  }

  async function drain(): Promise<void> {
    // What is asked for in this turn of the event loop goes into one commit.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MOST_WRITES_OF_A_COMMIT);
      waiting = waiting.slice(batch.length);
      await commit(batch);
    }
    running = null;
  }

  return {
    write<T>(write: Write<T>) {
      if (closed) return Promise.reject(new YinzhengError('STORE_UNAVAILABLE'));
      return new Promise<T>((resolve, reject) => {
        let outcome: { readonly value: T } | { readonly refusal: YinzhengError };
        waiting.push({
          run: () => {
            try {
              outcome = { value: write() };
            } catch (error) {
              if (!isYinzhengError(error)) throw error;
              outcome = { refusal: error };
            }
          },
          // A refusal may rest on a write of the same commit, so that it waits for the flush too.
          settle: (failure) => {
            if (failure) reject(failure);
            else if ('refusal' in outcome) reject(outcome.refusal);
            else resolve(outcome.value);
          },
        });
        running ??= drain();
      });
    },
    async close() {
      closed = true;
      while (running) await running;
    },
  };
}

/** lmdb tells the cause of a failed commit by a second promise, which must not become an unhandled rejection. */
function swallow(promise: Promise<unknown> | undefined): void {
  promise?.catch(() => undefined);
}
