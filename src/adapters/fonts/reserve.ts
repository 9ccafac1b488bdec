import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { openFace, unpackWoff2, type FaceFinder, type FontFace, type HarfBuzz } from '../../drawing/index.ts';

/** A file of the reserve, and the code points that it is said to have: pairs of first and last. */
interface Piece {
  readonly file: string;
  readonly ranges: readonly (readonly [number, number])[];
}

const SOURCE = /url\(([^)]+)\)[^{}]*;unicode-range:([^};]+)/g;
const RANGE = /U\+([0-9a-f]+)(?:-([0-9a-f]+))?/gi;
/**
 * What the reserve draws: ideographs, and the punctuation and operators among which are the dots of names. The typeface has more, but
 * signs of its own in the private use area, and scripts that it cannot shape.
 */
const DRAWN = /^(?:\p{Script=Han}|(?=\p{Script=Common})[\p{P}\p{Sm}])$/u;

/**
 * The reserve that comes with the product: HanaMin (花園明朝), which has the ideographs of Unicode 10 up to extension F, in pieces of
 * about a thousand characters. Nothing is read before a character is asked for, and then the one piece that has it; a piece stays
 * open. The finder throws INPUT_UNREADABLE or FONT_UNUSABLE when the installed files are damaged.
 */
export function bundledReserve(harfbuzz: HarfBuzz): FaceFinder {
  const index = createRequire(import.meta.url).resolve('hanamin');
  const opened = new Map<string, FontFace>();
  let pieces: readonly Piece[] | undefined;

  const open = (file: string): FontFace => {
    const bytes = unpackWoff2(read(join(dirname(index), file)), unbrotli);
    const face = openFace(harfbuzz, { id: file.replace(/\.woff2$/, ''), bytes });
    opened.set(file, face);
    return face;
  };
  return (codePoint) => {
    if (!DRAWN.test(String.fromCodePoint(codePoint))) return undefined;
    pieces ??= readPieces(Buffer.from(read(index)).toString());
    for (const { file, ranges } of pieces) {
      if (!ranges.some(([first, last]) => codePoint >= first && codePoint <= last)) continue;
      const face = opened.get(file) ?? open(file);
      if (face.glyphOf(codePoint) !== 0) return face;
    }
    return undefined;
  };
}

/** The pieces as the style sheet of the package lists them. */
function readPieces(styleSheet: string): readonly Piece[] {
  return [...styleSheet.matchAll(SOURCE)].map(([, file = '', ranges = '']) => ({
    file,
    ranges: [...ranges.matchAll(RANGE)].map(([, first = '', last = first]) => [parseInt(first, 16), parseInt(last, 16)] as const),
  }));
}

function read(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new YinzhengError('INPUT_UNREADABLE', { path }, { cause });
  }
}

function unbrotli(bytes: Uint8Array, limit: number): Uint8Array {
  try {
    return brotliDecompressSync(bytes, { maxOutputLength: Math.max(limit, 1) });
  } catch (cause) {
    throw new YinzhengError('FONT_UNUSABLE', { reason: bilingual('it cannot be decompressed', '无法解压') }, { cause });
  }
}
