/**
 * Records in MongoDB: a collection for each of ours, and in each document the record as JSON beside what its indexes hold. JSON keeps
 * member names that look like paths or operators, and is the same text that every other store has.
 */
import type { mongo } from 'mongoose';
import { YinzhengError } from '../../base/errors/index.ts';
import {
  checkRecordId,
  indexEntries,
  INDEXES,
  isRecordId,
  MAX_RECORD_BYTES,
  pageLimit,
  type CollectionName,
  type Collections,
  type IndexQuery,
  type RecordStore,
} from '../../services/storage/index.ts';
import type { Database } from './connection.ts';
import { asking, isDuplicate } from './failure.ts';

/** A record as a document; `index` has the values of each index, always a list. */
interface RecordDocument {
  readonly _id: string;
  readonly version: number;
  readonly json: string;
  readonly index: Readonly<Record<string, readonly (string | true)[]>>;
}

/** Makes the indexes that are not there yet. Rejects with STORE_UNAVAILABLE. */
export async function ensureIndexes(database: Database): Promise<void> {
  await asking(async () => {
    for (const [collection, indexes] of Object.entries(INDEXES)) {
      for (const index of Object.keys(indexes)) {
        await database.collection(collection).createIndex({ [`index.${index}`]: 1, _id: 1 }, { name: index }, undefined);
      }
    }
  });
}

/** Reads of records. */
export function createRecordReader(database: Database): Pick<RecordStore, 'get' | 'find' | 'count' | 'list'> {
  async function page<C extends CollectionName>(
    collection: C,
    filter: mongo.Filter<RecordDocument>,
    limit: number,
  ): Promise<readonly Collections[C][]> {
    const found = database.collection<RecordDocument>(collection).find(filter, { sort: { _id: 1 }, limit: pageLimit(limit) });
    return (await found.toArray()).map((document) => parse(collection, document));
  }

  return {
    get: (collection, id) =>
      asking(async () => {
        if (!isRecordId(id)) return null;
        const found = await database.collection<RecordDocument>(collection).findOne({ _id: id });
        return found && parse(collection, found);
      }),
    find: <C extends CollectionName>(collection: C, { index, equals, after, limit }: IndexQuery<C>) =>
      asking(() => page(collection, { [`index.${index}`]: equals, ...later(after) }, limit)),
    count: (collection, { index, equals }) =>
      asking(() => database.collection<RecordDocument>(collection).countDocuments({ [`index.${index}`]: equals })),
    list: (collection, { after, limit }) => asking(() => page(collection, later(after), limit)),
  };
}

/** The records of a database. */
export function createRecordStore(database: Database): RecordStore {
  function insertion(collection: CollectionName, record: AnyRecord): () => Promise<void> {
    checkRecordId(record._id);
    const document = documentOf(collection, record);
    return () =>
      asking(async () => {
        try {
          await database.collection<RecordDocument>(collection).insertOne(document);
        } catch (error) {
          if (isDuplicate(error)) throw new YinzhengError('ALREADY_EXISTS', { key: record._id });
          throw error;
        }
      });
  }

  function replacement(collection: CollectionName, record: AnyRecord): () => Promise<void> {
    checkRecordId(record._id);
    const { _id, ...document } = documentOf(collection, record);
    return () =>
      asking(async () => {
        const before: mongo.Filter<RecordDocument> = { _id, version: record.version - 1 };
        const documents = database.collection<RecordDocument>(collection);
        const { matchedCount } = await documents.replaceOne(before, document satisfies mongo.WithoutId<RecordDocument>);
        if (matchedCount !== 1) throw new YinzhengError('VERSION_CONFLICT');
      });
  }

  return {
    ...createRecordReader(database),

    async insert(collection, record) {
      await insertion(collection, record)();
    },

    async replace(collection, record) {
      await replacement(collection, record)();
    },

    async write(writes) {
      const each = writes.map(({ kind, collection, record }) =>
        kind === 'insert' ? insertion(collection, record) : replacement(collection, record),
      );
      for (const write of each) await write();
    },

    async remove(collection, id) {
      if (!isRecordId(id)) return;
      await asking(async () => {
        await database.collection<RecordDocument>(collection).deleteOne({ _id: id });
      });
    },
  };
}

type AnyRecord = { readonly _id: string; readonly version: number };

function later(after: string | undefined): mongo.Filter<RecordDocument> {
  return after === undefined ? {} : { _id: { $gt: after } };
}

function documentOf(collection: CollectionName, record: AnyRecord): RecordDocument {
  const json = JSON.stringify(record);
  if (Buffer.byteLength(json) > MAX_RECORD_BYTES) throw new YinzhengError('INPUT_TOO_LARGE', { limit: MAX_RECORD_BYTES });
  const index: Record<string, (string | true)[]> = {};
  for (const [name, value] of indexEntries(collection, record)) (index[name] ??= []).push(value);
  return { _id: record._id, version: record.version, json, index };
}

/** The record of a document. What the document says beside it must be what it says: by that it is found and replaced. */
function parse<C extends CollectionName>(collection: C, { _id, version, json }: RecordDocument): Collections[C] {
  let record: Partial<Collections[C]> | null;
  try {
    record = JSON.parse(json) as Partial<Collections[C]> | null;
  } catch (cause) {
    throw new YinzhengError('STORE_DAMAGED', { what: collection }, { cause });
  }
  if (record?._id !== _id || record.version !== version) throw new YinzhengError('STORE_DAMAGED', { what: collection });
  return record as Collections[C];
}
