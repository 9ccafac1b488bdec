import { utf8 } from '../../base/bytes.ts';
import type { Zlib } from '../../base/zlib.ts';
import type { Drawing, FontFace } from '../../drawing/index.ts';
import type { PaintCache } from './cache.ts';
import { paintContent, type PaintedLayer } from './content.ts';
import { embedFont, type EmbeddedFont } from './font/embed.ts';
import { collectGlyphs } from './font/use.ts';
import { packStream, type Compression } from './pack.ts';

/** For what is made anew with each document, tuned for time: higher levels gain two parts in a hundred of a font for half as much again. */
export const FRESH: Compression = Object.freeze({ level: 2, plainBelow: 2048 });
/** For what is made once and kept. */
export const KEPT: Compression = Object.freeze({ level: 9, plainBelow: 0 });

const EMPTY: PaintedLayer = {
  content: { operators: '', fonts: new Map(), images: new Map(), opacities: new Map() },
  packed: { data: new Uint8Array(), filter: '' },
};

/** What painting a layer needs: `prefix` begins its resource names. */
export interface LayerOptions {
  readonly prefix: string;
  readonly zlib: Zlib;
  readonly compression: Compression;
}

/**
 * Paints drawings that share their font subsets.
 * @throws {YinzhengError} FONT_UNUSABLE, GLYPH_MISSING, INPUT_INVALID
 */
export function paintLayers(drawings: readonly Drawing[], { prefix, zlib, compression }: LayerOptions): readonly PaintedLayer[] {
  const fonts = new Map<FontFace, EmbeddedFont>();
  for (const [face, use] of collectGlyphs(drawings)) fonts.set(face, embedFont(use, zlib, compression));
  return drawings.map((drawing) => {
    const content = paintContent(drawing, { prefix, fonts });
    return { content, packed: packStream(utf8(content.operators), zlib, compression) };
  });
}

/** Paints a drawing that stays the same from document to document, once for each cache. */
export function paintBackground(drawing: Drawing, zlib: Zlib, cache: PaintCache): PaintedLayer {
  let layer = cache.backgrounds.get(drawing);
  if (!layer) {
    const [painted] = paintLayers([drawing], { prefix: 'B', zlib, compression: KEPT });
    layer = painted ?? EMPTY;
    cache.backgrounds.set(drawing, layer);
  }
  return layer;
}
