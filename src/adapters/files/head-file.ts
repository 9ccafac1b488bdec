import { constants, mkdir, open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { YinzhengError } from '../../base/errors/index.ts';
import { CUT_OFF, type HeadKeeper } from '../../services/journal/heads/index.ts';

const LINE_END = 0x0a;

/**
 * Keeps heads of the journal in a file that is only ever appended to (mode 0600), so that it may lie where nothing else is permitted, and may be
 * renamed at any time: the next line begins another. A line that a crash cut off is marked as such by the next one.
 */
export function createHeadFile(path: string): HeadKeeper {
  return {
    place: path,
    async append(line) {
      try {
        await mkdir(dirname(resolve(path)), { recursive: true, mode: 0o700 });
        await appendFlushed(path, line);
      } catch (cause) {
        throw new YinzhengError('FILE_UNWRITABLE', { path }, { cause });
      }
    },
  };
}

async function appendFlushed(path: string, line: string): Promise<void> {
  const file = await open(path, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT, 0o600);
  let begun: boolean;
  try {
    const { size } = await file.stat();
    begun = size > 0;
    const last = begun ? (await file.read(Buffer.alloc(1), 0, 1, size - 1)).buffer[0] : LINE_END;
    await file.writeFile(`${last === LINE_END ? '' : `${CUT_OFF}\n`}${line}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  if (begun) return;
  const folder = await open(dirname(resolve(path)), 'r');
  await folder.sync().finally(() => folder.close());
}
