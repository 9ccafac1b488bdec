/** Records in lmdb: JSON under `collection NUL id`, and their index entries beside them in the same transaction. */
import type { Transaction } from 'lmdb';
import { YinzhengError } from '../../base/errors/index.ts';
import {
  checkRecordId,
  indexEntries,
  isRecordId,
  MAX_RECORD_BYTES,
  pageLimit,
  type CollectionName,
  type Collections,
  type IndexQuery,
  type RecordStore,
} from '../../services/storage/index.ts';
import type { Environment } from './environment.ts';
import { afterPrefix, collectionPrefix, indexKey, indexPrefix, recordKey } from './keys.ts';
import { parseStored, reading } from './reading.ts';
import type { Write, Writer } from './writer.ts';

const NOTHING = Buffer.alloc(0);

/** Collections of few large records, which every issue reads: one that is stored as it was is not parsed again. */
const OFTEN_READ: ReadonlySet<CollectionName> = new Set(['licence-types', 'organisations', 'seals']);
const MOST_PARSED = 256;

/** Reads of records, of the newest state or of a read transaction. */
export function createRecordReader(
  environment: Pick<Environment, 'root' | 'records' | 'index'>,
  transaction?: Transaction,
): Pick<RecordStore, 'get' | 'find' | 'count' | 'list'> {
  const view = transaction ? { transaction } : {};

  const parsed = new Map<string, { readonly stored: Buffer; readonly record: unknown }>();

  function read<C extends CollectionName>(collection: C, id: string): Collections[C] | null {
    const stored = environment.records.get(recordKey(collection, id), view);
    if (!stored) return null;
    if (!OFTEN_READ.has(collection)) return parseRecord(collection, stored);
    const name = `${collection}\0${id}`;
    const known = parsed.get(name);
    if (known?.stored.equals(stored)) return known.record as Collections[C];
    const record = parseRecord(collection, stored);
    if (parsed.size >= MOST_PARSED) parsed.clear();
    parsed.set(name, { stored, record });
    return record;
  }

  return {
    get: (collection, id) => reading(environment, () => (isRecordId(id) ? read(collection, id) : null)),

    find: <C extends CollectionName>(collection: C, query: IndexQuery<C>) =>
      reading(environment, () => {
        const prefix = indexPrefix(collection, query.index, query.equals);
        const start = query.after === undefined ? prefix : indexKey(prefix, query.after);
        const exclusiveStart = query.after !== undefined;
        const range = { start, end: afterPrefix(prefix), limit: pageLimit(query.limit), exclusiveStart, ...view };
        const ids = [...environment.index.getKeys(range)].map((key) => key.subarray(prefix.length).toString());
        return ids.map((id) => read(collection, id)).filter((record) => record !== null);
      }),

    count: (collection, { index, equals }) =>
      reading(environment, () => {
        const prefix = indexPrefix(collection, index, equals);
        return environment.index.getKeysCount({ start: prefix, end: afterPrefix(prefix), ...view });
      }),

    list: (collection, page) =>
      reading(environment, () => {
        const prefix = collectionPrefix(collection);
        const start = page.after === undefined ? prefix : recordKey(collection, page.after);
        const exclusiveStart = page.after !== undefined;
        const range = { start, end: afterPrefix(prefix), limit: pageLimit(page.limit), exclusiveStart, ...view };
        return [...environment.records.getRange(range)].map(({ value }) => parseRecord(collection, value));
      }),
  };
}

/** The records of an environment. */
export function createRecordStore(environment: Environment, writer: Writer): RecordStore {
  const { records, index } = environment;

  function reindex(collection: CollectionName, id: string, change: { readonly from: unknown; readonly to: unknown }): void {
    const before = entriesOf(collection, change.from);
    const after = entriesOf(collection, change.to);
    const keyOf = ([name, value]: IndexEntry): Buffer => indexKey(indexPrefix(collection, name, value), id);
    for (const [text, entry] of before) if (!after.has(text)) void index.remove(keyOf(entry));
    for (const [text, entry] of after) if (!before.has(text)) void index.put(keyOf(entry), NOTHING);
  }

  function insertion(collection: CollectionName, record: AnyRecord): Write<void> {
    checkRecordId(record._id);
    const key = recordKey(collection, record._id);
    const stored = serialise(record);
    return () => {
      if (records.get(key)) throw new YinzhengError('ALREADY_EXISTS', { key: record._id });
      void records.put(key, stored);
      reindex(collection, record._id, { from: null, to: record });
    };
  }

  function replacement(collection: CollectionName, record: AnyRecord): Write<void> {
    checkRecordId(record._id);
    const key = recordKey(collection, record._id);
    const stored = serialise(record);
    return () => {
      const present = records.get(key);
      const current = present ? parseRecord(collection, present) : null;
      if (current?.version !== record.version - 1) throw new YinzhengError('VERSION_CONFLICT');
      void records.put(key, stored);
      reindex(collection, record._id, { from: current, to: record });
    };
  }

  return {
    ...createRecordReader(environment),

    async insert(collection, record) {
      await writer.write(insertion(collection, record));
    },

    async replace(collection, record) {
      await writer.write(replacement(collection, record));
    },

    async write(writes) {
      const each = writes.map(({ kind, collection, record }) =>
        kind === 'insert' ? insertion(collection, record) : replacement(collection, record),
      );
      await writer.write(() => {
        for (const write of each) write();
      });
    },

    async remove(collection, id) {
      if (!isRecordId(id)) return;
      const key = recordKey(collection, id);
      await writer.write(() => {
        const present = records.get(key);
        if (!present) return;
        void records.remove(key);
        reindex(collection, id, { from: parseRecord(collection, present), to: null });
      });
    },
  };
}

type AnyRecord = { readonly _id: string; readonly version: number };
type IndexEntry = ReturnType<typeof indexEntries>[number];

/** Index entries of a record by a text that is theirs alone, so that only those that differ are made into keys. */
function entriesOf(collection: CollectionName, record: unknown): ReadonlyMap<string, IndexEntry> {
  const entries = record === null ? [] : indexEntries(collection, record);
  return new Map(entries.map((entry) => [`${entry[0]}\0${entry[1] === true ? 't' : `s${entry[1]}`}`, entry]));
}

function parseRecord<C extends CollectionName>(collection: C, stored: Buffer): Collections[C] {
  return parseStored(stored, collection) as Collections[C];
}

function serialise(record: object): Buffer {
  const stored = Buffer.from(JSON.stringify(record));
  if (stored.length > MAX_RECORD_BYTES) throw new YinzhengError('INPUT_TOO_LARGE', { limit: MAX_RECORD_BYTES });
  return stored;
}
