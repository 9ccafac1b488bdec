import { z } from 'zod';
import { fromUtf8, utf8 } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import type { MarkKeeper } from '../../services/maintenance/index.ts';
import { readFileIfPresent, replaceFile } from './replace.ts';

const MARK = z.strictObject({
  store: z.string().min(1),
  sequence: z.int().min(0),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.iso.datetime(),
});

/** Keeps the high-water mark in a small JSON file, replaced as a whole. */
export function createMarkFile(path: string): MarkKeeper {
  return {
    place: path,
    async read() {
      const bytes = await readFileIfPresent(path);
      if (bytes === null) return null;
      try {
        return MARK.parse(JSON.parse(fromUtf8(bytes)));
      } catch (cause) {
        throw new YinzhengError('STORE_DAMAGED', { what: path }, { cause });
      }
    },
    async write(mark) {
      await replaceFile(path, utf8(`${JSON.stringify(mark, null, 2)}\n`));
    },
  };
}
