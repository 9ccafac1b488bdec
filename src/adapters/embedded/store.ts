/** The embedded store: records and journal in lmdb, files in a folder beside it. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { YinzhengError } from '../../base/errors/index.ts';
import { establishIdentity, type OpenStore, type StoreIdentity } from '../../services/storage/index.ts';
import { createFolderFiles, type BlobKeys, type SealBlob } from '../blobs/index.ts';
import { DATABASE_FOLDER, openEnvironment, type Environment } from './environment.ts';
import { createJournalReader, createJournalStore } from './journal.ts';
import { closeEnvironment } from './reading.ts';
import { createRecordReader, createRecordStore } from './records.ts';
import { createWriter } from './writer.ts';

/** Where an embedded store is and by which keys its files are encrypted. */
export interface EmbeddedStoreOptions {
  /** Data folder: `store/` holds the database, `files/` the encrypted files. Made when absent. */
  readonly folder: string;
  readonly blobKeys: BlobKeys;
  /** Encrypts a file; in this thread when absent. */
  readonly sealBlob?: SealBlob | undefined;
  /** `never` leaves flushing to the operating system; only for tests that show that they notice it. */
  readonly flush?: 'always' | 'never';
}

/** Name of the files' folder in the data folder. */
export const FILES_FOLDER = 'files';

/** Opens an embedded store. Rejects with STORE_UNAVAILABLE, STORE_SCHEMA_NEWER. */
export async function createEmbeddedStore(options: EmbeddedStoreOptions): Promise<OpenStore> {
  const flush = options.flush !== 'never';
  const environment = await openEnvironment({ folder: join(options.folder, DATABASE_FOLDER), flush });
  const writer = createWriter(environment);
  const records = createRecordStore(environment, writer);
  let identity: StoreIdentity;
  let files: Awaited<ReturnType<typeof createFolderFiles>>;
  try {
    identity = await establishIdentity(records, { id: randomUUID(), createdAt: new Date().toISOString() });
    files = await createFolderFiles({
      folder: join(options.folder, FILES_FOLDER),
      keys: options.blobKeys,
      flush,
      seal: options.sealBlob,
    });
  } catch (error) {
    await closeEnvironment(environment);
    throw error;
  }
  let open = true;
  return {
    identity,
    records,
    journal: createJournalStore(environment, writer),
    blobs: files.blobs,
    sealed: files.sealed,
    snapshot: () => Promise.resolve(snapshotOf(environment)),
    async healthy() {
      if (!open) return false;
      return records.get('settings', 'store').then(
        (record) => record !== null,
        () => false,
      );
    },
    async close() {
      if (!open) return;
      open = false;
      await writer.close();
      await closeEnvironment(environment);
    },
  };
}

function snapshotOf(environment: Environment): Awaited<ReturnType<OpenStore['snapshot']>> {
  try {
    environment.root.resetReadTxn();
    const transaction = environment.root.useReadTransaction();
    return {
      records: createRecordReader(environment, transaction),
      journal: createJournalReader(environment, transaction),
      frozen: true,
      release() {
        transaction.done();
        return Promise.resolve();
      },
    };
  } catch (cause) {
    throw new YinzhengError('STORE_UNAVAILABLE', {}, { cause });
  }
}
