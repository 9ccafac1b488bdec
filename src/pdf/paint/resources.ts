import type { Zlib } from '../../base/zlib.ts';
import type { RasterImage } from '../../drawing/index.ts';
import { numberText } from '../writer/notation.ts';
import type { ObjectSink } from '../writer/sink.ts';
import type { PaintCache } from './cache.ts';
import type { Content } from './content.ts';
import type { EmbeddedFont } from './font/embed.ts';
import { embedImage } from './image/embed.ts';
import { writeImage } from './image/write.ts';

/** What several contents of one file refer to, written once each. */
export interface SharedResources {
  /** Object number of the font, which is written when first asked for. */
  font(font: EmbeddedFont): number;
  /** Object number of the image XObject, which is written when first asked for. */
  image(image: RasterImage): number;
}

/** Writes fonts and images to a sink as they are asked for. */
export function sharedResources(sink: ObjectSink, zlib: Zlib, cache: PaintCache): SharedResources {
  const fonts = new Map<EmbeddedFont, number>();
  const images = new Map<RasterImage, number>();
  return {
    font: (font) => remember(fonts, font, () => font.write(sink)),
    image: (image) => remember(images, image, () => writeImage(sink, embedImage(image, zlib, cache))),
  };
}

function remember<Key>(known: Map<Key, number>, key: Key, write: () => number): number {
  let number = known.get(key);
  if (number === undefined) known.set(key, (number = write()));
  return number;
}

/** The resource dictionary (ISO 32000-1 §7.8.3) of contents whose resource names do not collide. */
export function resourceDictionary(contents: readonly Content[], shared: SharedResources): string {
  const category = <Value>(
    key: string,
    pick: (content: Content) => ReadonlyMap<string, Value>,
    write: (value: Value) => string,
  ): string => {
    const entries = contents.flatMap((content) => Array.from(pick(content), ([name, value]) => `/${name} ${write(value)}`));
    return entries.length === 0 ? '' : `/${key} <<${entries.join(' ')}>>`;
  };
  return `<<${[
    category(
      'Font',
      ({ fonts }) => fonts,
      (font) => `${shared.font(font)} 0 R`,
    ),
    category(
      'XObject',
      ({ images }) => images,
      (image) => `${shared.image(image)} 0 R`,
    ),
    category(
      'ExtGState',
      ({ opacities }) => opacities,
      (level) => `<</ca ${numberText(level / 255)} /CA ${numberText(level / 255)}>>`,
    ),
  ].join('')}>>`;
}
