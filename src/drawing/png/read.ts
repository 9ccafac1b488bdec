import { crc32 } from '../../base/crc32.ts';
import { concatBytes, equalBytes } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import type { Zlib } from '../../base/zlib.ts';
import { SIGNATURE } from './chunk.ts';
import { unfilterRow } from './filter.ts';

/** A decoded picture: red, green, blue, opacity, a byte each, row by row from the top; `dpi` where the file tells it. */
export interface RgbaBitmap {
  readonly width: number;
  readonly height: number;
  readonly dpi?: number;
  readonly rgba: Uint8Array;
}

/** Largest width and height, and largest number of pixels, that are decoded. */
const LONGEST_SIDE = 20_000;
const MOST_PIXELS = 16_000_000;
const MOST_CHUNKS = 4096;
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};
const METRES_PER_INCH = 0.0254;

/** The header of a PNG file (§11.2.2): size in pixels, bits of a sample, colour type, samples of a pixel. */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colourType: number;
  readonly channels: number;
}

/** What a PNG file holds, its image data still compressed. */
export interface PngParts {
  readonly header: PngHeader;
  /** Red, green, blue of each entry. */
  readonly palette?: Uint8Array;
  /** Contents of tRNS (§11.3.2.1). */
  readonly transparency?: Uint8Array;
  readonly dpi?: number;
  /** The zlib stream of all IDAT chunks; a view of the file where there is only one. */
  readonly data: Uint8Array;
}

/**
 * Decodes a PNG file (ISO/IEC 15948) strictly: chunk order, check sums, sizes and filters must be right; 16 bits a channel are cut to 8.
 * @throws {YinzhengError} PNG_MALFORMED, PNG_UNSUPPORTED for interlacing or an unknown critical chunk, INPUT_TOO_LARGE beyond 16 million pixels
 */
export function readPng(file: Uint8Array, zlib: Zlib): RgbaBitmap {
  const parts = readPngParts(file);
  const { width, height, depth, channels } = parts.header;
  const rowLength = Math.ceil((width * depth * channels) / 8);
  const inflated = zlib.inflate(parts.data, height * (rowLength + 1));
  if (inflated.length !== height * (rowLength + 1)) throw malformed('the image data are too short');
  const rgba = new Uint8Array(4 * width * height);
  const step = Math.max(1, (depth * channels) / 8);
  const convert = pixelConverter(parts);
  let above = new Uint8Array(rowLength);
  for (let y = 0; y < height; y++) {
    const start = y * (rowLength + 1);
    const type = inflated[start] ?? 0;
    if (type > 4) throw malformed(`row ${y} has an unknown filter`);
    const row = inflated.slice(start + 1, start + 1 + rowLength);
    unfilterRow(row, above, step, type);
    convert(row, rgba, 4 * width * y);
    above = row;
  }
  return { width, height, ...(parts.dpi === undefined ? {} : { dpi: parts.dpi }), rgba };
}

/**
 * Reads a PNG file without decoding its image; chunk order, check sums and sizes must be right.
 * @throws {YinzhengError} PNG_MALFORMED, PNG_UNSUPPORTED, INPUT_TOO_LARGE as {@link readPng}
 */
export function readPngParts(file: Uint8Array): PngParts {
  if (!equalBytes(file.subarray(0, 8), Uint8Array.from(SIGNATURE))) throw malformed('it does not begin like a PNG file');
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let header: PngHeader | undefined;
  let palette: Uint8Array | undefined;
  let transparency: Uint8Array | undefined;
  let dpi: number | undefined;
  const data: Uint8Array[] = [];
  let ended = false;
  let previous = '';
  let offset = 8;
  for (let count = 0; !ended; count++) {
    if (count > MOST_CHUNKS) throw malformed('it has too many chunks');
    if (offset + 12 > file.length) throw malformed('it ends in the middle');
    const length = view.getUint32(offset);
    const end = offset + 12 + length;
    if (end > file.length) throw malformed('a chunk is longer than the file');
    const type = String.fromCharCode(...file.subarray(offset + 4, offset + 8));
    const body = file.subarray(offset + 8, end - 4);
    if (!/^[A-Za-z]{4}$/.test(type)) throw malformed('a chunk has no name');
    if (crc32(file.subarray(offset + 4, end - 4)) !== view.getUint32(end - 4))
      throw malformed(`the check sum of ${type} is wrong`);
    if ((type === 'IHDR') !== (count === 0)) throw malformed('IHDR is not the first chunk');
    if (type === 'IHDR') header = readHeader(body);
    else if (type === 'IDAT') {
      if (data.length > 0 && previous !== 'IDAT') throw malformed('the image data are not in one piece');
      data.push(body);
    } else if (type === 'PLTE') {
      if (palette || data.length > 0 || body.length === 0 || body.length % 3 !== 0 || body.length > 768)
        throw malformed('the palette is wrong');
      palette = body;
    } else if (type === 'tRNS') {
      if (transparency || data.length > 0) throw malformed('the transparency is out of place');
      transparency = body;
    } else if (type === 'pHYs') {
      if (body.length !== 9) throw malformed('the resolution is wrong');
      if (body[8] === 1) dpi = Math.round(view.getUint32(offset + 8) * METRES_PER_INCH * 100) / 100;
    } else if (type === 'IEND') ended = true;
    else if (/^[A-Z]/.test(type)) throw new YinzhengError('PNG_UNSUPPORTED', { technical: type });
    previous = type;
    offset = end;
  }
  if (!header || data.length === 0) throw malformed('it has no image');
  if (offset !== file.length) throw malformed('bytes follow the end');
  checkPalette(header, palette, transparency);
  const [only] = data;
  return {
    header,
    ...(palette ? { palette } : {}),
    ...(transparency ? { transparency } : {}),
    ...(dpi === undefined ? {} : { dpi }),
    data: only && data.length === 1 ? only : concatBytes(...data),
  };
}

