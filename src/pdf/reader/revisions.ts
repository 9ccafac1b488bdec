/** Finds the revisions of a file by its chain of cross-reference sections (ISO 32000-1 §7.5.6), newest to oldest. */
import { YinzhengError } from '../../base/errors/index.ts';
import { integerValue, type PdfDictionary } from '../objects/index.ts';
import {
  afterEndOfLine,
  findText,
  isWhiteSpace,
  malformedPdf,
  takeKeyword,
  takeUnsigned,
  textAt,
  type Cursor,
} from '../syntax/index.ts';
import type { Anomaly, CrossReference, Revision } from './model.ts';
import { readSection, type Section, type SectionSource } from './section.ts';

/** How far from the end of the file the last `%%EOF` may be, in bytes (Annex H.3.4.4). */
const TAIL = 1024;

interface EndMark {
  readonly xrefOffset: number;
  readonly eofEnd: number;
  readonly end: number;
}

/**
 * Reads every revision, oldest first. Sections must lie within the revision that they belong to; nothing is rebuilt by searching.
 * @throws {YinzhengError} PDF_MALFORMED, PDF_ENCRYPTED
 */
export function readRevisions(source: SectionSource, maxRevisions: number, anomalies: Anomaly[]): readonly Revision[] {
  const last = lastEndMark(source);
  if (last.end < source.bytes.length) anomalies.push({ code: 'TRAILING_BYTES', offset: last.end, object: null });
  const sections = readChain(source, last.xrefOffset, maxRevisions);
  const groups = groupSections(source, sections, last);
  const revisions: Revision[] = [];
  let start = 0;
  for (const { parts, mark } of groups) {
    const revision = makeRevision(source, { parts, mark, start, index: revisions.length }, anomalies);
    if (mark.end <= start) throw malformedPdf(mark.end, 'the revisions are out of order');
    revisions.push(revision);
    start = mark.end;
  }
  return revisions;
}

function lastEndMark({ bytes, budget }: SectionSource): EndMark {
  const floor = Math.max(0, bytes.length - TAIL);
  for (let position = bytes.length - 5; position >= floor; position--) {
    if (!textAt(bytes, position, '%%EOF')) continue;
    let keyword = position - 1;
    const stop = Math.max(0, position - 64);
    while (keyword >= stop && !textAt(bytes, keyword, 'startxref')) keyword--;
    if (keyword < stop) throw malformedPdf(position, 'no startxref before the end of the file');
    const mark = readEndMark({ bytes, end: bytes.length, inFile: true, budget, position: keyword });
    if (mark?.eofEnd === position + 5) return mark;
    throw malformedPdf(position, 'no startxref before the end of the file');
  }
  throw malformedPdf(bytes.length, 'no %%EOF at the end of the file');
}

/** Reads `startxref N %%EOF` at the cursor after white space; undefined when it is not there. */
function readEndMark(cursor: Cursor): EndMark | undefined {
  const { bytes } = cursor;
  skipBlank(cursor);
  if (!takeKeyword(cursor, 'startxref')) return undefined;
  skipBlank(cursor);
  const xrefOffset = takeUnsigned(cursor);
  skipBlank(cursor);
  if (!textAt(bytes, cursor.position, '%%EOF')) return undefined;
  const eofEnd = cursor.position + 5;
  return { xrefOffset, eofEnd, end: afterEndOfLine(bytes, eofEnd) };
}

function skipBlank(cursor: Cursor): void {
  while (cursor.position < cursor.end && isWhiteSpace(cursor.bytes[cursor.position] ?? 0)) cursor.position++;
}

function readChain(source: SectionSource, newest: number, maxRevisions: number): readonly Section[] {
  const sections: Section[] = [];
  const seen = new Set<number>();
  for (let offset: number | undefined = newest; offset !== undefined;) {
    if (seen.has(offset)) throw malformedPdf(offset, 'the cross-reference sections form a loop');
    if (seen.size > maxRevisions) throw malformedPdf(offset, 'too many revisions');
    seen.add(offset);
    const section = readSection(source, offset);
    if (section.trailer.entries.has('Encrypt')) throw new YinzhengError('PDF_ENCRYPTED');
    sections.push(section);
    offset = previousOffset(section.trailer, offset);
  }
  return sections;
}

