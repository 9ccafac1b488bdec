import type { Verification } from '../../documents/index.ts';
import type { IsolatedVerifier } from '../../services/verification/index.ts';
import type { ThreadSettings, ThreadTask } from './protocol.ts';
import { createThreadPool, type ThreadPoolOptions } from './thread-pool.ts';

/** How the threads are started. */
export interface VerifierPoolOptions extends ThreadPoolOptions {
  readonly settings: ThreadSettings;
}

/** A pool of verifying threads. */
export interface VerifierPool extends IsolatedVerifier {
  close(): Promise<void>;
}

/** Starts the threads, which are ready when first asked. */
export function createVerifierPool(options: VerifierPoolOptions): VerifierPool {
  const pool = createThreadPool<ThreadTask, Verification>(options);
  return {
    verify: (bytes, { at, proofOfExistence, validationData, evidenceRecord }) =>
      pool.run({
        bytes,
        at,
        proofOfExistence,
        ...(validationData && { validationData }),
        ...(evidenceRecord && { evidenceRecord }),
      }),
    close: () => pool.close(),
  };
}
