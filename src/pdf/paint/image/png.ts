import { toHex } from '../../../base/bytes.ts';
import { YinzhengError } from '../../../base/errors/index.ts';
import type { Zlib } from '../../../base/zlib.ts';
import { readPng, readPngParts, type PngHeader, type PngParts } from '../../../drawing/index.ts';
import { maskOfOneColour } from './palette.ts';
import { dataEntries } from './predictor.ts';
import type { EmbeddedImage } from './write.ts';

/** Level for planes that have to be compressed anew. */
const PLANE_LEVEL = 6;
/** PNG's filter Up, which suits smooth planes. */
const FILTER_UP = 2;
const TRUE_COLOUR = 2;
const PALETTE = 3;
const GREY_ALPHA = 4;
const TRUE_COLOUR_ALPHA = 6;

/** An embedded PNG, and its size in pixels. */
export interface EmbeddedPng {
  readonly header: PngHeader;
  readonly image: EmbeddedImage;
}

/**
 * A PNG with its own compressed data where PDF can express it (no transparency, or one colour in several opacities), else decoded
 * and split into colour and opacity.
 * @throws {YinzhengError} PNG_MALFORMED, PNG_UNSUPPORTED, INPUT_TOO_LARGE, DEFLATE_MALFORMED
 */
export function embedPng(file: Uint8Array, zlib: Zlib): EmbeddedPng {
  const parts = readPngParts(file);
  const { header, data, palette = new Uint8Array() } = parts;
  const { colourType } = header;
  const mask = maskOfOneColour(parts);
  const hasOpacity = parts.transparency !== undefined || colourType === GREY_ALPHA || colourType === TRUE_COLOUR_ALPHA;
  if (hasOpacity && !mask) {
    return { header, image: splitAlpha(readPng(file, zlib), zlib) };
  }
  requireRows(parts, zlib);
  if (mask) return { header, image: mask };
  const indexed = `[/Indexed /DeviceRGB ${palette.length / 3 - 1} <${toHex(palette)}>]`;
  const space = colourType === PALETTE ? indexed : colourType === TRUE_COLOUR ? '/DeviceRGB' : '/DeviceGray';
  return { header, image: { entries: `/ColorSpace ${space} ${dataEntries(header)}`, data } };
}

/** Data that are taken over unseen by the decoder must be whole: every row there, and every filter known. */
function requireRows({ header, data }: PngParts, zlib: Zlib): void {
  const stride = Math.ceil((header.width * header.depth * header.channels) / 8) + 1;
  const rows = zlib.inflate(data, stride * header.height);
  if (rows.length !== stride * header.height)
    throw new YinzhengError('PNG_MALFORMED', { technical: 'the image data are too short' });
  for (let row = 0; row < rows.length; row += stride) {
    if ((rows[row] ?? 0) > 4) throw new YinzhengError('PNG_MALFORMED', { technical: 'a row has an unknown filter' });
  }
}

function splitAlpha({ width, height, rgba }: ReturnType<typeof readPng>, zlib: Zlib): EmbeddedImage {
  const pick = (channels: readonly number[]): EmbeddedImage => {
    const stride = width * channels.length;
    const rows = new Uint8Array((stride + 1) * height);
    let target = 0;
    for (let y = 0; y < height; y++) {
      rows[target++] = FILTER_UP;
      for (let x = 0; x < width; x++) {
        const source = (y * width + x) * 4;
        for (const channel of channels) {
          const above = y === 0 ? 0 : (rgba[source - width * 4 + channel] ?? 0);
          rows[target++] = (rgba[source + channel] ?? 0) - above;
        }
      }
    }
    const space = channels.length === 1 ? '/DeviceGray' : '/DeviceRGB';
    const entries = `/ColorSpace ${space} ${dataEntries({ width, height, depth: 8, channels: channels.length })}`;
    return { entries, data: zlib.deflate(rows, PLANE_LEVEL) };
  };
  return { ...pick([0, 1, 2]), softMask: pick([3]) };
}
