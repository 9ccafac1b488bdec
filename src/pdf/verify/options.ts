import type { Zlib } from '../../base/zlib.ts';
import type { Instant } from '../../base/time.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { Certificate, PreparedTrust, RegisterEntry, VerificationCache, VerificationPolicy } from '../../pki/index.ts';
import type { PdfLimits } from '../reader/index.ts';

/** What verifying a PDF is given: trust, time and tools. */
export interface PdfVerification {
  readonly trust: PreparedTrust;
  /** Time of validation. */
  readonly at: Instant;
  readonly crypto: CryptoProvider;
  readonly zlib: Zlib;
  readonly policy: VerificationPolicy;
  /** What a register has of the document. */
  readonly registered?: RegisterEntry | undefined;
  readonly cache?: VerificationCache | undefined;
  /** Certificates given besides those in the document; untrusted. */
  readonly certificates?: readonly Certificate[] | undefined;
  readonly limits?: Partial<PdfLimits> | undefined;
}
