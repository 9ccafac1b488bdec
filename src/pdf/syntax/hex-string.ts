/** Hexadecimal strings (ISO 32000-1 §7.3.4.3). The cursor stands on the opening delimiter. */
import type { PdfString } from '../objects/index.ts';
import { hexDigit, isWhiteSpace, malformedPdf, type Cursor } from './characters.ts';
import { readString } from './string.ts';

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
  const digits = bytes.subarray(start + 1, close);
  const output = new Uint8Array((digits.length + 1) >> 1);
  const taken = takePairs(digits, output);
  let { seen } = taken;
  let length = taken.pairs;
  let high = -1;
  let isEven = digits.length % 2 === 0;
  for (let at = 2 * length; at < digits.length; at++) {
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
  const read = readString(cursor, start, { bytes: output.subarray(0, length), hex: true });
  const mixed = (seen & MIXED) === MIXED;
  if (isEven && !mixed) return read;
  return { ...read, ...(!isEven && { uneven: true }), ...(mixed && { mixed: true }) };
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

/**
 * Signatures are long and have no white space, so their digits are taken in pairs as long as there are any: how many, and which cases
 * their letters have.
 */
function takePairs(digits: Uint8Array, output: Uint8Array): { readonly pairs: number; readonly seen: number } {
  const most = digits.length >> 1;
  let [pairs, seen] = [0, 0];
  for (; pairs < most; pairs++) {
    const pair = PAIRS[((digits[2 * pairs] ?? 0) << 8) | (digits[2 * pairs + 1] ?? 0)] ?? NO_PAIR;
    if (pair === NO_PAIR) break;
    seen |= pair;
    output[pairs] = pair;
  }
  return { pairs, seen };
}
