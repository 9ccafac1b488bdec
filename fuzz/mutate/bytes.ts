/** Mutations that know nothing of a format. */
import type { Random } from '../random.ts';

/** Changes a copy of some bytes. */
export type Mutation = (bytes: Uint8Array, random: Random) => Uint8Array;

const TELLING = [0x00, 0x01, 0x7f, 0x80, 0x81, 0x82, 0x84, 0xfe, 0xff, 0x20, 0x30, 0x31, 0xa0] as const;
const LONGEST_BLOCK = 4_096;

/** `bytes` with what is between `from` and `to` replaced. */
export function replaced(bytes: Uint8Array, from: number, to: number, by: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length - (to - from) + by.length);
  out.set(bytes.subarray(0, from));
  out.set(by, from);
  out.set(bytes.subarray(to), from + by.length);
  return out;
}

const flipBit: Mutation = (bytes, random) => set(bytes, random, (byte) => byte ^ (1 << random.below(8)));
const setByte: Mutation = (bytes, random) => set(bytes, random, () => random.below(256));
const setTelling: Mutation = (bytes, random) => set(bytes, random, () => random.pick(TELLING));
const addToByte: Mutation = (bytes, random) => set(bytes, random, (byte) => byte + random.pick([1, -1, 2, -2, 16]));
const cutEnd: Mutation = (bytes, random) => bytes.slice(0, random.below(bytes.length + 1));
const cutStart: Mutation = (bytes, random) => bytes.slice(random.below(bytes.length + 1));
const remove: Mutation = (bytes, random) => {
  const { from, to } = block(bytes, random);
  return replaced(bytes, from, to, new Uint8Array(0));
};
const duplicate: Mutation = (bytes, random) => {
  const { from, to } = block(bytes, random);
  const at = random.once(2) ? to : random.below(bytes.length + 1);
  return replaced(bytes, at, at, bytes.subarray(from, to));
};
const repeat: Mutation = (bytes, random) => {
  const { from, to } = block(bytes, random, 32);
  const times = 1 + random.below(random.once(20) ? 2_000 : 40);
  const piece = bytes.subarray(from, to);
  const many = new Uint8Array(piece.length * times);
  for (let index = 0; index < times; index++) many.set(piece, index * piece.length);
  return replaced(bytes, to, to, many);
};
const insert: Mutation = (bytes, random) => {
  const at = random.below(bytes.length + 1);
  const noise = Uint8Array.from({ length: 1 + random.below(16) }, () => random.below(256));
  return replaced(bytes, at, at, noise);
};
const swap: Mutation = (bytes, random) => {
  const out = bytes.slice();
  const [left, right] = [random.below(bytes.length), random.below(bytes.length)];
  const length = Math.min(1 + random.below(64), bytes.length - Math.max(left, right));
  out.set(bytes.subarray(left, left + length), right);
  out.set(bytes.subarray(right, right + length), left);
  return out;
};
const fill: Mutation = (bytes, random) => {
  const { from, to } = block(bytes, random, 64);
  return bytes.slice().fill(random.pick(TELLING), from, to);
};

/** The mutations that any bytes take; those that change little come more often. */
export const BYTE_MUTATIONS: readonly Mutation[] = [
  flipBit,
  flipBit,
  flipBit,
  setByte,
  setByte,
  setTelling,
  setTelling,
  addToByte,
  cutEnd,
  cutStart,
  remove,
  duplicate,
  repeat,
  insert,
  swap,
  fill,
];

/** The beginning of one and the end of another. */
export function splice(left: Uint8Array, right: Uint8Array, random: Random): Uint8Array {
  const end = random.below(left.length + 1);
  const start = random.once(2) ? Math.min(end, right.length) : random.below(right.length + 1);
  return replaced(left, end, left.length, right.subarray(start));
}

function set(bytes: Uint8Array, random: Random, to: (byte: number) => number): Uint8Array {
  const out = bytes.slice();
  const at = random.below(out.length);
  if (out.length > 0) out[at] = to(out[at] ?? 0);
  return out;
}

function block(bytes: Uint8Array, random: Random, longest = LONGEST_BLOCK): { readonly from: number; readonly to: number } {
  const from = random.below(bytes.length);
  const most = random.once(4) ? longest : 16;
  return { from, to: Math.min(bytes.length, from + 1 + random.below(most)) };
}
