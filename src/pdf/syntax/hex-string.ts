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

/** For two characters, as one number of 16 bits in the order of this machine: the byte they mean and the cases of their letters, or {@link NO_PAIR}. */
const PAIRS = new Uint16Array(0x10000).fill(NO_PAIR);
const DIGITS = Uint8Array.from('0123456789abcdefABCDEF', (digit) => digit.charCodeAt(0));
for (const high of DIGITS) {
  for (const low of DIGITS) {
    const [both = 0] = new Uint16Array(Uint8Array.of(high, low).buffer);
    PAIRS[both] = hexDigit(high) * 16 + hexDigit(low) + (caseOf(high) | caseOf(low));
  }
}

function caseOf(digit: number): number {
  return digit >= 0x61 ? SMALL : digit >= 0x41 ? CAPITAL : 0;
}

/** Where digits are taken to before anybody knows how many there are; signatures are shorter. */
const SCRATCH = new Uint8Array(0x10000);
/** Pairs of digits that are looked at in one go: few at first, since most strings are short, and four times as many each time after. */
const FIRST_GO = 64;
const WIDE = new Uint16Array(0x4000);
const WIDE_BYTES = new Uint8Array(WIDE.buffer);

/**
 * Signatures are long and have no white space, so their digits are taken in pairs as long as there are any: how many, and which cases
 * their letters have. They are copied to where two of them are one number, and looked up four pairs at a time.
 */
function takePairs({ bytes, position, end }: Cursor): { readonly pairs: number; readonly seen: number } {
  const from = position + 1;
  const most = Math.min((Math.min(end, bytes.length) - from) >> 1, SCRATCH.length);
  let seen = 0;
  let pairs = 0;
  for (let go = FIRST_GO; pairs < most; go = Math.min(4 * go, WIDE.length)) {
    const count = Math.min(go, most - pairs);
    WIDE_BYTES.set(bytes.subarray(from + 2 * pairs, from + 2 * (pairs + count)));
    const taken = takeWide(count, pairs);
    seen |= taken.seen;
    pairs += taken.pairs;
    if (taken.pairs < count) break;
  }
  return { pairs, seen };
}

/** Takes `count` pairs at most of {@link WIDE} to a place in {@link SCRATCH}. No index is out of bounds: an alternative for that would take three times the time. */
function takeWide(count: number, to: number): { readonly pairs: number; readonly seen: number } {
  const [table, output, wide] = [PAIRS, SCRATCH, WIDE];
  let seen = 0;
  let pairs = 0;
  for (; pairs + 3 < count; pairs += 4) {
    const first = table[wide[pairs] as number] as number;
    const second = table[wide[pairs + 1] as number] as number;
    const third = table[wide[pairs + 2] as number] as number;
    const fourth = table[wide[pairs + 3] as number] as number;
    const all = first | second | third | fourth;
    if (all >= NO_PAIR) break;
    seen |= all;
    output[to + pairs] = first;
    output[to + pairs + 1] = second;
    output[to + pairs + 2] = third;
    output[to + pairs + 3] = fourth;
  }
  for (; pairs < count; pairs++) {
    const pair = table[wide[pairs] as number] as number;
    if (pair === NO_PAIR) break;
    seen |= pair;
    output[to + pairs] = pair;
  }
  return { pairs, seen };
}
