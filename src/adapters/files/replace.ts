/** Small files that matter: read if there, replaced as a whole or not at all. */
import { constants, copyFile, link, lstat, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { randomBytes } from 'node:crypto';
import { YinzhengError } from '../../base/errors/index.ts';

/** The bytes of a file, null when there is none. Rejects with INPUT_UNREADABLE. */
export async function readFileIfPresent(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new YinzhengError('INPUT_UNREADABLE', { path }, { cause });
  }
}

/**
 * Puts bytes in place of a file, mode 0600: written beside it, flushed, renamed, and the folder flushed, so that after a crash there is
 * either the old file or the new one. The folder is made (0700) when absent. Rejects with FILE_UNWRITABLE.
 */
export async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const folder = dirname(resolve(path));
  const beside = `${path}.${randomBytes(6).toString('hex')}.new`;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await flushed(beside, bytes);
    await rename(beside, path);
    const directory = await open(folder, 'r');
    await directory.sync().finally(() => directory.close());
  } catch (cause) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw new YinzhengError('FILE_UNWRITABLE', { path }, { cause });
  }
  await sweepOnce(path);
}

/** What lies beside a file for longer than this, ms, was left by a crash: no writer takes that long. */
const STALE = 600_000;

/**
 * Removes what writers of a file left beside it when they were cut off: by its name, and too old to be in hand anywhere. What cannot be removed
 * stays, for the file itself is well.
 */
export async function sweepBeside(path: string): Promise<void> {
  const folder = dirname(resolve(path));
  const head = `${basename(path)}.`;
  try {
    for (const name of await readdir(folder)) {
      if (!name.startsWith(head) || !/^[0-9a-f]{12}\.new$/.test(name.slice(head.length))) continue;
      const found = await lstat(join(folder, name)).catch(() => null);
      if (found?.isFile() && Date.now() - found.mtimeMs > STALE) await rm(join(folder, name), { force: true });
    }
  } catch {
    // A folder that may not be listed, or another sweep that was first.
  }
}

const swept = new Set<string>();
/** Files that a process remembers to have swept beside. */
const MOST_SWEPT = 10_000;

/** Sweeps beside a file after its first write in this process: some are written all the time. */
async function sweepOnce(path: string): Promise<void> {
  const place = resolve(path);
  if (swept.has(place)) return;
  if (swept.size >= MOST_SWEPT) swept.clear();
  swept.add(place);
  await sweepBeside(place);
}

/**
 * Makes a file, mode 0600, as {@link replaceFile} does but never in place of another: of two processes that try at once one makes it.
 * Resolves to false when there is one already. Rejects with FILE_UNWRITABLE.
 */
export async function createFile(path: string, bytes: Uint8Array): Promise<boolean> {
  const folder = dirname(resolve(path));
  const beside = `${path}.${randomBytes(6).toString('hex')}.new`;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await flushed(beside, bytes);
    await linkOrCopy(beside, path);
    const directory = await open(folder, 'r');
    await directory.sync().finally(() => directory.close());
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new YinzhengError('FILE_UNWRITABLE', { path }, { cause });
  } finally {
    await rm(beside, { force: true }).catch(() => undefined);
    await sweepOnce(path);
  }
}

/** Gives a file a second name, or, where the file system knows no links, copies it; both fail with EEXIST when the name is taken. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!WITHOUT_LINKS.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
    await copyFile(from, to, constants.COPYFILE_EXCL);
  }
}

const WITHOUT_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

async function flushed(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}
