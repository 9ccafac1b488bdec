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
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      const [column, row] = single ? [0, 0] : [x, y];
      for (let channel = 0; channel < 3; channel++) rgba[at + channel] = colourOf(base, column, row, channel);
      rgba[at + 3] = mask === null ? 255 : scaled(mask, sampleAt(mask, x, y, 0));
    }
  }
  return { width, height, rgba };
}

function colourOf(base: Samples, x: number, y: number, channel: number): number {
  if (base.palette !== null) return base.palette[sampleAt(base, x, y, 0) * 3 + channel] ?? 0;
  return scaled(base, sampleAt(base, x, y, base.channels === 1 ? 0 : channel));
}

function scaled({ depth }: Samples, value: number): number {
  return depth === 8 ? value : Math.round((value * 255) / (2 ** depth - 1));
}

function sampleAt({ width, depth, channels, data }: Samples, x: number, y: number, channel: number): number {
  const rowBytes = Math.ceil((width * channels * depth) / 8);
  const bit = (x * channels + channel) * depth;
  const byte = data[y * rowBytes + (bit >> 3)] ?? 0;
  return (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
}
