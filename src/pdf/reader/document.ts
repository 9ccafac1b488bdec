/** Opens a PDF (ISO 32000-1 §7.5) with every revision; objects are read when they are asked for and kept. */
import { YinzhengError } from '../../base/errors/index.ts';
import type { Zlib } from '../../base/zlib.ts';
import { integerValue, NULL, type PdfDictionary, type PdfObject, type PdfStream } from '../objects/index.ts';
import {
  findText,
  malformedPdf,
  readIndirectObject,
  takeObjectHeader,
  textAt,
  type Cursor,
  type IndirectObject,
} from '../syntax/index.ts';
import { decodeStream } from './filters/decode.ts';
import { DEFAULT_LIMITS, type PdfLimits } from './limits.ts';
import type { Anomaly, CrossReference, Page, PdfDocument } from './model.ts';
import { createEntryHistory } from './history.ts';
import { openObjectStream, type ObjectStream } from './object-stream.ts';
import { readPages } from './pages.ts';
import { readRevisions } from './revisions.ts';

/** How far into the file the header may be, in bytes (Annex H.3.4.1). */
const HEADER_WINDOW = 1024;
/** References that may follow one another before a direct object. */
const MAX_CHAIN = 16;
/** Objects and object streams that may be needed to read one another. */
const MAX_NEEDED = 8;
/** How often each byte may be passed by the parser, all objects together. */
const REREADING = 8;
/** Bytes that may be passed besides, so that small files have room. */
const REREADING_BASE = 65_536;

/** What opening needs: decompression, and bounds other than {@link DEFAULT_LIMITS}. */
export interface OpenOptions {
  readonly zlib: Zlib;
  readonly limits?: Partial<PdfLimits> | undefined;
}

/**
 * Opens a PDF. Offsets count from the first byte of the file; a broken cross-reference is never rebuilt, because what a
 * rebuilding reader sees is not what was signed.
 * @throws {YinzhengError} PDF_MALFORMED, PDF_ENCRYPTED, INPUT_TOO_LARGE, DEFLATE_MALFORMED, PDF_FILTER_UNSUPPORTED
 */
