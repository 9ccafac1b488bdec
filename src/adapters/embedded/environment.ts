/** The lmdb environment: one memory-mapped file with its databases, shared by all processes that open it. */
import { mkdir, open as openFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { open, type Database, type RootDatabase } from 'lmdb';
import { YinzhengError } from '../../base/errors/index.ts';
import { checkDatabaseFile } from './check-file.ts';

/** Name of the database's folder in the data folder. */
export const DATABASE_FOLDER = 'store';

/** Address space set aside for the map, bytes; the file itself grows with its content. */
const MAP_SIZE = 2 ** 38;
const PRIVATE = 0o700;

/** A database of octet keys and octet values. */
export type Octets = Database<Buffer, Buffer>;

/** The open environment. */
export interface Environment {
  readonly root: RootDatabase<Buffer, Buffer>;
  /** `collection NUL id` → JSON of the record. */
  readonly records: Octets;
  /** `collection NUL index NUL value id` → nothing. */
  readonly index: Octets;
  /** Sequence → JSON of the journal entry. */
  readonly journal: Octets;
  /** Event id → sequence. */
  readonly events: Octets;
}

/**
 * Opens the environment in a folder, which is made when absent; rejects with STORE_UNAVAILABLE, STORE_DAMAGED.
 *
 * Without overlapping sync a commit is lmdb's own: pages written, flushed, then the new root written through a descriptor that is
 * flushed with each write. A commit is therefore visible to nobody, in any process, before it is durable.
 * @param input.flush false leaves flushing to the operating system, so that a crash of the machine loses what was acknowledged; only
 *   for tests that show that they would notice
 */
export async function openEnvironment(input: { readonly folder: string; readonly flush: boolean }): Promise<Environment> {
  await checkDatabaseFile(input.folder);
  try {
    const made = await mkdir(input.folder, { recursive: true, mode: PRIVATE });
    const octets = { keyEncoding: 'binary', encoding: 'binary' } as const;
    const root = open<Buffer, Buffer>({
      path: input.folder,
      noSubdir: false,
      mapSize: MAP_SIZE,
      maxDbs: 8,
      overlappingSync: false,
      noSync: !input.flush,
      ...octets,
    });
    const database = (name: string): Octets => root.openDB<Buffer, Buffer>({ name, ...octets });
    const environment = {
      root,
      records: database('records'),
      index: database('index'),
      journal: database('journal'),
      events: database('events'),
    };
    await flushFolders(input.folder, made);
    return environment;
  } catch (cause) {
    throw new YinzhengError('STORE_UNAVAILABLE', {}, { cause });
  }
}

/** Flushes the names of the files, and of every folder that was made for them. */
async function flushFolders(folder: string, made: string | undefined): Promise<void> {
  const top = made === undefined ? resolve(folder) : dirname(resolve(made));
  for (let current = resolve(folder); ; current = dirname(current)) {
    const directory = await openFile(current, 'r');
    await directory.sync().finally(() => directory.close());
    if (current === top || current === dirname(current)) return;
  }
}
