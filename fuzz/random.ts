/** Pseudo-random numbers that a seed decides (sfc32 by Chris Doty-Humphrey, public domain), so that a run can be repeated. */
export interface Random {
  /** An integer from 0 to `below` − 1. */
  below(below: number): number;
  /** One of several things. */
  pick<T>(things: readonly T[]): T;
  /** True once in `times`. */
  once(times: number): boolean;
}

/** A stream of numbers for a seed and a name. */
export function createRandom(seed: number, name: string): Random {
  let [a, b, c, counter] = [0x9e3779b9, seed | 0, hashOf(name), 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 12; round++) next();
  const below = (limit: number): number => Math.floor((next() / 0x1_0000_0000) * limit);
  return {
    below,
    pick<T>(things: readonly T[]): T {
      const thing = things[below(things.length)];
      if (thing === undefined) throw new RangeError('nothing to pick from');
      return thing;
    },
    once: (times) => below(times) === 0,
  };
}

/** FNV-1a. */
function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index++) hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  return hash;
}
