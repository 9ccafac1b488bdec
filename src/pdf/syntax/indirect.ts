/** Indirect objects `N G obj … endobj` and the stretch of a stream (ISO 32000-1 §7.3.8, §7.3.10). */
import { integerValue, type PdfDictionary, type PdfObject, type PdfReference } from '../objects/index.ts';
import { findText, malformedPdf, peek, skipWhiteSpace, takeKeyword, takeUnsigned, textAt, type Cursor } from './characters.ts';
import { readObject } from './object.ts';

/** What is noticed while an indirect object is read and tolerated. */
export type IndirectAnomaly = 'WRONG_STREAM_LENGTH' | 'MISSING_ENDOBJ';

/** An indirect object and where it stands: `start` at its number, `end` after `endobj`. */
export interface IndirectObject {
  readonly number: number;
  readonly generation: number;
  readonly object: PdfObject;
  readonly start: number;
  readonly end: number;
  readonly anomalies: readonly IndirectAnomaly[];
}

/** Looks up an indirect /Length; undefined when it is no integer. */
export type LengthLookup = (length: PdfReference) => number | undefined;

/** True when `number generation obj` stands at the cursor, which is left behind it; else the cursor is not moved. */
export function takeObjectHeader(cursor: Cursor): { readonly number: number; readonly generation: number } | undefined {
  const start = cursor.position;
  try {
    const number = takeUnsigned(cursor);
    skipWhiteSpace(cursor);
    const generation = takeUnsigned(cursor);
    skipWhiteSpace(cursor);
    if (takeKeyword(cursor, 'obj')) return { number, generation };
  } catch {
    // not a header
  }
  cursor.position = start;
  return undefined;
}

/**
 * Reads the indirect object at the cursor. A wrong /Length is tolerated: the data then end at the first `endstream`.
 * @throws {YinzhengError} PDF_MALFORMED
 */
export function readIndirectObject(cursor: Cursor, lookUpLength: LengthLookup): IndirectObject {
  const start = cursor.position;
  const header = takeObjectHeader(cursor);
  if (header === undefined) throw malformedPdf(start, 'an indirect object is expected');
  const skipped = { bytes: 0 };
  try {
    const { object, anomalies } = readBody(cursor, lookUpLength, skipped);
    const { number, generation } = header;
    return { number, generation, object, start, end: cursor.position, anomalies };
  } finally {
    cursor.budget.bytes -= cursor.position - start - skipped.bytes;
  }
}

function readBody(
  cursor: Cursor,
  lookUpLength: LengthLookup,
  skipped: { bytes: number },
): { readonly object: PdfObject; readonly anomalies: readonly IndirectAnomaly[] } {
  if (cursor.budget.bytes < 0) throw malformedPdf(cursor.position, 'too many bytes are read again and again');
  const anomalies: IndirectAnomaly[] = [];
  let object: PdfObject;
  skipWhiteSpace(cursor);
  if (takeKeyword(cursor, 'endobj')) object = { kind: 'null' };
  else {
    object = readObject(cursor);
    skipWhiteSpace(cursor);
    if (object.kind === 'dictionary' && takeKeyword(cursor, 'stream')) {
      const { raw, wrongLength } = takeStreamData(cursor, object, lookUpLength);
      object = { kind: 'stream', dictionary: object, raw };
      if (wrongLength) anomalies.push('WRONG_STREAM_LENGTH');
      else skipped.bytes = raw.length;
      skipWhiteSpace(cursor);
    }
    if (!takeKeyword(cursor, 'endobj')) anomalies.push('MISSING_ENDOBJ');
  }
  return { object, anomalies };
}

function takeStreamData(
  cursor: Cursor,
  dictionary: PdfDictionary,
  lookUpLength: LengthLookup,
): { readonly raw: Uint8Array; readonly wrongLength: boolean } {
  const { bytes, end } = cursor;
  if (peek(cursor) === 0x0d) cursor.position++;
  if (peek(cursor) !== 0x0a) throw malformedPdf(cursor.position, 'no line feed after the keyword stream');
  const start = cursor.position + 1;
  const stated = dictionary.entries.get('Length');
  const length = stated?.kind === 'reference' ? lookUpLength(stated) : integerValue(stated);
  if (length !== undefined && length >= 0 && start + length <= end) {
    const after = afterEndOfLine(bytes, start + length);
    for (const position of after === start + length ? [after] : [after, start + length]) {
      cursor.position = position;
      if (takeKeyword(cursor, 'endstream')) return { raw: bytes.subarray(start, start + length), wrongLength: false };
    }
  }
  const found = findText(bytes, 'endstream', start, end);
  if (found === -1) {
    cursor.position = end;
    throw malformedPdf(start, 'the stream is not closed');
  }
  cursor.position = found + 'endstream'.length;
  let last = found;
  if (last > start && bytes[last - 1] === 0x0a) last--;
  if (last > start && bytes[last - 1] === 0x0d) last--;
  return { raw: bytes.subarray(start, last), wrongLength: true };
}

/** The offset after one end-of-line marker (CR LF, LF or CR) at `position`, or `position` when there is none. */
export function afterEndOfLine(bytes: Uint8Array, position: number): number {
  if (textAt(bytes, position, '\r\n')) return position + 2;
  const byte = bytes[position];
  return byte === 0x0a || byte === 0x0d ? position + 1 : position;
}
