/** Object streams (ISO 32000-1 §7.5.7). */
import { integerValue, type PdfDictionary, type PdfObject } from '../objects/index.ts';
import { malformedPdf, readObject, skipWhiteSpace, takeUnsigned, type Budget, type Cursor } from '../syntax/index.ts';

/** An opened object stream: `read(index)` parses one of its objects. */
export interface ObjectStream {
  /** Object number of each index. */
  readonly numbers: readonly number[];
  read(index: number): PdfObject;
}

/**
 * Opens a decoded object stream; its objects are parsed when asked for.
 * @throws {YinzhengError} PDF_MALFORMED
 */
export function openObjectStream(dictionary: PdfDictionary, data: Uint8Array, budget: Budget): ObjectStream {
  const count = integerValue(dictionary.entries.get('N')) ?? -1;
  const first = integerValue(dictionary.entries.get('First')) ?? -1;
  if (count < 0 || first < 0 || first > data.length || count * 4 > first + 1) {
    throw malformedPdf(0, 'the header of an object stream is not valid');
  }
  const numbers: number[] = [];
  const offsets: number[] = [];
  const header: Cursor = { bytes: data, end: first, inFile: false, budget, position: 0 };
  for (let index = 0; index < count; index++) {
    skipWhiteSpace(header);
    numbers.push(takeUnsigned(header));
    skipWhiteSpace(header);
    offsets.push(takeUnsigned(header));
  }
  const kept = new Map<number, PdfObject>();
  return {
    numbers,
    read: (index) => {
      const known = kept.get(index);
      if (known !== undefined) return known;
      const start = first + (offsets[index] ?? data.length);
      if (start >= data.length) throw malformedPdf(start, 'an object is outside its object stream');
      if (budget.bytes < 0) throw malformedPdf(start, 'too many bytes are read again and again');
      const cursor: Cursor = { bytes: data, end: data.length, inFile: false, budget, position: start };
      try {
        const object = readObject(cursor);
        kept.set(index, object);
        return object;
      } finally {
        budget.bytes -= cursor.position - start;
      }
    },
  };
}
