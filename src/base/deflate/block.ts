import type { BitWriter } from './bits.ts';
import { codeLengths, codesOf } from './huffman.ts';
import { countSymbols, type Frequencies, type Parse } from './parse.ts';
import { DISTANCE_BASE, DISTANCE_EXTRA, distanceCode, END_OF_BLOCK, LENGTH_BASE, LENGTH_EXTRA, lengthCode } from './symbols.ts';

const DYNAMIC = 2;
/** Order of the lengths of the codes for code lengths (RFC 1951 §3.2.7). */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** The codes of a block and what describes them. */
interface Header {
  readonly literals: Uint8Array;
  readonly distances: Uint8Array;
  /** Symbols of the code lengths, each with its extra bits. */
  readonly runs: readonly { readonly symbol: number; readonly extra: number; readonly bits: number }[];
  readonly runLengths: Uint8Array;
  readonly given: number;
}

/** Size in bits of a block with dynamic codes for these symbols. */
export function blockSize(frequencies: Frequencies): number {
  const { literals, distances, runs, runLengths, given } = header(frequencies);
  let size = 17 + 3 * given;
  for (const { symbol, bits } of runs) size += (runLengths[symbol] ?? 0) + bits;
  frequencies.literals.forEach((count, symbol) => {
    size += count * ((literals[symbol] ?? 0) + (LENGTH_EXTRA[symbol - END_OF_BLOCK - 1] ?? 0));
  });
  frequencies.distances.forEach((count, symbol) => {
    size += count * ((distances[symbol] ?? 0) + (DISTANCE_EXTRA[symbol] ?? 0));
  });
  return size;
}

/** Writes a part of a parse as a block with dynamic codes. */
export function writeBlock(parse: Parse, from: number, to: number, last: boolean, out: BitWriter): void {
  const { literals, distances, runs, runLengths, given } = header(countSymbols(parse, from, to));
  out.write(last ? 1 : 0, 1);
  out.write(DYNAMIC, 2);
  out.write(literals.length - 257, 5);
  out.write(distances.length - 1, 5);
  out.write(given - 4, 4);
  for (const symbol of ORDER.slice(0, given)) out.write(runLengths[symbol] ?? 0, 3);
  const runCodes = codesOf(runLengths);
  for (const { symbol, extra, bits } of runs) {
    out.write(runCodes[symbol] ?? 0, runLengths[symbol] ?? 0);
    out.write(extra, bits);
  }
  const literalCodes = codesOf(literals);
  const distanceCodes = codesOf(distances);
  for (let at = from; at < to; at++) {
    const length = parse.lengths[at] ?? 0;
    const distance = parse.distances[at] ?? 0;
    const symbol = distance === 0 ? length : END_OF_BLOCK + 1 + lengthCode(length);
    out.write(literalCodes[symbol] ?? 0, literals[symbol] ?? 0);
    if (distance === 0) continue;
    const code = lengthCode(length);
    out.write(length - (LENGTH_BASE[code] ?? 0), LENGTH_EXTRA[code] ?? 0);
    const back = distanceCode(distance);
    out.write(distanceCodes[back] ?? 0, distances[back] ?? 0);
    out.write(distance - (DISTANCE_BASE[back] ?? 0), DISTANCE_EXTRA[back] ?? 0);
  }
  out.write(literalCodes[END_OF_BLOCK] ?? 0, literals[END_OF_BLOCK] ?? 0);
}

function header(frequencies: Frequencies): Header {
  const literals = trimmed(codeLengths(frequencies.literals, 15), 257);
  const distances = trimmed(codeLengths(frequencies.distances, 15), 1);
  const runs = runsOf([...literals, ...distances]);
  const counts = new Uint32Array(ORDER.length);
  for (const { symbol } of runs) counts[symbol] = (counts[symbol] ?? 0) + 1;
  // Decoders want this code complete, so it must have two symbols.
  if (counts.filter((count) => count > 0).length < 2) counts[counts[0] === 0 ? 0 : 1] = 1;
  const runLengths = codeLengths(counts, 7);
  let given = ORDER.length;
  while (given > 4 && runLengths[ORDER[given - 1] ?? 0] === 0) given--;
  return { literals, distances, runs, runLengths, given };
}

function trimmed(lengths: Uint8Array, least: number): Uint8Array {
  let end = lengths.length;
  while (end > least && lengths[end - 1] === 0) end--;
  return lengths.subarray(0, end);
}

/** Code lengths with their repetitions (§3.2.7): 16 repeats the one before 3 to 6 times, 17 and 18 are 3 to 10 and 11 to 138 zeros. */
function runsOf(lengths: readonly number[]): Header['runs'] {
  const runs: { symbol: number; extra: number; bits: number }[] = [];
  for (let at = 0; at < lengths.length;) {
    const value = lengths[at] ?? 0;
    let end = at + 1;
    while (lengths[end] === value) end++;
    if (value > 0) {
      runs.push({ symbol: value, extra: 0, bits: 0 });
      at++;
    }
    while (at < end) {
      const count = end - at;
      if (count < 3) runs.push({ symbol: value, extra: 0, bits: 0 });
      else if (value > 0) runs.push({ symbol: 16, extra: Math.min(count, 6) - 3, bits: 2 });
      else if (count <= 10) runs.push({ symbol: 17, extra: count - 3, bits: 3 });
      else runs.push({ symbol: 18, extra: Math.min(count, 138) - 11, bits: 7 });
      at += count < 3 ? 1 : Math.min(count, value > 0 ? 6 : 138);
    }
  }
  return runs;
}
