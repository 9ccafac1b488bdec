import { bilingual, YinzhengError } from '../../../base/errors/index.ts';
import type { Zlib } from '../../../base/zlib.ts';
import type { RasterImage } from '../../../drawing/index.ts';
import type { PaintCache } from '../cache.ts';
import { embedJpeg } from './jpeg.ts';
import { embedPng } from './png.ts';
import type { EmbeddedImage } from './write.ts';

/**
 * Prepares an image: JPEG as it is, PNG as {@link embedPng} does.
 * @throws {YinzhengError} IMAGE_UNUSABLE when it is an unusable JPEG or its size is not the one stated, PNG_MALFORMED,
 * PNG_UNSUPPORTED, INPUT_TOO_LARGE, DEFLATE_MALFORMED
 */
export function embedImage(image: RasterImage, zlib: Zlib, cache: PaintCache): EmbeddedImage {
  let embedded = cache.images.get(image);
  if (!embedded) {
    const read = image.format === 'jpeg' ? embedJpeg(image.file) : embedPng(image.file, zlib);
    const { width, height } = read.header;
    if (image.width !== width || image.height !== height) {
      throw new YinzhengError('IMAGE_UNUSABLE', {
        reason: bilingual(
          `it has ${width} × ${height} pixels, not ${image.width} × ${image.height}`,
          `尺寸为 ${width} × ${height} 像素，而不是 ${image.width} × ${image.height}`,
        ),
      });
    }
    embedded = read.image;
    cache.images.set(image, embedded);
  }
  return embedded;
}
