/** Threads that read foreign documents: a file that costs too much ends its thread, never the service. */
import { availableParallelism } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Piscina } from 'piscina';
import { YinzhengError, type ErrorCode, type ErrorDetails } from '../../base/errors/index.ts';
import { createQueue } from '../platform/queue.ts';

/** Longest time for one document, ms. */
const LONGEST = 10_000;
const MOST_WAITING = 64;
/** Memory of a thread's own heap, MB; buffers come on top and are bounded by the limits of the readers. */
const HEAP_MEGABYTES = 512;

/** The build puts it beside whatever file this module becomes a part of. */
const LOADER = fileURLToPath(new URL('./thread.cjs', import.meta.url));

/** How the threads are started. */
export interface ThreadPoolOptions {
  /** Program of a thread. */
  readonly program: string;
  /** What each is started with. */
  readonly settings?: unknown;
  /** Longest time for one document, ms. */
  readonly longest?: number | undefined;
  /** Threads; one fewer than processors when absent, one at least. */
  readonly threads?: number | undefined;
}

/** What a thread is started with. */
export interface ThreadData<Settings = unknown> {
  /** URL of its program. */
  readonly program: string;
  readonly settings: Settings;
}

/** What a thread answers: typed errors cross as values, so that their class is kept. */
export interface ThreadError {
  readonly error: { readonly code: ErrorCode; readonly details: ErrorDetails };
}

/** A pool of threads, each doing one task at a time. */
export interface ThreadPool<Task, Result> {
  /** Rejects with what the thread answers, DOCUMENT_TOO_COSTLY when it had to be ended, SERVICE_BUSY when too many wait. */
  run(task: Task): Promise<Result>;
  close(): Promise<void>;
}

/** Starts the threads, which are ready when first asked. */
export function createThreadPool<Task, Result extends object>(options: ThreadPoolOptions): ThreadPool<Task, Result> {
  const { program, settings, longest = LONGEST, threads = Math.max(1, availableParallelism() - 1) } = options;
  const pool = new Piscina<Task, Result | ThreadError>({
    filename: LOADER,
    workerData: { program: pathToFileURL(program).href, settings } satisfies ThreadData,
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
  const once = async (task: Task): Promise<Result | ThreadError> => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), longest);
    try {
      return await pool.run(task, { signal: stop.signal });
    } catch (cause) {
      if (stop.signal.aborted || isOfDocument(cause)) throw new YinzhengError('DOCUMENT_TOO_COSTLY', {}, { cause });
      throw cause;
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    async run(task) {
      const answer = await inTurn(() => once(task));
      if ('error' in answer) throw new YinzhengError(answer.error.code, answer.error.details);
      return answer;
    },
    close: () => pool.destroy(),
  };
}

/** Whether a thread came to its end, or to that of the memory it may have, by what it read: no programs of ours end themselves. */
function isOfDocument(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  const { name, message } = cause;
  if ((cause as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY') return true;
  return message.startsWith('worker exited with code') || (name === 'RangeError' && message.includes('allocation failed'));
}
