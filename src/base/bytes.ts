/** Byte strings: the one representation of binary data in the core. */

const HEX = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));

/** In the place of a value for what is no digit: larger than every value. */
const NO_DIGIT = 0x80;
/** Values of the hexadecimal digits by their codes, of either case. */
const NIBBLES = valuesOf('0123456789abcdef', 'ABCDEF'.padStart(16));
/** Values of the digits of Base64 (RFC 4648 §4) by their codes. */
const SIXTY_FOURS = valuesOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');

function valuesOf(...alphabets: readonly string[]): Uint8Array {
  const values = new Uint8Array(128).fill(NO_DIGIT);
  for (const digits of alphabets) {
    for (let value = 0; value < digits.length; value++) if (digits[value] !== ' ') values[digits.charCodeAt(value)] = value;
  }
  return values;
}

/** Joins byte strings into a new one. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** True when both byte strings have the same length and content; not constant-time, for public data only. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left === right) return true;
  const { length } = left;
  if (length !== right.length) return false;
  const compared = length < LONG ? 0 : compareBlocks(left, right);
  if (compared < 0) return false;
  for (let index = compared; index < length; index++) {
    if (left[index] !== right[index]) return false;
  }
  return true;
}

/** Byte strings that are worth a view of their words. */
const LONG = 128;

/** How many bytes of two byte strings of the same length are equal in blocks of four words; -1 for a difference. */
function compareBlocks(left: Uint8Array, right: Uint8Array): number {
  const one = new DataView(left.buffer, left.byteOffset, left.length);
  const other = new DataView(right.buffer, right.byteOffset, right.length);
  let at = 0;
  for (; at + 16 <= left.length; at += 16) {
    const difference =
      (one.getInt32(at, true) ^ other.getInt32(at, true)) |
      (one.getInt32(at + 4, true) ^ other.getInt32(at + 4, true)) |
      (one.getInt32(at + 8, true) ^ other.getInt32(at + 8, true)) |
      (one.getInt32(at + 12, true) ^ other.getInt32(at + 12, true));
    if (difference !== 0) return -1;
  }
  return at;
}

/** Lower-case hexadecimal text of a byte string. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte] ?? '';
  return text;
}

/**
 * Bytes of a hexadecimal text (either case, no separators).
 * @throws {TypeError} when the text is not an even number of hexadecimal digits
 */
export function fromHex(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length >> 1);
  let seen = text.length & 1 ? NO_DIGIT : 0;
  for (let index = 0; index < bytes.length; index++) {
    const high = NIBBLES[text.charCodeAt(2 * index)] ?? NO_DIGIT;
    const low = NIBBLES[text.charCodeAt(2 * index + 1)] ?? NO_DIGIT;
    seen |= high | low;
    bytes[index] = (high << 4) | low;
  }
  if (seen >= NO_DIGIT) throw new TypeError('not a hexadecimal text');
  return bytes;
}

/** Base64 text (RFC 4648 §4, padded) of a byte string. */
export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let offset = 0; offset < bytes.length; offset += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(offset, offset + 0x8000));
  }
  return btoa(binary);
}

/**
 * Bytes of a Base64 text (RFC 4648 §4); white space is ignored.
 * @throws {TypeError} when the text is not Base64
 */
export function fromBase64(text: string): Uint8Array {
  const plain = decodePlain(text);
  if (plain) return plain;
  try {
    return latin1(atob(text));
  } catch (cause) {
    throw new TypeError('not a Base64 text', { cause });
  }
}

/** What nearly every text is: digits without white space, padded. Null for any other, which is left to the platform. */
function decodePlain(text: string): Uint8Array | null {
  if (text.length === 0 || text.length % 4 !== 0) return null;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  const whole = text.length - (padding === 0 ? 0 : 4);
  let seen = 0;
  let to = 0;
  for (let at = 0; at < whole; at += 4) {
    const first = sixtyFour(text, at);
    const second = sixtyFour(text, at + 1);
    const third = sixtyFour(text, at + 2);
    const fourth = sixtyFour(text, at + 3);
    seen |= first | second | third | fourth;
    bytes[to] = (first << 2) | (second >> 4);
    bytes[to + 1] = (second << 4) | (third >> 2);
    bytes[to + 2] = (third << 6) | fourth;
    to += 3;
  }
  if (padding > 0) {
    const first = sixtyFour(text, whole);
    const second = sixtyFour(text, whole + 1);
    const third = padding === 1 ? sixtyFour(text, whole + 2) : 0;
    seen |= first | second | third;
    bytes[to] = (first << 2) | (second >> 4);
    if (padding === 1) bytes[to + 1] = (second << 4) | (third >> 2);
  }
  return seen >= NO_DIGIT ? null : bytes;
}

function sixtyFour(text: string, at: number): number {
  return SIXTY_FOURS[text.charCodeAt(at)] ?? NO_DIGIT;
}

/** UTF-8 bytes of a text. */
export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Bytes of a text whose characters are all below U+0100, one byte each. */
export function latin1(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index);
  return bytes;
}

/**
 * Text of UTF-8 bytes; a byte order mark is kept as a character.
 * @throws {TypeError} when the bytes are not well-formed UTF-8
 */
export function fromUtf8(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}
