/** Composite glyphs of TrueType outlines (ISO/IEC 14496-22 §5.3.3): a glyph may be put together from others, which a subset needs too. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { SfntTable } from './sfnt.ts';

const ARGUMENTS_ARE_WORDS = 0x1;
const HAS_SCALE = 0x8;
const MORE_COMPONENTS = 0x20;
const HAS_TWO_SCALES = 0x40;
const HAS_MATRIX = 0x80;
const MAX_COMPONENTS = 256;

/**
 * The given glyphs, .notdef and every component, ascending and without repetition: the order in which a subset numbers them.
 * @throws {YinzhengError} FONT_UNUSABLE when a glyph is not in the face or its outlines are damaged
 */
export function withComponents(
  file: Uint8Array,
  tables: ReadonlyMap<string, SfntTable>,
  glyphs: readonly number[],
): readonly number[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const count = view.getUint16(required(tables, 'maxp', 6).offset + 4);
  const closed = new Set([0]);
  const pending = [...glyphs];
  for (let glyph = pending.pop(); glyph !== undefined; glyph = pending.pop()) {
    if (closed.has(glyph)) continue;
    if (!Number.isInteger(glyph) || glyph < 0 || glyph >= count) throw damaged(`it has no glyph ${glyph}`, `没有字形 ${glyph}`);
    closed.add(glyph);
    pending.push(...components(view, tables, glyph));
  }
  return [...closed].sort((left, right) => left - right);
}

function components(view: DataView, tables: ReadonlyMap<string, SfntTable>, glyph: number): readonly number[] {
  const outlines = tables.get('glyf');
  if (!outlines) return [];
  const start = glyphOffset(view, tables, glyph);
  const end = glyphOffset(view, tables, glyph + 1);
  if (end > outlines.length) throw damaged(`glyph ${glyph} lies outside the outlines`, `字形 ${glyph} 超出轮廓表`);
  if (end - start < 10 || view.getInt16(outlines.offset + start) >= 0) return [];
  const found: number[] = [];
  let offset = outlines.offset + start + 10;
  const limit = outlines.offset + end;
  let flags = MORE_COMPONENTS;
  while (flags & MORE_COMPONENTS) {
    if (offset + 4 > limit || found.length === MAX_COMPONENTS) throw damaged(`glyph ${glyph} is damaged`, `字形 ${glyph} 已损坏`);
    flags = view.getUint16(offset);
    found.push(view.getUint16(offset + 2));
    offset += 4 + (flags & ARGUMENTS_ARE_WORDS ? 4 : 2);
    if (flags & HAS_SCALE) offset += 2;
    else if (flags & HAS_TWO_SCALES) offset += 4;
    else if (flags & HAS_MATRIX) offset += 8;
  }
  return found;
}

function glyphOffset(view: DataView, tables: ReadonlyMap<string, SfntTable>, glyph: number): number {
  const long = view.getInt16(required(tables, 'head', 54).offset + 50) === 1;
  const size = long ? 4 : 2;
  const table = required(tables, 'loca', (glyph + 1) * size);
  const at = table.offset + glyph * size;
  return long ? view.getUint32(at) : 2 * view.getUint16(at);
}

function required(tables: ReadonlyMap<string, SfntTable>, tag: string, length: number): SfntTable {
  const table = tables.get(tag);
  if (!table || table.length < length) throw damaged(`table ${tag} is missing or too short`, `缺少表 ${tag} 或其长度不足`);
  return table;
}

function damaged(en: string, zh: string): YinzhengError {
  return new YinzhengError('FONT_UNUSABLE', { reason: bilingual(en, zh) });
}
