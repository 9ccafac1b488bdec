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
  const taken = takeQuads(digits, output);
  let { small, capital } = taken;
  let length = 2 * taken.quads;
  let high = -1;
  let isEven = digits.length % 2 === 0;
  for (let at = 4 * taken.quads; at < digits.length; at++) {
    const byte = digits[at] ?? 0;
    const digit = hexDigit(byte);
    if (digit < 0) {
      isEven = false;
      if (isWhiteSpace(byte)) continue;
      throw malformedPdf(start + 1 + at, 'not a hexadecimal digit');
    }
    if (byte >= 0x61) small = true;
    else if (byte >= 0x41) capital = true;
    if (high < 0) high = digit;
    else {
      output[length++] = high * 16 + digit;
      high = -1;
    }
  }
  if (high >= 0) output[length++] = high * 16;
  cursor.position = close + 1;
  const read = readString(cursor, start, { bytes: output.subarray(0, length), hex: true });
  if (isEven && !(small && capital)) return read;
  return { ...read, ...(!isEven && { uneven: true }), ...(small && capital && { mixed: true }) };
}

/** A bit for each of four characters. */
const EACH = 0x01010101;

/**
 * Signatures are long and have no white space, so four digits are taken at a time as long as there are any: how many times, and whether
 * letters of either case were among them.
 */
function takeQuads(
  digits: Uint8Array,
  output: Uint8Array,
): { readonly quads: number; readonly small: boolean; readonly capital: boolean } {
  const words = new DataView(digits.buffer, digits.byteOffset, digits.length);
  const most = digits.length >> 2;
  let [small, capital, quads] = [0, 0, 0];
  for (; quads < most; quads++) {
    const word = words.getInt32(4 * quads);
    // 0x30 to 0x39 are digits, 0x41 to 0x46 and 0x61 to 0x66 letters, whose lower halves are 9 less than their values
    const letters = (word >>> 6) & EACH;
    const values = (word & (0x0f * EACH)) + 9 * letters;
    const isWrong =
      // not ASCII; a letter beyond F; a digit beyond 9, or a letter before A; neither 0x3_ nor a letter
      (word >>> 7) |
      (values >>> 4) |
      (((values + 6 * EACH) >>> 4) ^ letters) |
      ~((word >>> 4) ^ letters) |
      ~((word >>> 5) | letters);
    if ((isWrong & EACH) !== 0) break;
    small |= letters & (word >>> 5);
    capital |= letters & ~(word >>> 5);
    const pairs = values | (values >>> 4);
    output[2 * quads] = pairs >>> 16;
    output[2 * quads + 1] = pairs;
  }
  return { quads, small: small !== 0, capital: capital !== 0 };
}
