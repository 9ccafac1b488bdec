/** Composite glyphs (ISO/IEC 14496-22 §5.3.3): a glyph may be put together from others, each placed by two arguments. */
import { damagedGlyph } from './damaged.ts';

/** A component within the bytes of a composite glyph: the glyph it is, where that number is, and its arguments if they are distances. */
export interface Component {
  readonly glyph: number;
  readonly numberAt: number;
  readonly distances?: { readonly at: number; readonly words: boolean };
}

const ARGUMENTS_ARE_WORDS = 0x1;
const ARGUMENTS_ARE_DISTANCES = 0x2;
const HAS_SCALE = 0x8;
const MORE_COMPONENTS = 0x20;
const HAS_TWO_SCALES = 0x40;
const HAS_MATRIX = 0x80;
const HAS_INSTRUCTIONS = 0x100;
const MAX_COMPONENTS = 256;
const HEADER = 10;

/** Whether the bytes are those of a composite glyph: the number of its contours is negative. */
export function isComposite(glyph: Uint8Array): boolean {
  return glyph.length >= HEADER && (glyph[0] ?? 0) >= 0x80;
}

/**
 * The components of a composite glyph.
 * @throws {YinzhengError} FONT_UNUSABLE when it ends too early or has too many
 */
export function readComponents(glyph: Uint8Array): readonly Component[] {
  return walk(glyph).components;
}

/**
 * A copy of a composite glyph without its instructions, its components numbered anew, distances and bounding box on a grid `divisor`
 * times as wide.
 * @throws {YinzhengError} FONT_UNUSABLE as {@link readComponents}
 */
export function copyComposite(glyph: Uint8Array, divisor: number, numberOf: (glyph: number) => number): Uint8Array {
  const { components, flagsAt, end } = walk(glyph);
  const copy = glyph.slice(0, end);
  const view = new DataView(copy.buffer);
  const settle = (at: number): void => {
    view.setInt16(at, Math.round(view.getInt16(at) / divisor));
  };
  for (let at = 2; at < HEADER; at += 2) settle(at);
  for (const at of flagsAt) view.setUint16(at, view.getUint16(at) & ~HAS_INSTRUCTIONS);
  for (const { glyph: component, numberAt, distances } of components) {
    view.setUint16(numberAt, numberOf(component));
    if (!distances) continue;
    const { at, words } = distances;
    for (const argument of [0, 1]) {
      if (words) settle(at + 2 * argument);
      else view.setInt8(at + argument, Math.round(view.getInt8(at + argument) / divisor));
    }
  }
  return copy;
}

function walk(glyph: Uint8Array): { components: Component[]; flagsAt: number[]; end: number } {
  const view = new DataView(glyph.buffer, glyph.byteOffset, glyph.byteLength);
  const components: Component[] = [];
  const flagsAt: number[] = [];
  let end = HEADER;
  for (let flags = MORE_COMPONENTS; flags & MORE_COMPONENTS;) {
    const at = end;
    if (at + 4 > glyph.length || components.length === MAX_COMPONENTS) throw damaged();
    flags = view.getUint16(at);
    const words = (flags & ARGUMENTS_ARE_WORDS) !== 0;
    end += 4 + (words ? 4 : 2);
    if (flags & HAS_SCALE) end += 2;
    else if (flags & HAS_TWO_SCALES) end += 4;
    else if (flags & HAS_MATRIX) end += 8;
    if (end > glyph.length) throw damaged();
    flagsAt.push(at);
    const place = { glyph: view.getUint16(at + 2), numberAt: at + 2 };
    components.push(flags & ARGUMENTS_ARE_DISTANCES ? { ...place, distances: { at: at + 4, words } } : place);
  }
  return { components, flagsAt, end };
}

function damaged(): Error {
  return damagedGlyph('a composite glyph is damaged', '复合字形已损坏');
}