function readHeader(body: Uint8Array): PngHeader {
  if (body.length !== 13) throw malformed('IHDR has a wrong length');
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, colourType, compression, filter, interlace] = [8, 9, 10, 11, 12].map((at) => view.getUint8(at));
  if (depth === undefined || colourType === undefined || !DEPTHS[colourType]?.includes(depth))
    throw malformed('the colour type is unknown');
  if (width === 0 || height === 0 || compression !== 0 || filter !== 0) throw malformed('IHDR is wrong');
  if (interlace === 1) throw new YinzhengError('PNG_UNSUPPORTED', { technical: 'interlace' });
  if (interlace !== 0) throw malformed('IHDR is wrong');
  if (width > LONGEST_SIDE || height > LONGEST_SIDE || width * height > MOST_PIXELS) {
    throw new YinzhengError('INPUT_TOO_LARGE', { limit: 4 * MOST_PIXELS });
  }
  return { width, height, depth, colourType, channels: CHANNELS[colourType] ?? 1 };
}

function checkPalette(
  { colourType, depth }: PngHeader,
  palette: Uint8Array | undefined,
  transparency: Uint8Array | undefined,
): void {
  if (colourType === 3 && (!palette || palette.length / 3 > 2 ** depth)) throw malformed('the palette is wrong');
  if (palette && (colourType === 0 || colourType === 4)) throw malformed('a grey image has a palette');
  if (!transparency) return;
  const lengths: Readonly<Record<number, number>> = { 0: 2, 2: 6 };
  const right =
    colourType === 3 ? transparency.length <= (palette?.length ?? 0) / 3 : transparency.length === lengths[colourType];
  if (!right) throw malformed('the transparency is wrong');
}

/** Writes the pixels of a row into `rgba` from index `at`. */
type PixelConverter = (row: Uint8Array, rgba: Uint8Array, at: number) => void;

function pixelConverter(parts: PngParts): PixelConverter {
  return parts.header.colourType === 3 ? paletteConverter(parts) : sampleConverter(parts);
}

function paletteConverter({ header: { width, depth }, palette = new Uint8Array(), transparency }: PngParts): PixelConverter {
  const size = palette.length / 3;
  const colours = Uint8Array.from({ length: 4 * size }, (_, index) =>
    index % 4 === 3 ? (transparency?.[index >> 2] ?? 255) : (palette[3 * (index >> 2) + (index % 4)] ?? 0),
  );
  // a pixel at once: both views are of the platform's own byte order
  const whole = new Uint32Array(colours.buffer);
  const largest = 2 ** depth - 1;
  return (row, rgba, at) => {
    const pixels = new Uint32Array(rgba.buffer, rgba.byteOffset + at, width);
    for (let x = 0, from = 0; x < width; from++) {
      const byte = row[from] ?? 0;
      for (let shift = 8 - depth; shift >= 0 && x < width; shift -= depth) {
        const index = (byte >> shift) & largest;
        if (index >= size) throw malformed('a pixel is not in the palette');
        pixels[x++] = whole[index] ?? 0;
      }
    }
  };
}

function sampleConverter({ header, transparency }: PngParts): PixelConverter {
  const { width, depth, channels } = header;
  const largest = 2 ** depth - 1;
  const toByte = (value: number): number => (depth === 16 ? value >>> 8 : depth === 8 ? value : (value * 255) / largest);
  const grey = channels < 3;
  const alpha = channels % 2 === 0;
  return (row, rgba, at) => {
    for (let x = 0; x < width; x++) {
      const first = x * channels;
      const target = at + 4 * x;
      let transparent = transparency !== undefined;
      for (let channel = 0; channel < 3; channel++) {
        const value = sampleAt(row, first + (grey ? 0 : channel), depth);
        if (transparency && value !== sampleAt(transparency, grey ? 0 : channel, 16)) transparent = false;
        rgba[target + channel] = toByte(value);
      }
      rgba[target + 3] = transparent ? 0 : alpha ? toByte(sampleAt(row, first + channels - 1, depth)) : 255;
    }
  };
}

function sampleAt(row: Uint8Array, index: number, depth: number): number {
  if (depth === 8) return row[index] ?? 0;
  if (depth === 16) return ((row[2 * index] ?? 0) << 8) | (row[2 * index + 1] ?? 0);
  const bit = index * depth;
  return ((row[bit >> 3] ?? 0) >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
}

function malformed(technical: string): YinzhengError {
  return new YinzhengError('PNG_MALFORMED', { technical });
}
