/** Strings (ISO 32000-1 §7.3.4) and names (§7.3.5). The cursor stands on the opening delimiter. */
import type { ByteSpan, PdfName, PdfString } from '../objects/index.ts';
import { HEX_DIGITS, hexDigit, isRegular, isWhiteSpace, malformedPdf, type Cursor } from './characters.ts';

/** Longest name that is read, in bytes; ISO 32000-1 Annex C asks for 127. */
const MAX_NAME = 1024;

const ESCAPES = new Map<number, number>([
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
  [0x62, 0x08],
  [0x66, 0x0c],
]);

/**
 * Reads a literal string `( … )`.
 * @throws {YinzhengError} PDF_MALFORMED when it is not closed
 */
export function readLiteral(cursor: Cursor): PdfString {
  const { bytes, end } = cursor;
  const start = cursor.position;
  let position = start + 1;
  let depth = 1;
  let plain = true;
  for (; position < end; position++) {
    const byte = bytes[position];
    if (byte === 0x5c) {
      plain = false;
      position++;
    } else if (byte === 0x0d) plain = false;
    else if (byte === 0x28) depth++;
    else if (byte === 0x29 && --depth === 0) break;
  }
  if (position >= end) {
    cursor.position = end;
    throw malformedPdf(start, 'the string is not closed');
  }
  cursor.position = position + 1;
  const inner = bytes.subarray(start + 1, position);
  return withSpan(cursor, start, plain ? inner : unescape(inner), false);
}

function unescape(inner: Uint8Array): Uint8Array {
  const output = new Uint8Array(inner.length);
  let length = 0;
  for (let position = 0; position < inner.length; position++) {
    let byte = inner[position] ?? 0;
    if (byte === 0x0d) {
      if (inner[position + 1] === 0x0a) position++;
      byte = 0x0a;
    } else if (byte === 0x5c) {
      byte = inner[++position] ?? 0;
      if (byte === 0x0a) continue;
      if (byte === 0x0d) {
        if (inner[position + 1] === 0x0a) position++;
        continue;
      }
      if (isOctal(byte)) {
        let value = byte - 0x30;
        for (let count = 1; count < 3 && isOctal(inner[position + 1]); count++)
          value = value * 8 + (inner[++position] ?? 0) - 0x30;
        byte = value & 0xff;
      } else byte = ESCAPES.get(byte) ?? byte;
    }
    output[length++] = byte;
  }
  return output.subarray(0, length);
}

function isOctal(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x37;
}

/**
 * Reads a hexadecimal string `< … >`; a missing last digit is zero.
 * @throws {YinzhengError} PDF_MALFORMED when it is not closed or has another character than digits and white space
 */
export function readHexString(cursor: Cursor): PdfString {
  const { bytes, end } = cursor;
  const start = cursor.position;
  const close = bytes.indexOf(0x3e, start + 1);
  if (close === -1 || close >= end) {
    cursor.position = end;
    throw malformedPdf(start, 'the string is not closed');
  }
  const output = new Uint8Array((close - start) >> 1);
  const pairs = takePairs(bytes, { start: start + 1, end: close }, output);
  let length = pairs;
  let position = start + 1 + 2 * pairs;
  let high = -1;
  for (; position < close; position++) {
    const byte = bytes[position] ?? 0;
    const digit = hexDigit(byte);
    if (digit < 0) {
      if (isWhiteSpace(byte)) continue;
      throw malformedPdf(position, 'not a hexadecimal digit');
    }
    if (high < 0) high = digit;
    else {
      output[length++] = high * 16 + digit;
      high = -1;
    }
  }
  if (high >= 0) output[length++] = high * 16;
  cursor.position = close + 1;
  const read = withSpan(cursor, start, output.subarray(0, length), true);
  return 2 * pairs === close - start - 1 ? read : { ...read, uneven: true };
}

/** Signatures are long and have no white space, so pairs of digits are taken as long as there are any; answers how many. */
function takePairs(bytes: Uint8Array, { start, end }: ByteSpan, output: Uint8Array): number {
  const digits = HEX_DIGITS;
  let length = 0;
  for (let position = start; position + 1 < end; position += 2) {
    const pair = ((digits[bytes[position] ?? 0] ?? -1) << 4) | (digits[bytes[position + 1] ?? 0] ?? -1);
    if (pair < 0) break;
    output[length++] = pair;
  }
  return length;
}

function withSpan(cursor: Cursor, start: number, bytes: Uint8Array, hex: boolean): PdfString {
  return cursor.inFile ? { kind: 'string', bytes, hex, span: { start, end: cursor.position } } : { kind: 'string', bytes, hex };
}

/**
 * Reads a name `/…`.
 * @throws {YinzhengError} PDF_MALFORMED when it is too long or has a bad `#xx`
 */
export function readName(cursor: Cursor): PdfName {
  const { bytes, end } = cursor;
  const start = cursor.position;
  let value = '';
  let position = start + 1;
  for (; position < end; position++) {
    let byte = bytes[position] ?? 0;
    if (!isRegular(byte)) break;
    if (byte === 0x23) {
      const high = hexDigit(bytes[position + 1] ?? 0);
      const low = hexDigit(bytes[position + 2] ?? 0);
      if (high < 0 || low < 0 || position + 2 >= end)
        throw malformedPdf(position, 'a # in a name without two hexadecimal digits');
      byte = high * 16 + low;
      position += 2;
    }
    value += String.fromCharCode(byte);
  }
  if (position - start > MAX_NAME) throw malformedPdf(start, 'the name is too long');
  cursor.position = position;
  return { kind: 'name', value };
}
