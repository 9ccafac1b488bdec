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
import type { SealSize, SealStrip } from './place.ts';

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
  const { pageRotation = 0 } = options;
  return createAppearances(sink, appearance, options)(pageRotation);
}

/** Writes the appearance of a seal on a page with this rotation, all of it or a strip; answers with its object number. */
export type WriteImpression = (pageRotation: PageRotation, strip?: SealStrip) => number;

/**
 * The appearances of a seal that shows several times: the picture is written once, and each form once. A drawn face has no strips.
 * @throws {YinzhengError} as {@link writeAppearance} does
 */
export function createAppearances(
  sink: ObjectSink,
  appearance: SealAppearance,
  options: Omit<AppearanceOptions, 'pageRotation'>,
): WriteImpression {
  const { zlib, cache = createPaintCache() } = options;
  const written = new Map<string, number>();
  const once = (key: string, write: () => number): number => {
    const number = written.get(key) ?? write();
    written.set(key, number);
    return number;
  };
  if (appearance.kind === 'drawing') {
    const { drawing } = appearance;
    return (pageRotation) => once(`${pageRotation}`, () => writeForm(sink, drawing, { zlib, cache, pageRotation }));
  }
  const { type, data, width, height } = appearance.picture;
  let image = cache.pictures.get(data);
  if (!image) cache.pictures.set(data, (image = embedPicture(type, data, zlib)));
  const size = { width: width * POINTS_PER_MM, height: height * POINTS_PER_MM };
  const number = writeImage(sink, image);
  const operators = latin1(`q ${numberText(size.width)} 0 0 ${numberText(size.height)} 0 0 cm /Seal Do Q`);
  return (pageRotation, strip) =>
    once(`${pageRotation} ${strip?.axis} ${strip?.from} ${strip?.to}`, () => {
      const entries = formEntries(size, pageRotation, strip && stripBox(size, strip));
      return addStream(sink, `${entries} /Resources <</XObject <</Seal ${number} 0 R>>>>`, operators);
    });
}

/** Left, bottom, right, top of a strip of a form of this size. */
function stripBox({ width, height }: SealSize, { axis, from, to }: SealStrip): readonly [number, number, number, number] {
  return axis === 'across' ? [width * from, 0, width * to, height] : [0, height * (1 - to), width, height * (1 - from)];
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
