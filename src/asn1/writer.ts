/** DER (ITU-T X.690 §10) writer: every function returns a whole value, identifier and length included. */
import { concatBytes, utf8 } from '../base/bytes.ts';
import { isoInstant, type Instant } from '../base/time.ts';
import { TAG } from './reader.ts';

const CONSTRUCTED = 0x20;
const CONTEXT = 0x80;

/** A value of the universal class with the given content. */
export function primitive(tag: number, content: Uint8Array): Uint8Array {
  return encode(tag, content);
}

/** SEQUENCE of encoded values, in order. */
export function sequence(...values: readonly Uint8Array[]): Uint8Array {
  return encode(TAG.sequence | CONSTRUCTED, concatBytes(...values));
}

/** SET OF: encoded values in ascending order of their encodings (X.690 §11.6). */
export function setOf(...values: readonly Uint8Array[]): Uint8Array {
  return encode(TAG.set | CONSTRUCTED, concatBytes(...[...values].sort(compare)));
}

/** Explicit context tag `[number]` (0 to 30) around an encoded value. */
export function explicit(number: number, value: Uint8Array): Uint8Array {
  return encode(CONTEXT | CONSTRUCTED | number, value);
}

/** Implicit context tag `[number]` (0 to 30) over primitive content. */
export function implicit(number: number, content: Uint8Array): Uint8Array {
  return encode(CONTEXT | number, content);
}

/** Implicit context tag `[number]` (0 to 30) over constructed content. */
export function implicitConstructed(number: number, ...values: readonly Uint8Array[]): Uint8Array {
  return encode(CONTEXT | CONSTRUCTED | number, concatBytes(...values));
}

/** Implicit context tag `[number]` (0 to 30) over a SET OF, its values in the order of {@link setOf}. */
export function implicitSetOf(number: number, ...values: readonly Uint8Array[]): Uint8Array {
  return implicitConstructed(number, ...[...values].sort(compare));
}

/** BOOLEAN. */
export function boolean(value: boolean): Uint8Array {
  return encode(TAG.boolean, Uint8Array.of(value ? 0xff : 0));
}

/** INTEGER. */
export function integer(value: number | bigint): Uint8Array {
  return encode(TAG.integer, twosComplement(BigInt(value)));
}

/** INTEGER of a non-negative number given as big-endian bytes of any length. */
export function unsignedInteger(bytes: Uint8Array): Uint8Array {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const trimmed = bytes.length === 0 ? Uint8Array.of(0) : bytes.subarray(start);
  return encode(TAG.integer, (trimmed[0] ?? 0) & 0x80 ? concatBytes(Uint8Array.of(0), trimmed) : trimmed);
}

/** ENUMERATED. */
export function enumerated(value: number): Uint8Array {
  return encode(TAG.enumerated, twosComplement(BigInt(value)));
}

/** OCTET STRING. */
export function octetString(bytes: Uint8Array): Uint8Array {
  return encode(TAG.octetString, bytes);
}

/** BIT STRING of whole octets, or of `bytes` less `unusedBits` zero bits at the end. */
export function bitString(bytes: Uint8Array, unusedBits = 0): Uint8Array {
  return encode(TAG.bitString, concatBytes(Uint8Array.of(unusedBits), bytes));
}

/**
 * BIT STRING of named bits: bit 0 is the first (X.690 §11.2.2: no trailing zero bits).
 * @param bits numbers of the bits that are set
 */
export function namedBits(bits: readonly number[]): Uint8Array {
  if (bits.length === 0) return bitString(new Uint8Array(0));
  const highest = Math.max(...bits);
  const bytes = new Uint8Array((highest >> 3) + 1);
  for (const bit of bits) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
  return bitString(bytes, 7 - (highest & 7));
}

/** NULL. */
export function nullValue(): Uint8Array {
  return encode(TAG.null, new Uint8Array(0));
}

/**
 * OBJECT IDENTIFIER from its dotted form.
 * @throws {RangeError} when it is not one
 */
export function oid(dotted: string): Uint8Array {
  const known = WRITTEN.get(dotted);
  if (known) return known;
  const written = writeOid(dotted);
  if (WRITTEN.size < MOST_WRITTEN) WRITTEN.set(dotted, written);
  return written;
}

/** The same few identifiers are in everything that is written. */
const WRITTEN = new Map<string, Uint8Array>();
const MOST_WRITTEN = 256;

function writeOid(dotted: string): Uint8Array {
  if (!/^[0-2](\.(0|[1-9]\d*))+$/.test(dotted)) throw new RangeError(`not an object identifier: ${dotted}`);
  const [root = 0n, second = 0n, ...rest] = dotted.split('.').map(BigInt);
  return encode(TAG.oid, concatBytes(...[root * 40n + second, ...rest].map(base128)));
}

/** UTF8String. */
export function utf8String(text: string): Uint8Array {
  return encode(TAG.utf8String, utf8(text));
}

/** PrintableString; the caller answers for its alphabet. */
export function printableString(text: string): Uint8Array {
  return encode(TAG.printableString, utf8(text));
}

/**
 * IA5String.
 * @throws {RangeError} when the text is not ASCII
 */
export function ia5String(text: string): Uint8Array {
  const bytes = utf8(text);
  if (bytes.some((byte) => byte > 0x7f)) throw new RangeError('IA5String takes ASCII only');
  return encode(TAG.ia5String, bytes);
}

/** GeneralizedTime `YYYYMMDDHHMMSSZ`; fractions of a second are cut off. */
export function generalizedTime(instant: Instant): Uint8Array {
  return encode(TAG.generalizedTime, utf8(timeText(instant)));
}

/** GeneralizedTime to the millisecond: a fraction without zeros at its end, none when it is zero (X.690 §11.7). */
export function generalizedTimeExact(instant: Instant): Uint8Array {
  const fraction = isoInstant(instant)
    .slice(19, 23)
    .replace(/\.?0+$/, '');
  return encode(TAG.generalizedTime, utf8(timeText(instant).replace('Z', `${fraction}Z`)));
}

/** Time of RFC 5280 §4.1.2.5: UTCTime for the years 1950 to 2049, else GeneralizedTime. */
export function x509Time(instant: Instant): Uint8Array {
  const text = timeText(instant);
  const year = Number(text.slice(0, 4));
  return year >= 1950 && year < 2050 ? encode(TAG.utcTime, utf8(text.slice(2))) : generalizedTime(instant);
}

function timeText(instant: Instant): string {
  return `${isoInstant(instant).slice(0, 19).replace(/[-:T]/g, '')}Z`;
}

function encode(identifier: number, content: Uint8Array): Uint8Array {
  const { length } = content;
  if (length < 0x80) return concatBytes(Uint8Array.of(identifier, length), content);
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return concatBytes(Uint8Array.of(identifier, 0x80 | octets.length, ...octets), content);
}

function twosComplement(value: bigint): Uint8Array {
  const octets: number[] = [];
  let rest = value;
  do {
    octets.unshift(Number(rest & 0xffn));
    rest >>= 8n;
  } while (!((rest === 0n && (octets[0] ?? 0) < 0x80) || (rest === -1n && (octets[0] ?? 0) >= 0x80)));
  return Uint8Array.from(octets);
}

function base128(arc: bigint): Uint8Array {
  const octets = [Number(arc & 0x7fn)];
  for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) octets.unshift(Number(rest & 0x7fn) | 0x80);
  return Uint8Array.from(octets);
}

function compare(left: Uint8Array, right: Uint8Array): number {
  const shared = Math.min(left.length, right.length);
  for (let index = 0; index < shared; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
