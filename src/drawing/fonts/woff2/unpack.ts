/** Web fonts (W3C WOFF File Format 2.0) back to the font files that they were packed from. */
import { concatBytes } from '../../../base/bytes.ts';
import { keepTables, type SfntTable } from '../sfnt.ts';
import { unpackOutlines } from './outlines.ts';
import { ByteReader, damagedFont } from './reader.ts';

/** Decompresses a Brotli stream (RFC 7932) to at most `limit` bytes; handed in, since the core has no platform modules. */
export type Brotli = (bytes: Uint8Array, limit: number) => Uint8Array;

interface PackedTable {
  readonly tag: string;
  /** Length in the stream, bytes. */
  readonly length: number;
  readonly transformed: boolean;
}

const SIGNATURE = 0x774f4632; // wOF2
const COLLECTION = 0x74746366; // ttcf
/** An unpacked font larger than this is refused, bytes. */
const LARGEST = 64 * 1024 * 1024;
const ANY_TAG = 63;
/** Tags that have a number (§4.1, table of known tags), in order, four characters each. */
const KNOWN_TAGS =
  'cmapheadhheahmtxmaxpnameOS/2postcvt fpgmglyflocaprepCFF VORGEBDTEBLCgasphdmxkernLTSHPCLTVDMXvheavmtxBASEGDEFGPOSGSUBEBSCJSTF' +
  'MATHCBDTCBLCCOLRCPALSVG sbixacntavarbdatblocbslncvarfdscfeatfmtxfvargvarhstyjustlcarmortmorxopbdproptrakZapfSilfGlatGlocFeatSill';
const HEAD_LENGTH = 54;
const LOCA_FORMAT_AT = 50;

/**
 * The TrueType or OpenType file of a WOFF 2.0 file of one face. Hinting instructions are left out: everything drawn here is drawn
 * without hints.
 * @throws {YinzhengError} FONT_UNUSABLE when the file is damaged, a collection, has composite glyphs or packs its metrics (transformed hmtx)
 */
export function unpackWoff2(file: Uint8Array, brotli: Brotli): Uint8Array {
  const header = new ByteReader(file);
  if (header.uint32() !== SIGNATURE) throw damagedFont('it is not a WOFF 2.0 file', '不是 WOFF 2.0 文件');
  if (header.uint32() === COLLECTION) throw damagedFont('packed collections are not supported', '不支持打包的字体集');
  header.bytes(4);
  const count = header.uint16();
  header.bytes(6);
  const compressed = header.uint32();
  header.bytes(24);
  const directory = Array.from({ length: count }, () => readEntry(header));
  const total = directory.reduce((sum, { length }) => sum + length, 0);
  if (total > LARGEST) throw damagedFont('it is too large', '文件过大');
  const unpacked = tablesOf(brotli(header.bytes(compressed), total), directory);
  return assemble(unpacked);
}

function readEntry(header: ByteReader): PackedTable {
  const flags = header.uint8();
  const known = flags & 0x3f;
  const version = flags >> 6;
  const tag = known === ANY_TAG ? String.fromCharCode(...header.bytes(4)) : KNOWN_TAGS.slice(4 * known, 4 * known + 4);
  const original = header.base128();
  const transformed = tag === 'glyf' || tag === 'loca' ? version !== 3 : version !== 0;
  return { tag, length: transformed ? header.base128() : original, transformed };
}

function tablesOf(stream: Uint8Array, directory: readonly PackedTable[]): ReadonlyMap<string, Uint8Array> {
  const reader = new ByteReader(stream);
  const tables = new Map<string, Uint8Array>();
  for (const { tag, length, transformed } of directory) {
    const bytes = reader.bytes(length);
    if (!transformed) tables.set(tag, bytes);
    else if (tag === 'glyf') {
      const { glyf, loca } = unpackOutlines(bytes);
      tables.set('glyf', glyf).set('loca', loca);
    } else if (tag !== 'loca')
      throw damagedFont(`its table ${tag} is packed in a way that is not supported`, `不支持表 ${tag} 的打包方式`);
  }
  const head = tables.get('head');
  if (directory.some(({ tag, transformed }) => tag === 'glyf' && transformed)) {
    if (!head || head.length < HEAD_LENGTH) throw damagedFont('table head is missing or too short', '缺少表 head 或其长度不足');
    const long = head.slice();
    long.set([0, 1], LOCA_FORMAT_AT);
    tables.set('head', long);
  }
  return tables;
}

function assemble(tables: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const places = new Map<string, SfntTable>();
  let offset = 0;
  for (const [tag, { length }] of tables) {
    places.set(tag, { offset, length });
    offset += length;
  }
  return keepTables(concatBytes(...tables.values()), places, [...places.keys()]);
}
