/** Character classes of ISO 32000-1 §7.2.2 and the cursor that walks over bytes. */
import { YinzhengError } from '../../base/errors/index.ts';

const REGULAR = 0;
const WHITE_SPACE = 1;
const DELIMITER = 2;

const CLASS = new Uint8Array(256);
for (const code of [0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]) CLASS[code] = WHITE_SPACE;
for (const character of '()<>[]{}/%') CLASS[character.charCodeAt(0)] = DELIMITER;

/** Value of each character as a hexadecimal digit, -1 for any other. */
const HEX_DIGITS: Int8Array = new Int8Array(256).fill(-1);
for (let digit = 0; digit < 16; digit++) {
  const character = digit.toString(16);
  HEX_DIGITS[character.charCodeAt(0)] = digit;
  HEX_DIGITS[character.toUpperCase().charCodeAt(0)] = digit;
}

/** How much may still be read; shared by all reading of one document, so that hostile files cannot multiply work. */
export interface Budget {
  /** Objects, nested ones included. */
  objects: number;
  /** Bytes passed by the parser; each stretch of the file is needed about once. */
  bytes: number;
}

/** A place in bytes. `end` bounds all reading; `inFile` says that positions are offsets in the file. */
export interface Cursor {
  readonly bytes: Uint8Array;
  readonly end: number;
  readonly inFile: boolean;
  readonly budget: Budget;
  position: number;
}

/** The error for bytes that are not PDF syntax; `offset` in bytes. */
export function malformedPdf(offset: number, technical: string): YinzhengError {
  return new YinzhengError('PDF_MALFORMED', { offset, technical });
}

/** True for null, tab, line feed, form feed, carriage return and space. */
export function isWhiteSpace(byte: number): boolean {
  return CLASS[byte] === WHITE_SPACE;
}

/** True for a character that is neither white space nor a delimiter; false for the end of the bytes. */
export function isRegular(byte: number | undefined): boolean {
  return byte !== undefined && CLASS[byte] === REGULAR;
}

/** True for an ASCII digit. */
export function isDigit(byte: number | undefined): byte is number {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** Value of a hexadecimal digit, -1 for any other character. */
export function hexDigit(byte: number): number {
  return HEX_DIGITS[byte] ?? -1;
}

/** The byte at the cursor, undefined at the end. */
export function peek(cursor: Cursor): number | undefined {
  return cursor.position < cursor.end ? cursor.bytes[cursor.position] : undefined;
}

/** Moves past white space and comments. */
export function skipWhiteSpace(cursor: Cursor): void {
  const { bytes, end } = cursor;
  let { position } = cursor;
  for (; position < end; position++) {
    const byte = bytes[position] ?? 0;
    if (byte === 0x25) {
      while (position < end && bytes[position] !== 0x0a && bytes[position] !== 0x0d) position++;
    } else if (CLASS[byte] !== WHITE_SPACE) break;
  }
  cursor.position = Math.min(position, end);
}

/** True when the bytes at `position` are the given ASCII text. */
export function textAt(bytes: Uint8Array, position: number, text: string): boolean {
  if (position < 0 || position + text.length > bytes.length) return false;
  for (let index = 0; index < text.length; index++) {
    if (bytes[position + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}

/** Offset of the first occurrence of an ASCII text in `from` to `end`, or -1. */
export function findText(bytes: Uint8Array, text: string, from: number, end: number): number {
  const first = text.charCodeAt(0);
  const last = end - text.length;
  for (
    let position = bytes.indexOf(first, from);
    position !== -1 && position <= last;
    position = bytes.indexOf(first, position + 1)
  ) {
    if (textAt(bytes, position, text)) return position;
  }
  return -1;
}

/** Moves past a keyword when it stands at the cursor as a whole token. */
export function takeKeyword(cursor: Cursor, keyword: string): boolean {
  const { bytes, position, end } = cursor;
  const after = position + keyword.length;
  if (after > end || !textAt(bytes, position, keyword)) return false;
  if (after < end && isRegular(bytes[after])) return false;
  cursor.position = after;
  return true;
}

/**
 * Reads an unsigned integer of at most 15 digits.
 * @throws {YinzhengError} PDF_MALFORMED when there is none
 */
export function takeUnsigned(cursor: Cursor): number {
  const start = cursor.position;
  let value = 0;
  let byte = peek(cursor);
  while (isDigit(byte)) {
    value = value * 10 + byte - 0x30;
    cursor.position++;
    byte = peek(cursor);
  }
  const digits = cursor.position - start;
  if (digits === 0 || digits > 15) throw malformedPdf(start, 'an unsigned integer is expected');
  return value;
}
