/** What this route needs of the services. */
import type { readEntries } from '../../../services/journal/read-entries.ts';
import type { Bound } from '../../bound.ts';

/** The journal, for auditors. */
export interface JournalServices {
  readonly entries: Bound<typeof readEntries>;
}
