/** What the use cases of sharing are given. */
import type { CryptoProvider } from '../../crypto/index.ts';
import type { Clock, JournalDesk, Random } from '../platform.ts';
import type { Store } from '../storage/index.ts';
import type { Quota } from '../transients/index.ts';
import type { VerificationDependencies } from '../verification/index.ts';
import type { Patience } from './patience.ts';

/** Everything that sharing takes. */
export interface SharingDependencies {
  readonly store: Pick<Store, 'records' | 'blobs'>;
  readonly journal: JournalDesk;
  readonly clock: Clock;
  readonly random: Random;
  readonly crypto: CryptoProvider;
  readonly quota: Quota;
  /** Verifying of files, over the register of the installation. */
  readonly verification: VerificationDependencies;
  /** Base of the addresses that are given out, without a slash at the end. */
  readonly publicUrl: string;
  /** How long slow sources are waited for. */
  readonly patience: Patience;
}
