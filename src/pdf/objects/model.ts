/** The types of PDF objects (ISO 32000-1 §7.3) as one discriminated union. Objects are immutable and hold views of the file's bytes. */

/** A half-open range of bytes of the file. */
export interface ByteSpan {
  readonly start: number;
  readonly end: number;
}

/** The null object (§7.3.9); also what an absent or free object resolves to. */
export interface PdfNull {
  readonly kind: 'null';
}

/** A boolean (§7.3.2). */
export interface PdfBoolean {
  readonly kind: 'boolean';
  readonly value: boolean;
}

/** An integer (§7.3.3), safe in the sense of JavaScript. */
export interface PdfInteger {
  readonly kind: 'integer';
  readonly value: number;
}

/** A real number (§7.3.3). */
export interface PdfReal {
  readonly kind: 'real';
  readonly value: number;
}

/** A string (§7.3.4) after its escapes; `hex` says how it is written. */
export interface PdfString {
  readonly kind: 'string';
  readonly bytes: Uint8Array;
  readonly hex: boolean;
  /** Where it stands in the file, delimiters included; absent when made or read from an object stream. */
  readonly span?: ByteSpan;
  /** Set when a hexadecimal string is read that is not plain pairs of digits: it has white space or an odd number of them. */
  readonly uneven?: true;
  /** Set when a hexadecimal string is read that has digits in upper and in lower case. */
  readonly mixed?: true;
}

/** A name (§7.3.5) without its solidus, `#xx` decoded, one character (U+0000 to U+00FF) for each byte. */
export interface PdfName {
  readonly kind: 'name';
  readonly value: string;
}

/** An array (§7.3.6). */
export interface PdfArray {
  readonly kind: 'array';
  readonly items: readonly PdfObject[];
}

/** A dictionary (§7.3.7), in the order of writing. */
export interface PdfDictionary {
  readonly kind: 'dictionary';
  readonly entries: ReadonlyMap<string, PdfObject>;
}

/** A stream (§7.3.8): `raw` are its bytes as stored, before any filter. */
export interface PdfStream {
  readonly kind: 'stream';
  readonly dictionary: PdfDictionary;
  readonly raw: Uint8Array;
}

/** An indirect reference (§7.3.10). */
export interface PdfReference {
  readonly kind: 'reference';
  readonly number: number;
  readonly generation: number;
}

/** Any PDF object. */
export type PdfObject =
  PdfNull | PdfBoolean | PdfInteger | PdfReal | PdfString | PdfName | PdfArray | PdfDictionary | PdfStream | PdfReference;
