/** Encrypting files in a thread beside the one that serves: SM4 and HMAC-SM3 of a licence take longer than all of its HTTP. */
import { Worker } from 'node:worker_threads';
import { sealBlob, type BlobKeys } from './encrypted.ts';

/** The thread's own objects are few; buffers do not count. */
const HEAP = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 8 } as const;

/** Encrypts a file for an address, as {@link sealBlob} does; under keys of its own where they are given. */
export type SealBlob = (address: string, bytes: Uint8Array, own?: BlobKeys) => Promise<Uint8Array>;

/** What the thread is asked; its answer is a {@link SealingAnswer} with the same number. */
export interface SealingTask {
  readonly number: number;
  readonly address: string;
  readonly bytes: Uint8Array;
  /** Keys of the file alone; those of the store when absent. */
  readonly own?: BlobKeys | undefined;
}

/** What the thread answers. */
export interface SealingAnswer {
  readonly number: number;
  readonly envelope: Uint8Array;
}

/** A thread that encrypts. */
export interface SealingThread {
  readonly seal: SealBlob;
  close(): Promise<void>;
}

/**
 * Starts the thread. When it has ended, for whatever reason, files are encrypted here, those included that it was at.
 * @param input.program file that answers each {@link SealingTask} it is sent; its `workerData` are the keys
 */
export function createSealingThread({ program, keys }: { readonly program: string; readonly keys: BlobKeys }): SealingThread {
  const waiting = new Map<number, { readonly answer: (envelope: Uint8Array) => void; readonly fail: () => void }>();
  const worker = new Worker(program, { workerData: keys, resourceLimits: HEAP });
  let alive = true;
  let last = 0;
  worker.unref();
  worker.on('message', ({ number, envelope }: SealingAnswer) => {
    waiting.get(number)?.answer(envelope);
    waiting.delete(number);
  });
  // Without a listener an error in the thread would end the process; its exit follows.
  worker.on('error', () => undefined);
  worker.on('exit', () => {
    alive = false;
    for (const { fail } of waiting.values()) fail();
    waiting.clear();
  });
  return {
    seal(address, bytes, own) {
      const here = (): Promise<Uint8Array> => Promise.resolve().then(() => sealBlob(own ?? keys, address, bytes));
      if (!alive) return here();
      return new Promise((resolve) => {
        const number = ++last;
        waiting.set(number, { answer: resolve, fail: () => resolve(here()) });
        worker.postMessage({ number, address, bytes, own } satisfies SealingTask);
      });
    },
    async close() {
      await worker.terminate();
    },
  };
}
