/** What embedding needs from a CFF font (Adobe Technical Note 5176): its table in the sfnt file and the CIDs of its glyphs. */
import { bilingual, YinzhengError } from '../../../base/errors/index.ts';

const OPERATOR_CHARSET = 15;
const OPERATOR_CHAR_STRINGS = 17;
const OPERATOR_ROS = 0x0c00 | 30;

function unusable(technical: string): never {
  throw new YinzhengError('FONT_UNUSABLE', {
    reason: bilingual(`CFF: ${technical}`, `CFF 表无法使用（技术细节：${technical}）`),
  });
}

/** A byte, which must be there. */
function byteAt(bytes: Uint8Array, offset: number): number {
  return bytes[offset] ?? unusable('it ends early');
}
function numberAt(bytes: Uint8Array, offset: number, size: number): number {
  let value = 0;
  for (let index = 0; index < size; index++) value = value * 256 + byteAt(bytes, offset + index);
  return value;
}

/**
 * The `CFF ` table of an OpenType file, which is what `/CIDFontType0C` embeds.
 * @throws {YinzhengError} FONT_UNUSABLE when there is none
 */
export function cffTable(file: Uint8Array): Uint8Array {
  const tables = numberAt(file, 4, 2);
  for (let index = 0; index < tables; index++) {
    const entry = 12 + index * 16;
    if (numberAt(file, entry, 4) !== 0x43464620) continue;
    const start = numberAt(file, entry + 8, 4);
    return file.subarray(start, start + numberAt(file, entry + 12, 4));
  }
  return unusable('the font has no such table');
}

/** Offset of each element of an INDEX (§5), one more than there are elements, and where the INDEX ends. */
function readIndex(bytes: Uint8Array, at: number): { readonly offsets: readonly number[]; readonly end: number } {
  const count = numberAt(bytes, at, 2);
  if (count === 0) return { offsets: [], end: at + 2 };
  const size = byteAt(bytes, at + 2);
  const base = at + 3 + (count + 1) * size - 1;
  const offsets = Array.from({ length: count + 1 }, (_, index) => base + numberAt(bytes, at + 3 + index * size, size));
  return { offsets, end: offsets[count] ?? base };
}

/** The last operand of each operator of a DICT (§4). */
function readDictionary(bytes: Uint8Array, start: number, end: number): Map<number, number> {
  const operators = new Map<number, number>();
  let operand = 0;
  let at = start;
  while (at < end) {
    const first = byteAt(bytes, at++);
    if (first <= 21) {
      operators.set(first === 12 ? 0x0c00 | byteAt(bytes, at++) : first, operand);
    } else if (first === 28) {
      operand = numberAt(bytes, at, 2);
      at += 2;
    } else if (first === 29) {
      operand = numberAt(bytes, at, 4);
      at += 4;
    } else if (first === 30) {
      while ((byteAt(bytes, at++) & 15) !== 15);
    } else if (first <= 246) {
      operand = first - 139;
    } else {
      const second = byteAt(bytes, at++);
      operand = first <= 250 ? (first - 247) * 256 + second + 108 : -(first - 251) * 256 - second - 108;
    }
  }
  return operators;
}

/**
 * How glyph indexes become CIDs (ISO 32000-1 §9.7.4.2): by the charset where the font is CID-keyed, else unchanged.
 * @throws {YinzhengError} FONT_UNUSABLE when the table is damaged
 */
export function characterIdentifiers(table: Uint8Array): (glyph: number) => number {
  const names = readIndex(table, byteAt(table, 2));
  const tops = readIndex(table, names.end);
  const top = readDictionary(table, tops.offsets[0] ?? unusable('it has no top DICT'), tops.end);
  if (!top.has(OPERATOR_ROS)) return (glyph) => glyph;
  const charset = top.get(OPERATOR_CHARSET) ?? 0;
  const glyphCount = numberAt(table, top.get(OPERATOR_CHAR_STRINGS) ?? unusable('it has no glyphs'), 2);
  const cids = readCharset(table, charset, glyphCount);
  return (glyph) => cids[glyph] ?? unusable(`glyph ${glyph} has no CID`);
}

/** CID of each glyph (§13). */
function readCharset(table: Uint8Array, start: number, glyphCount: number): readonly number[] {
  if (start <= 2) return Array.from({ length: glyphCount }, (_, glyph) => glyph);
  const format = byteAt(table, start);
  const cids = [0];
  let at = start + 1;
  while (cids.length < glyphCount) {
    const first = numberAt(table, at, 2);
    const left = format === 0 ? 0 : numberAt(table, at + 2, format);
    if (format > 2) unusable(`its charset has format ${format}`);
    for (let index = 0; index <= left && cids.length < glyphCount; index++) cids.push(first + index);
    at += 2 + format;
  }
  return cids;
}
