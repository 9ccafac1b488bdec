import type { PdfObject } from '../../src/pdf/objects/index.ts';

/** An object in PDF syntax, written apart from the product's own writer; streams as their dictionary. */
export function objectText(object: PdfObject): string {
  switch (object.kind) {
    case 'null':
      return 'null';
    case 'boolean':
    case 'integer':
      return String(object.value);
    case 'real':
      return object.value.toFixed(6);
    case 'name':
      return `/${[...object.value].map((character) => (/[A-Za-z0-9]/.test(character) ? character : `#${hex(character.charCodeAt(0))}`)).join('')}`;
    case 'string':
      return object.hex
        ? `<${Array.from(object.bytes, hex).join(' ')}>`
        : `(${Array.from(object.bytes, (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')})`;
    case 'array':
      return `[${object.items.map(objectText).join(' ')}]`;
    case 'dictionary':
      return `<<${[...object.entries].map(([key, value]) => `${objectText({ kind: 'name', value: key })} ${objectText(value)}`).join(' ')}>>`;
    case 'stream':
      return objectText(object.dictionary);
    case 'reference':
      return `${object.number} ${object.generation} R`;
  }
}

function hex(value: number): string {
  return value.toString(16).padStart(2, '0');
}