export function openPdf(bytes: Uint8Array, { zlib, limits: given }: OpenOptions): PdfDocument {
  const limits: PdfLimits = { ...DEFAULT_LIMITS, ...given };
  const anomalies: Anomaly[] = [];
  const version = readHeader(bytes, anomalies);
  const budget = {
    objects: limits.objects,
    bytes: bytes.length * REREADING + REREADING_BASE,
    crossReferences: limits.crossReferences,
    decoded: limits.decodedBytes,
  };
  const decodeWith = (stream: PdfStream, resolveIn: (object: PdfObject | undefined) => PdfObject): Uint8Array =>
    decodeStream(stream.dictionary, stream.raw, {
      zlib,
      limit: () => Math.min(limits.streamBytes, budget.decoded),
      charge: (count) => {
        budget.decoded -= count;
        if (budget.decoded < 0) throw new YinzhengError('INPUT_TOO_LARGE', { limit: limits.decodedBytes });
      },
      resolve: resolveIn,
    });

  const revisions = readRevisions(
    { bytes, budget, decode: (stream) => decodeWith(stream, (object) => object ?? NULL) },
    limits.revisions,
    anomalies,
  );
  const newest = revisions.length - 1;
  const trailer = revisions[newest]?.trailer;
  if (trailer === undefined) throw malformedPdf(0, 'no revision');

  const latestEntry = createEntryHistory(revisions);
  const atOffset = new Map<number, IndirectObject>();
  const reading = new Set<number>();
  const containers = new Map<PdfStream, ObjectStream>();
  const opening = new Set<PdfStream>();
  const dangling = new Set<string>();
  const pageLists = new Map<number, readonly Page[]>();

  function locate(number: number, revision = newest): { readonly entry: CrossReference; readonly revision: number } | undefined {
    const index = latestEntry(number, revision);
    const entry = index === undefined ? undefined : revisions[index]?.entries.get(number);
    return index === undefined || entry === undefined ? undefined : { entry, revision: index };
  }

  /** The indirect object that an entry of `revision` points to; null when there is none of that number within the revision. */
  function readAt(number: number, entry: CrossReference & { kind: 'offset' }, revision: number): IndirectObject | null {
    const end = revisions[revision]?.end ?? 0;
    const known = atOffset.get(entry.offset);
    // An entry speaks of bytes of its own revision or earlier ones; what is appended later cannot complete it.
    if (known !== undefined && known.end <= end && known.number === number && known.generation === entry.generation) return known;
    if (reading.has(entry.offset) || reading.size >= MAX_NEEDED)
      throw malformedPdf(entry.offset, 'an object needs itself to be read');
    const cursor: Cursor = { bytes, end, inFile: true, budget, position: entry.offset };
    const header = entry.offset < end ? takeObjectHeader(cursor) : undefined;
    if (header?.number !== number || header.generation !== entry.generation) {
      noteDangling(number, entry.offset);
      return null;
    }
    cursor.position = entry.offset;
    reading.add(entry.offset);
    try {
      const read = readIndirectObject(cursor, (length) => integerValue(resolve(length, revision)));
      for (const code of read.anomalies) anomalies.push({ code, offset: entry.offset, object: number });
      atOffset.set(entry.offset, read);
      return read;
    } finally {
      reading.delete(entry.offset);
    }
  }

  function noteDangling(number: number, offset: number): void {
    const key = `${number}@${offset}`;
    if (dangling.has(key)) return;
    dangling.add(key);
    anomalies.push({ code: 'DANGLING_CROSS_REFERENCE', offset, object: number });
  }

  function openContainer(stream: PdfStream, offset: number, revision: number): ObjectStream {
    const known = containers.get(stream);
    if (known !== undefined) return known;
    if (opening.has(stream) || opening.size >= MAX_NEEDED) throw malformedPdf(offset, 'an object stream needs itself to be read');
    opening.add(stream);
    try {
      const data = decodeWith(stream, (object) => resolve(object, revision));
      budget.bytes += data.length * REREADING;
      const opened = openObjectStream(stream.dictionary, data, budget);
      containers.set(stream, opened);
      return opened;
    } finally {
      opening.delete(stream);
    }
  }

  function readCompressed(number: number, entry: CrossReference & { kind: 'compressed' }, revision: number): PdfObject {
    const located = locate(entry.container, revision);
    if (located?.entry.kind !== 'offset') throw malformedPdf(0, 'an object stream is not where an object should be');
    const stream = readAt(entry.container, located.entry, located.revision)?.object;
    if (stream?.kind !== 'stream') throw malformedPdf(located.entry.offset, 'an object stream is expected');
    const container = openContainer(stream, located.entry.offset, revision);
    if (container.numbers[entry.index] !== number) {
      noteDangling(number, located.entry.offset);
      return NULL;
    }
    return container.read(entry.index);
  }

  function resolve(object: PdfObject | undefined, revision = newest): PdfObject {
    let current = object ?? NULL;
    for (let links = 0; current.kind === 'reference'; links++) {
      if (links >= MAX_CHAIN) throw malformedPdf(0, 'references form a loop');
      const located = locate(current.number, revision);
      if (located === undefined || located.entry.kind === 'free') return NULL;
      const { entry } = located;
      if (entry.kind === 'offset') {
        const read: IndirectObject | null =
          current.generation === entry.generation ? readAt(current.number, entry, located.revision) : null;
        current = read?.object ?? NULL;
      } else current = current.generation === 0 ? readCompressed(current.number, entry, revision) : NULL;
    }
    return current;
  }

  function catalog(revision = newest): PdfDictionary {
    const root = resolve(revisions[revision]?.trailer.entries.get('Root'), revision);
    if (root.kind !== 'dictionary') throw malformedPdf(0, 'the document has no catalog');
    return root;
  }

  return Object.freeze({
    bytes,
    version,
    revisions,
    trailer,
    size: nextNumber(revisions),
    anomalies,
    resolve,
    get: (dictionary: PdfDictionary, key: string, revision?: number) => resolve(dictionary.entries.get(key), revision),
    locate,
    extent: (number: number, revision?: number) => {
      const located = locate(number, revision);
      return located?.entry.kind === 'offset' ? (readAt(number, located.entry, located.revision) ?? undefined) : undefined;
    },
    decode: (stream: PdfStream, revision?: number) => decodeWith(stream, (object) => resolve(object, revision)),
    catalog,
    pages: (revision = newest) => {
      const known =
        pageLists.get(revision) ??
        readPages({ catalog: catalog(revision), maxPages: limits.pages, resolve: (object) => resolve(object, revision) });
      pageLists.set(revision, known);
      return known;
    },
  });
}

function readHeader(bytes: Uint8Array, anomalies: Anomaly[]): string {
  const offset = findText(bytes, '%PDF-', 0, Math.min(bytes.length, HEADER_WINDOW));
  if (offset === -1) throw malformedPdf(0, 'no %PDF- header');
  if (offset > 0) anomalies.push({ code: 'HEADER_NOT_AT_START', offset, object: null });
  const version = String.fromCharCode(...bytes.subarray(offset + 5, offset + 8));
  if (!/^\d\.\d$/.test(version) || textAt(bytes, offset + 8, '.')) throw malformedPdf(offset, 'the header has no version');
  return version;
}

function nextNumber(revisions: PdfDocument['revisions']): number {
  let next = 1;
  for (const { entries, trailer } of revisions) {
    const size = integerValue(trailer.entries.get('Size')) ?? 0;
    if (size > next) next = size;
    for (const number of entries.keys()) if (number >= next) next = number + 1;
  }
  return next;
}
