import type { JournalEntry } from '../../src/domain/journal/index.ts';
import type { Store } from '../../src/services/storage/index.ts';

/** The newest entries of a journal, which tests share and fill: the first thousand would be those of others. */
export async function newestEntries({ journal }: Pick<Store, 'journal'>): Promise<readonly JournalEntry[]> {
  const { sequence } = await journal.head();
  return journal.read(Math.max(1, sequence - 999), 1000);
}
