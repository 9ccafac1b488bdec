import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { YinzhengError } from '../../base/errors/index.ts';
import type { SmallFiles } from '../../services/maintenance/index.ts';

/** The files of a folder and of those in it, but for names that are left out; none when there is no such folder. */
export function createSmallFiles(folder: string, isLeftOut: (path: string) => boolean = () => false): SmallFiles {
  return {
    async list() {
      try {
        const entries = await readdir(folder, { recursive: true, withFileTypes: true });
        const paths = entries
          .filter((entry) => entry.isFile())
          .map((entry) =>
            join(entry.parentPath, entry.name)
              .slice(folder.length + 1)
              .split(sep)
              .join('/'),
          )
          // a file being replaced lies beside its place for a moment, with this ending
          .filter((path) => !path.endsWith('.new') && !isLeftOut(path));
        return await Promise.all(paths.sort().map(async (path) => ({ path, bytes: await readFile(join(folder, path)) })));
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
        throw new YinzhengError('INPUT_UNREADABLE', { path: folder }, { cause });
      }
    },
  };
}
