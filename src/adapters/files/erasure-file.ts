/** The list of what was erased, beside the keys: a line each, with an authentication code, only ever appended to. */
import { constants, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { fromUtf8, toHex, utf8 } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import { RETAINED_KINDS } from '../../domain/retention/index.ts';
import type { Erasure, ErasureKeeper } from '../../services/retention/index.ts';
import { readFileIfPresent } from './replace.ts';

const LINE = z.strictObject({
  store: z.string(),
  collection: z.enum(RETAINED_KINDS),
  id: z.string(),
  list: z.string(),
  at: z.string(),
  mac: z.string(),
});

/**
 * Keeps the list in a file of mode 0600. `authenticate` gives the code of a line: whoever can write the file and has no keys cannot have
 * something erased. A line that a crash cut off was told to nobody, and is passed over.
 */
export function createErasureFile(path: string, authenticate: (bytes: Uint8Array) => Uint8Array): ErasureKeeper {
  const codeOf = (erasure: Erasure): string =>
    toHex(authenticate(utf8(['erasure', erasure.store, erasure.collection, erasure.id, erasure.list, erasure.at].join('\0'))));

  function parse(line: string): Erasure {
    try {
      const { mac, ...erasure } = LINE.parse(JSON.parse(line));
      if (codeOf(erasure) !== mac) throw new RangeError('its code');
      return erasure;
    } catch (cause) {
      throw new YinzhengError('STORE_DAMAGED', { what: path }, { cause });
    }
  }

  return {
    place: path,
    async append(erasures) {
      const text = erasures.map((erasure) => `${JSON.stringify({ ...erasure, mac: codeOf(erasure) })}\n`).join('');
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
    async read() {
      const bytes = await readFileIfPresent(path);
      if (bytes === null) return [];
      const whole = fromUtf8(bytes).split('\n');
      // The last part is empty, or was cut off; one that was cut off before others has no closing brace.
      return whole
        .slice(0, -1)
        .filter((line) => line.endsWith('}'))
        .map(parse);
    },
  };
}
