import { YinzhengError } from '../../../base/errors/index.ts';
import { concatBytes } from '../../../base/bytes.ts';
import type { Zlib } from '../../../base/zlib.ts';

/** The parts of a PNG file (ISO/IEC 15948) that embedding needs. */
export interface PngParts {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  readonly colourType: 0 | 2 | 3 | 4 | 6;
  readonly interlaced: boolean;
  /** Red, green and blue of each entry; empty without a palette. */
  readonly palette: Uint8Array;
  /** Contents of the tRNS chunk, if there is one. */
  readonly transparency: Uint8Array | undefined;
  /** The zlib stream of all IDAT chunks: a view where there is only one. */
  readonly data: Uint8Array;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Pixels an image may have: an A4 page at 600 dpi has 35 million. */
const PIXEL_LIMIT = 50_000_000;
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};
/** Samples of a pixel by colour type. */
const CHANNELS = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const;

function unusable(reason: string): never {
  throw new YinzhengError('IMAGE_UNUSABLE', { reason: `PNG: ${reason}` });
}

function isColourType(value: number | undefined): value is PngParts['colourType'] {
  return value === 0 || value === 2 || value === 3 || value === 4 || value === 6;
}

/**
 * Reads the chunks of a PNG file; checksums are not looked at, since {@link inflatePng} checks what matters.
 * @throws {YinzhengError} IMAGE_UNUSABLE when it is none, is damaged or has more than 50 million pixels
 */
export function readPng(file: Uint8Array): PngParts {
  if (SIGNATURE.some((byte, index) => file[index] !== byte)) unusable('the signature is missing');
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let header: Uint8Array | undefined;
  let palette = new Uint8Array();
  let transparency: Uint8Array | undefined;
  const data: Uint8Array[] = [];
  let at = SIGNATURE.length;
  let ended = false;
  while (!ended) {
    if (at + 12 > file.length) unusable('it ends early');
    const length = view.getUint32(at);
    const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    const body = file.subarray(at + 8, at + 8 + length);
    if (at + 12 + length > file.length) unusable('a chunk ends after the file');
    if (type === 'IHDR') header ??= body;
    else if (type === 'PLTE') palette = new Uint8Array(body);
    else if (type === 'tRNS') transparency = body;
    else if (type === 'IDAT') data.push(body);
    ended = type === 'IEND';
    at += 12 + length;
  }
  if (header?.length !== 13) unusable('the header is missing');
  const sizes = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const width = sizes.getUint32(0);
  const height = sizes.getUint32(4);
  if (width === 0 || height === 0 || width * height > PIXEL_LIMIT) unusable(`it has ${width} × ${height} pixels`);
  const [bitDepth = 0, colourType, , , interlace] = header.subarray(8);
  if (!isColourType(colourType) || !DEPTHS[colourType]?.includes(bitDepth)) unusable('the colour type is not known');
  if (colourType === 3 && (palette.length === 0 || palette.length % 3 !== 0 || palette.length > 768))
    unusable('the palette is missing');
  const [only = new Uint8Array()] = data;
  return {
    width,
    height,
    bitDepth,
    colourType,
    interlaced: interlace !== 0,
    palette,
    transparency,
    data: data.length === 1 ? only : concatBytes(...data),
  };
}

/** Samples in a pixel. */
export function channelsOf({ colourType }: PngParts): number {
  return CHANNELS[colourType];
}

/** Bytes of a row without its filter byte. */
export function rowLength(png: PngParts): number {
  return Math.ceil((png.width * png.bitDepth * channelsOf(png)) / 8);
}

/**
 * The filtered rows, each after its filter byte.
 * @throws {YinzhengError} IMAGE_UNUSABLE when the image is interlaced or its data are damaged or too short
 */
export function inflatePng(png: PngParts, zlib: Zlib): Uint8Array {
  if (png.interlaced) unusable('interlaced images are not supported');
  const stride = rowLength(png) + 1;
  const length = stride * png.height;
  let rows: Uint8Array;
  try {
    rows = zlib.inflate(png.data, length);
  } catch (cause) {
    throw new YinzhengError('IMAGE_UNUSABLE', { reason: 'PNG: the data are damaged' }, { cause });
  }
  if (rows.length !== length) unusable('the data are too short');
  for (let row = 0; row < length; row += stride) if ((rows[row] ?? 0) > 4) unusable('a filter is not known');
  return rows;
}

/** Undoes the filters (§9.2) and gives the samples row by row, packed as they were. */
export function unfilterPng(png: PngParts, rows: Uint8Array): Uint8Array {
  const width = rowLength(png);
  const step = Math.max(1, (png.bitDepth * channelsOf(png)) >> 3);
  const samples = new Uint8Array(width * png.height);
  for (let row = 0; row < png.height; row++) {
    const source = row * (width + 1);
    const target = row * width;
    const filter = rows[source] ?? 0;
    for (let index = 0; index < width; index++) {
      const left = index >= step ? (samples[target + index - step] ?? 0) : 0;
      const up = row > 0 ? (samples[target + index - width] ?? 0) : 0;
      const corner = row > 0 && index >= step ? (samples[target + index - width - step] ?? 0) : 0;
      samples[target + index] = (rows[source + 1 + index] ?? 0) + predicted(filter, { left, up, corner });
    }
  }
  return samples;
}

function predicted(
  filter: number,
  { left, up, corner }: { readonly left: number; readonly up: number; readonly corner: number },
): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4: {
      const estimate = left + up - corner;
      const [byLeft, byUp, byCorner] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)];
      return byLeft <= byUp && byLeft <= byCorner ? left : byUp <= byCorner ? up : corner;
    }
    default:
      return 0;
  }
}
