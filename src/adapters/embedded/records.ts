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
import type { Writer } from './writer.ts';

const NOTHING = Buffer.alloc(0);

/** Reads of records, of the newest state or of a read transaction. */
export function createRecordReader(
  environment: Pick<Environment, 'root' | 'records' | 'index'>,
  transaction?: Transaction,
): Pick<RecordStore, 'get' | 'find' | 'list'> {
  const view = transaction ? { transaction } : {};

  function read<C extends CollectionName>(collection: C, id: string): Collections[C] | null {
    const stored = environment.records.get(recordKey(collection, id), view);
    return stored ? parseRecord(collection, stored) : null;
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
    const before = indexKeys(collection, id, change.from);
    const after = indexKeys(collection, id, change.to);
    for (const [name, key] of before) if (!after.has(name)) void index.remove(key);
    for (const [name, key] of after) if (!before.has(name)) void index.put(key, NOTHING);
  }

  return {
    ...createRecordReader(environment),

    async insert(collection, record) {
      checkRecordId(record._id);
      const key = recordKey(collection, record._id);
      const stored = serialise(record);
      await writer.write(() => {
        if (records.get(key)) throw new YinzhengError('ALREADY_EXISTS', { key: record._id });
        void records.put(key, stored);
        reindex(collection, record._id, { from: null, to: record });
      });
    },

    async replace(collection, record) {
      checkRecordId(record._id);
      const key = recordKey(collection, record._id);
      const stored = serialise(record);
      await writer.write(() => {
        const present = records.get(key);
        const current = present ? parseRecord(collection, present) : null;
        if (current?.version !== record.version - 1) throw new YinzhengError('VERSION_CONFLICT');
        void records.put(key, stored);
        reindex(collection, record._id, { from: current, to: record });
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

/** Index keys of a record by their Latin-1 text, so that sets of them can be compared. */
function indexKeys(collection: CollectionName, id: string, record: unknown): ReadonlyMap<string, Buffer> {
  if (record === null) return new Map();
  const keys = indexEntries(collection, record).map(([name, value]) => indexKey(indexPrefix(collection, name, value), id));
  return new Map(keys.map((key) => [key.toString('latin1'), key]));
}

function parseRecord<C extends CollectionName>(collection: C, stored: Buffer): Collections[C] {
  return parseStored(stored, collection) as Collections[C];
}

function serialise(record: object): Buffer {
  const stored = Buffer.from(JSON.stringify(record));
  if (stored.length > MAX_RECORD_BYTES) throw new YinzhengError('INPUT_TOO_LARGE', { limit: MAX_RECORD_BYTES });
  return stored;
}
