import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileStamp } from './stamp.ts';

/**
 * Entries of a folder that changed less long ago are listed again, ms: clocks of file systems are coarse, and what was added in the tick of the last
 * listing would not show in the folder's own stamp.
 */
const YOUNG = 2_000;

/** What tells whether anything in a folder is another than before. */
export interface FolderStamp {
  /** Names, sizes and times of all files below the folder, in an order that is always the same; empty where there is none. Comes at once. */
  readonly now: () => string;
  /** Has every folder listed again next time, whatever their own times say. */
  readonly relist: () => void;
}

interface Listed {
  readonly stamp: string;
  /** Whether the folder had not changed for a while when it was listed. */
  readonly settled: boolean;
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/**
 * Stamps of a folder, cheap enough to be asked for before every use of a seal. A folder is listed again when its own stamp is another; files
 * are looked at each time, so that one that is overwritten shows too. Links to folders are not followed.
 */
export function createFolderStamp(folder: string): FolderStamp {
  const known = new Map<string, Listed>();

  function list(path: string): Listed {
    const stamp = fileStamp(path);
    const before = known.get(path);
    if (before?.settled && before.stamp === stamp) return before;
    const settled = Date.now() - changedAt(stamp) > YOUNG;
    const fresh = { stamp, settled, ...entriesOf(path) };
    known.set(path, fresh);
    return fresh;
  }

  function partsOf(path: string): readonly string[] {
    const { files, folders } = list(path);
    return [...files.map((file) => `${file}:${fileStamp(file)}`), ...folders.flatMap(partsOf)];
  }

  return { now: () => partsOf(folder).join('\n'), relist: () => known.clear() };
}

/** When something was last done to what a stamp is of, ms; for ever to come where there is nothing. */
function changedAt(stamp: string): number {
  const [, , changed = NaN, touched = NaN] = stamp.split(':').map(Number);
  return Number.isNaN(changed + touched) ? Infinity : Math.max(changed, touched) / 1e6;
}

function entriesOf(path: string): Pick<Listed, 'files' | 'folders'> {
  try {
    const entries = readdirSync(path, { withFileTypes: true }).sort((left, right) => (left.name < right.name ? -1 : 1));
    const [folders, files] = [entries.filter((entry) => entry.isDirectory()), entries.filter((entry) => !entry.isDirectory())];
    const place = ({ name }: { readonly name: string }): string => join(path, name);
    return { files: files.map(place), folders: folders.map(place) };
  } catch {
    return { files: [], folders: [] };
  }
}
