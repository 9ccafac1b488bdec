/** Threads that read foreign documents: a file that costs too much ends its thread, never the service. */
import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { YinzhengError } from '../../base/errors/index.ts';
import type { IsolatedVerifier } from '../../services/verification/index.ts';
import { createQueue } from '../platform/queue.ts';
import type { ThreadAnswer, ThreadSettings, ThreadTask } from './protocol.ts';

/** Longest time for one document, ms. */
const LONGEST = 10_000;
const MOST_WAITING = 64;
/** Memory of a thread's own heap, MB; buffers come on top and are bounded by the limits of the readers. */
const HEAP_MEGABYTES = 512;

/** How the threads are started. */
export interface VerifierPoolOptions {
  /** Program of a thread. */
  readonly program: string;
  readonly settings: ThreadSettings;
  /** Longest time for one document, ms. */
  readonly longest?: number;
  /** Threads; one fewer than processors when absent, one at least. */
  readonly threads?: number;
}

/** A pool of verifying threads. */
export interface VerifierPool extends IsolatedVerifier {
  close(): Promise<void>;
}

/** Starts the threads, which are ready when first asked. */
export function createVerifierPool(options: VerifierPoolOptions): VerifierPool {
  const { program, settings, longest = LONGEST, threads = Math.max(1, availableParallelism() - 1) } = options;
  const pool = new Piscina<ThreadTask, ThreadAnswer>({
    filename: program,
    workerData: settings,
    minThreads: 1,
    maxThreads: threads,
    idleTimeout: 60_000,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES },
  });
  // Whoever asked hears of it by the rejection of his task; without a listener a thread that fails would end the process.
  pool.on('error', () => undefined);
  // Waiting happens here and not in the pool, so that a document's time begins when it is read.
  const inTurn = createQueue({
    atOnce: threads,
    mostWaiting: MOST_WAITING,
    full: () => new YinzhengError('SERVICE_BUSY', { seconds: 5 }),
  });
  return {
    async verify(bytes, { at, proofOfExistence, validationData, evidenceRecord }) {
      const task = {
        bytes,
        at,
        proofOfExistence,
        ...(validationData && { validationData }),
        ...(evidenceRecord && { evidenceRecord }),
      };
      const answer = await inTurn(() => run(pool, task, longest));
      if ('error' in answer) throw new YinzhengError(answer.error.code, answer.error.details);
      return answer;
    },
    close: () => pool.destroy(),
  };
}

async function run(pool: Piscina<ThreadTask, ThreadAnswer>, task: ThreadTask, longest: number): Promise<ThreadAnswer> {
  const signal = AbortSignal.timeout(longest);
  try {
    return await pool.run(task, { signal });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (signal.aborted || code === 'ERR_WORKER_OUT_OF_MEMORY') throw new YinzhengError('DOCUMENT_TOO_COSTLY', {}, { cause });
    throw cause;
  }
}
