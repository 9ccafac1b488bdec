import type { Clock, JournalDesk } from '../platform.ts';
import type { RecordStore } from '../storage/index.ts';

/** What administering organisations takes. */
export interface OrganisationDependencies {
  readonly records: RecordStore;
  readonly journal: Pick<JournalDesk, 'poke'>;
  readonly clock: Clock;
  /** Whether this is a demonstration: then so is every organisation that is made. */
  readonly demonstration: boolean;
}
