/** Files of the command line: read whole within a bound, written whole or not at all. */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, link, mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sweepBeside } from '../../adapters/files/replace.ts';
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';

/** Largest file that is read, bytes. */
export const MAX_FILE_BYTES = 512 * 1024 * 1024;
const CHUNK = 1024 * 1024;
const STANDARD_INPUT = '/dev/stdin';

/** The bytes of a file, or of standard input for `-`. Rejects with INPUT_UNREADABLE, INPUT_TOO_LARGE. */
export async function readWhole(path: string): Promise<Uint8Array> {
  let file: FileHandle;
  try {
    file = await open(path === '-' ? STANDARD_INPUT : path, 'r');
  } catch (cause) {
    throw new YinzhengError('INPUT_UNREADABLE', { path }, { cause });
  }
  try {
    const { size } = await file.stat();
    // A pipe has no size; a device may have no end.
    return await readBounded(file, size + 1);
  } catch (cause) {
    if (isYinzhengError(cause)) throw cause;
    throw new YinzhengError('INPUT_UNREADABLE', { path }, { cause });
  } finally {
    await file.close();
  }
}

async function readBounded(file: FileHandle, expected: number): Promise<Uint8Array> {
  if (expected > MAX_FILE_BYTES + 1) throw new YinzhengError('INPUT_TOO_LARGE', { limit: MAX_FILE_BYTES });
  const parts: Buffer[] = [];
  let total = 0;
  for (let room = expected; ; room = CHUNK) {
    const part = Buffer.allocUnsafeSlow(room);
    const { bytesRead } = await file.read(part, 0, room, null);
    if (bytesRead === 0) break;
    total += bytesRead;
    if (total > MAX_FILE_BYTES) throw new YinzhengError('INPUT_TOO_LARGE', { limit: MAX_FILE_BYTES });
    parts.push(part.subarray(0, bytesRead));
  }
  const [only] = parts;
  return parts.length === 1 && only ? only : Buffer.concat(parts, total);
}

/** Sees that a file can be written. Rejects with OUTPUT_EXISTS, FILE_UNWRITABLE. */
export async function checkOutput(path: string, { force }: { readonly force: boolean }): Promise<void> {
  const present = await stat(path).catch(() => null);
  if (present && !present.isFile()) throw new YinzhengError('FILE_UNWRITABLE', { path });
  if (present && !force) throw new YinzhengError('OUTPUT_EXISTS', { path });
  try {
    await access(dirname(path), constants.W_OK);
  } catch (cause) {
    throw new YinzhengError('FILE_UNWRITABLE', { path }, { cause });
  }
}

/**
 * Writes a file: beside its place, flushed, then given its name. Rejects with OUTPUT_EXISTS when it is there and `force` is not given,
 * FILE_UNWRITABLE.
 */
export async function writeWhole(path: string, bytes: Uint8Array, { force }: { readonly force: boolean }): Promise<void> {
  const beside = `${path}.${randomBytes(6).toString('hex')}.new`;
  try {
    const file = await open(beside, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    // A link, unlike a renaming, never takes the place of a file that appeared meanwhile.
    await (force ? rename(beside, path) : link(beside, path));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') throw new YinzhengError('OUTPUT_EXISTS', { path }, { cause });
    throw new YinzhengError('FILE_UNWRITABLE', { path }, { cause });
  } finally {
    await rm(beside, { force: true });
    await sweepBeside(path);
  }
}

/** Names of the files of a folder, in order; what is linked counts as what it leads to. Rejects with INPUT_UNREADABLE. */
export async function listFiles(folder: string): Promise<readonly string[]> {
  try {
    const names = (await readdir(folder)).sort();
    const found = await Promise.all(names.map((name) => stat(join(folder, name)).catch(() => null)));
    return names.filter((_, index) => found[index]?.isFile());
  } catch (cause) {
    throw new YinzhengError('INPUT_UNREADABLE', { path: folder }, { cause });
  }
}

/** Makes a folder and those above it where there are none. Rejects with FILE_UNWRITABLE. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (cause) {
    throw new YinzhengError('FILE_UNWRITABLE', { path }, { cause });
  }
}

/** Removes a file; no error when it is not there. Rejects with FILE_UNWRITABLE. */
export async function removeFile(path: string): Promise<void> {
  try {
    await rm(path, { force: true });
  } catch (cause) {
    throw new YinzhengError('FILE_UNWRITABLE', { path }, { cause });
  }
}
