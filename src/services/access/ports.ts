/** What the use cases of access are given. */
import type { CryptoProvider } from '../../crypto/index.ts';
import type { Clock, JournalDesk, Random } from '../platform.ts';
import type { BlobStore, RecordStore } from '../storage/index.ts';
import type { Quota } from '../transients/index.ts';
import type { Attempts } from './attempts.ts';
import type { SessionRules } from './session-rules.ts';

/** Turns passwords into strings that tell nothing of them, slowly. Adapter: `adapters/platform/password.ts`. */
export interface PasswordHasher {
  /** The hash of a password with its parameters and a fresh salt, in PHC string format. */
  hash(password: string): Promise<string>;
  /**
   * True when the password belongs to the hash. With null it does the same work and answers false, so that the time taken does not
   * tell whether there is an account. Rejects with RATE_LIMITED when too many are waiting.
   */
  verify(hash: string | null, password: string): Promise<boolean>;
}

/** Everything that access takes. */
export interface AccessDependencies {
  readonly records: RecordStore;
  readonly journal: JournalDesk;
  readonly clock: Clock;
  readonly random: Random;
  readonly crypto: CryptoProvider;
  readonly hasher: PasswordHasher;
  readonly attempts: Attempts;
  /** How often systems may call. */
  readonly quota: Quota;
  /** Encrypted files, for secrets of authenticators. */
  readonly blobs: Pick<BlobStore, 'keep' | 'get' | 'remove' | 'keyOf'>;
  /** A network address as it may be kept; without it none is. */
  readonly addressPseudonym?: (address: string) => string;
  readonly sessionRules: SessionRules;
  /** Whether demonstration accounts and keys may be used. */
  readonly demonstration: boolean;
}
