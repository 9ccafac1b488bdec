import type { CryptoProvider } from '../../crypto/index.ts';
import type { Clock, JournalDesk, Random } from '../platform.ts';
import type { RecordStore } from '../storage/index.ts';

/** What administering systems takes. */
export interface ClientDependencies {
  readonly records: RecordStore;
  readonly journal: JournalDesk;
  readonly clock: Clock;
  readonly random: Random;
  readonly crypto: CryptoProvider;
}
