import type { Buffer as ShapingBuffer, Feature, Font } from 'harfbuzzjs';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { FaceMetrics, FontFace, PathSegment, ShapedGlyph } from '../model.ts';
import { openCffSubsetter } from './cff.ts';
import { openGlyfSubsetter } from './glyf/subset.ts';
import { readMetrics, readPostScriptName } from './metrics.ts';
import type { HarfBuzz } from './harfbuzz.ts';
import { outlineFromCommands } from './outline.ts';
import { splitByScript } from './script.ts';
import { keepTables, readTables, type SfntTable } from './sfnt.ts';
import type { Subsetter } from './subsetter.ts';

/** A font file: `id` is the name by which templates ask for the face, `bytes` the file, `index` the face of a collection (0 when absent). */
export interface FaceSource {
  readonly id: string;
  readonly bytes: Uint8Array;
  readonly index?: number;
}

const REQUIRED = ['cmap', 'head', 'hhea', 'hmtx', 'maxp'];
/** Latin letters stay one glyph each: numbers and names are searched and copied character by character. */
const LATIN = /^[\u0020-\u024f]+$/;
/** Numbers in dates, addresses and counts return all the time; there are few enough to remember how each is shaped. */
const NUMBER = /^\d{1,4}$/;
/** Outlines of TrueType faces: most of the file, and what the subsetter reads itself. */
const OUTLINES = new Set(['glyf', 'loca']);
const REMOVE_DEFAULT_IGNORABLES = 0x8; // HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES

/**
 * Opens a font face; what shapes it stays in WebAssembly memory until nothing refers to it any more.
 * @throws {YinzhengError} FONT_UNUSABLE when the file is damaged or not a static TrueType or CFF font
 */
export function openFace(harfbuzz: HarfBuzz, { id, bytes, index = 0 }: FaceSource): FontFace {
  const tables = readTables(bytes, index);
  const missing = REQUIRED.find((tag) => !tables.has(tag));
  if (missing)
    throw new YinzhengError('FONT_UNUSABLE', { reason: bilingual(`table ${missing} is missing`, `缺少表 ${missing}`) });
  if (tables.has('fvar'))
    throw new YinzhengError('FONT_UNUSABLE', { reason: bilingual('variable fonts are not supported', '不支持可变字体') });
  if (!tables.has('CFF ') && !(tables.has('glyf') && tables.has('loca'))) {
    throw new YinzhengError('FONT_UNUSABLE', { reason: bilingual('it has no glyf or CFF outlines', '没有 glyf 或 CFF 轮廓') });
  }
  const { shaping, openSubsetting } = harfbuzz;
  return new HarfBuzzFace({
    id,
    shaping,
    font: openFont(shaping, forShaping(bytes, tables)),
    buffer: new shaping.Buffer(),
    withoutLigatures: [new shaping.Feature('liga', 0)],
    subsetter: tables.has('CFF ') ? openCffSubsetter(openSubsetting, bytes, tables) : openGlyfSubsetter(bytes, tables),
    metrics: readMetrics(bytes, tables),
    postScriptName: readPostScriptName(bytes, tables) ?? id,
    tables,
  });
}

/** Without mark positions HarfBuzz places marks by the outlines, which it must then have. */
function forShaping(bytes: Uint8Array, tables: ReadonlyMap<string, SfntTable>): Uint8Array {
  const tags = [...tables.keys()];
  return keepTables(bytes, tables, tables.has('GPOS') ? tags.filter((tag) => !OUTLINES.has(tag)) : tags);
}

function openFont(shaping: HarfBuzz['shaping'], file: Uint8Array): Font {
  return new shaping.Font(new shaping.Face(new shaping.Blob(file), 0));
}

interface FaceParts {
  readonly id: string;
  readonly shaping: HarfBuzz['shaping'];
  readonly font: Font;
  readonly buffer: ShapingBuffer;
  readonly withoutLigatures: Feature[];
  readonly subsetter: Subsetter;
  readonly metrics: FaceMetrics;
  readonly postScriptName: string;
  readonly tables: ReadonlyMap<string, SfntTable>;
}

class HarfBuzzFace implements FontFace {
  readonly id: string;
  readonly postScriptName: string;
  readonly metrics: FaceMetrics;
  readonly outlines: 'glyf' | 'cff';
  readonly #parts: FaceParts;
  readonly #glyphs = new Map<number, number>();
  readonly #advances = new Map<number, number>();
  readonly #numbers = new Map<string, readonly ShapedGlyph[]>();

  constructor(parts: FaceParts) {
    this.id = parts.id;
    this.postScriptName = parts.postScriptName;
    this.metrics = parts.metrics;
    this.outlines = parts.tables.has('CFF ') ? 'cff' : 'glyf';
    this.#parts = parts;
  }

  glyphOf(codePoint: number): number {
    let glyph = this.#glyphs.get(codePoint);
    if (glyph === undefined) {
      glyph = this.#parts.font.nominalGlyph(codePoint) ?? 0;
      this.#glyphs.set(codePoint, glyph);
    }
    return glyph;
  }

  advanceOf(glyph: number): number {
    let advance = this.#advances.get(glyph);
    if (advance === undefined) {
      advance = this.#parts.font.glyphHAdvance(glyph);
      this.#advances.set(glyph, advance);
    }
    return advance;
  }

  shape(text: string): readonly ShapedGlyph[] {
    const shaped: ShapedGlyph[] = [];
    for (const stretch of splitByScript(text)) {
      if (stretch.plain) this.#mapPlain(stretch.text, stretch.start, shaped);
      else
        for (const glyph of this.#shapeStretch(stretch.text)) shaped.push({ ...glyph, cluster: stretch.start + glyph.cluster });
    }
    return shaped;
  }

  outlineOf(glyph: number): readonly PathSegment[] {
    const { file, glyphMap } = this.#parts.subsetter.exact([glyph]);
    return outlineFromCommands(openFont(this.#parts.shaping, file).glyphToJson(glyphMap.get(glyph) ?? 0));
  }

  subset(glyphs: readonly number[]) {
    return this.#parts.subsetter.subset(glyphs);
  }

  #mapPlain(text: string, start: number, shaped: ShapedGlyph[]): void {
    let cluster = start;
    for (const character of text) {
      const glyph = this.glyphOf(character.codePointAt(0) ?? 0);
      shaped.push({ glyph, cluster, advance: this.advanceOf(glyph), dx: 0, dy: 0 });
      cluster += character.length;
    }
  }

  #shapeStretch(text: string): readonly ShapedGlyph[] {
    const known = this.#numbers.get(text);
    if (known) return known;
    const { buffer, font, shaping, withoutLigatures } = this.#parts;
    buffer.reset();
    buffer.setFlags(REMOVE_DEFAULT_IGNORABLES);
    buffer.addText(text);
    buffer.guessSegmentProperties();
    shaping.shape(font, buffer, LATIN.test(text) ? withoutLigatures : []);
    const positions = buffer.getGlyphPositions();
    const shaped = buffer.getGlyphInfos().map((info, index): ShapedGlyph => {
      const position = positions[index];
      return {
        glyph: info.codepoint,
        cluster: info.cluster,
        advance: position?.xAdvance ?? 0,
        dx: position?.xOffset ?? 0,
        dy: position?.yOffset ?? 0,
      };
    });
    if (NUMBER.test(text)) this.#numbers.set(text, shaped);
    return shaped;
  }
}
