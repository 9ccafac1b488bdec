/** Encrypted files in a folder: `ab/<address>`. A file has its name only when it is whole and flushed. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, opendir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import type { BlobStore, SealedFiles } from '../../services/storage/index.ts';
import {
  addressOfDigest,
  blobAddress,
  checkBlobKeys,
  isBlobAddress,
  isWhole,
  openBlob,
  newBlobAddress,
  sealBlob,
  type BlobKeys,
} from './encrypted.ts';
import { createFolderFlusher } from './flush.ts';
import type { SealBlob } from './sealing-thread.ts';

/** Where files are written before they have their name. */
const TEMPORARY = 'tmp';
/** Temporary files older than this, ms, were left by a crash: no writer takes that long. */
const STALE = 600_000;

/** Where the files are and their keys; without `flush` nothing survives a crash of the machine, which is for tests only. */
export interface FolderFilesOptions {
  readonly folder: string;
  readonly keys: BlobKeys;
  readonly flush: boolean;
  /** Encrypts a file; in this thread when absent. */
  readonly seal?: SealBlob | undefined;
}

/** A file store, and its envelopes for copies. */
export interface Files {
  readonly blobs: BlobStore;
  readonly sealed: SealedFiles;
}

/** Opens a folder of encrypted files, made when absent, and sweeps what a crash left. Rejects with STORE_UNAVAILABLE. */
export async function createFolderFiles(options: FolderFilesOptions): Promise<Files> {
  const { keys, flush } = options;
  const here: SealBlob = (address, bytes) => Promise.resolve(sealBlob(keys, address, bytes));
  const seal = options.seal ?? here;
  const folder = resolve(options.folder);
  checkBlobKeys(keys);
  const flusher = createFolderFlusher(flush);
  const temporary = join(folder, TEMPORARY);
  const pathOf = (address: string): string => join(folder, address.slice(0, 2), address);
  const made = new Map<string, Promise<void>>();
  await unavailable(async () => {
    await makeTop(temporary, flusher);
    await sweep(temporary);
  });

  /**
   * Makes a folder below the top. Its name is flushed even when somebody else has just made it, whose own flush may be still to come;
   * once in a process is enough.
   */
  function makeFolder(path: string): Promise<void> {
    const known = made.get(path);
    if (known) return known;
    const work = (async () => {
      await mkdir(path, { recursive: true, mode: 0o700 });
      await flusher(folder);
    })();
    made.set(path, work);
    work.catch(() => made.delete(path));
    return work;
  }

  async function read(address: string): Promise<Uint8Array> {
    if (!isBlobAddress(address)) throw new YinzhengError('BLOB_NOT_FOUND', { address: address.slice(0, 80) });
    try {
      return await readFile(pathOf(address));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') throw new YinzhengError('BLOB_NOT_FOUND', { address }, { cause });
      throw new YinzhengError('STORE_UNAVAILABLE', {}, { cause });
    }
  }

  async function write(address: string, envelope: Uint8Array): Promise<void> {
    const path = pathOf(address);
    const beside = join(temporary, `${address.slice(0, 8)}.${randomBytes(8).toString('hex')}`);
    try {
      const file = await open(beside, 'wx', 0o600);
      try {
        await file.writeFile(envelope);
        if (flush) await file.datasync();
      } finally {
        await file.close();
      }
      await makeFolder(dirname(path));
      await rename(beside, path);
      await flusher(dirname(path));
    } catch (cause) {
      await rm(beside, { force: true }).catch(() => undefined);
      throw new YinzhengError('STORE_UNAVAILABLE', {}, { cause });
    }
  }

  /** Whether the file is there and whole; a damaged one is written again. */
  async function has(address: string): Promise<boolean> {
    // Nearly every file is new, and asking is quicker than failing to read.
    if (!existsSync(pathOf(address))) return false;
    try {
      return isWhole(keys, address, await read(address));
    } catch (error) {
      if (isYinzhengError(error, 'BLOB_NOT_FOUND')) return false;
      throw error;
    }
  }

  async function put(bytes: Uint8Array, sm3?: Uint8Array): Promise<string> {
    const address = blobAddress(keys, bytes, sm3);
    // Another process may have renamed it and not flushed the name yet.
    if (await has(address)) await unavailable(() => flusher(dirname(pathOf(address))));
    else await write(address, await seal(address, bytes));
    return address;
  }

  return {
    blobs: {
      put,
      async keep(bytes, { sm3, reserved }) {
        if (!reserved) return { blob: await put(bytes, sm3) };
        await write(reserved.blob, await seal(reserved.blob, bytes));
        return reserved;
      },
      reserve: () => Promise.resolve({ blob: newBlobAddress() }),
      keyOf: (sm3) => addressOfDigest(keys, sm3),
      get: async (address) => openBlob(keys, address, await read(address)),
      async remove(address) {
        if (!isBlobAddress(address)) return;
        await unavailable(() => rm(pathOf(address), { force: true }));
      },
      keys: () => addresses(folder),
    },
    sealed: {
      read,
      async write(address, envelope) {
        if (!isBlobAddress(address))
          throw new YinzhengError('INPUT_INVALID', { reason: bilingual('not the address of a file', '不是文件的存储地址') });
        await write(address, envelope);
      },
    },
  };
}

/** Makes the top of the store and flushes each new name on the way to it. */
async function makeTop(path: string, flusher: (folder: string) => Promise<void>): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let current = resolve(path); current.length >= resolve(first).length; current = dirname(current))
    await flusher(dirname(current));
}

async function* addresses(folder: string): AsyncIterable<string> {
  for (const part of await folders(folder)) {
    const names = await readdir(join(folder, part));
    for (const name of names.sort()) if (isBlobAddress(name)) yield name;
  }
}

async function folders(path: string): Promise<readonly string[]> {
  const names = await unavailable(() => readdir(path));
  return names.filter((name) => /^[0-9a-f]{2}$/.test(name)).sort();
}

async function sweep(temporary: string): Promise<void> {
  for await (const { name } of await opendir(temporary)) {
    const path = join(temporary, name);
    const found = await stat(path).catch(() => null);
    if (found && Date.now() - found.mtimeMs > STALE) await rm(path, { force: true });
  }
}

async function unavailable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new YinzhengError('STORE_UNAVAILABLE', {}, { cause });
  }
}
