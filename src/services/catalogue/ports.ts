import type { CryptoProvider } from '../../crypto/index.ts';
import type { Clock, JournalDesk } from '../platform.ts';
import type { RecordStore } from '../storage/index.ts';

/** What keeping the catalogue takes. */
export interface CatalogueDependencies {
  readonly records: RecordStore;
  readonly crypto: Pick<CryptoProvider, 'digest'>;
  readonly journal: Pick<JournalDesk, 'poke'>;
  readonly clock: Clock;
  /** Whether this is a demonstration. */
  readonly demonstration: boolean;
}
