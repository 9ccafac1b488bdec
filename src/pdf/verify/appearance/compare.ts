/** Compares the image of an appearance with the picture of a seal. */
import { equalBytes } from '../../../base/bytes.ts';
import { bilingual, type Bilingual } from '../../../base/errors/index.ts';
import { once } from '../../../base/once.ts';
import type { Zlib } from '../../../base/zlib.ts';
import { readPng, readPngParts, type PngParts } from '../../../drawing/index.ts';
import type { SealPicture } from '../../../ses/index.ts';
import { integerValue, nameValue, type PdfObject, type PdfStream } from '../../objects/index.ts';
import type { PdfDocument } from '../../reader/index.ts';
import { decodeImage } from './image.ts';

/** The same, different, or the reason why that cannot be told. */
export type Comparison = { readonly same: boolean; readonly by: 'stored data' | 'pixels' } | { readonly reason: Bilingual };

/** The image as a document shows it. */
export interface ShownImage {
  readonly document: PdfDocument;
  readonly image: PdfStream;
  readonly revision: number;
}

/** The chunks of a seal's picture with their check sums; a seal is met more than once. */
const partsOf = once((picture: SealPicture): PngParts => readPngParts(picture.data));

/**
 * Compares without decoding where the document took over the picture's compressed data, else pixel by pixel.
 * @throws {YinzhengError} for a picture or an image that cannot be decoded
 */
export function compareWithPicture(shown: ShownImage, picture: SealPicture, zlib: Zlib): Comparison {
  const { document, image, revision } = shown;
  switch (picture.type) {
    case 'jpg':
    case 'jpeg': {
      const filter = nameValue(document.get(image.dictionary, 'Filter', revision));
      const plain = filter === 'DCTDecode' && !image.dictionary.entries.has('SMask');
      return plain && equalBytes(image.raw, picture.data)
        ? { same: true, by: 'stored data' }
        : notCompared('JPEG pictures are compared only as they are stored', 'JPEG 图像只按存储的数据比对');
    }
    case 'png': {
      const parts = partsOf(picture);
      if (isMaskOf(shown, parts)) return { same: true, by: 'stored data' };
      const bitmap = decodeImage(document, image, revision);
      if (bitmap === null) {
        return notCompared('the image has colours or masks that are not compared', '图像的颜色或蒙版无法比对');
      }
      const { width, height } = parts.header;
      if (bitmap.width !== width || bitmap.height !== height) {
        return notCompared('the image has another resolution', '图像的分辨率与印章图像不同');
      }
      return { same: isSamePicture(bitmap.rgba, readPng(picture.data, zlib).rgba), by: 'pixels' };
    }
    default: {
      const type = picture.type.slice(0, 16);
      return notCompared(`pictures of type ${type} are not compared`, `无法比对 ${type} 类型的图像`);
    }
  }
}

function notCompared(en: string, zh: string): Comparison {
  return { reason: bilingual(en, zh) };
}

/** The one colour of a picture of palette indexes whose opacities rise evenly as the values of a mask do; null for any other picture. */
const colourOfMask = once(({ header: { depth, colourType }, palette, transparency }: PngParts): Uint8Array | null => {
  const count = 2 ** depth;
  if (colourType !== 3 || depth > 4 || palette?.length !== 3 * count) return null;
  const colour = palette.subarray(0, 3);
  for (let index = 0; index < count; index++) {
    if ((transparency?.[index] ?? 255) !== Math.round((index * 255) / (count - 1))) return null;
    if (!equalBytes(palette.subarray(3 * index, 3 * index + 3), colour)) return null;
  }
  return colour;
});

/** True when the image is one pixel of the picture's only colour, under a soft mask that is the picture's own image data. */
function isMaskOf({ document, image, revision }: ShownImage, parts: PngParts): boolean {
  const { header, data } = parts;
  const { width, height, depth } = header;
  const colour = colourOfMask(parts);
  if (colour === null) return false;
  const mask = document.get(image.dictionary, 'SMask', revision);
  if (mask.kind !== 'stream' || !equalBytes(mask.raw, data)) return false;
  const get = (stream: PdfStream, key: string): PdfObject => document.get(stream.dictionary, key, revision);
  const parameters = get(mask, 'DecodeParms');
  if (parameters.kind !== 'dictionary') return false;
  const parameter = (key: string): number | undefined => integerValue(document.get(parameters, key, revision));
  const isMask =
    nameValue(get(mask, 'ColorSpace')) === 'DeviceGray' &&
    nameValue(get(mask, 'Filter')) === 'FlateDecode' &&
    integerValue(get(mask, 'Width')) === width &&
    integerValue(get(mask, 'Height')) === height &&
    integerValue(get(mask, 'BitsPerComponent')) === depth &&
    (parameter('Predictor') ?? 1) >= 10 &&
    (parameter('Colors') ?? 1) === 1 &&
    (parameter('BitsPerComponent') ?? 8) === depth &&
    parameter('Columns') === width &&
    !['Matte', 'Decode'].some((key) => mask.dictionary.entries.has(key));
  const isPixel =
    integerValue(get(image, 'Width')) === 1 &&
    integerValue(get(image, 'Height')) === 1 &&
    integerValue(get(image, 'BitsPerComponent')) === 8 &&
    nameValue(get(image, 'ColorSpace')) === 'DeviceRGB';
  return isMask && isPixel && equalBytes(document.decode(image, revision).subarray(0, 3), colour);
}

/** Equal opacities, and equal colours wherever there is any opacity. */
function isSamePicture(shown: Uint8Array, picture: Uint8Array): boolean {
  for (let at = 0; at < picture.length; at += 4) {
    if (shown[at + 3] !== picture[at + 3]) return false;
    if (picture[at + 3] === 0) continue;
    if (shown[at] !== picture[at] || shown[at + 1] !== picture[at + 1] || shown[at + 2] !== picture[at + 2]) return false;
  }
  return true;
}
