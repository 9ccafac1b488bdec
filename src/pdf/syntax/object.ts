/** The object parser (ISO 32000-1 §7.3). */
import { FALSE, NULL, TRUE, type PdfArray, type PdfDictionary, type PdfObject } from '../objects/index.ts';
import { isDigit, isRegular, malformedPdf, peek, skipWhiteSpace, takeKeyword, type Cursor } from './characters.ts';
import { readHexString } from './hex-string.ts';
import { readLiteral, readName } from './string.ts';

/** Deepest nesting of arrays and dictionaries that is read. */
export const MAX_NESTING = 64;
/** Greatest object number that is read (ISO 32000-1 Annex C). */
export const MAX_OBJECT_NUMBER = 8_388_607;
const MAX_GENERATION = 65_535;
/** Digits of the longest number that is read. */
const MAX_DIGITS = 256;

/**
 * Reads the object at the cursor, after white space and comments; a stream is read as its dictionary.
 * @throws {YinzhengError} PDF_MALFORMED
 */
export function readObject(cursor: Cursor, depth = 0): PdfObject {
  skipWhiteSpace(cursor);
  if (--cursor.budget.objects < 0) throw malformedPdf(cursor.position, 'the file has too many objects');
  const byte = peek(cursor);
  switch (byte) {
    case undefined:
      throw malformedPdf(cursor.position, 'the object is cut off');
    case 0x2f:
      return readName(cursor);
    case 0x28:
      return readLiteral(cursor);
    case 0x5b:
      return readArray(cursor, depth);
    case 0x3c:
      return cursor.bytes[cursor.position + 1] === 0x3c ? readDictionary(cursor, depth) : readHexString(cursor);
    default:
      return isDigit(byte) || byte === 0x2b || byte === 0x2d || byte === 0x2e ? readNumeric(cursor) : readKeyword(cursor);
  }
}

function readKeyword(cursor: Cursor): PdfObject {
  if (takeKeyword(cursor, 'true')) return TRUE;
  if (takeKeyword(cursor, 'false')) return FALSE;
  if (takeKeyword(cursor, 'null')) return NULL;
  throw malformedPdf(cursor.position, 'an object is expected');
}

function readArray(cursor: Cursor, depth: number): PdfArray {
  if (depth >= MAX_NESTING) throw malformedPdf(cursor.position, 'nested too deeply');
  cursor.position++;
  const items: PdfObject[] = [];
  for (;;) {
    skipWhiteSpace(cursor);
    if (peek(cursor) === 0x5d) {
      cursor.position++;
      return { kind: 'array', items };
    }
    items.push(readObject(cursor, depth + 1));
  }
}

function readDictionary(cursor: Cursor, depth: number): PdfDictionary {
  if (depth >= MAX_NESTING) throw malformedPdf(cursor.position, 'nested too deeply');
  cursor.position += 2;
  const entries = new Map<string, PdfObject>();
  for (;;) {
    skipWhiteSpace(cursor);
    const start = cursor.position;
    const byte = peek(cursor);
    if (byte === 0x3e && cursor.bytes[start + 1] === 0x3e && start + 1 < cursor.end) {
      cursor.position += 2;
      return { kind: 'dictionary', entries };
    }
    if (byte !== 0x2f) throw malformedPdf(start, 'a key of a dictionary is expected');
    const key = readName(cursor).value;
    // Readers differ in which of two values they take, so such a dictionary has no safe meaning.
    if (entries.has(key)) throw malformedPdf(start, 'a key is twice in a dictionary');
    entries.set(key, readObject(cursor, depth + 1));
  }
}

function readNumeric(cursor: Cursor): PdfObject {
  const start = cursor.position;
  const value = readNumber(cursor);
  if (value.kind !== 'integer' || value.value < 0 || value.value > MAX_OBJECT_NUMBER || !isDigit(cursor.bytes[start]))
    return value;
  const after = cursor.position;
  skipWhiteSpace(cursor);
  let generation = 0;
  const second = cursor.position;
  let byte = peek(cursor);
  for (; isDigit(byte) && generation <= MAX_GENERATION; byte = peek(cursor)) {
    generation = generation * 10 + byte - 0x30;
    cursor.position++;
  }
  if (cursor.position > second && generation <= MAX_GENERATION) {
    skipWhiteSpace(cursor);
    if (takeKeyword(cursor, 'R')) return { kind: 'reference', number: value.value, generation };
  }
  cursor.position = after;
  return value;
}

function readNumber(cursor: Cursor): PdfObject {
  const { bytes, end } = cursor;
  const start = cursor.position;
  let position = start;
  const sign = bytes[position];
  if (sign === 0x2b || sign === 0x2d) position++;
  let whole = 0;
  let digits = 0;
  for (let byte = bytes[position]; position < end && isDigit(byte); byte = bytes[++position], digits++)
    whole = whole * 10 + (byte - 0x30);
  const isReal = position < end && bytes[position] === 0x2e;
  if (isReal) {
    for (position++; position < end && isDigit(bytes[position]); position++) digits++;
  }
  if (digits === 0 || digits > MAX_DIGITS || (position < end && isRegular(bytes[position])))
    throw malformedPdf(start, 'not a number');
  cursor.position = position;
  if (!isReal && Number.isSafeInteger(whole)) return { kind: 'integer', value: sign === 0x2d ? 0 - whole : whole };
  return { kind: 'real', value: Number(String.fromCharCode(...bytes.subarray(start, position))) };
}
