/** Image XObjects (ISO 32000-1 §8.9.5) as pixels, as far as seals use them. */
import type { RgbaBitmap } from '../../../drawing/index.ts';
import { integerValue, nameValue, type PdfObject, type PdfStream } from '../../objects/index.ts';
import type { PdfDocument } from '../../reader/index.ts';

const MAX_PIXELS = 16_000_000;

/** Samples of an image before colours: values of `depth` bits, `channels` for each pixel, rows padded to whole bytes. */
interface Samples {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly channels: number;
  readonly data: Uint8Array;
  /** Red, green, blue of each index; null when samples are colours themselves. */
  readonly palette: Uint8Array | null;
}

/**
 * Decodes an image in DeviceGray, DeviceRGB or an index of DeviceRGB, with its soft mask as opacity; null for any other.
 * @throws {YinzhengError} PDF_FILTER_UNSUPPORTED, PDF_MALFORMED, DEFLATE_MALFORMED, INPUT_TOO_LARGE
 */
export function decodeImage(document: PdfDocument, image: PdfStream, revision: number): RgbaBitmap | null {
  const mask = document.get(image.dictionary, 'SMask', revision);
  const base = readSamples(document, image, revision);
  if (base === null) return null;
  if (mask.kind === 'null') return compose(base, null);
  if (mask.kind !== 'stream' || ['Matte', 'Decode'].some((key) => mask.dictionary.entries.has(key))) return null;
  const alpha = readSamples(document, mask, revision);
  if (alpha?.channels !== 1 || alpha.palette !== null) return null;
  return compose(base, alpha);
}

function readSamples(document: PdfDocument, image: PdfStream, revision: number): Samples | null {
  const get = (key: string): PdfObject => document.get(image.dictionary, key, revision);
  const width = integerValue(get('Width')) ?? 0;
  const height = integerValue(get('Height')) ?? 0;
  const depth = integerValue(get('BitsPerComponent')) ?? 0;
  if (width < 1 || height < 1 || width * height > MAX_PIXELS || ![1, 2, 4, 8].includes(depth)) return null;
  const colours = readColours(document, get('ColorSpace'), revision);
  if (colours === null) return null;
  const data = document.decode(image, revision);
  if (data.length < Math.ceil((width * colours.channels * depth) / 8) * height) return null;
  return { width, height, depth, data, ...colours };
}

function readColours(document: PdfDocument, space: PdfObject, revision: number): Pick<Samples, 'channels' | 'palette'> | null {
  const name = nameValue(space);
  if (name === 'DeviceGray') return { channels: 1, palette: null };
  if (name === 'DeviceRGB') return { channels: 3, palette: null };
  if (space.kind !== 'array') return null;
  const [family, base, , table] = space.items.map((item) => document.resolve(item, revision));
  if (nameValue(family) !== 'Indexed' || nameValue(base) !== 'DeviceRGB') return null;
  if (table?.kind === 'string') return { channels: 1, palette: table.bytes };
  return table?.kind === 'stream' ? { channels: 1, palette: document.decode(table, revision) } : null;
}

/** Base and mask as one picture; a base of one pixel takes the size of its mask, otherwise sizes must agree. */
function compose(base: Samples, mask: Samples | null): RgbaBitmap | null {
  const single = base.width === 1 && base.height === 1;
  const { width, height } = mask ?? base;
  if (!single && (base.width !== width || base.height !== height)) return null;
  const rgba = new Uint8Array(4 * width * height);
  const [coloursAt, opacityAt] = [rowReader(base), mask && rowReader(mask)];
  const { palette } = base;
  // of a row: from pixel to pixel; of a pixel: from red to green to blue
  const step = single ? 0 : base.channels;
  const apart = base.channels === 1 && palette === null ? 0 : 1;
  let colours = coloursAt(0);
  for (let y = 0, at = 0; y < height; y++) {
    if (y > 0 && !single) colours = coloursAt(y);
    const opacity = opacityAt?.(y);
    for (let x = 0, from = 0; x < width; x++, at += 4, from += step) {
      const first = palette === null ? from : 3 * (colours[from] ?? 0);
      const source = palette ?? colours;
      rgba[at] = source[first] ?? 0;
      rgba[at + 1] = source[first + apart] ?? 0;
      rgba[at + 2] = source[first + 2 * apart] ?? 0;
      rgba[at + 3] = opacity === undefined ? 255 : (opacity[x] ?? 0);
    }
  }
  return { width, height, rgba };
}

/** Gives rows a byte a sample: indexes as they are, other values from 0 to 255. A row is good until the next is asked for. */
function rowReader({ width, depth, channels, data, palette }: Samples): (y: number) => Uint8Array {
  const count = width * channels;
  const rowBytes = Math.ceil((count * depth) / 8);
  if (depth === 8) return (y) => data.subarray(y * rowBytes, y * rowBytes + count);
  const largest = 2 ** depth - 1;
  const values = Uint8Array.from({ length: largest + 1 }, (_, value) =>
    palette === null ? Math.round((value * 255) / largest) : value,
  );
  const row = new Uint8Array(count);
  return (y) => {
    for (let index = 0, at = y * rowBytes; index < count; at++) {
      const byte = data[at] ?? 0;
      for (let shift = 8 - depth; shift >= 0 && index < count; shift -= depth) {
        row[index++] = values[(byte >> shift) & largest] ?? 0;
      }
    }
    return row;
  };
}
