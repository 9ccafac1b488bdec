import { bilingual, YinzhengError } from '../../../base/errors/index.ts';
import type { EmbeddedImage } from './write.ts';

/** What a JPEG file (ISO/IEC 10918-1) says about its image. */
export interface JpegHeader {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 3 YCbCr or RGB; four-colour images are refused. */
  readonly components: 1 | 3;
}

function unusable(en: string, zh: string): never {
  throw new YinzhengError('IMAGE_UNUSABLE', { reason: bilingual(`JPEG: ${en}`, `JPEG：${zh}`) });
}

/** Frame headers of the processes that DCTDecode knows: baseline, extended sequential, progressive. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xc2;
}

/**
 * Reads the frame header of a JPEG file.
 * @throws {YinzhengError} IMAGE_UNUSABLE when it is none, is damaged, or has other than 1 or 3 components of 8 bits
 */
export function readJpegHeader(file: Uint8Array): JpegHeader {
  if (file[0] !== 0xff || file[1] !== 0xd8) unusable('the start of image is missing', '缺少图像开始标记');
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let at = 2;
  while (at + 10 <= file.length) {
    if (file[at] !== 0xff) unusable('a marker is missing', '缺少标记');
    const marker = file[at + 1] ?? 0;
    if (marker === 0xff) {
      at++;
    } else if (isFrame(marker)) {
      const components = file[at + 9];
      const width = view.getUint16(at + 7);
      const height = view.getUint16(at + 5);
      if (file[at + 4] !== 8 || (components !== 1 && components !== 3))
        unusable('only grey and colour images of 8 bits are supported', '只支持 8 位灰度和彩色图像');
      if (width === 0 || height === 0) unusable('it has no size', '没有尺寸');
      return { width, height, components };
    } else if (
      marker === 0xda ||
      marker === 0xd9 ||
      (marker > 0xc2 && marker < 0xd0 && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc)
    ) {
      unusable('it has no frame of a supported process', '没有受支持的编码方式的帧');
    } else {
      at += 2 + view.getUint16(at + 2);
    }
  }
  return unusable('it ends early', '文件不完整');
}

/**
 * A JPEG file as an image with the file as its data (DCTDecode, ISO 32000-1 §7.4.8), and its size in pixels.
 * @throws {YinzhengError} IMAGE_UNUSABLE as {@link readJpegHeader}
 */
export function embedJpeg(file: Uint8Array): { readonly header: JpegHeader; readonly image: EmbeddedImage } {
  const header = readJpegHeader(file);
  const space = header.components === 1 ? '/DeviceGray' : '/DeviceRGB';
  const size = `/Width ${header.width} /Height ${header.height}`;
  return { header, image: { entries: `${size} /ColorSpace ${space} /BitsPerComponent 8 /Filter /DCTDecode`, data: file } };
}
