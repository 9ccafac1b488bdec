/** The container of font files (ISO/IEC 14496-22 §4): its table directory, and a smaller file with only some of its tables. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';

/** A table of a font file: offset and length in bytes from the start of the file. */
export interface SfntTable {
  readonly offset: number;
  readonly length: number;
}

const MAX_TABLES = 128;
const TRUETYPE = 0x00010000;
const OPENTYPE = 0x4f54544f; // OTTO
const APPLE_TRUETYPE = 0x74727565; // true
const COLLECTION = 0x74746366; // ttcf
const HEAD = 0x68656164; // head
/** What the sum of a whole font file is, modulo 2^32. */
const WHOLE_FILE = 0xb1b0afba;

/**
 * The table directory of face `index` of a font file or font collection, each table within the file.
 * @throws {YinzhengError} FONT_UNUSABLE when the file is no font or a table lies outside it
 */
export function readTables(file: Uint8Array, index = 0): ReadonlyMap<string, SfntTable> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const start = directoryOffset(view, index);
  if (start + 12 > view.byteLength) throw unusable('the file is too short', '文件过短');
  const version = view.getUint32(start);
  if (version !== TRUETYPE && version !== OPENTYPE && version !== APPLE_TRUETYPE)
    throw unusable('it is not a TrueType or OpenType font', '不是 TrueType 或 OpenType 字体');
  const count = view.getUint16(start + 4);
  if (count > MAX_TABLES || start + 12 + 16 * count > view.byteLength)
    throw unusable('its table directory is damaged', '表目录已损坏');
  const tables = new Map<string, SfntTable>();
  for (let entry = start + 12; entry < start + 12 + 16 * count; entry += 16) {
    const tag = String.fromCharCode(...file.subarray(entry, entry + 4));
    const table = { offset: view.getUint32(entry + 8), length: view.getUint32(entry + 12) };
    if (table.offset + table.length > file.length) throw unusable(`table ${tag} lies outside the file`, `表 ${tag} 超出文件`);
    tables.set(tag, table);
  }
  return tables;
}

/** A font file with only the given tables of another (those it has); check sums are left zero. */
export function keepTables(file: Uint8Array, tables: ReadonlyMap<string, SfntTable>, tags: readonly string[]): Uint8Array {
  const kept = new Map<string, Uint8Array>();
  for (const tag of tags) {
    const table = tables.get(tag);
    if (table) kept.set(tag, file.subarray(table.offset, table.offset + table.length));
  }
  return writeTables(kept);
}

/** A font file of the given tables, in order of their tags; check sums are left zero. */
export function writeTables(tables: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const sorted = [...tables].sort(([left], [right]) => (left < right ? -1 : 1));
  let offset = 12 + 16 * sorted.length;
  const file = new Uint8Array(offset + sorted.reduce((sum, [, { length }]) => sum + aligned(length), 0));
  const view = new DataView(file.buffer);
  view.setUint32(0, tables.has('CFF ') ? OPENTYPE : TRUETYPE);
  view.setUint16(4, sorted.length);
  sorted.forEach(([tag, bytes], index) => {
    const entry = 12 + 16 * index;
    for (let byte = 0; byte < 4; byte++) view.setUint8(entry + byte, tag.charCodeAt(byte));
    view.setUint32(entry + 8, offset);
    view.setUint32(entry + 12, bytes.length);
    file.set(bytes, offset);
    offset += aligned(bytes.length);
  });
  return file;
}

/**
 * Fills in the check sums of a font file, those of its tables and of the whole (ISO/IEC 14496-22 §5.2.1), and gives it back.
 */
export function addChecksums(file: Uint8Array): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const sum = (start: number, end: number): number => {
    let total = 0;
    for (let at = start; at < end; at += 4) total = (total + view.getUint32(at)) | 0;
    return total >>> 0;
  };
  let adjustmentAt = 0;
  for (let entry = 12; entry < 12 + 16 * view.getUint16(4); entry += 16) {
    const offset = view.getUint32(entry + 8);
    if (view.getUint32(entry) === HEAD) {
      adjustmentAt = offset + 8;
      view.setUint32(adjustmentAt, 0);
    }
    view.setUint32(entry + 4, sum(offset, offset + aligned(view.getUint32(entry + 12))));
  }
  if (adjustmentAt > 0) view.setUint32(adjustmentAt, WHOLE_FILE - sum(0, file.length));
  return file;
}

function directoryOffset(view: DataView, index: number): number {
  if (view.byteLength < 16 || view.getUint32(0) !== COLLECTION) return 0;
  const count = view.getUint32(8);
  const entry = 12 + 4 * index;
  if (index >= count || entry + 4 > view.byteLength)
    throw unusable(`the collection has no face ${index}`, `字体集中没有第 ${index} 个字体`);
  return view.getUint32(entry);
}

function aligned(length: number): number {
  return (length + 3) & ~3;
}

function unusable(en: string, zh: string): YinzhengError {
  return new YinzhengError('FONT_UNUSABLE', { reason: bilingual(en, zh) });
}
