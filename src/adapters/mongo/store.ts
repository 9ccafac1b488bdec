/** The store in MongoDB: records, journal and files in one database, shared by any number of servers. */
import { randomUUID } from 'node:crypto';
import { YinzhengError } from '../../base/errors/index.ts';
import {
  establishIdentity,
  readIdentity,
  type JournalStore,
  type OpenStore,
  type RecordStore,
} from '../../services/storage/index.ts';
import type { BlobKeys } from '../blobs/index.ts';
import { withoutKeys, withoutPersons } from '../protection/records.ts';
import { connect } from './connection.ts';
import { createMongoFiles, ensureFileIndexes } from './files.ts';
import { createJournalStore, ensureJournalIndexes } from './journal.ts';
import { createRecordReader, createRecordStore, ensureIndexes } from './records.ts';

/** Which database, and by which keys its files are encrypted. */
export interface MongoStoreOptions {
  /** `mongodb://…` of a replica set or a sharded cluster. */
  readonly url: string;
  readonly blobKeys: BlobKeys;
}

/** Opens a store in MongoDB. Rejects with STORE_UNAVAILABLE, STORE_SCHEMA_NEWER. */
export async function createMongoStore({ url, blobKeys }: MongoStoreOptions): Promise<OpenStore> {
  const connection = await connect(url);
  const { database } = connection;
  try {
    const records = createRecordStore(database);
    const identity = await establishIdentity(records, { id: randomUUID(), createdAt: new Date().toISOString() });
    await ensureIndexes(database);
    await ensureJournalIndexes(database);
    await ensureFileIndexes(database);
    const journal = createJournalStore(database);
    let open = true;
    return {
      identity,
      records,
      journal,
      ...createMongoFiles(database, blobKeys),
      snapshot: () => Promise.resolve({ records, journal, frozen: false, release: () => Promise.resolve() }),
      healthy: async () => open && (await connection.healthy()),
      async close() {
        if (!open) return;
        open = false;
        await connection.close();
      },
    };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/**
 * Opens the register of a database for reading alone: nothing is written, and no keys are needed: what is sealed is absent.
 * Rejects with STORE_UNAVAILABLE, STORE_SCHEMA_NEWER, INSTALLATION_MISSING when the database holds no store.
 */
export async function openMongoRegister({ url }: Pick<MongoStoreOptions, 'url'>): Promise<{
  readonly value: Pick<RecordStore, 'get' | 'find' | 'list'>;
  close(): Promise<void>;
}> {
  const connection = await connect(url);
  const { database } = connection;
  try {
    const value = createRecordReader(database);
    if (!(await readIdentity(value))) throw new YinzhengError('INSTALLATION_MISSING', { path: 'MongoDB' });
    return { value: withoutKeys(value), close: () => connection.close() };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** What a server without keys has of a database. */
export interface PublicStore {
  /** Nothing personal is in what it reads. */
  readonly records: Pick<RecordStore, 'get' | 'find'>;
  readonly journal: JournalStore;
  healthy(): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * Opens a database for a server that has no keys: it reads `settings`, `licences` and `publications`, appends to `journal`, and asks for nothing else, so that
 * its user of the database need have no other right. Indexes are those that a server with keys made.
 * Rejects with STORE_UNAVAILABLE, STORE_SCHEMA_NEWER, INSTALLATION_MISSING when the database holds no store.
 */
export async function openMongoPublicStore({ url }: Pick<MongoStoreOptions, 'url'>): Promise<PublicStore> {
  const connection = await connect(url);
  const { database } = connection;
  try {
    const records = createRecordReader(database);
    if (!(await readIdentity(records))) throw new YinzhengError('INSTALLATION_MISSING', { path: 'MongoDB' });
    return {
      records: withoutPersons(records),
      journal: createJournalStore(database),
      healthy: () => connection.healthy(),
      close: () => connection.close(),
    };
  } catch (error) {
    await connection.close();
    throw error;
  }
}
