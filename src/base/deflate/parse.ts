import type { Matches } from './matches.ts';
import {
  DISTANCE_EXTRA,
  DISTANCES,
  distanceCode,
  END_OF_BLOCK,
  LENGTH_EXTRA,
  lengthCode,
  LITERALS,
  MAX_MATCH,
  MIN_MATCH,
} from './symbols.ts';

/** What to write, one after another: a match of this length at this distance, or the literal `length` where the distance is 0. */
export interface Parse {
  readonly lengths: Uint16Array;
  readonly distances: Uint16Array;
}

/** How often each symbol occurs. */
export interface Frequencies {
  readonly literals: Uint32Array;
  readonly distances: Uint32Array;
}

/** Bits that each symbol takes, with its extra bits; need not be whole. */
export interface Prices {
  readonly literals: Float64Array;
  readonly distances: Float64Array;
}

/** Prices to begin with, before anything is known of the bytes. */
export function firstPrices(): Prices {
  return pricesOf({ literals: new Uint32Array(LITERALS).fill(1), distances: new Uint32Array(DISTANCES).fill(1) });
}

/** Prices by the information in each symbol; a symbol that does not occur is as dear as one that occurs once. */
export function pricesOf({ literals, distances }: Frequencies): Prices {
  return {
    literals: information(literals).map((bits, symbol) => bits + (LENGTH_EXTRA[symbol - END_OF_BLOCK - 1] ?? 0)),
    distances: information(distances).map((bits, symbol) => bits + (DISTANCE_EXTRA[symbol] ?? 0)),
  };
}

function information(frequencies: Uint32Array): Float64Array {
  const total = frequencies.reduce((sum, count) => sum + count, 0);
  return Float64Array.from(frequencies, (count) => Math.log2(Math.max(total, 1)) - Math.log2(Math.max(count, 1)));
}

/** The cheapest way to write the bytes at these prices: the shortest path from the first byte to the last. */
export function parseAt(bytes: Uint8Array, matches: Matches, prices: Prices): Parse {
  const cost = new Float64Array(bytes.length + 1).fill(Infinity);
  const length = new Uint16Array(bytes.length + 1);
  const distance = new Uint16Array(bytes.length + 1);
  const ofLength = Float64Array.from({ length: MAX_MATCH + 1 }, (_, n) => prices.literals[END_OF_BLOCK + 1 + lengthCode(n)] ?? 0);
  cost[0] = 0;
  for (let at = 0; at < bytes.length; at++) {
    const here = cost[at] ?? 0;
    const literal = here + (prices.literals[bytes[at] ?? 0] ?? 0);
    if (literal < (cost[at + 1] ?? 0)) {
      cost[at + 1] = literal;
      length[at + 1] = 1;
      distance[at + 1] = 0;
    }
    let reach = MIN_MATCH;
    const end = matches.first[at + 1] ?? 0;
    for (let match = matches.first[at] ?? 0; match < end; match++) {
      const back = matches.distances[match] ?? 0;
      const base = here + (prices.distances[distanceCode(back)] ?? 0);
      const longest = matches.lengths[match] ?? 0;
      // Inside a long repetition nothing is gained by stopping early, and trying it all takes most of the time.
      if (longest === MAX_MATCH) reach = MAX_MATCH;
      for (; reach <= longest; reach++) {
        const total = base + (ofLength[reach] ?? 0);
        if (total < (cost[at + reach] ?? 0)) {
          cost[at + reach] = total;
          length[at + reach] = reach;
          distance[at + reach] = back;
        }
      }
    }
  }
  const lengths: number[] = [];
  const distances: number[] = [];
  for (let at = bytes.length; at > 0; at -= length[at] ?? 1) {
    const back = distance[at] ?? 0;
    lengths.push(back === 0 ? (bytes[at - 1] ?? 0) : (length[at] ?? 0));
    distances.push(back);
  }
  return { lengths: Uint16Array.from(lengths.reverse()), distances: Uint16Array.from(distances.reverse()) };
}

/** Counts the symbols of a part of a parse, and one end of a block. */
export function countSymbols({ lengths, distances }: Parse, from = 0, to = lengths.length): Frequencies {
  const counted = { literals: new Uint32Array(LITERALS), distances: new Uint32Array(DISTANCES) };
  counted.literals[END_OF_BLOCK] = 1;
  for (let at = from; at < to; at++) {
    const back = distances[at] ?? 0;
    const symbol = back === 0 ? (lengths[at] ?? 0) : END_OF_BLOCK + 1 + lengthCode(lengths[at] ?? 0);
    counted.literals[symbol] = (counted.literals[symbol] ?? 0) + 1;
    if (back > 0) {
      const code = distanceCode(back);
      counted.distances[code] = (counted.distances[code] ?? 0) + 1;
    }
  }
  return counted;
}
