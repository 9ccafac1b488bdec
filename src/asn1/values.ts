/** Typed reading of single DER values. Every function throws DER_MALFORMED when the node is of another type or badly encoded. */
import { toHex } from '../base/bytes.ts';
import type { Instant } from '../base/time.ts';
import { malformed, TAG, type DerNode } from './reader.ts';

const MAX_OID_OCTETS = 64;
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** True when the node is of the universal class with this tag. */
export function isUniversal(node: DerNode, tag: number): boolean;
export function isUniversal(node: DerNode | undefined, tag: number): node is DerNode;
export function isUniversal(node: DerNode | undefined, tag: number): boolean {
  return node !== undefined && node.tagClass === 'universal' && node.tag === tag;
}

/** True when the node is of the context class with this tag number. */
export function isContext(node: DerNode, tag: number): boolean;
export function isContext(node: DerNode | undefined, tag: number): node is DerNode;
export function isContext(node: DerNode | undefined, tag: number): boolean {
  return node !== undefined && node.tagClass === 'context' && node.tag === tag;
}

/** BOOLEAN: 00 or FF (X.690 §11.1). */
export function readBoolean(node: DerNode): boolean {
  const content = primitive(node, TAG.boolean, 'BOOLEAN');
  if (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff)) throw malformed(node.offset, 'not a DER BOOLEAN');
  return content[0] === 0xff;
}

/** INTEGER as its two's complement content octets, minimal (X.690 §8.3.2). */
export function readIntegerBytes(node: DerNode): Uint8Array {
  return minimalInteger(node, primitive(node, TAG.integer, 'INTEGER'));
}

/** INTEGER of any size. */
export function readBigInteger(node: DerNode): bigint {
  const content = readIntegerBytes(node);
  const value = BigInt(`0x${toHex(content)}`);
  return (content[0] ?? 0) & 0x80 ? value - (1n << BigInt(content.length * 8)) : value;
}

/** INTEGER between -(2^31) and 2^31 - 1. */
export function readInteger(node: DerNode): number {
  return smallInteger(node, readIntegerBytes(node));
}

/** ENUMERATED between -(2^31) and 2^31 - 1. */
export function readEnumerated(node: DerNode): number {
  return smallInteger(node, minimalInteger(node, primitive(node, TAG.enumerated, 'ENUMERATED')));
}

/** OCTET STRING's content. */
export function readOctetString(node: DerNode): Uint8Array {
  return primitive(node, TAG.octetString, 'OCTET STRING');
}

/** BIT STRING's octets and its number of unused bits, which are zero (X.690 §11.2.1). */
export function readBitString(node: DerNode): { readonly bytes: Uint8Array; readonly unusedBits: number } {
  const content = primitive(node, TAG.bitString, 'BIT STRING');
  return splitBitString(node, content);
}

/** The octets of a BIT STRING without unused bits. */
export function readBitStringBytes(node: DerNode): Uint8Array {
  const { bytes, unusedBits } = readBitString(node);
  if (unusedBits !== 0) throw malformed(node.offset, 'the BIT STRING has unused bits');
  return bytes;
}

/** Splits the content octets of a BIT STRING, for implicitly tagged ones. */
export function splitBitString(node: DerNode, content: Uint8Array): { readonly bytes: Uint8Array; readonly unusedBits: number } {
  const unusedBits = content[0];
  if (unusedBits === undefined || unusedBits > 7 || (content.length === 1 && unusedBits > 0)) {
    throw malformed(node.offset, 'not a BIT STRING');
  }
  const last = content[content.length - 1] ?? 0;
  if (unusedBits > 0 && (last & ((1 << unusedBits) - 1)) !== 0)
    throw malformed(node.offset, 'unused bits of a BIT STRING are set');
  return { bytes: content.subarray(1), unusedBits };
}

/** NULL. */
export function readNull(node: DerNode): null {
  if (primitive(node, TAG.null, 'NULL').length !== 0) throw malformed(node.offset, 'not a NULL');
  return null;
}

/** OBJECT IDENTIFIER in dotted form; at most 64 octets. */
export function readOid(node: DerNode): string {
  return decodeOid(node, primitive(node, TAG.oid, 'OBJECT IDENTIFIER'));
}

/** Any of the ASN.1 string types as text. TeletexString is read as ISO 8859-1, as products write it. */
export function readString(node: DerNode): string {
  if (node.tagClass !== 'universal' || node.constructed) throw malformed(node.offset, 'a string is expected');
  const { content } = node;
  switch (node.tag) {
    case TAG.utf8String: {
      if (isAscii(content)) return oneByteText(content);
      try {
        return UTF8.decode(content);
      } catch {
        throw malformed(node.offset, 'not UTF-8');
      }
    }
    case TAG.printableString:
    case TAG.numericString:
    case TAG.ia5String:
    case TAG.visibleString:
      if (!isAscii(content)) throw malformed(node.offset, 'not ASCII');
      return oneByteText(content);
    case TAG.teletexString:
      return oneByteText(content);
    case TAG.bmpString: {
      if (content.length % 2 !== 0) throw malformed(node.offset, 'not a BMPString');
      let text = '';
      for (let index = 0; index < content.length; index += 2) {
        text += String.fromCharCode(((content[index] ?? 0) << 8) | (content[index + 1] ?? 0));
      }
      return text;
    }
    default:
      throw malformed(node.offset, 'a string is expected');
  }
}

