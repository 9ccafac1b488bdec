/**
 * The folder for exchange: beneath it a folder for each source, in it `in`, `work`, `done` and `refused`. A source puts a batch together elsewhere on
 * the same disk, its manifest last, and moves it into `in` by one rename; it is taken by another. What is in `work` when nobody has it in hand was left by a process that
 * ended, and is taken again.
 */
import { lstat, mkdir, open, readdir, rename } from 'node:fs/promises';
import { constants } from 'node:fs';
import { join } from 'node:path';
import { YinzhengError } from '../../base/errors/index.ts';
import type { ExchangeBatch, ExchangeFolder } from '../../services/collecting/index.ts';
import { replaceFile } from '../files/index.ts';

/** Names of batches and files: no path leads out of the folder, and none is hidden. */
const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_.()（）-]{0,199}$/u;
const MANIFEST = 'manifest.json';
const RESULT = 'result.json';

/** Opens a folder for exchange; nothing is made before a batch is taken. One process at a time takes from it. */
export function createExchangeFolder(root: string): ExchangeFolder {
  const inHand = new Set<string>();
  return {
    async take(source, most) {
      const place = (part: string, ...names: readonly string[]): string => join(root, source, part, ...names);
      const taken: ExchangeBatch[] = [];
      for (const name of await namesIn(place('work'))) {
        if (taken.length === most) return taken;
        if (!inHand.has(place('work', name))) taken.push(hold(place, name, inHand));
      }
      for (const name of await namesIn(place('in'))) {
        if (taken.length === most) return taken;
        // One that is still being copied has no manifest yet.
        if (!(await isFile(place('in', name, MANIFEST)))) continue;
        if (await moved(place('in', name), place('work'), name)) taken.push(hold(place, name, inHand));
      }
      return taken;
    },
  };
}

function hold(place: (part: string, ...names: readonly string[]) => string, name: string, inHand: Set<string>): ExchangeBatch {
  const path = place('work', name);
  inHand.add(path);
  return {
    name,
    read: (file, limit) => readBounded(path, file, limit),
    async finish(outcome, result) {
      await replaceFile(join(path, RESULT), result);
      try {
        await mkdir(place(outcome), { recursive: true });
        await rename(path, place(outcome, await freeName(place(outcome), name)));
      } catch (cause) {
        throw new YinzhengError('FILE_UNWRITABLE', { path: place(outcome) }, { cause });
      } finally {
        inHand.delete(path);
      }
    },
  };
}

/** The name itself, or with a number where an earlier batch of this name is there. */
async function freeName(folder: string, name: string): Promise<string> {
  const known = new Set(await readdir(folder));
  for (let number = 1; ; number++) {
    const wanted = number === 1 ? name : `${name}.${number}`;
    if (!known.has(wanted)) return wanted;
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && NAME.test(entry.name))
      .map(({ name }) => name)
      .sort();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new YinzhengError('INPUT_UNREADABLE', { path: folder }, { cause });
  }
}

async function isFile(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null))?.isFile() ?? false;
}

/** Moves a batch by one rename; false when somebody else was first. */
async function moved(from: string, to: string, name: string): Promise<boolean> {
  try {
    await mkdir(to, { recursive: true });
    await rename(from, join(to, name));
    return true;
  } catch (cause) {
    if (['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes((cause as NodeJS.ErrnoException).code ?? '')) return false;
    throw new YinzhengError('FILE_UNWRITABLE', { path: to }, { cause });
  }
}

/** A file of a batch: a real one, no link to elsewhere, no larger than it may be. */
async function readBounded(folder: string, name: string, limit: number): Promise<Uint8Array> {
  if (!NAME.test(name)) throw new YinzhengError('INPUT_UNREADABLE', { path: name });
  const path = join(folder, name);
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch((cause: unknown) => {
    throw new YinzhengError('INPUT_UNREADABLE', { path }, { cause });
  });
  try {
    const found = await file.stat();
    if (!found.isFile()) throw new YinzhengError('INPUT_UNREADABLE', { path });
    if (found.size > limit) throw new YinzhengError('INPUT_TOO_LARGE', { limit });
    return new Uint8Array(await file.readFile());
  } finally {
    await file.close();
  }
}
