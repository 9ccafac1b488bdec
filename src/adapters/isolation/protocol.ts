/** What goes between the serving process and the threads that read documents: plain values that are copied. */
import type { Instant } from '../../base/time.ts';
import type { Verification } from '../../documents/index.ts';
import type { ThreadError } from './thread-pool.ts';
import type { RegisterEntry, ValidationData, VerificationPolicy } from '../../pki/index.ts';

/** What a thread is started with. */
export interface ThreadSettings {
  readonly trustFolder: string;
  readonly policy: VerificationPolicy;
}

/** One document to be verified. */
export interface ThreadTask {
  readonly bytes: Uint8Array;
  readonly at: Instant;
  readonly proofOfExistence: RegisterEntry | null;
  readonly validationData?: ValidationData;
  /** EvidenceRecord (RFC 4998), DER. */
  readonly evidenceRecord?: Uint8Array;
}

/** What a thread answers. */
export type ThreadAnswer = Verification | ThreadError;
