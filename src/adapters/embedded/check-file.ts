/** Whether a database file is one: lmdb maps it into memory, and a file that is damaged or cut short ends the process, not the call. */
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';

const FILE = 'data.mdb';
/** Octets of a page before its content; the two first pages hold a meta each, of which the newer counts. */
const PAGE_HEAD = 24;
const META = { magic: 0, pageSize: 24, lastPage: 120, transaction: 128, length: 136 } as const;
const MAGIC = 0xbeefc0de;
const PAGE_SIZES = { least: 512, greatest: 65_536 } as const;

/**
 * Looks at the head and the length of a folder's database file. Resolves to false when there is none or it is empty. Rejects with
 * STORE_DAMAGED, STORE_UNAVAILABLE.
 */
export async function checkDatabaseFile(folder: string): Promise<boolean> {
  const path = join(folder, FILE);
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw new YinzhengError('STORE_UNAVAILABLE', {}, { cause });
  }
  try {
    return await isDatabase(file, path);
  } catch (cause) {
    if (isYinzhengError(cause)) throw cause;
    throw new YinzhengError('STORE_UNAVAILABLE', {}, { cause });
  } finally {
    await file.close();
  }
}

async function isDatabase(file: FileHandle, path: string): Promise<boolean> {
  if ((await file.stat()).size === 0) return false;
  const first = await readMeta(file, 0);
  const second = first && (await readMeta(file, first.pageSize));
  const newest = second && second.transaction > first.transaction ? second : first;
  // Another process may be writing: the file has grown before the meta says so, so it is measured last.
  const { size } = await file.stat();
  if (!newest || !second || (newest.lastPage + 1n) * BigInt(newest.pageSize) > BigInt(size)) {
    throw new YinzhengError('STORE_DAMAGED', { what: path });
  }
  return true;
}

async function readMeta(
  file: FileHandle,
  page: number,
): Promise<{ readonly pageSize: number; readonly lastPage: bigint; readonly transaction: bigint } | null> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(META.length), 0, META.length, page + PAGE_HEAD);
  if (bytesRead < META.length || buffer.readUInt32LE(META.magic) !== MAGIC) return null;
  const pageSize = buffer.readUInt32LE(META.pageSize);
  if (pageSize < PAGE_SIZES.least || pageSize > PAGE_SIZES.greatest) return null;
  return {
    pageSize,
    lastPage: buffer.readBigUInt64LE(META.lastPage),
    transaction: buffer.readBigUInt64LE(META.transaction),
  };
}
