/** Metrics and names of a face, from its tables head, hhea, OS/2, post and name (ISO/IEC 14496-22 §5.2). */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { FaceMetrics } from '../model.ts';
import type { SfntTable } from './sfnt.ts';

const POSTSCRIPT_NAME = 6;
const MAX_NAMES = 4096;

/**
 * The metrics of a face in units of its em square.
 * @throws {YinzhengError} FONT_UNUSABLE when a table is too short or the em square is out of range
 */
export function readMetrics(file: Uint8Array, tables: ReadonlyMap<string, SfntTable>): FaceMetrics {
  const head = tableView(file, tables, 'head', 54);
  const hhea = tableView(file, tables, 'hhea', 36);
  const os2 = optionalView(file, tables, 'OS/2', 78);
  const post = optionalView(file, tables, 'post', 8);
  const unitsPerEm = head.getUint16(18);
  if (unitsPerEm < 16 || unitsPerEm > 16384)
    throw new YinzhengError('FONT_UNUSABLE', { reason: bilingual('its em square is out of range', 'em 尺寸超出范围') });
  const ascent = os2?.getInt16(68) ?? hhea.getInt16(4);
  return {
    unitsPerEm,
    ascent,
    descent: os2?.getInt16(70) ?? hhea.getInt16(6),
    capHeight: os2 && os2.byteLength >= 90 && os2.getUint16(0) >= 2 ? os2.getInt16(88) : Math.round(0.7 * ascent),
    boundingBox: [head.getInt16(36), head.getInt16(38), head.getInt16(40), head.getInt16(42)],
    italicAngle: post ? post.getInt32(4) / 65536 : 0,
    weight: os2?.getUint16(4) ?? 400,
  };
}

/** The PostScript name of a face, undefined when it has none in printable ASCII. */
export function readPostScriptName(file: Uint8Array, tables: ReadonlyMap<string, SfntTable>): string | undefined {
  const view = optionalView(file, tables, 'name', 6);
  if (!view) return undefined;
  const storage = view.getUint16(4);
  const count = Math.min(view.getUint16(2), MAX_NAMES);
  for (let entry = 6; entry < 6 + 12 * count && entry + 12 <= view.byteLength; entry += 12) {
    const length = view.getUint16(entry + 8);
    const start = storage + view.getUint16(entry + 10);
    if (view.getUint16(entry + 6) !== POSTSCRIPT_NAME || start + length > view.byteLength) continue;
    const wide = view.getUint16(entry) !== 1;
    let name = '';
    for (let at = start; at + (wide ? 2 : 1) <= start + length; at += wide ? 2 : 1) {
      name += String.fromCharCode(wide ? view.getUint16(at) : view.getUint8(at));
    }
    if (/^[!-$&'*+\-.0-9:-@A-Z\\^-z|~]{1,63}$/.test(name)) return name;
  }
  return undefined;
}

function tableView(file: Uint8Array, tables: ReadonlyMap<string, SfntTable>, tag: string, length: number): DataView {
  const view = optionalView(file, tables, tag, length);
  if (!view)
    throw new YinzhengError('FONT_UNUSABLE', {
      reason: bilingual(`table ${tag} is missing or too short`, `缺少表 ${tag} 或其长度不足`),
    });
  return view;
}

function optionalView(
  file: Uint8Array,
  tables: ReadonlyMap<string, SfntTable>,
  tag: string,
  length: number,
): DataView | undefined {
  const table = tables.get(tag);
  return table && table.length >= length ? new DataView(file.buffer, file.byteOffset + table.offset, table.length) : undefined;
}
