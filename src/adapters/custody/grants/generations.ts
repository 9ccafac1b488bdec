/**
 * The files that a ledger of grants is in, one after another: `ledger` is the first, `ledger.2` the one that carries on what the first closed
 * with, and so on. The one with the highest number holds; the one before is kept until there is another.
 */
import { linkSync, readdirSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** How old a file is that somebody who was killed was making, ms: nobody takes so long. */
const ABANDONED_AFTER = 3_600_000;

/** File of a generation. */
export function generationPath(path: string, generation: number): string {
  return generation === 1 ? path : `${path}.${generation}`;
}

/** The number of the file that holds; 0 where there is none. */
export function latestGeneration(path: string): number {
  return Math.max(0, ...generationsOf(path));
}

/** True where there is a ledger, whatever is in it. */
export function hasLedger(path: string): boolean {
  return latestGeneration(path) > 0;
}

/**
 * Gives a file that is whole the place of a generation, where nobody was first. Whoever is so late that there are later ones already leaves things
 * as they are.
 */
export function placeGeneration(path: string, generation: number, made: string): void {
  try {
    linkSync(made, generationPath(path, generation));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  if (latestGeneration(path) > generation) rmSync(generationPath(path, generation), { force: true });
}

/** A name for a file that is being made; backups leave such out. */
export function makingPath(path: string, random: string): string {
  return `${path}-${random}.new`;
}

/** Takes away generations up to a number, and what somebody who was killed left half made. */
export function forgetGenerations(path: string, upTo: number): void {
  for (const generation of generationsOf(path)) if (generation <= upTo) rmSync(generationPath(path, generation), { force: true });
  const beginning = `${basename(path)}-`;
  for (const name of namesIn(path)) {
    const isHalf = name.startsWith(beginning) && name.endsWith('.new');
    const found = isHalf ? statSync(join(dirname(path), name), { throwIfNoEntry: false }) : undefined;
    if (found && Date.now() - found.mtimeMs > ABANDONED_AFTER) rmSync(join(dirname(path), name), { force: true });
  }
}

/** Makes names in the ledger's folder durable. Rejects with what the system says. */
export async function flushFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function generationsOf(path: string): readonly number[] {
  const name = basename(path);
  return namesIn(path).flatMap((found) => {
    if (found === name) return [1];
    const number = found.startsWith(`${name}.`) ? found.slice(name.length + 1) : '';
    return /^[1-9]\d{0,8}$/.test(number) && number !== '1' ? [Number(number)] : [];
  });
}

function namesIn(path: string): readonly string[] {
  try {
    return readdirSync(dirname(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
