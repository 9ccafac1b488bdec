/** What a PDF file is to its readers: revisions, each adding to and overriding the ones before. */
import type { PdfDictionary, PdfObject, PdfReference, PdfStream } from '../objects/index.ts';

/** Where a cross-reference section says an object is (ISO 32000-1 §7.5.4, §7.5.8). */
export type CrossReference =
  | { readonly kind: 'free'; readonly generation: number }
  | { readonly kind: 'offset'; readonly offset: number; readonly generation: number }
  | { readonly kind: 'compressed'; readonly container: number; readonly index: number };

/** A departure from ISO 32000-1 noticed while reading and tolerated. */
export interface Anomaly {
  readonly code: AnomalyCode;
  /** Offset in bytes. */
  readonly offset: number;
  /** Number of the object concerned, null when it is none. */
  readonly object: number | null;
}

/** Kinds of {@link Anomaly}. */
export type AnomalyCode =
  | 'HEADER_NOT_AT_START'
  | 'TRAILING_BYTES'
  | 'HYBRID_CROSS_REFERENCE'
  | 'DANGLING_CROSS_REFERENCE'
  | 'WRONG_STREAM_LENGTH'
  | 'MISSING_ENDOBJ';

/** One revision: the original file or an incremental update (ISO 32000-1 §7.5.6). Offsets in bytes. */
export interface Revision {
  /** 0 for the original file. */
  readonly index: number;
  /** First byte: the end of the revision before, 0 for the original. */
  readonly start: number;
  /** After `%%EOF` and one end-of-line marker, if there is one. */
  readonly end: number;
  /** Directly after `%%EOF`. */
  readonly eofEnd: number;
  /** Offset of its cross-reference section, as the last `startxref` of the revision states it. */
  readonly xrefOffset: number;
  /** `linearized` has two sections that count as one revision (Annex F). */
  readonly form: 'table' | 'stream' | 'hybrid';
  readonly linearized: boolean;
  /** What this revision itself adds, overrides or frees, by object number. */
  readonly entries: ReadonlyMap<number, CrossReference>;
  readonly trailer: PdfDictionary;
  /** Bytes of its cross-reference sections, trailers and end marks. */
  readonly sections: readonly { readonly start: number; readonly end: number }[];
}

/** A page with the attributes it inherits (ISO 32000-1 §7.7.3.4), which are unresolved values. */
export interface Page {
  /** 1 for the first. */
  readonly number: number;
  readonly reference: PdfReference;
  readonly dictionary: PdfDictionary;
  readonly inherited: Readonly<Partial<Record<'Resources' | 'MediaBox' | 'CropBox' | 'Rotate', PdfObject>>>;
}

/**
 * An open PDF. Everything is read when asked for, and each function may throw PDF_MALFORMED (INPUT_TOO_LARGE for decoded data).
 * A `revision` says which one's view is meant; the newest when absent.
 */
export interface PdfDocument {
  readonly bytes: Uint8Array;
  /** Of the header, such as `1.7`. */
  readonly version: string;
  /** Oldest first; at least one. */
  readonly revisions: readonly Revision[];
  /** Trailer dictionary of the newest revision. */
  readonly trailer: PdfDictionary;
  /** Least object number never used: the next free one for an update. */
  readonly size: number;
  /** What has been noticed so far; grows while objects are read. */
  readonly anomalies: readonly Anomaly[];
  /** Follows references until a direct object; null for an absent or free object. */
  resolve(object: PdfObject | undefined, revision?: number): PdfObject;
  /** The resolved value of a dictionary's key. */
  get(dictionary: PdfDictionary, key: string, revision?: number): PdfObject;
  /** Where an object is, with the revision that says so. */
  locate(number: number, revision?: number): { readonly entry: CrossReference; readonly revision: number } | undefined;
  /** Bytes of the file that an uncompressed object takes, `N G obj` to `endobj`. */
  extent(number: number, revision?: number): { readonly start: number; readonly end: number } | undefined;
  /** @throws {YinzhengError} PDF_MALFORMED, PDF_FILTER_UNSUPPORTED, INPUT_TOO_LARGE */
  decode(stream: PdfStream, revision?: number): Uint8Array;
  catalog(revision?: number): PdfDictionary;
  pages(revision?: number): readonly Page[];
}
