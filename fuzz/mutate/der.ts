/** Mutations of DER that keep the outside right, so that what is wrong is met deep inside. */
import type { Random } from '../random.ts';
import { BYTE_MUTATIONS, replaced, type Mutation } from './bytes.ts';

/** A value found in DER: offsets of its identifier, its content and its end. */
interface Value {
  readonly start: number;
  readonly content: number;
  readonly end: number;
  readonly constructed: boolean;
  readonly parent: Value | null;
}

const MOST_VALUES = 3_000;
const LENGTHS = [0, 1, 0x7f, 0x80, 0xff, 0x100, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff] as const;
const IDENTIFIERS = [
  0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0a, 0x0c, 0x13, 0x16, 0x17, 0x18, 0x1e, 0x24, 0x30, 0x31, 0x80, 0x81, 0xa0, 0xa1, 0xa2,
  0xa3, 0x1f,
] as const;

/** Puts something else in the place of a value and mends every length around it. */
const edit =
  (by: (bytes: Uint8Array, value: Value, random: Random, values: readonly Value[]) => Uint8Array): Mutation =>
  (bytes, random) => {
    const values = valuesOf(bytes);
    if (values.length === 0) return bytes.slice();
    const value = random.pick(values);
    return mended(bytes, value, by(bytes, value, random, values));
  };

const contentOf = (bytes: Uint8Array, { content, end }: Value): Uint8Array => bytes.subarray(content, end);
const rawOf = (bytes: Uint8Array, { start, end }: Value): Uint8Array => bytes.subarray(start, end);

const changeContent = edit((bytes, value, random) => {
  const primitive = contentOf(bytes, value);
  return tagged(
    bytes[value.start] ?? 0x30,
    primitive.length === 0 ? Uint8Array.of(0) : random.pick(BYTE_MUTATIONS)(primitive, random),
  );
});
const changeIdentifier = edit((bytes, value, random) => tagged(random.pick(IDENTIFIERS), contentOf(bytes, value)));
const leaveOut = edit(() => new Uint8Array(0));
const twice = edit((bytes, value) => joined(rawOf(bytes, value), rawOf(bytes, value)));
const manyTimes = edit((bytes, value, random) => {
  const raw = rawOf(bytes, value);
  return joined(...Array<Uint8Array>(raw.length > 100 ? 10 : 1 + random.below(3_000)).fill(raw));
});
const another = edit((bytes, _, random, values) => rawOf(bytes, random.pick(values)));
const wrapped = edit((bytes, value, random) => {
  let raw = rawOf(bytes, value);
  const identifier = random.pick([0x30, 0x31, 0xa0, 0x24]);
  for (let depth = random.once(4) ? 1 + random.below(600) : 1; depth > 0; depth--) raw = tagged(identifier, raw);
  return raw;
});
const emptied = edit((bytes, value) => tagged(bytes[value.start] ?? 0x30, new Uint8Array(0)));
const indefinite = edit((bytes, value) =>
  joined(Uint8Array.of((bytes[value.start] ?? 0x30) | 0x20, 0x80), contentOf(bytes, value), Uint8Array.of(0, 0)),
);
const longLength = edit((bytes, value) => {
  const content = contentOf(bytes, value);
  return joined(Uint8Array.of(bytes[value.start] ?? 0x30, 0x84), number32(content.length), content);
});
const hugeNumber = edit((bytes, value, random) => {
  const digits = new Uint8Array(1 + random.below(random.once(10) ? 20_000 : 200)).fill(random.pick([0x7f, 0xff, 0x80, 0x01]));
  return tagged(random.pick([0x02, 0x03, 0x04, 0x06, 0x0a, bytes[value.start] ?? 0x02]), digits);
});

/** A wrong length, with nothing around it mended. */
const wrongLength: Mutation = (bytes, random) => {
  const values = valuesOf(bytes);
  if (values.length === 0) return bytes.slice();
  const { start, content, end } = random.pick(values);
  const length = random.once(2) ? end - content + random.pick([-2, -1, 1, 2]) : random.pick(LENGTHS);
  return replaced(bytes, start + 1, content, lengthOctets(Math.max(0, length)));
};

/** The mutations of DER. */
export const DER_MUTATIONS: readonly Mutation[] = [
  changeContent,
  changeContent,
  changeContent,
  changeContent,
  changeIdentifier,
  changeIdentifier,
  leaveOut,
  leaveOut,
  twice,
  manyTimes,
  another,
  another,
  wrapped,
  emptied,
  indefinite,
  longLength,
  hugeNumber,
  wrongLength,
];

function mended(bytes: Uint8Array, value: Value, by: Uint8Array): Uint8Array {
  let [out, { start, end, parent }]: [Uint8Array, Value] = [by, value];
  for (; parent !== null; { start, end, parent } = parent) {
    out = tagged(
      bytes[parent.start] ?? 0x30,
      joined(bytes.subarray(parent.content, start), out, bytes.subarray(end, parent.end)),
    );
  }
  return replaced(bytes, start, end, out);
}

/** A value with its header; a BIT STRING that holds DER keeps its count of unused bits, which is part of `content` here. */
function tagged(identifier: number, content: Uint8Array): Uint8Array {
  return joined(Uint8Array.of(identifier), lengthOctets(content.length), content);
}

function lengthOctets(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const octets = number32(length);
  const zeros = octets.findIndex((octet) => octet !== 0);
  return joined(Uint8Array.of(0x80 + 4 - zeros), octets.subarray(zeros));
}

function number32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** The values in DER, those within OCTET STRING and BIT STRING too; the mutated bytes need not be DER any more. */
function valuesOf(bytes: Uint8Array): readonly Value[] {
  const found: Value[] = [];
  const open: { readonly from: number; readonly to: number; readonly parent: Value | null }[] = [
    { from: 0, to: bytes.length, parent: null },
  ];
  for (let span = open.pop(); span !== undefined && found.length < MOST_VALUES; span = open.pop()) {
    for (let at = span.from; at < span.to && found.length < MOST_VALUES;) {
      const value = valueAt(bytes, at, span.to, span.parent);
      if (value === null) break;
      found.push(value);
      const identifier = bytes[value.start] ?? 0;
      const skip = identifier === 0x03 ? 1 : 0;
      const hidden = (identifier === 0x03 || identifier === 0x04) && looksWhole(bytes, value.content + skip, value.end);
      if (value.constructed || hidden) open.push({ from: value.content + skip, to: value.end, parent: value });
      at = value.end;
    }
  }
  return found;
}

function looksWhole(bytes: Uint8Array, start: number, end: number): boolean {
  return bytes[start] === 0x30 && valueAt(bytes, start, end, null)?.end === end;
}

function valueAt(bytes: Uint8Array, start: number, limit: number, parent: Value | null): Value | null {
  const identifier = bytes[start] ?? 0;
  let at = start + 2;
  let length = bytes[start + 1] ?? 0;
  if ((identifier & 0x1f) === 0x1f || length === 0x80 || length > 0x84) return null;
  if (length > 0x80) {
    const octets = length - 0x80;
    length = 0;
    for (let index = 0; index < octets; index++) length = length * 256 + (bytes[at++] ?? 0);
  }
  const end = at + length;
  return end > limit ? null : { start, content: at, end, constructed: (identifier & 0x20) !== 0, parent };
}
