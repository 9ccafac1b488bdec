/** Hexadecimal strings (ISO 32000-1 §7.3.4.3). The cursor stands on the opening delimiter. */
import type { PdfString } from '../objects/index.ts';
import { hexDigit, isWhiteSpace, malformedPdf, type Cursor } from './characters.ts';
import { readString } from './string.ts';

/**
 * Reads a hexadecimal string `< … >`; a missing last digit is zero.
 * @throws {YinzhengError} PDF_MALFORMED when it is not closed or has another character than digits and white space
 */
export function readHexString(cursor: Cursor): PdfString {
  const start = cursor.position;
  const { pairs, seen } = takePairs(cursor);
  const close = start + 1 + 2 * pairs;
  if (close >= cursor.end || cursor.bytes[close] !== 0x3e) return readUneven(cursor);
  cursor.position = close + 1;
  return withCases(readString(cursor, start, { bytes: SCRATCH.slice(0, pairs), hex: true }), seen);
}

/** Digit by digit: for strings with white space or an odd number of digits, and those that are longer than {@link SCRATCH}. */
function readUneven(cursor: Cursor): PdfString {
  const { bytes, end } = cursor;
  const start = cursor.position;
  const close = bytes.indexOf(0x3e, start + 1);
  if (close === -1 || close >= end) {
    cursor.position = end;
    throw malformedPdf(start, 'the string is not closed');
  }
  const digits = bytes.subarray(start + 1, close);
  const output = new Uint8Array((digits.length + 1) >> 1);
  let seen = 0;
  let length = 0;
  let high = -1;
  let isEven = digits.length % 2 === 0;
  for (let at = 0; at < digits.length; at++) {
    const byte = digits[at] ?? 0;
    const digit = hexDigit(byte);
    if (digit < 0) {
      isEven = false;
      if (isWhiteSpace(byte)) continue;
      throw malformedPdf(start + 1 + at, 'not a hexadecimal digit');
    }
    seen |= caseOf(byte);
    if (high < 0) high = digit;
    else {
      output[length++] = high * 16 + digit;
      high = -1;
    }
  }
  if (high >= 0) output[length++] = high * 16;
  cursor.position = close + 1;
  const read = withCases(readString(cursor, start, { bytes: output.subarray(0, length), hex: true }), seen);
  return isEven ? read : { ...read, uneven: true };
}

function withCases(read: PdfString, seen: number): PdfString {
  return (seen & MIXED) === MIXED ? { ...read, mixed: true } : read;
}

const SMALL = 0x100;
const CAPITAL = 0x200;
const MIXED = SMALL | CAPITAL;
const NO_PAIR = 0x8000;

/** For two characters, as a number of 16 bits: the byte they mean and the cases of their letters, or {@link NO_PAIR}. */
const PAIRS = new Uint16Array(0x10000).fill(NO_PAIR);
const DIGITS = Uint8Array.from('0123456789abcdefABCDEF', (digit) => digit.charCodeAt(0));
for (const high of DIGITS) {
  for (const low of DIGITS) PAIRS[high * 256 + low] = hexDigit(high) * 16 + hexDigit(low) + (caseOf(high) | caseOf(low));
}

function caseOf(digit: number): number {
  return digit >= 0x61 ? SMALL : digit >= 0x41 ? CAPITAL : 0;
}

/** Where digits are taken to before anybody knows how many there are; signatures are shorter. */
const SCRATCH = new Uint8Array(0x10000);

/**
 * Signatures are long and have no white space, so their digits are taken in pairs as long as there are any: how many, and which cases
 * their letters have.
 */
function takePairs({ bytes, position, end }: Cursor): { readonly pairs: number; readonly seen: number } {
  const [table, output, none, from] = [PAIRS, SCRATCH, NO_PAIR, position + 1];
  const most = Math.min((end - from) >> 1, output.length);
  let seen = 0;
  let pairs = 0;
  for (; pairs < most; pairs++) {
    // Neither is out of bounds: an alternative for that would take three times the time.
    const pair = table[((bytes[from + 2 * pairs] as number) << 8) | (bytes[from + 2 * pairs + 1] as number)] as number;
    if (pair === none) break;
    seen |= pair;
    output[pairs] = pair;
  }
  return { pairs, seen };
}
