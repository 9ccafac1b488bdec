import { YinzhengError } from '../../../base/errors/index.ts';
import type { Drawing, FontFace, PlacedGlyph } from '../../../drawing/index.ts';

/** The glyphs of one face that are drawn, and the texts they stand for. */
export interface GlyphUse {
  readonly face: FontFace;
  /** Glyph index → the first text it was met with. */
  readonly texts: Map<number, string>;
  /** Glyphs met with a further text: each such pair needs a character code of its own. Key as {@link aliasKey}. */
  readonly aliases: Map<string, { readonly glyph: number; readonly text: string }>;
}

/** Key of a glyph that stands for a text other than its first. */
export function aliasKey(glyph: number, text: string): string {
  return `${glyph} ${text}`;
}

/**
 * Collects the glyphs of all text items by face, in the order they are met.
 * @throws {YinzhengError} GLYPH_MISSING for glyph 0, which would be painted as a box
 */
export function collectGlyphs(drawings: readonly Drawing[]): Map<FontFace, GlyphUse> {
  const uses = new Map<FontFace, GlyphUse>();
  for (const drawing of drawings) {
    for (const item of drawing.items) {
      if (item.kind !== 'text') continue;
      let use = uses.get(item.face);
      if (!use) uses.set(item.face, (use = { face: item.face, texts: new Map(), aliases: new Map() }));
      for (const placed of item.glyphs) note(use, placed);
    }
  }
  return uses;
}

function note(use: GlyphUse, { glyph, text }: PlacedGlyph): void {
  if (glyph === 0) {
    const codePoint = `U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
    throw new YinzhengError('GLYPH_MISSING', { character: text, codePoint });
  }
  const known = use.texts.get(glyph);
  if (known === undefined) use.texts.set(glyph, text);
  else if (known !== text) use.aliases.set(aliasKey(glyph, text), { glyph, text });
}
