export type { ThreadAnswer, ThreadSettings, ThreadTask } from './protocol.ts';
export { createVerifierPool, type VerifierPool, type VerifierPoolOptions } from './verifier-pool.ts';
