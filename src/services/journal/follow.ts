/** Following the journal: looking at each entry once, in order, and remembering how far one is. */
import { isYinzhengError } from '../../base/errors/index.ts';
import type { JournalEntry } from '../../domain/journal/index.ts';
import type { SettingRecord, Store } from '../storage/index.ts';

const PAGE = 500;
/** Pages of one round: others want to read too. */
const MOST_PAGES = 20;

/**
 * Gives what is new in the journal to `take`; resolves with how many entries it took. Two servers at once give the same entries, and after a crash
 * some come again: what `take` does with one has to be harmless the second time.
 * @param place `_id` in `settings` of the number of the last entry that was looked at
 */
export async function followJournal(
  { records, journal }: Pick<Store, 'records' | 'journal'>,
  place: string,
  take: (entry: JournalEntry) => Promise<boolean>,
): Promise<number> {
  let known = await records.get('settings', place);
  let next = Number(known?.value['sequence'] ?? 0) + 1;
  let taken = 0;
  for (let page = 0; page < MOST_PAGES; page++) {
    const entries = await journal.read(next, PAGE);
    if (entries.length === 0) break;
    for (const entry of entries) if (await take(entry)) taken++;
    next += entries.length;
    const moved: SettingRecord = { _id: place, schema: 1, version: (known?.version ?? 0) + 1, value: { sequence: next - 1 } };
    try {
      await (known ? records.replace('settings', moved) : records.insert('settings', moved));
    } catch (error) {
      // Another server is further: it goes on.
      if (isYinzhengError(error, 'VERSION_CONFLICT', 'ALREADY_EXISTS')) return taken;
      throw error;
    }
    known = moved;
    if (entries.length < PAGE) break;
  }
  return taken;
}
