import type { PdfDictionary, PdfObject, PdfString } from '../objects/index.ts';
import { hexString, nameText, numberText } from './notation.ts';

/** Decimals of a real number, beyond what a consumer must keep (ISO 32000-1 annex C.2: about five significant digits). */
const DECIMALS = 6;

/**
 * A PDF object as ASCII text (ISO 32000-1 §7.3); the same object always gives the same text. Strings keep their notation.
 * @throws {YinzhengError} INPUT_INVALID for a number that PDF cannot express
 */
export function objectText(object: Exclude<PdfObject, { readonly kind: 'stream' }>): string {
  switch (object.kind) {
    case 'null':
      return 'null';
    case 'boolean':
      return object.value ? 'true' : 'false';
    case 'integer':
      return numberText(object.value, 0);
    case 'real':
      return numberText(object.value, DECIMALS);
    case 'name':
      return nameText(object.value);
    case 'string':
      return object.hex ? hexString(object.bytes) : literalText(object);
    case 'array':
      return `[${object.items.map(directText).join(' ')}]`;
    case 'dictionary':
      return `<<${dictionaryEntries(object)}>>`;
    case 'reference':
      return `${object.number} ${object.generation} R`;
  }
}

/** The entries of a dictionary as text, without delimiters; `except` names keys to leave out. */
export function dictionaryEntries(dictionary: PdfDictionary, except: readonly string[] = []): string {
  const parts: string[] = [];
  for (const [key, value] of dictionary.entries) if (!except.includes(key)) parts.push(`${nameText(key)} ${directText(value)}`);
  return parts.join(' ');
}

/** A stream cannot stand inside another object (§7.3.8); a reader never makes one there. */
function directText(object: PdfObject): string {
  return object.kind === 'stream' ? 'null' : objectText(object);
}

const ESCAPED: ReadonlyMap<number, string> = new Map([
  [0x28, '\\('],
  [0x29, '\\)'],
  [0x5c, '\\\\'],
]);

function literalText({ bytes }: PdfString): string {
  let text = '(';
  for (const byte of bytes) {
    if (byte < 0x20 || byte > 0x7e) text += `\\${byte.toString(8).padStart(3, '0')}`;
    else text += ESCAPED.get(byte) ?? String.fromCharCode(byte);
  }
  return `${text})`;
}
