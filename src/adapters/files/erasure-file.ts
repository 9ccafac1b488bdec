/** The list of what was erased, beside the keys: a line each, with an authentication code, only ever appended to. */
import { constants, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { fromUtf8, toHex, utf8 } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import { RETAINED_KINDS } from '../../domain/retention/index.ts';
import type { Erasure, ErasureKeeper } from '../../services/retention/index.ts';
import { readFileIfPresent, replaceFile } from './replace.ts';

const LINE = z.strictObject({
  store: z.string(),
  collection: z.enum(RETAINED_KINDS),
  id: z.string(),
  list: z.string(),
  at: z.string(),
  mac: z.string(),
});

/** The list, as a file. */
export interface ErasureFile extends ErasureKeeper {
  /** Gives every line its code by the present key. Rejects as reading does, and with FILE_UNWRITABLE. */
  renew(): Promise<void>;
}

/** HMAC over the bytes of a line, by one key. */
export type ErasureCode = (bytes: Uint8Array) => Uint8Array;

/**
 * Keeps the list in a file of mode 0600. `codes` gives the code of a line, by the present key first, then by those before it: whoever can
 * write the file and has no keys cannot have something erased. A line that a crash cut off was told to nobody, and is passed over.
 */
export function createErasureFile(path: string, codes: readonly ErasureCode[]): ErasureFile {
  const codeOf = (erasure: Erasure, authenticate = codes[0]): string =>
    toHex(
      authenticate?.(utf8(['erasure', erasure.store, erasure.collection, erasure.id, erasure.list, erasure.at].join('\0'))) ??
        new Uint8Array(),
    );

  function parse(line: string): { readonly erasure: Erasure; readonly isPresent: boolean } {
    try {
      const { mac, ...erasure } = LINE.parse(JSON.parse(line));
      const by = codes.findIndex((code) => codeOf(erasure, code) === mac);
      if (by < 0) throw new RangeError('its code');
      return { erasure, isPresent: by === 0 };
    } catch (cause) {
      throw new YinzhengError('STORE_DAMAGED', { what: path }, { cause });
    }
  }

  async function readLines(): Promise<readonly ReturnType<typeof parse>[]> {
    const bytes = await readFileIfPresent(path);
    if (bytes === null) return [];
    // The last part is empty, or was cut off; one that was cut off before others has no closing brace.
    return fromUtf8(bytes)
      .split('\n')
      .slice(0, -1)
      .filter((line) => line.endsWith('}'))
      .map(parse);
  }

  const lineOf = (erasure: Erasure): string => `${JSON.stringify({ ...erasure, mac: codeOf(erasure) })}\n`;

  return {
    place: path,
    async append(erasures) {
      const text = erasures.map(lineOf).join('');
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        const file = await open(path, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT, 0o600);
        try {
          const { size } = await file.stat();
          // What a crash cut off ends here, as a line of its own.
          const last = size === 0 ? '\n' : (await file.read(Buffer.alloc(1), 0, 1, size - 1)).buffer.toString();
          await file.writeFile(last === '\n' ? text : `\n${text}`);
          await file.sync();
        } finally {
          await file.close();
        }
        const folder = await open(dirname(path), 'r');
        await folder.sync().finally(() => folder.close());
      } catch (cause) {
        throw new YinzhengError('FILE_UNWRITABLE', { path }, { cause });
      }
    },
    read: async () => (await readLines()).map(({ erasure }) => erasure),
    async renew() {
      const lines = await readLines();
      if (lines.every(({ isPresent }) => isPresent)) return;
      await replaceFile(path, utf8(lines.map(({ erasure }) => lineOf(erasure)).join('')));
    },
  };
}
