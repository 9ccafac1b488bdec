/** Stores as somebody has them who can write the database and has no program of ours: real ones, over lmdb and MongoDB. */
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { open } from 'lmdb';
import mongoose from 'mongoose';
import { createEmbeddedStore, DATABASE_FOLDER } from '../../src/adapters/embedded/index.ts';
import { createMongoStore } from '../../src/adapters/mongo/index.ts';
import type { JournalEntry } from '../../src/domain/journal/index.ts';
import type { OpenStore } from '../../src/services/storage/index.ts';
import { freshUrl, mongoServer } from './mongodb.ts';
import { BLOB_KEYS } from './records.ts';
import { temporaryFolder } from './temporary.ts';

/** A database that is attacked while nothing has it open. */
export interface AttackedStore {
  open(): Promise<OpenStore>;
  /** Puts entries at the places of the journal, 1 first; null leaves a hole. */
  putJournal(entries: readonly (JournalEntry | null)[]): Promise<void>;
  /** Copies everything; what is resolved to puts it back. */
  copy(): Promise<() => Promise<void>>;
}

/** A store in an lmdb file. */
export function attackedEmbedded(): Promise<AttackedStore> {
  const folder = join(temporaryFolder(), 'store');
  return Promise.resolve({
    open: () => createEmbeddedStore({ folder, blobKeys: BLOB_KEYS }),
    async putJournal(entries) {
      const octets = { keyEncoding: 'binary', encoding: 'binary' } as const;
      const root = open<Buffer, Buffer>({ path: join(folder, DATABASE_FOLDER), noSubdir: false, maxDbs: 8, ...octets });
      const journal = root.openDB<Buffer, Buffer>({ name: 'journal', ...octets });
      await journal.clearAsync();
      for (const [index, entry] of entries.entries()) {
        const key = Buffer.alloc(8);
        key.writeBigUInt64BE(BigInt(index + 1));
        if (entry) await journal.put(key, Buffer.from(JSON.stringify(entry)));
      }
      await root.close();
    },
    copy() {
      const kept = join(temporaryFolder(), 'kept');
      cpSync(folder, kept, { recursive: true });
      return Promise.resolve(() => {
        rmSync(folder, { recursive: true });
        cpSync(kept, folder, { recursive: true });
        return Promise.resolve();
      });
    },
  });
}

/** A store in a MongoDB database; skips the test where there is no server. */
export async function attackedMongo(context: Mocha.Context): Promise<AttackedStore> {
  const url = freshUrl(await mongoServer(context));
  type Database = NonNullable<mongoose.Connection['db']>;
  async function raw<T>(work: (database: Database) => Promise<T>): Promise<T> {
    const connection = await mongoose.createConnection(url).asPromise();
    try {
      if (!connection.db) throw new Error('not connected');
      return await work(connection.db);
    } finally {
      await connection.close();
    }
  }
  return {
    open: () => createMongoStore({ url, blobKeys: BLOB_KEYS }),
    putJournal: (entries) =>
      raw(async (database) => {
        const journal = database.collection<{ _id: number }>('journal');
        await journal.deleteMany({});
        for (const [index, entry] of entries.entries()) {
          if (!entry) continue;
          const place = { _id: index + 1, last: index + 1, hash: entry.hash };
          await journal.insertOne({ ...place, events: [entry.event.id], json: JSON.stringify([entry]) } as { _id: number });
        }
      }),
    copy: () =>
      raw(async (database) => {
        const names = (await database.listCollections().toArray()).map(({ name }) => name);
        const kept = await Promise.all(
          names.map(async (name) => [name, await database.collection(name).find().toArray()] as const),
        );
        return () =>
          raw(async (again) => {
            for (const { name } of await again.listCollections().toArray()) await again.collection(name).deleteMany({});
            for (const [name, documents] of kept) {
              if (documents.length > 0) await again.collection(name).insertMany(documents);
            }
          });
      }),
  };
}
