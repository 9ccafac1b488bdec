/** The register of an embedded store, only to be looked at: nothing is written, and no keys are needed: what is sealed is absent. */
import { join } from 'node:path';
import { open } from 'lmdb';
import { YinzhengError } from '../../base/errors/index.ts';
import { readIdentity, type RecordStore } from '../../services/storage/index.ts';
import { checkDatabaseFile } from './check-file.ts';
import { withoutKeys } from '../protection/records.ts';
import { DATABASE_FOLDER, type Environment } from './environment.ts';
import { closeEnvironment } from './reading.ts';
import { createRecordReader } from './records.ts';

/**
 * Opens the register in a data folder for reading, while a server writes to it too. Rejects with STORE_UNAVAILABLE when it cannot be
 * opened, STORE_DAMAGED, STORE_SCHEMA_NEWER.
 */
export async function openEmbeddedRegister(options: {
  readonly folder: string;
}): Promise<{ readonly value: Pick<RecordStore, 'get' | 'find' | 'list'>; close(): Promise<void> }> {
  const folder = join(options.folder, DATABASE_FOLDER);
  if (!(await checkDatabaseFile(folder))) throw new YinzhengError('STORE_DAMAGED', { what: folder });
  const environment = openReadOnly(folder);
  const records = createRecordReader(environment);
  try {
    await readIdentity(records);
  } catch (error) {
    await closeEnvironment(environment);
    throw error;
  }
  return { value: withoutKeys(records), close: () => closeEnvironment(environment) };
}

function openReadOnly(path: string): Pick<Environment, 'root' | 'records' | 'index'> {
  try {
    const octets = { keyEncoding: 'binary', encoding: 'binary' } as const;
    const root = open<Buffer, Buffer>({ path, noSubdir: false, maxDbs: 8, readOnly: true, ...octets });
    const database = (name: string) => root.openDB<Buffer, Buffer>({ name, ...octets });
    return { root, records: database('records'), index: database('index') };
  } catch (cause) {
    throw new YinzhengError('STORE_UNAVAILABLE', {}, { cause });
  }
}
