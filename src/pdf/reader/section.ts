/** One cross-reference section: a table with its trailer (ISO 32000-1 §7.5.4–5) or a cross-reference stream (§7.5.8). */
import { integerValue, type PdfDictionary, type PdfStream } from '../objects/index.ts';
import {
  isDigit,
  malformedPdf,
  MAX_OBJECT_NUMBER,
  peek,
  readIndirectObject,
  readObject,
  skipWhiteSpace,
  takeKeyword,
  takeUnsigned,
  type Budget,
  type Cursor,
} from '../syntax/index.ts';
import type { CrossReference } from './model.ts';

/** A section as it stands in the file; `end` is the offset after its trailer dictionary or its `endobj`. */
export interface Section {
  readonly offset: number;
  readonly end: number;
  readonly form: 'table' | 'stream';
  readonly entries: ReadonlyMap<number, CrossReference>;
  readonly trailer: PdfDictionary;
}

/** What reading sections shares: the file, budgets, and how to decode a cross-reference stream. */
export interface SectionSource {
  readonly bytes: Uint8Array;
  readonly budget: Budget & { crossReferences: number };
  decode(stream: PdfStream): Uint8Array;
}

/**
 * Reads the section at an offset.
 * @throws {YinzhengError} PDF_MALFORMED; nothing is searched for or repaired
 */
export function readSection(source: SectionSource, offset: number): Section {
  const { bytes, budget } = source;
  if (offset <= 0 || offset >= bytes.length) throw malformedPdf(offset, 'a cross-reference section is outside the file');
  const cursor: Cursor = { bytes, end: bytes.length, inFile: true, budget, position: offset };
  skipWhiteSpace(cursor);
  return takeKeyword(cursor, 'xref') ? readTable(source, cursor, offset) : readStream(source, cursor, offset);
}

function readTable(source: SectionSource, cursor: Cursor, offset: number): Section {
  const entries = new Map<number, CrossReference>();
  for (;;) {
    skipWhiteSpace(cursor);
    if (takeKeyword(cursor, 'trailer')) break;
    const first = takeUnsigned(cursor);
    skipWhiteSpace(cursor);
    const count = takeUnsigned(cursor);
    checkRange(source, { first, count, offset });
    for (let index = 0; index < count; index++) addEntry(entries, first + index, readTableEntry(cursor), offset);
  }
  const trailer = readObject(cursor);
  if (trailer.kind !== 'dictionary') throw malformedPdf(cursor.position, 'a trailer dictionary is expected');
  return { offset, end: cursor.position, form: 'table', entries, trailer };
}

function readTableEntry(cursor: Cursor): CrossReference {
  skipWhiteSpace(cursor);
  const offset = readDigits(cursor, 10);
  if (peek(cursor) !== 0x20) throw malformedPdf(cursor.position, 'a cross-reference entry is malformed');
  cursor.position++;
  const generation = readDigits(cursor, 5);
  if (peek(cursor) !== 0x20) throw malformedPdf(cursor.position, 'a cross-reference entry is malformed');
  cursor.position++;
  if (takeKeyword(cursor, 'n')) return { kind: 'offset', offset, generation };
  if (takeKeyword(cursor, 'f')) return { kind: 'free', generation };
  throw malformedPdf(cursor.position, 'a cross-reference entry is neither n nor f');
}

function readDigits(cursor: Cursor, count: number): number {
  let value = 0;
  for (let index = 0; index < count; index++, cursor.position++) {
    const byte = peek(cursor);
    if (!isDigit(byte)) throw malformedPdf(cursor.position, 'a cross-reference entry is malformed');
    value = value * 10 + byte - 0x30;
  }
  return value;
}

function checkRange(
  source: SectionSource,
  range: { readonly first: number; readonly count: number; readonly offset: number },
): void {
  if (range.first + range.count - 1 > MAX_OBJECT_NUMBER) throw malformedPdf(range.offset, 'an object number is too large');
  source.budget.crossReferences -= range.count;
  if (source.budget.crossReferences < 0) throw malformedPdf(range.offset, 'too many cross-reference entries');
}

function addEntry(entries: Map<number, CrossReference>, number: number, entry: CrossReference, offset: number): void {
  // Readers differ in which of two entries they take.
  if (entries.has(number)) throw malformedPdf(offset, 'an object is twice in a cross-reference section');
  entries.set(number, entry);
}

function readStream(source: SectionSource, cursor: Cursor, offset: number): Section {
  const { object, end } = readIndirectObject(cursor, () => undefined);
  if (object.kind !== 'stream') throw malformedPdf(offset, 'a cross-reference section is expected');
  const { dictionary } = object;
  const type = dictionary.entries.get('Type');
  if (type?.kind !== 'name' || type.value !== 'XRef') throw malformedPdf(offset, 'a cross-reference stream is expected');
  const widths = integers(dictionary, 'W');
  const [typeWidth = 0, secondWidth = 0, thirdWidth = 0] = widths;
  const valid = widths.length === 3 && widths.every((width) => width >= 0 && width <= 8) && secondWidth > 0;
  if (!valid) throw malformedPdf(offset, 'the field widths of a cross-reference stream are not valid');
  const size = integerValue(dictionary.entries.get('Size')) ?? -1;
  const index = dictionary.entries.has('Index') ? integers(dictionary, 'Index') : [0, size];
  const data = source.decode(object);
  const entries = new Map<number, CrossReference>();
  let position = 0;
  const take = (width: number): number => {
    let value = 0;
    for (const stop = position + width; position < stop; position++) value = value * 256 + (data[position] ?? 0);
    if (!Number.isSafeInteger(value)) throw malformedPdf(offset, 'a field of a cross-reference stream is too large');
    return value;
  };
  for (let pair = 0; pair < index.length; pair += 2) {
    const first = index[pair] ?? -1;
    const count = index[pair + 1] ?? -1;
    const fits = first >= 0 && count >= 0 && position + count * (typeWidth + secondWidth + thirdWidth) <= data.length;
    if (!fits) throw malformedPdf(offset, 'the index of a cross-reference stream does not fit its data');
    checkRange(source, { first, count, offset });
    for (let number = first; number < first + count; number++) {
      const kind = typeWidth === 0 ? 1 : take(typeWidth);
      const second = take(secondWidth);
      const third = take(thirdWidth);
      // Unknown types stand for null (§7.5.8.3).
      if (kind === 1) addEntry(entries, number, { kind: 'offset', offset: second, generation: third }, offset);
      else if (kind === 2) addEntry(entries, number, { kind: 'compressed', container: second, index: third }, offset);
      else addEntry(entries, number, { kind: 'free', generation: third }, offset);
    }
  }
  return { offset, end, form: 'stream', entries, trailer: dictionary };
}

function integers(dictionary: PdfDictionary, key: string): readonly number[] {
  const list = dictionary.entries.get(key);
  return list?.kind === 'array' ? list.items.map((item) => integerValue(item) ?? -1) : [];
}
