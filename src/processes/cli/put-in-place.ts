/** Putting folders aside and in place, by names alone: on one file system, and also where the folder is itself a mounted volume. */
import { mkdir, open, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { isoInstant } from '../../base/time.ts';
import { isPutAside } from '../installation/places.ts';

/**
 * Moves what a folder holds into a new folder in it named `before-<time>`, but for the names that stay. Resolves to that folder, null
 * when there was nothing to move.
 */
export async function putAside(folder: string, stays: (name: string) => boolean): Promise<string | null> {
  const present = await readdir(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  const names = present.filter((name) => !isPutAside(name) && !stays(name));
  if (names.length === 0) return null;
  const aside = await newFolder(folder);
  for (const name of names) await rename(join(folder, name), join(aside, name));
  await flushFolder(aside);
  await flushFolder(folder);
  return aside;
}

async function newFolder(folder: string): Promise<string> {
  const name = `before-${isoInstant(Date.now()).replace(/[-:]|\.\d+/g, '')}`;
  for (let number = 1; ; number++) {
    const path = join(folder, number === 1 ? name : `${name}-${number}`);
    try {
      await mkdir(path, { mode: 0o700 });
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** Flushes the names in a folder. */
export async function flushFolder(folder: string): Promise<void> {
  const directory = await open(folder, 'r');
  await directory.sync().finally(() => directory.close());
}
