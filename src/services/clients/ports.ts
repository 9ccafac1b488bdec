import type { CryptoProvider } from '../../crypto/index.ts';
import type { Clock, JournalDesk, Random } from '../platform.ts';
import type { ClientTrust, KeySets } from '../oauth/index.ts';
import type { RecordStore } from '../storage/index.ts';

/** What administering systems takes. */
export interface ClientDependencies {
  readonly records: RecordStore;
  readonly journal: JournalDesk;
  readonly clock: Clock;
  readonly random: Random;
  readonly crypto: CryptoProvider;
  /** Keys that systems publish; absent where none are fetched. */
  readonly keySets?: Pick<KeySets, 'permits'> | undefined;
  /** Present where the operator believes a CA about certificates of systems. */
  readonly clientTrust?: ClientTrust | undefined;
}
