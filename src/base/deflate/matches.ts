import { MAX_MATCH, MIN_MATCH, WINDOW } from './symbols.ts';

/** Every useful match: those at position i are the entries from `first[i]` to before `first[i + 1]`, longer and farther one by one. */
export interface Matches {
  readonly first: Uint32Array;
  readonly lengths: readonly number[];
  readonly distances: readonly number[];
}

/** Places looked at for each position, beginning with the nearest. */
const MOST = 2048;
/** The same for matches that end inside a run of equal bytes, of which there is no end. */
const MOST_IN_RUN = 64;
const HASH_BITS = 15;

/** Places with the same key, each with the one before it. */
interface Chain {
  readonly head: Int32Array;
  readonly previous: Int32Array;
}

/**
 * Finds, for each position and each length, the nearest earlier place with the same bytes. A match that goes beyond a run of equal
 * bytes can only begin as far from the end of another such run, so those places have a chain of their own; else the blank parts of a
 * picture would take nearly all the time.
 */
export function findMatches(bytes: Uint8Array): Matches {
  const first = new Uint32Array(bytes.length + 1);
  const lengths: number[] = [];
  const distances: number[] = [];
  const runs = runLengths(bytes);
  const places = emptyChain(bytes.length);
  const runPlaces = emptyChain(bytes.length);
  for (let at = 0; at < bytes.length; at++) {
    first[at] = lengths.length;
    const longest = Math.min(MAX_MATCH, bytes.length - at);
    if (longest < MIN_MATCH) continue;
    const run = runs[at] ?? 0;
    let best = MIN_MATCH - 1;
    const follow = ({ head, previous }: Chain, key: number, most: number, enough: number) => {
      let place = head[key] ?? -1;
      for (let left = most; left > 0 && place >= 0 && at - place <= WINDOW && best < enough; left--) {
        if (bytes[place + best] === bytes[at + best]) {
          let length = 0;
          while (length < longest && bytes[place + length] === bytes[at + length]) length++;
          if (length > best) {
            lengths.push(length);
            distances.push(at - place);
            best = length;
          }
        }
        place = previous[place] ?? -1;
      }
      previous[at] = head[key] ?? -1;
      head[key] = at;
    };
    const inRun = run >= MIN_MATCH;
    follow(places, hash(bytes, at), inRun ? MOST_IN_RUN : MOST, inRun ? Math.min(run, longest) : longest);
    if (inRun && run < longest) follow(runPlaces, hash(bytes, at + run - 1) ^ (run << 6), MOST, longest);
  }
  first[bytes.length] = lengths.length;
  return { first, lengths, distances };
}

/** For each position the number of equal bytes from there, at most a match's length. */
function runLengths(bytes: Uint8Array): Uint16Array {
  const runs = new Uint16Array(bytes.length);
  for (let at = bytes.length - 1; at >= 0; at--) {
    runs[at] = bytes[at] === bytes[at + 1] ? Math.min(MAX_MATCH, (runs[at + 1] ?? 0) + 1) : 1;
  }
  return runs;
}

function emptyChain(length: number): Chain {
  return { head: new Int32Array(1 << HASH_BITS).fill(-1), previous: new Int32Array(length) };
}

function hash(bytes: Uint8Array, at: number): number {
  const three = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
  return Math.imul(three, 0x9e3779b1) >>> (32 - HASH_BITS);
}
