/** Keeps statistics from the journal, whoever did something and on which server; nothing is counted when somebody does it, and nothing when somebody asks. */
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { generationPrefix } from '../../domain/statistics/index.ts';
import { MAX_PAGE, type RecordStore, type Store } from '../storage/index.ts';
import { countEntries } from './count-entries.ts';
import { countingPlace, moveCounting } from './place.ts';

/** What counting takes. */
export interface CountingDependencies {
  readonly store: Pick<Store, 'records' | 'journal'>;
}

const PAGE = 500;
/** Pages of one round: others want to read too. */
const MOST_PAGES = 20;

/** Counts what is new in the journal; resolves with how many entries were looked at. Two servers at once count each entry once. */
export async function followStatistics({ store: { records, journal } }: CountingDependencies): Promise<number> {
  let place = await countingPlace(records);
  const { generation } = place;
  let looked = 0;
  try {
    for (let page = 0; page < MOST_PAGES; page++) {
      const entries = await journal.read(place.sequence + 1, PAGE);
      if (entries.length === 0) break;
      await countEntries(records, generation, entries);
      place = await moveCounting(records, place, { generation, sequence: place.sequence + entries.length });
      looked += entries.length;
      if (entries.length < PAGE) break;
    }
  } catch (error) {
    // Another server counts the same: what is left is counted in the next round.
    if (!isYinzhengError(error, 'VERSION_CONFLICT', 'ALREADY_EXISTS')) throw error;
  }
  return looked;
}

/** What counting anew found. */
export interface RebuiltStatistics {
  /** Entries of the journal that were counted. */
  readonly entries: number;
  readonly generation: number;
}

/**
 * Counts the whole journal anew, beside what is there, which is read until the new counting takes its place and is removed then. Servers may run.
 * What was interrupted is begun again.
 * @throws {YinzhengError} VERSION_CONFLICT when somebody else counts anew at the same time
 */
export async function rebuildStatistics({ store: { records, journal } }: CountingDependencies): Promise<RebuiltStatistics> {
  const generation = (await countingPlace(records)).generation + 1;
  let sequence = 0;
  for (;;) {
    const entries = await journal.read(sequence + 1, PAGE);
    if (entries.length > 0) {
      await countEntries(records, generation, entries);
      sequence += entries.length;
    }
    if (entries.length === PAGE) continue;
    const place = await countingPlace(records);
    // A server that counts on in what was there has no say in where this one has come to.
    if (place.generation >= generation) throw new YinzhengError('VERSION_CONFLICT');
    try {
      await moveCounting(records, place, { generation, sequence });
      break;
    } catch (error) {
      if (!isYinzhengError(error, 'VERSION_CONFLICT', 'ALREADY_EXISTS')) throw error;
    }
  }
  for (const collection of ['statistics', 'licence-standings'] as const) await forgetBefore(records, collection, generation);
  return { entries: sequence, generation };
}

async function forgetBefore(
  records: RecordStore,
  collection: 'statistics' | 'licence-standings',
  generation: number,
): Promise<void> {
  for (;;) {
    const page = await records.list(collection, { limit: MAX_PAGE });
    const old = page.filter(({ _id }) => _id < generationPrefix(generation));
    for (const { _id } of old) await records.remove(collection, _id);
    if (old.length < MAX_PAGE) return;
  }
}
