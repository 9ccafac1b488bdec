import type { PngParts } from '../../../drawing/index.ts';
import { dataEntries } from './predictor.ts';
import type { EmbeddedImage } from './write.ts';

const ONE_PIXEL = '/Width 1 /Height 1 /ColorSpace /DeviceRGB /BitsPerComponent 8';

/**
 * A palette PNG of a single colour whose index is its opacity, as an image of one pixel of that colour under a soft mask that
 * has the PNG's own compressed data: the mask's samples are the palette indexes. Anybody can so compare the picture of a PDF seal
 * with the one inside the SES seal byte by byte, and it costs no room. Undefined when the PNG is not of that kind.
 */
export function maskOfOneColour(parts: PngParts): EmbeddedImage | undefined {
  if (!isOpacityPalette(parts)) return undefined;
  const { header, data, palette = new Uint8Array() } = parts;
  const entries = `/ColorSpace /DeviceGray ${dataEntries(header)}`;
  return { entries: ONE_PIXEL, data: palette.slice(0, 3), softMask: { entries, data } };
}

/** True for a full palette of one colour whose opacities rise evenly from 0 to 255; missing ones are 255 (§11.3.2.1). */
function isOpacityPalette({ header, palette, transparency = new Uint8Array() }: PngParts): boolean {
  const count = 2 ** header.depth;
  if (header.colourType !== 3 || palette?.length !== count * 3) return false;
  for (let index = 0; index < count; index++) {
    if ((transparency[index] ?? 255) !== Math.round((index * 255) / (count - 1))) return false;
    for (let channel = 0; channel < 3; channel++) {
      if (palette[index * 3 + channel] !== palette[channel]) return false;
    }
  }
  return true;
}