/** UTCTime (years 1950 to 2049) or GeneralizedTime, both with seconds and `Z` (RFC 5280 §4.1.2.5). */
export function readTime(node: DerNode): Instant {
  const isShort = isUniversal(node, TAG.utcTime);
  if (isShort || isUniversal(node, TAG.generalizedTime)) {
    const content = primitive(node, node.tag, 'time');
    const start = isShort ? 2 : 4;
    const instant = timeOf(content, isShort ? shortYear(digits(content, 0, 2)) : digits(content, 0, 4), start);
    const rest = start + 10;
    if (!Number.isNaN(instant) && content[content.length - 1] === 0x5a) {
      if (content.length === rest + 1) return instant;
      if (!isShort) return instant + fraction(node, content.subarray(rest, -1));
    }
  }
  throw malformed(node.offset, 'not a DER time');
}

/** The instant of `MMDDHHMMSS` at an offset; NaN when it is not of the calendar. */
function timeOf(content: Uint8Array, year: number, start: number): Instant {
  const [month, day, hour, minute, second] = [0, 2, 4, 6, 8].map((offset) => digits(content, start + offset, 2));
  if (month === undefined || day === undefined || hour === undefined || minute === undefined || second === undefined) return NaN;
  const instant = Date.UTC(2000, month - 1, day, hour, minute, second);
  const date = new Date(instant);
  date.setUTCFullYear(year, month - 1, day);
  const exact = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return exact ? date.getTime() : NaN;
}

function shortYear(year: number): number {
  return year >= 50 ? 1900 + year : 2000 + year;
}

/** The number that `count` decimal digits make; NaN when they are none. */
function digits(content: Uint8Array, start: number, count: number): number {
  let value = 0;
  for (let index = start; index < start + count; index++) {
    const digit = (content[index] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** Milliseconds of a fraction of a second `.d…`, which DER writes without zeros at its end (X.690 §11.7.3). */
function fraction(node: DerNode, text: Uint8Array): number {
  const value = digits(text, 1, text.length - 1);
  const isDer = text[0] === 0x2e && text.length >= 2 && text.length <= 10 && text[text.length - 1] !== 0x30;
  if (!isDer || Number.isNaN(value)) throw malformed(node.offset, 'not a DER time');
  return Math.floor((value / 10 ** (text.length - 1)) * 1000);
}

function isAscii(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte > 0x7f) return false;
  return true;
}

function oneByteText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

function primitive(node: DerNode, tag: number, name: string): Uint8Array {
  if (!isUniversal(node, tag) || node.constructed) throw malformed(node.offset, `${name} is expected`);
  return node.content;
}

function minimalInteger(node: DerNode, content: Uint8Array): Uint8Array {
  const [first, second] = content;
  if (first === undefined) throw malformed(node.offset, 'an empty INTEGER');
  if (second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))) {
    throw malformed(node.offset, 'the INTEGER is not minimal');
  }
  return content;
}

function smallInteger(node: DerNode, content: Uint8Array): number {
  if (content.length > 4) throw malformed(node.offset, 'the INTEGER is too large');
  let value = (content[0] ?? 0) & 0x80 ? -1 : 0;
  for (const byte of content) value = (value << 8) | byte;
  return value;
}

function decodeOid(node: DerNode, content: Uint8Array): string {
  if (content.length === 0 || content.length > MAX_OID_OCTETS) throw malformed(node.offset, 'not an OBJECT IDENTIFIER');
  let text = '';
  let start = 0;
  for (let index = 0; index < content.length; index++) {
    if ((content[index] ?? 0) >= 0x80) continue;
    if (content[start] === 0x80) throw malformed(node.offset, 'the OBJECT IDENTIFIER is not minimal');
    text += start === 0 ? firstArcs(content.subarray(0, index + 1)) : `.${base128(content.subarray(start, index + 1))}`;
    start = index + 1;
  }
  if (start !== content.length) throw malformed(node.offset, 'the OBJECT IDENTIFIER is cut off');
  return text;
}

function firstArcs(octets: Uint8Array): string {
  const value = base128(octets);
  if (typeof value === 'bigint') return `2.${value - 80n}`;
  return value < 40 ? `0.${value}` : value < 80 ? `1.${value - 40}` : `2.${value - 80}`;
}

/** Numbers are exact for seven octets; longer arcs (UUIDs, X.667) need a bigint. */
function base128(octets: Uint8Array): number | bigint {
  if (octets.length > 7) return octets.reduce((value, octet) => (value << 7n) | BigInt(octet & 0x7f), 0n);
  let value = 0;
  for (const octet of octets) value = value * 128 + (octet & 0x7f);
  return value;
}
