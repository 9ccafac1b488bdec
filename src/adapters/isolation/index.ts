export type { ThreadAnswer, ThreadSettings, ThreadTask } from './protocol.ts';
export { createReaderPool, type ReaderPool } from './reader-pool.ts';
export { createReaderWork, readerHere, readerOver, type ReaderResult, type ReaderTask } from './reader-work.ts';
export type { ThreadData, ThreadError } from './thread-pool.ts';
export { createVerifierPool, type VerifierPool, type VerifierPoolOptions } from './verifier-pool.ts';
