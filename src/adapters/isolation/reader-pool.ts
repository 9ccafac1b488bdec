import type { CryptoProvider } from '../../crypto/index.ts';
import { readerOver, type ReaderResult, type ReaderTask, type ReadingThreads } from './reader-work.ts';
import { createThreadPool, type ThreadPoolOptions } from './thread-pool.ts';

/** A pool of threads that read documents to be stamped, and paint seals. */
export interface ReaderPool extends ReadingThreads {
  close(): Promise<void>;
}

/** Starts the threads, which are ready when first asked. */
export function createReaderPool(options: ThreadPoolOptions & { readonly crypto: CryptoProvider }): ReaderPool {
  const pool = createThreadPool<ReaderTask, ReaderResult>(options);
  return { ...readerOver({ crypto: options.crypto }, (task) => pool.run(task)), close: () => pool.close() };
}
