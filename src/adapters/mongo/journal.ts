/**
 * The journal in MongoDB: one document for each append, whose `_id` is the sequence of its first entry. A document is there wholly or not
 * at all, and of two appends to the same head one finds its `_id` taken: so there is no gap, no fork and no half of an append, without
 * transactions. docs/decisions/mongodb.md says why no event comes twice.
 */
import { YinzhengError } from '../../base/errors/index.ts';
import { EMPTY_HEAD, type JournalEntry, type JournalHead } from '../../domain/journal/index.ts';
import { checkRecordId, isRecordId, MAX_APPEND_BYTES, pageLimit, type JournalStore } from '../../services/storage/index.ts';
import type { Database } from './connection.ts';
import { asking, isDuplicate } from './failure.ts';

const JOURNAL = 'journal';
/** An append. */
interface AppendDocument {
  /** Sequence of its first entry. */
  readonly _id: number;
  /** Sequence and hash of its last entry. */
  readonly last: number;
  readonly hash: string;
  /** Ids of its events. */
  readonly events: readonly string[];
  /** Its entries as a JSON list. */
  readonly json: string;
}

/** Makes the indexes that are not there yet. Rejects with STORE_UNAVAILABLE. */
export async function ensureJournalIndexes(database: Database): Promise<void> {
  await asking(async () => {
    await database.collection(JOURNAL).createIndex({ last: 1 }, { name: 'last' }, undefined);
    await database.collection(JOURNAL).createIndex({ events: 1 }, { name: 'events', unique: true }, undefined);
  });
}

/** The journal of a database. */
export function createJournalStore(database: Database): JournalStore {
  const appends = database.collection<AppendDocument>(JOURNAL);

  async function head(): Promise<JournalHead> {
    const last = await appends.findOne({}, { sort: { _id: -1 }, projection: { last: 1, hash: 1 } });
    return last ? { sequence: last.last, hash: last.hash } : EMPTY_HEAD;
  }

  async function known(eventIds: readonly string[]): Promise<ReadonlySet<string>> {
    const asked = new Set(eventIds.filter(isRecordId));
    if (asked.size === 0) return new Set();
    const found = await appends.find({ events: { $in: [...asked] } }, { projection: { events: 1 } }).toArray();
    return new Set(found.flatMap(({ events }) => events).filter((id) => asked.has(id)));
  }

  return {
    head: () => asking(head),
    known: (eventIds) => asking(() => known(eventIds)),

    read: (from, limit) =>
      asking(async () => {
        const first = Math.max(1, Math.trunc(from));
        const most = pageLimit(limit);
        const entries: JournalEntry[] = [];
        const cursor = appends.find({ last: { $gte: first } }, { sort: { last: 1 }, limit: most, batchSize: 64 });
        try {
          for await (const append of cursor) {
            entries.push(...parse(append).filter(({ sequence }) => sequence >= first));
            if (entries.length >= most) break;
          }
        } finally {
          await cursor.close();
        }
        return entries.slice(0, most);
      }),

    async append(entries) {
      const [first] = entries;
      if (!first) return;
      for (const { event } of entries) checkRecordId(event.id);
      const append = documentOf(first, entries);
      await asking(async () => {
        // First the head and then the events: whatever another appends after the head was read takes this append's _id.
        if (!continues(await head(), entries)) throw new YinzhengError('VERSION_CONFLICT');
        if ((await known(append.events)).size > 0) throw new YinzhengError('VERSION_CONFLICT');
        try {
          await appends.insertOne(append);
        } catch (error) {
          if (isDuplicate(error)) throw new YinzhengError('VERSION_CONFLICT');
          throw error;
        }
      });
    },
  };
}

function continues(head: JournalHead, entries: readonly JournalEntry[]): boolean {
  let current = head;
  const events = new Set<string>();
  for (const { sequence, previous, hash, event } of entries) {
    if (sequence !== current.sequence + 1 || previous !== current.hash || events.has(event.id)) return false;
    events.add(event.id);
    current = { sequence, hash };
  }
  return true;
}

function documentOf(first: JournalEntry, entries: readonly JournalEntry[]): AppendDocument {
  const last = entries[entries.length - 1] ?? first;
  const json = JSON.stringify(entries);
  if (Buffer.byteLength(json) > MAX_APPEND_BYTES) throw new YinzhengError('INPUT_TOO_LARGE', { limit: MAX_APPEND_BYTES });
  return { _id: first.sequence, last: last.sequence, hash: last.hash, events: entries.map(({ event }) => event.id), json };
}

/** The entries of a document. What the document says beside them must be what they say: by that they are found and continued. */
function parse(append: AppendDocument): readonly JournalEntry[] {
  let entries: readonly Partial<JournalEntry>[];
  try {
    entries = JSON.parse(append.json) as readonly Partial<JournalEntry>[];
    const last = entries[entries.length - 1];
    const agrees =
      entries[0]?.sequence === append._id &&
      last?.sequence === append.last &&
      last.hash === append.hash &&
      entries.length === append.events.length &&
      entries.every(({ event }, index) => event?.id === append.events[index]);
    if (!agrees) throw new Error('an append whose parts disagree');
  } catch (cause) {
    throw new YinzhengError('STORE_DAMAGED', { what: 'journal' }, { cause });
  }
  return entries as readonly JournalEntry[];
}
