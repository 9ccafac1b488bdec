import { statSync, type BigIntStats } from 'node:fs';

/**
 * What tells whether a file is another than before, without reading it: its inode, size and times; `absent` where it cannot be looked at.
 * The answer comes at once, for it is asked before every signature.
 */
export function fileStamp(path: string): string {
  let found: BigIntStats | undefined;
  try {
    found = statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch {
    // A folder that may not be entered: the same as a file that is not there.
  }
  return found ? [found.ino, found.size, found.mtimeNs, found.ctimeNs].join(':') : 'absent';
}
