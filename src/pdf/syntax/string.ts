/** Literal strings (ISO 32000-1 §7.3.4.2) and names (§7.3.5). The cursor stands on the opening delimiter. */
import type { PdfName, PdfString } from '../objects/index.ts';
import { hexDigit, isRegular, malformedPdf, type Cursor } from './characters.ts';

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
  return readString(cursor, start, { bytes: plain ? inner : unescape(inner), hex: false });
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

/** A string that begins at `start` and ends at the cursor. */
export function readString(
  { inFile, position: end }: Cursor,
  start: number,
  { bytes, hex }: Pick<PdfString, 'bytes' | 'hex'>,
): PdfString {
  return inFile ? { kind: 'string', bytes, hex, span: { start, end } } : { kind: 'string', bytes, hex };
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
