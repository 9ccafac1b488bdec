/**
 * DEFLATE at its smallest, for what is compressed once and kept: the cheapest way through all matches is sought again and again, at
 * the prices that the way before gave.
 */
import { concatBytes } from '../bytes.ts';
import { bitWriter } from './bits.ts';
import { blockSize, writeBlock } from './block.ts';
import { findMatches } from './matches.ts';
import { countSymbols, firstPrices, parseAt, pricesOf, type Parse } from './parse.ts';

const ROUNDS = 8;
/** 32 KB of window, slowest algorithm (RFC 1950 §2.2). */
const ZLIB_HEADER = [0x78, 0xda];
/** Fewer symbols are not split into blocks: the description of their codes takes more. */
const SPLIT_FROM = 512;
const SPLITS_TRIED = 16;

/**
 * Compresses into the zlib format (RFC 1950), some parts in a hundred smaller than zlib does at level 9; takes some tenths of a second
 * for 60 KB. The same bytes always give the same result.
 */
export function deflateSmallest(bytes: Uint8Array): Uint8Array {
  const matches = findMatches(bytes);
  let prices = firstPrices();
  let best: Parse | undefined;
  let least = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const parse = parseAt(bytes, matches, prices);
    const frequencies = countSymbols(parse);
    const size = blockSize(frequencies);
    if (size < least) [best, least] = [parse, size];
    prices = pricesOf(frequencies);
  }
  const out = bitWriter(ZLIB_HEADER);
  if (best) {
    const ends = blockEnds(best, 0, best.lengths.length);
    ends.forEach((end, index) => {
      writeBlock(best, ends[index - 1] ?? 0, end, index === ends.length - 1, out);
    });
  }
  return concatBytes(out.finish(), adler32(bytes));
}

/** Where the blocks end: a part is split where its two parts take least, if they take less than the whole. */
function blockEnds(parse: Parse, from: number, to: number): readonly number[] {
  if (to - from < SPLIT_FROM) return [to];
  const size = (start: number, end: number) => blockSize(countSymbols(parse, start, end));
  let least = size(from, to);
  let split = 0;
  for (let part = 1; part < SPLITS_TRIED; part++) {
    const at = from + Math.floor(((to - from) * part) / SPLITS_TRIED);
    const both = size(from, at) + size(at, to);
    if (both < least) [split, least] = [at, both];
  }
  return split === 0 ? [to] : [...blockEnds(parse, from, split), ...blockEnds(parse, split, to)];
}

function adler32(bytes: Uint8Array): Uint8Array {
  let [low, high] = [1, 0];
  for (const byte of bytes) {
    low = (low + byte) % 65_521;
    high = (high + low) % 65_521;
  }
  return Uint8Array.of(high >> 8, high & 0xff, low >> 8, low & 0xff);
}
