import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { YinzhengError } from '../../base/errors/index.ts';
import type { SmallFiles } from '../../services/maintenance/index.ts';
import { readFileIfPresent } from '../files/index.ts';

/**
 * The files of a folder and of those in it, also where they are links (as secrets mounted into a container are), but for what is left
 * out; none when there is no such folder. Rejects with INPUT_UNREADABLE.
 */
export function createSmallFiles(folder: string, isLeftOut: (path: string) => boolean = () => false): SmallFiles {
  async function collect(below: string): Promise<readonly { readonly path: string; readonly bytes: Uint8Array }[]> {
    const found = [];
    for (const name of await namesIn(join(folder, below))) {
      const path = below === '' ? name : `${below}/${name}`;
      // A file being replaced lies beside its place for a moment, with this ending.
      if (name.endsWith('.new') || isLeftOut(path)) continue;
      const place = join(folder, path);
      const kind = await stat(place).catch(() => null);
      if (kind?.isDirectory()) found.push(...(await collect(path)));
      // What went away meanwhile is not there to be copied.
      const bytes = kind?.isFile() ? await readFileIfPresent(place) : null;
      if (bytes !== null) found.push({ path, bytes });
    }
    return found;
  }
  return { list: () => collect('') };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new YinzhengError('INPUT_UNREADABLE', { path: folder }, { cause });
  }
}
