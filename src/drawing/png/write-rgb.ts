import { concatBytes, latin1 } from '../../base/bytes.ts';
import type { Zlib } from '../../base/zlib.ts';
import { chunk, SIGNATURE, uint32 } from './chunk.ts';
import { filterRow } from './filter.ts';

const TRUECOLOUR = 2;
const UP = 2;
/** Compression that is quick. */
const LEVEL = 6;

/**
 * A PNG file (ISO/IEC 15948) of a picture whose opacity is not kept: 8 bits a channel, rows filtered by difference to the row above.
 * @param comment ASCII, for whoever looks into the file
 */
export function writeRgbPng(
  { width, height, rgba }: { readonly width: number; readonly height: number; readonly rgba: Uint8Array },
  zlib: Zlib,
  comment: string,
): Uint8Array {
  const length = 3 * width + 1;
  const filtered = new Uint8Array(height * length);
  let above = new Uint8Array(length - 1);
  for (let y = 0; y < height; y++) {
    const row = new Uint8Array(length - 1);
    for (let x = 0, from = 4 * y * width, to = 0; x < width; x++, from += 4, to += 3) {
      row[to] = rgba[from] ?? 0;
      row[to + 1] = rgba[from + 1] ?? 0;
      row[to + 2] = rgba[from + 2] ?? 0;
    }
    filterRow(row, above, 3, UP, filtered.subarray(y * length, (y + 1) * length));
    above = row;
  }
  return concatBytes(
    Uint8Array.from(SIGNATURE),
    chunk('IHDR', concatBytes(uint32(width), uint32(height), Uint8Array.of(8, TRUECOLOUR, 0, 0, 0))),
    chunk('tEXt', latin1(`Comment\0${comment}`)),
    chunk('IDAT', zlib.deflate(filtered, LEVEL)),
    chunk('IEND', latin1('')),
  );
}
