/** Typed views of single objects; each answers undefined when the object is of another type. */
import type { PdfArray, PdfDictionary, PdfObject, PdfReference, PdfStream, PdfString } from './model.ts';

type Maybe = PdfObject | undefined;

/** The value of an integer. */
export function integerValue(object: Maybe): number | undefined {
  return object?.kind === 'integer' ? object.value : undefined;
}

/** The value of an integer or real number. */
export function numberValue(object: Maybe): number | undefined {
  return object?.kind === 'integer' || object?.kind === 'real' ? object.value : undefined;
}

/** The value of a boolean. */
export function booleanValue(object: Maybe): boolean | undefined {
  return object?.kind === 'boolean' ? object.value : undefined;
}

/** The text of a name, without its solidus. */
export function nameValue(object: Maybe): string | undefined {
  return object?.kind === 'name' ? object.value : undefined;
}

/** A string. */
export function asString(object: Maybe): PdfString | undefined {
  return object?.kind === 'string' ? object : undefined;
}

/** An array. */
export function asArray(object: Maybe): PdfArray | undefined {
  return object?.kind === 'array' ? object : undefined;
}

/** A dictionary; not that of a stream. */
export function asDictionary(object: Maybe): PdfDictionary | undefined {
  return object?.kind === 'dictionary' ? object : undefined;
}

/** A stream. */
export function asStream(object: Maybe): PdfStream | undefined {
  return object?.kind === 'stream' ? object : undefined;
}

/** An indirect reference. */
export function asReference(object: Maybe): PdfReference | undefined {
  return object?.kind === 'reference' ? object : undefined;
}

/** Text string (ISO 32000-1 §7.9.2.2): UTF-16BE or UTF-8 by its byte order mark, else each byte as ISO 8859-1. */
export function textValue(object: Maybe): string | undefined {
  if (object?.kind !== 'string') return undefined;
  const { bytes } = object;
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes.subarray(2));
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return new TextDecoder().decode(bytes.subarray(3));
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
