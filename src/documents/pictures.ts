/** Pictures of licences, such as photos, as their files come. */
import { bilingual, YinzhengError } from '../base/errors/index.ts';
import { readPngParts, type RasterImage } from '../drawing/index.ts';
import { readJpegHeader } from '../pdf/index.ts';

/** Longest side of a picture, pixels: a photo of 35 × 45 mm at 1,000 dots an inch. */
const LONGEST_SIDE = 2_000;

/**
 * A JPEG or PNG file as a picture of a face.
 * @throws {YinzhengError} IMAGE_UNUSABLE when it is neither, is damaged, or has more than 2,000 pixels a side; PNG_MALFORMED, PNG_UNSUPPORTED, INPUT_TOO_LARGE
 */
export function readPicture(file: Uint8Array): RasterImage {
  const format = file[0] === 0xff ? 'jpeg' : 'png';
  const { width, height } = format === 'jpeg' ? readJpegHeader(file) : readPngParts(file).header;
  if (width > LONGEST_SIDE || height > LONGEST_SIDE)
    throw new YinzhengError('IMAGE_UNUSABLE', {
      reason: bilingual(`more than ${LONGEST_SIDE} pixels a side`, `单边超过 ${LONGEST_SIDE} 像素`),
    });
  return { format, file, width, height };
}
