/** What the use cases of verification are given. */
import type { DocumentEngine } from '../../documents/index.ts';
import type { PreparedTrust, VerificationPolicy } from '../../pki/index.ts';
import type { Clock, JournalDesk, Random } from '../platform.ts';
import type { Store } from '../storage/index.ts';

/** Everything that verifying takes. */
export interface VerificationDependencies {
  readonly engine: DocumentEngine;
  /** The trust of the moment; may change while the service runs. */
  readonly trust: () => PreparedTrust;
  readonly policy: VerificationPolicy;
  /** Null for a verifier without a register: a command line away from the service. */
  readonly store: Store | null;
  readonly journal: JournalDesk;
  readonly clock: Clock;
  readonly random: Random;
}
