/** The glyphs of a TrueType face (ISO/IEC 14496-22 §5.3): tables glyf, which holds them, and loca, which says where each is. */
import type { SfntTable } from '../sfnt.ts';
import { damagedGlyph } from './damaged.ts';

/** The tables of a face that its outlines need; `units` to the em square, `metrics` of `hmtx` as advance and left side bearing. */
export interface Outlines {
  readonly units: number;
  readonly glyphCount: number;
  readonly table: (tag: string) => Uint8Array;
  /** The bytes of a glyph, none for one without contours; throws FONT_UNUSABLE when it is not in the face. */
  readonly glyph: (glyph: number) => Uint8Array;
  readonly metrics: (glyph: number) => readonly [advance: number, bearing: number];
}

/** Least lengths of the tables that are read, in bytes. */
const LEAST = { head: 54, hhea: 36, maxp: 6, hmtx: 4, loca: 4, glyf: 0 };

/**
 * Opens the outlines of a face.
 * @throws {YinzhengError} FONT_UNUSABLE when a table is missing or too short
 */
export function openOutlines(file: Uint8Array, tables: ReadonlyMap<string, SfntTable>): Outlines {
  const views = new Map(
    Object.entries(LEAST).map(([tag, least]) => {
      const table = tables.get(tag);
      if (!table || table.length < least)
        throw damagedGlyph(`table ${tag} is missing or too short`, `缺少表 ${tag} 或其长度不足`);
      return [tag, new DataView(file.buffer, file.byteOffset + table.offset, table.length)] as const;
    }),
  );
  const view = (tag: keyof typeof LEAST): DataView => views.get(tag) ?? new DataView(new ArrayBuffer(0));
  const [glyf, loca, hmtx] = [view('glyf'), view('loca'), view('hmtx')];
  const glyphCount = view('maxp').getUint16(4);
  const measured = view('hhea').getUint16(34);
  const long = view('head').getInt16(50) === 1;
  if (loca.byteLength < (glyphCount + 1) * (long ? 4 : 2)) throw damagedGlyph('table loca is too short', '表 loca 长度不足');
  if (measured === 0 || measured > glyphCount || hmtx.byteLength < 4 * measured + 2 * (glyphCount - measured))
    throw damagedGlyph('table hmtx is too short', '表 hmtx 长度不足');
  const offset = (glyph: number): number => (long ? loca.getUint32(4 * glyph) : 2 * loca.getUint16(2 * glyph));
  return {
    units: view('head').getUint16(18),
    glyphCount,
    table: (tag) => {
      const { buffer, byteOffset, byteLength } = view(tag as keyof typeof LEAST);
      return new Uint8Array(buffer, byteOffset, byteLength);
    },
    glyph: (glyph) => {
      if (!Number.isInteger(glyph) || glyph < 0 || glyph >= glyphCount)
        throw damagedGlyph(`it has no glyph ${glyph}`, `没有字形 ${glyph}`);
      const [start, end] = [offset(glyph), offset(glyph + 1)];
      if (end > glyf.byteLength || start > end)
        throw damagedGlyph(`glyph ${glyph} lies outside the outlines`, `字形 ${glyph} 超出轮廓表`);
      return new Uint8Array(glyf.buffer, glyf.byteOffset + start, end - start);
    },
    metrics: (glyph) => [
      hmtx.getUint16(4 * Math.min(glyph, measured - 1)),
      glyph < measured ? hmtx.getInt16(4 * glyph + 2) : hmtx.getInt16(4 * measured + 2 * (glyph - measured)),
    ],
  };
}
