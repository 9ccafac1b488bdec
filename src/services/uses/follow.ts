/** Makes uses from the journal: each entry that is one becomes a record by which its holders find it, once, whoever made it and on which server. */
import { isYinzhengError } from '../../base/errors/index.ts';
import { isUse, licenceOfEvent, useOfEntry, useTimePrefix } from '../../domain/use/index.ts';
import type { JournalEntry } from '../../domain/journal/index.ts';
import { followJournal } from '../journal/index.ts';
import type { Clock } from '../platform.ts';
import { MAX_PAGE, type RecordStore, type Store } from '../storage/index.ts';

/** What following the journal takes. */
export interface FollowDependencies {
  readonly store: Pick<Store, 'records' | 'journal'>;
}

/** `_id` in `settings` of the number of the last entry that was looked at. */
const PLACE = 'use-log';
/** How long uses are kept for their holders, ms: three years. The journal is kept for ever. */
export const USES_KEPT = 3 * 365 * 86_400_000;

/** Looks at what is new in the journal; resolves with how many uses were found. Two servers at once find the same, and write each once. */
export async function followUses({ store: { records, journal } }: FollowDependencies): Promise<number> {
  return followJournal({ records, journal }, PLACE, (entry) =>
    isUse(entry.event) ? keep(records, entry) : Promise.resolve(false),
  );
}

async function keep(records: RecordStore, entry: JournalEntry): Promise<boolean> {
  const id = licenceOfEvent(entry.event);
  const licence = id === null ? null : await records.get('licences', id);
  const use = useOfEntry(entry, licence?.destroyed ? null : licence);
  // What is about a destroyed licence is nobody's any more.
  if (!use || (id !== null && !use.licence)) return false;
  try {
    await records.insert('uses', use);
    return true;
  } catch (error) {
    if (isYinzhengError(error, 'ALREADY_EXISTS')) return false;
    throw error;
  }
}

/** Forgets uses of more than three years ago; resolves with how many. */
export async function sweepUses({ records, clock }: { readonly records: RecordStore; readonly clock: Clock }): Promise<number> {
  let forgotten = 0;
  for (let after = useTimePrefix(clock.now() - USES_KEPT); ;) {
    const page = await records.list('uses', { after, limit: MAX_PAGE });
    const over = page.filter(({ pending }) => !pending);
    for (const { _id } of over) await records.remove('uses', _id);
    forgotten += over.length;
    after = page.at(-1)?._id ?? after;
    if (page.length < MAX_PAGE) return forgotten;
  }
}

/** Forgets the uses of a licence that was destroyed: they have the numbers of its holders. */
export async function forgetUsesOf(records: RecordStore, licence: string): Promise<void> {
  for (;;) {
    const page = await records.find('uses', { index: 'licence', equals: licence, limit: MAX_PAGE });
    for (const { _id } of page) await records.remove('uses', _id);
    if (page.length < MAX_PAGE) return;
  }
}
