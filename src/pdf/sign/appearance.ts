import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { latin1 } from '../../base/bytes.ts';
import type { Zlib } from '../../base/zlib.ts';
import type { Drawing } from '../../drawing/index.ts';
import { createPaintCache, type PaintCache } from '../paint/cache.ts';
import { POINTS_PER_MM } from '../paint/content.ts';
import { formEntries, writeForm, type PageRotation } from '../paint/form.ts';
import { embedJpeg } from '../paint/image/jpeg.ts';
import { embedPng } from '../paint/image/png.ts';
import { writeImage, type EmbeddedImage } from '../paint/image/write.ts';
import { numberText } from '../writer/notation.ts';
import { addStream, type ObjectSink } from '../writer/sink.ts';
import type { SealSize } from './place.ts';

/** What a seal looks like: the picture inside the SES seal (GB/T 38540 SES_ESPictureInfo), or a drawn face. */
export type SealAppearance =
  | {
      readonly kind: 'picture';
      /** `type` as in the seal: PNG or JPG in any case; `width` and `height` in mm. */
      readonly picture: { readonly type: string; readonly data: Uint8Array; readonly width: number; readonly height: number };
    }
  | { readonly kind: 'drawing'; readonly drawing: Drawing };

/** What writing an appearance needs. */
export interface AppearanceOptions {
  readonly zlib: Zlib;
  readonly cache?: PaintCache;
  readonly pageRotation?: PageRotation;
}

/** The size a seal has by itself, in mm. */
export function appearanceSize(appearance: SealAppearance): SealSize {
  return appearance.kind === 'picture' ? appearance.picture : appearance.drawing;
}

/**
 * Writes the form XObject that is a seal's normal appearance (ISO 32000-1 §12.5.5). A picture fills the form and is the same
 * picture as in the seal: of a palette PNG with one colour the compressed data are taken over as they are.
 * @returns its object number
 * @throws {YinzhengError} IMAGE_UNUSABLE when the picture is neither PNG nor JPEG, PNG_MALFORMED and the like when damaged, and what
 * {@link writeForm} throws
 */
export function writeAppearance(sink: ObjectSink, appearance: SealAppearance, options: AppearanceOptions): number {
  const { zlib, cache = createPaintCache(), pageRotation = 0 } = options;
  if (appearance.kind === 'drawing') return writeForm(sink, appearance.drawing, { zlib, cache, pageRotation });
  const { type, data, width, height } = appearance.picture;
  let image = cache.pictures.get(data);
  if (!image) cache.pictures.set(data, (image = embedPicture(type, data, zlib)));
  const size = { width: width * POINTS_PER_MM, height: height * POINTS_PER_MM };
  const number = writeImage(sink, image);
  const operators = `q ${numberText(size.width)} 0 0 ${numberText(size.height)} 0 0 cm /Seal Do Q`;
  return addStream(sink, `${formEntries(size, pageRotation)} /Resources <</XObject <</Seal ${number} 0 R>>>>`, latin1(operators));
}

function embedPicture(type: string, data: Uint8Array, zlib: Zlib): EmbeddedImage {
  switch (type.toLowerCase()) {
    case 'png':
      return embedPng(data, zlib).image;
    case 'jpg':
    case 'jpeg':
      return embedJpeg(data).image;
    default:
      throw new YinzhengError('IMAGE_UNUSABLE', {
        reason: bilingual(`pictures of type ${type.slice(0, 16)} are not supported`, `不支持 ${type.slice(0, 16)} 类型的图像`),
      });
  }
}
