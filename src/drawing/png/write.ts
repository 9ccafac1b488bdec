import { concatBytes, latin1 } from '../../base/bytes.ts';
import { SMALLEST, type Zlib } from '../../base/zlib.ts';
import type { MonoBitmap } from '../raster/index.ts';
import { chunk, SIGNATURE, uint32 } from './chunk.ts';
import { filterRow } from './filter.ts';

/** How finely opacity is kept: 16 levels take 4 bits a pixel, 4 levels 2 bits, 2 levels 1 bit. */
export type AlphaLevels = 2 | 4 | 16;

const PALETTE = 3;
const NONE = 0;
const UP = 2;
const METRES_PER_INCH = 0.0254;

/**
 * A PNG file (ISO/IEC 15948) of a one-colour picture with transparent ground: a palette of equal colours whose entry i of n has the
 * opacity i / (n − 1), one IDAT chunk, resolution in pHYs. Rows are unfiltered or filtered by difference to the row above, whichever
 * gives the smaller file; the other filters never win on pictures of few levels.
 */
export function writeMonoPng(
  bitmap: MonoBitmap,
  zlib: Zlib,
  { levels = 16 }: { readonly levels?: AlphaLevels } = {},
): Uint8Array {
  const bits = Math.log2(levels);
  const rows = packRows(bitmap, levels, bits);
  const [smaller] = [NONE, UP]
    .map((type) => filtered(rows, type))
    .map((bytes) => ({ bytes, size: zlib.deflate(bytes, 9).length }))
    .sort((left, right) => left.size - right.size);
  const data = zlib.deflate(smaller?.bytes ?? new Uint8Array(), SMALLEST);
  const { red, green, blue } = bitmap.colour;
  const steps = Array.from({ length: levels }, (_, index) => index);
  const perMetre = uint32(Math.round(bitmap.dpi / METRES_PER_INCH));
  return concatBytes(
    Uint8Array.from(SIGNATURE),
    chunk('IHDR', concatBytes(uint32(bitmap.width), uint32(bitmap.height), Uint8Array.of(bits, PALETTE, 0, 0, 0))),
    chunk('pHYs', concatBytes(perMetre, perMetre, Uint8Array.of(1))),
    chunk('PLTE', Uint8Array.from(steps.flatMap(() => [red, green, blue]))),
    // The last entries may be left out when opaque (§11.3.2.1).
    chunk(
      'tRNS',
      Uint8Array.from(steps.slice(0, -1), (index) => Math.round((255 * index) / (levels - 1))),
    ),
    chunk('IDAT', data),
    chunk('IEND', latin1('')),
  );
}

function packRows({ width, height, alpha }: MonoBitmap, levels: number, bits: number): readonly Uint8Array[] {
  const perByte = 8 / bits;
  return Array.from({ length: height }, (_, y) => {
    const row = new Uint8Array(Math.ceil(width / perByte));
    for (let x = 0; x < width; x++) {
      const level = Math.round(((alpha[y * width + x] ?? 0) * (levels - 1)) / 255);
      const at = Math.floor(x / perByte);
      row[at] = (row[at] ?? 0) | (level << (8 - bits - bits * (x % perByte)));
    }
    return row;
  });
}

function filtered(rows: readonly Uint8Array[], type: number): Uint8Array {
  const length = (rows[0]?.length ?? 0) + 1;
  const bytes = new Uint8Array(rows.length * length);
  let above = new Uint8Array(length - 1);
  rows.forEach((row, y) => {
    filterRow(row, above, 1, type, bytes.subarray(y * length, (y + 1) * length));
    above = row as Uint8Array<ArrayBuffer>;
  });
  return bytes;
}
