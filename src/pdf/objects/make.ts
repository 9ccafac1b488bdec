/** Makers of PDF objects. */
import { latin1 } from '../../base/bytes.ts';
import type {
  PdfArray,
  PdfBoolean,
  PdfDictionary,
  PdfInteger,
  PdfName,
  PdfNull,
  PdfObject,
  PdfReal,
  PdfReference,
  PdfStream,
  PdfString,
} from './model.ts';

/** The null object. */
export const NULL: PdfNull = Object.freeze({ kind: 'null' });
/** The boolean true. */
export const TRUE: PdfBoolean = Object.freeze({ kind: 'boolean', value: true });
/** The boolean false. */
export const FALSE: PdfBoolean = Object.freeze({ kind: 'boolean', value: false });

/** An integer. */
export function integer(value: number): PdfInteger {
  return { kind: 'integer', value };
}

/** A real number; an integral value becomes an integer, which may stand wherever a real may (§7.3.3). */
export function number(value: number): PdfInteger | PdfReal {
  return Number.isSafeInteger(value) ? { kind: 'integer', value } : { kind: 'real', value };
}

/** A name, given without its solidus; characters U+0000 to U+00FF, one for each byte. */
export function name(value: string): PdfName {
  return { kind: 'name', value };
}

/** A string written as a literal; a text is taken one byte a character (U+0000 to U+00FF). */
export function literal(value: Uint8Array | string): PdfString {
  return { kind: 'string', bytes: typeof value === 'string' ? latin1(value) : value, hex: false };
}

/** A string written in hexadecimal. */
export function hexString(bytes: Uint8Array): PdfString {
  return { kind: 'string', bytes, hex: true };
}

/** An array. */
export function array(items: readonly PdfObject[]): PdfArray {
  return { kind: 'array', items };
}

/** A dictionary of the given entries, in their order; undefined values are left out. */
export function dictionary(entries: Readonly<Record<string, PdfObject | undefined>>): PdfDictionary {
  const map = new Map<string, PdfObject>();
  for (const [key, value] of Object.entries(entries)) if (value !== undefined) map.set(key, value);
  return { kind: 'dictionary', entries: map };
}

/** A dictionary like another with some entries replaced or added; undefined removes one. */
export function withEntries(base: PdfDictionary, changes: Readonly<Record<string, PdfObject | undefined>>): PdfDictionary {
  const map = new Map(base.entries);
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) map.delete(key);
    else map.set(key, value);
  }
  return { kind: 'dictionary', entries: map };
}

/** A stream of bytes already encoded as its dictionary's /Filter says; /Length is set to their number. */
export function stream(entries: PdfDictionary, raw: Uint8Array): PdfStream {
  return { kind: 'stream', dictionary: withEntries(entries, { Length: integer(raw.length) }), raw };
}

/** An indirect reference. */
export function reference(objectNumber: number, generation = 0): PdfReference {
  return { kind: 'reference', number: objectNumber, generation };
}