function previousOffset(trailer: PdfDictionary, offset: number): number | undefined {
  const previous = trailer.entries.get('Prev');
  if (previous === undefined) return undefined;
  const value = integerValue(previous) ?? (previous.kind === 'real' ? previous.value : undefined);
  if (value === undefined || !Number.isInteger(value)) throw malformedPdf(offset, 'Prev is not an offset');
  return value;
}

interface Group {
  /** Newest first: the sections of one revision. */
  readonly parts: readonly Section[];
  readonly mark: EndMark;
}

/** Oldest first. The sections of a linearized original, whose first stands before its second, make one revision (Annex F). */
function groupSections(source: SectionSource, newestFirst: readonly Section[], last: EndMark): readonly Group[] {
  const { bytes, budget } = source;
  const groups: Group[] = [];
  const markAfter = (section: Section): EndMark | undefined => {
    const cursor: Cursor = { bytes, end: bytes.length, inFile: true, budget, position: section.end };
    return readEndMark(cursor);
  };
  for (let index = 0; index < newestFirst.length; index++) {
    const section = newestFirst[index];
    if (section === undefined) break;
    const older = newestFirst[index + 1];
    if (older !== undefined && older.offset > section.offset) {
      const mark = markAfter(older);
      const linearized = index + 2 === newestFirst.length && mark?.xrefOffset === section.offset && isLinearized(source);
      if (!linearized) throw malformedPdf(section.offset, 'Prev points forward');
      groups.push({ parts: [section, older], mark });
      break;
    }
    const mark = markAfter(section);
    if (mark === undefined) throw malformedPdf(section.end, 'no startxref and %%EOF after a cross-reference section');
    if (mark.xrefOffset !== section.offset) throw malformedPdf(section.end, 'startxref does not point to the section before it');
    groups.push({ parts: [section], mark });
  }
  groups.reverse();
  if (groups.at(-1)?.mark.eofEnd !== last.eofEnd)
    throw malformedPdf(last.xrefOffset, 'the last section is not at the end of the file');
  return groups;
}

function isLinearized({ bytes }: SectionSource): boolean {
  return findText(bytes, '/Linearized', 0, Math.min(bytes.length, TAIL)) !== -1;
}

function makeRevision(
  source: SectionSource,
  { parts, mark, start, index }: Group & { readonly start: number; readonly index: number },
  anomalies: Anomaly[],
): Revision {
  const [newest] = parts;
  if (newest === undefined) throw malformedPdf(start, 'a revision without a section');
  const entries = new Map<number, CrossReference>();
  let form: Revision['form'] = newest.form;
  const ranges = [{ start: parts.at(-1)?.offset ?? newest.offset, end: mark.end }];
  for (const part of parts) {
    if (part.offset < start || part.end > mark.end) throw malformedPdf(part.offset, 'a section lies outside its revision');
    const hidden = hiddenSection(source, part, mark.end);
    if (hidden !== undefined) {
      form = 'hybrid';
      anomalies.push({ code: 'HYBRID_CROSS_REFERENCE', offset: part.offset, object: null });
    }
    // Of a hybrid section the table is asked first, except for what it calls free (§7.5.8.4).
    for (const [number, entry] of part.entries) {
      if (!entries.has(number) && !(entry.kind === 'free' && hidden?.entries.has(number))) entries.set(number, entry);
    }
    for (const [number, entry] of hidden?.entries ?? []) if (!entries.has(number)) entries.set(number, entry);
    if (part !== parts.at(-1)) ranges.unshift({ start: part.offset, end: part.end });
  }
  return {
    index,
    start,
    end: mark.end,
    eofEnd: mark.eofEnd,
    xrefOffset: newest.offset,
    form,
    linearized: parts.length > 1,
    entries,
    trailer: newest.trailer,
    sections: ranges,
  };
}

/** The stream of a hybrid section; writers also put it in an update of its own, after the revision that it belongs to. */
function hiddenSection(source: SectionSource, part: Section, bound: number): Section | undefined {
  const offset = part.form === 'table' ? integerValue(part.trailer.entries.get('XRefStm')) : undefined;
  if (offset === undefined) return undefined;
  const hidden = readSection(source, offset);
  if (hidden.form !== 'stream' || hidden.end > bound) {
    throw malformedPdf(offset, 'XRefStm does not point to a cross-reference stream before it');
  }
  return hidden;
}
