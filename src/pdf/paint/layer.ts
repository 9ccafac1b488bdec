import { utf8 } from '../../base/bytes.ts';
import type { Zlib } from '../../base/zlib.ts';
import type { Drawing, FontFace } from '../../drawing/model.ts';
import type { PaintCache } from './cache.ts';
import { paintContent, type Content } from './content.ts';
import { embedFont, type CompressionLevels, type EmbeddedFont } from './font/embed.ts';
import { collectGlyphs } from './font/use.ts';

/** A drawing painted and compressed, not yet written. */
export interface PaintedLayer {
  readonly content: Content;
  /** The operators as a zlib stream. */
  readonly data: Uint8Array;
}

/** Levels for what is made anew with each document, tuned for time: a higher font level gains under a tenth. */
export const FRESH: CompressionLevels = Object.freeze({ font: 4, content: 4 });
/** Levels for what is made once and kept. */
export const KEPT: CompressionLevels = Object.freeze({ font: 9, content: 9 });

/** What painting a layer needs: `prefix` begins its resource names. */
export interface LayerOptions {
  readonly prefix: string;
  readonly zlib: Zlib;
  readonly levels: CompressionLevels;
}

/**
 * Paints drawings that share their font subsets.
 * @throws {YinzhengError} FONT_UNUSABLE, GLYPH_MISSING, INPUT_INVALID
 */
export function paintLayers(drawings: readonly Drawing[], { prefix, zlib, levels }: LayerOptions): readonly PaintedLayer[] {
  const fonts = new Map<FontFace, EmbeddedFont>();
  for (const [face, use] of collectGlyphs(drawings)) fonts.set(face, embedFont(use, zlib, levels));
  return drawings.map((drawing) => {
    const content = paintContent(drawing, { prefix, fonts });
    return { content, data: zlib.deflate(utf8(content.operators), levels.content) };
  });
}

/** Paints a drawing that stays the same from document to document, once for each cache. */
export function paintBackground(drawing: Drawing, zlib: Zlib, cache: PaintCache): PaintedLayer {
  let layer = cache.backgrounds.get(drawing);
  if (!layer) {
    const [painted] = paintLayers([drawing], { prefix: 'B', zlib, levels: KEPT });
    layer = painted ?? {
      content: { operators: '', fonts: new Map(), images: new Map(), opacities: new Map() },
      data: new Uint8Array(),
    };
    cache.backgrounds.set(drawing, layer);
  }
  return layer;
}
