/** SM3 (GB/T 32905-2016) in plain TypeScript. */

const BLOCK = 64;
const INITIAL = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e] as const;

/** The constant of each round, rotated already (§4.2, §5.3.3). */
const ROUND = Int32Array.from({ length: 64 }, (_, round) => rotate(round < 16 ? 0x79cc4519 : 0x7a879d8a, round % 32));

/** SM3, 32 bytes, of the concatenation of `parts`. */
export function sm3(...parts: readonly Uint8Array[]): Uint8Array {
  return goOn(Int32Array.from(INITIAL), 0, parts);
}

/** Octets of what {@link sm3Midway} gives. */
export const SM3_MIDWAY = 40;

/**
 * How far SM3 is after the whole blocks of a message: the state, 32 bytes, and how many bytes those were, 8, big-endian. Whoever is given
 * it and the rest of the message computes the digest, and that of anything that begins alike.
 */
export function sm3Midway(message: Uint8Array): Uint8Array {
  const state = Int32Array.from(INITIAL);
  const words = new Int32Array(68);
  const whole = message.length - (message.length % BLOCK);
  const block = new Uint8Array(BLOCK);
  for (let position = 0; position < whole; position += BLOCK) {
    block.set(message.subarray(position, position + BLOCK));
    compress(state, words, block);
  }
  const midway = new Uint8Array(SM3_MIDWAY);
  const view = new DataView(midway.buffer);
  state.forEach((word, index) => view.setInt32(index * 4, word));
  view.setBigUint64(32, BigInt(whole));
  return midway;
}

/** SM3 of a message from midway and the rest of it, 32 bytes; null where that is no midway. */
export function sm3From(midway: Uint8Array, ...rest: readonly Uint8Array[]): Uint8Array | null {
  if (midway.length !== SM3_MIDWAY) return null;
  const view = new DataView(midway.buffer, midway.byteOffset, midway.length);
  const length = Number(view.getBigUint64(32));
  if (!Number.isSafeInteger(length) || length % BLOCK !== 0) return null;
  return goOn(
    Int32Array.from({ length: 8 }, (_, index) => view.getInt32(index * 4)),
    length,
    rest,
  );
}

/** Goes on from the state after so many bytes, whole blocks. */
function goOn(state: Int32Array, before: number, parts: readonly Uint8Array[]): Uint8Array {
  const words = new Int32Array(68);
  const block = new Uint8Array(BLOCK);
  let filled = 0;
  let length = before;
  for (const part of parts) {
    length += part.length;
    let position = 0;
    while (position < part.length) {
      const taken = Math.min(BLOCK - filled, part.length - position);
      block.set(part.subarray(position, position + taken), filled);
      filled += taken;
      position += taken;
      if (filled === BLOCK) {
        compress(state, words, block);
        filled = 0;
      }
    }
  }
  block.fill(0, filled);
  block[filled] = 0x80;
  if (filled >= BLOCK - 8) {
    compress(state, words, block);
    block.fill(0);
  }
  const view = new DataView(block.buffer);
  view.setUint32(56, Math.floor(length / 0x20000000));
  view.setUint32(60, (length << 3) >>> 0);
  compress(state, words, block);
  const digest = new Uint8Array(32);
  const out = new DataView(digest.buffer);
  state.forEach((word, index) => out.setInt32(index * 4, word));
  return digest;
}

function compress(state: Int32Array, words: Int32Array, block: Uint8Array): void {
  const view = new DataView(block.buffer);
  for (let index = 0; index < 16; index++) words[index] = view.getInt32(index * 4);
  for (let index = 16; index < 68; index++) {
    const mixed = at(words, index - 16) ^ at(words, index - 9) ^ rotate(at(words, index - 3), 15);
    words[index] = mixed ^ rotate(mixed, 15) ^ rotate(mixed, 23) ^ rotate(at(words, index - 13), 7) ^ at(words, index - 6);
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let round = 0; round < 64; round++) {
    const a12 = rotate(a, 12);
    const ss1 = rotate((a12 + e + at(ROUND, round)) | 0, 7);
    const early = round < 16;
    const ff = early ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
    const gg = early ? e ^ f ^ g : (e & f) | (~e & g);
    const tt1 = (ff + d + (ss1 ^ a12) + (at(words, round) ^ at(words, round + 4))) | 0;
    const tt2 = (gg + h + ss1 + at(words, round)) | 0;
    d = c;
    c = rotate(b, 9);
    b = a;
    a = tt1;
    h = g;
    g = rotate(f, 19);
    f = e;
    e = tt2 ^ rotate(tt2, 9) ^ rotate(tt2, 17);
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => (state[index] = at(state, index) ^ word));
}

function at(words: Int32Array, index: number): number {
  return words[index] ?? 0;
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
