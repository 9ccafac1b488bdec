/**
 * Cutting TrueType faces (ISO/IEC 14496-22 §5.3) down to a few glyphs. Each glyph is prepared once and remembered, so that a subset is
 * put together by copying.
 */
import type { FontSubset } from '../../model.ts';
import { addChecksums, writeTables, type SfntTable } from '../sfnt.ts';
import type { Subsetter } from '../subsetter.ts';
import { copyComposite, isComposite, readComponents } from './composite.ts';
import { openOutlines, type Outlines } from './outlines.ts';
import { copySimple } from './simple.ts';

/** Em squares from this size are halved in what documents carry: 1/500 em is 0.01 mm in a text of 14 points. */
const FINE = 1000;
/** Offsets of the short format of loca are halves in 16 bits. */
const SHORT_LIMIT = 0x1fffe;
/** Fields in units of the em square: of head (§5.2.2) its size and the box of all glyphs, of hhea (§5.2.4) line and caret. */
const HEAD_UNITS = [18, 36, 38, 40, 42];
const HHEA_UNITS = [4, 6, 8, 10, 12, 14, 16, 22];
/** Fields of maxp (§5.2.6) that are about instructions, which a subset has none of. */
const MAXP_INSTRUCTIONS = [16, 18, 20, 22, 24, 26];

/**
 * Opens a subsetter of a face with TrueType outlines. Documents get its glyphs on a grid of half the fineness, where its em square
 * allows it: they are a tenth smaller so, and no reader shows the difference.
 * @throws {YinzhengError} FONT_UNUSABLE when its tables are damaged; the subsetter itself when a glyph is, or is not in the face
 */
export function openGlyfSubsetter(file: Uint8Array, tables: ReadonlyMap<string, SfntTable>): Subsetter {
  const outlines = openOutlines(file, tables);
  const grid = outlines.units >= FINE && outlines.units % 2 === 0 ? 2 : 1;
  const known = new Map<number, PreparedGlyph>();
  const remembered = (glyph: number): PreparedGlyph => {
    let prepared = known.get(glyph);
    if (!prepared) {
      prepared = prepareGlyph(outlines, glyph, grid);
      known.set(glyph, prepared);
    }
    return prepared;
  };
  return {
    subset: (glyphs) => assemble(outlines, glyphs, grid, remembered),
    exact: (glyphs) => assemble(outlines, glyphs, 1, (glyph) => prepareGlyph(outlines, glyph, 1)),
  };
}

/** A glyph as subsets have it: ready to be copied, or with the components that are numbered anew in each subset. */
interface PreparedGlyph {
  readonly bytes: Uint8Array;
  readonly components: readonly number[];
  readonly advance: number;
  readonly bearing: number;
}

function prepareGlyph(outlines: Outlines, glyph: number, grid: number): PreparedGlyph {
  const original = outlines.glyph(glyph);
  const composite = isComposite(original);
  const bytes = composite ? original : grid === 1 ? original : copySimple(original, grid);
  const [advance, bearing] = outlines.metrics(glyph);
  // An outline is moved by what its bearing differs from its box, which must not change by rounding.
  const left = composite ? Math.round(leftOf(original) / grid) : leftOf(bytes);
  return {
    bytes,
    components: composite ? readComponents(original).map((component) => component.glyph) : [],
    advance: Math.round(advance / grid),
    bearing: left + Math.round((bearing - leftOf(original)) / grid),
  };
}

/** The glyphs, .notdef and every component, ascending: the order in which a subset numbers them. */
function closure(glyphs: readonly number[], prepared: (glyph: number) => PreparedGlyph): readonly number[] {
  const closed = new Set([0]);
  const pending = [...glyphs];
  for (let glyph = pending.pop(); glyph !== undefined; glyph = pending.pop()) {
    if (closed.has(glyph)) continue;
    closed.add(glyph);
    for (const component of prepared(glyph).components) pending.push(component);
  }
  return [...closed].sort((left, right) => left - right);
}

function assemble(
  outlines: Outlines,
  wanted: readonly number[],
  grid: number,
  prepared: (glyph: number) => PreparedGlyph,
): FontSubset {
  const glyphs = closure(wanted, prepared);
  const glyphMap = new Map(glyphs.map((glyph, index) => [glyph, index]));
  const hmtx = new DataView(new ArrayBuffer(4 * glyphs.length));
  const copies = glyphs.map((glyph, index) => {
    const { bytes, components, advance, bearing } = prepared(glyph);
    hmtx.setUint16(4 * index, advance);
    hmtx.setInt16(4 * index + 2, bearing);
    return components.length === 0 ? bytes : copyComposite(bytes, grid, (component) => glyphMap.get(component) ?? 0);
  });
  const { glyf, loca } = joinGlyphs(copies);
  const head = rescale(outlines.table('head'), HEAD_UNITS, grid);
  head.setInt16(50, loca.byteLength > 2 * (glyphs.length + 1) ? 1 : 0);
  const hhea = rescale(outlines.table('hhea'), HHEA_UNITS, grid);
  hhea.setUint16(34, glyphs.length);
  const maxp = new DataView(outlines.table('maxp').slice().buffer);
  maxp.setUint16(4, glyphs.length);
  for (const at of MAXP_INSTRUCTIONS) if (at + 2 <= maxp.byteLength) maxp.setUint16(at, 0);
  const tables = Object.entries({ glyf, head, hhea, hmtx, loca, maxp });
  return {
    file: addChecksums(writeTables(new Map(tables.map(([tag, table]) => [tag, bytesOf(table)])))),
    glyphMap,
  };
}

/** Glyphs one after another, each at an even offset, and where each begins; in the short format where they are few enough. */
function joinGlyphs(copies: readonly Uint8Array[]): { glyf: Uint8Array; loca: DataView } {
  const glyf = new Uint8Array(copies.reduce((sum, { length }) => sum + even(length), 0));
  const long = glyf.length > SHORT_LIMIT;
  const loca = new DataView(new ArrayBuffer((copies.length + 1) * (long ? 4 : 2)));
  let offset = 0;
  copies.forEach((copy, index) => {
    glyf.set(copy, offset);
    offset += even(copy.length);
    if (long) loca.setUint32(4 * (index + 1), offset);
    else loca.setUint16(2 * (index + 1), offset / 2);
  });
  return { glyf, loca };
}

/** A copy of a table whose fields at the given offsets are in units of the em square. */
function rescale(table: Uint8Array, offsets: readonly number[], divisor: number): DataView {
  const view = new DataView(table.slice().buffer);
  for (const at of offsets) view.setInt16(at, Math.round(view.getInt16(at) / divisor));
  return view;
}

function leftOf(glyph: Uint8Array): number {
  return glyph.length < 4 ? 0 : new DataView(glyph.buffer, glyph.byteOffset).getInt16(2);
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function even(length: number): number {
  return (length + 1) & ~1;
}
