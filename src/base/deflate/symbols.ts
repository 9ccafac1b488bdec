/** Symbols of DEFLATE (RFC 1951 §3.2.5): literals 0 to 255, the end of a block 256, lengths from 257; distances have their own. */

/** Lengths of matches. */
export const MIN_MATCH = 3;
/** The longest match. */
export const MAX_MATCH = 258;
/** How far back a match may be. */
export const WINDOW = 32_768;
/** The symbol at the end of a block. */
export const END_OF_BLOCK = 256;
/** Number of symbols for literals and lengths, and for distances. */
export const LITERALS = 286;
/** Number of symbols for distances. */
export const DISTANCES = 30;

/** Extra bits of each length symbol from 257, and the smallest length it stands for. */
export const LENGTH_EXTRA = Uint8Array.from({ length: 29 }, (_, code) => (code < 8 || code === 28 ? 0 : (code >> 2) - 1));
/** Smallest length of each length symbol from 257. */
export const LENGTH_BASE = bases(LENGTH_EXTRA, MIN_MATCH);
LENGTH_BASE[28] = MAX_MATCH;
/** Extra bits of each distance symbol. */
export const DISTANCE_EXTRA = Uint8Array.from({ length: DISTANCES }, (_, code) => (code < 4 ? 0 : (code >> 1) - 1));
/** Smallest distance of each distance symbol. */
export const DISTANCE_BASE = bases(DISTANCE_EXTRA, 1);

const LENGTH_CODES = codes(LENGTH_BASE, MAX_MATCH);
const DISTANCE_CODES = codes(DISTANCE_BASE, WINDOW);

/** Index of the symbol of a length, 0 for symbol 257. */
export function lengthCode(length: number): number {
  return LENGTH_CODES[length] ?? 0;
}

/** Symbol of a distance. */
export function distanceCode(distance: number): number {
  return DISTANCE_CODES[distance] ?? 0;
}

function bases(extra: Uint8Array, first: number): Uint16Array {
  let next = first;
  return Uint16Array.from(extra, (bits) => {
    const base = next;
    next += 1 << bits;
    return base;
  });
}

function codes(base: Uint16Array, last: number): Uint8Array {
  const table = new Uint8Array(last + 1);
  base.forEach((from, code) => table.fill(code, from));
  return table;
}
