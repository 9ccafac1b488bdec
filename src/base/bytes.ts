/** Byte strings: the one representation of binary data in the core. */

const HEX = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));

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
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) throw new TypeError('not a hexadecimal text');
  const bytes = new Uint8Array(text.length / 2);
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = Number.parseInt(text.slice(index * 2, index * 2 + 2), 16);
  }
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
  let binary: string;
  try {
    binary = atob(text);
  } catch (cause) {
    throw new TypeError('not a Base64 text', { cause });
  }
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
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
