import type { Clock, JournalDesk } from '../platform.ts';
import type { RecordStore } from '../storage/index.ts';

/** What the life of seals is recorded with. */
export interface SealDependencies {
  readonly records: RecordStore;
  readonly journal: Pick<JournalDesk, 'poke'>;
  readonly clock: Clock;
}
