import type { Zlib } from '../../../base/zlib.ts';
import { numberText } from '../../writer/notation.ts';
import { inflatePng, readPng, type PngParts } from './png.ts';
import type { EmbeddedImage } from './write.ts';

const BASE_ENTRIES = '/Width 1 /Height 1 /ColorSpace /DeviceRGB /BitsPerComponent 8';

/**
 * A palette PNG of a single colour whose index is its opacity, as an image of one pixel of that colour under a soft mask that
 * has the PNG's own compressed data: the mask's samples are the palette indexes. Anybody can so compare the picture of a PDF seal
 * with the one inside the SES seal byte by byte, and it costs no room. Undefined when the PNG is not of that kind.
 * @throws {YinzhengError} IMAGE_UNUSABLE when it is damaged
 */
export function embedAlphaPalette(file: Uint8Array, zlib: Zlib): EmbeddedImage | undefined {
  const png = readPng(file);
  if (png.interlaced || !isAlphaPalette(png)) return undefined;
  inflatePng(png, zlib);
  return { entries: BASE_ENTRIES, data: png.palette.slice(0, 3), softMask: { entries: softMaskEntries(png), data: png.data } };
}

/** Dictionary entries of a grey image that has the data of a PNG with one sample a pixel. */
export function softMaskEntries({ width, height, bitDepth }: PngParts): string {
  const size = `/Width ${numberText(width)} /Height ${numberText(height)}`;
  const parameters = `/DecodeParms <</Predictor 15 /Colors 1 /BitsPerComponent ${bitDepth} /Columns ${width}>>`;
  return `${size} /ColorSpace /DeviceGray /BitsPerComponent ${bitDepth} /Filter /FlateDecode ${parameters}`;
}

/** True for a full palette of one colour whose opacities rise evenly from 0 to 255. */
function isAlphaPalette({ colourType, bitDepth, palette, transparency = new Uint8Array() }: PngParts): boolean {
  const count = 2 ** bitDepth;
  if (colourType !== 3 || palette.length !== count * 3) return false;
  for (let index = 0; index < count; index++) {
    const alpha = transparency[index] ?? 255;
    if (alpha !== Math.round((index * 255) / (count - 1))) return false;
    for (let channel = 0; channel < 3; channel++) {
      if (palette[index * 3 + channel] !== palette[channel]) return false;
    }
  }
  return true;
}
