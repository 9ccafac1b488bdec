import { equalBytes } from '../../base/bytes.ts';
import type { PdfDictionary, PdfObject } from './model.ts';

/**
 * True when two objects are the same value: dictionaries regardless of order, references by number and generation, streams by
 * dictionary and stored bytes, strings by content and not by notation.
 */
export function equalObjects(left: PdfObject, right: PdfObject): boolean {
  if (left === right) return true;
  switch (left.kind) {
    case 'null':
      return right.kind === 'null';
    case 'boolean':
      return right.kind === 'boolean' && left.value === right.value;
    case 'integer':
    case 'real':
      return (right.kind === 'integer' || right.kind === 'real') && left.value === right.value;
    case 'name':
      return right.kind === 'name' && left.value === right.value;
    case 'string':
      return right.kind === 'string' && equalBytes(left.bytes, right.bytes);
    case 'reference':
      return right.kind === 'reference' && left.number === right.number && left.generation === right.generation;
    case 'array':
      return (
        right.kind === 'array' &&
        left.items.length === right.items.length &&
        left.items.every((item, index) => {
          const other = right.items[index];
          return other !== undefined && equalObjects(item, other);
        })
      );
    case 'dictionary':
      return right.kind === 'dictionary' && differingKeys(left, right).length === 0;
    case 'stream':
      return right.kind === 'stream' && equalObjects(left.dictionary, right.dictionary) && equalBytes(left.raw, right.raw);
  }
}

/** The keys whose values differ between two dictionaries, or that only one of them has; a null value counts as absent (§7.3.7). */
export function differingKeys(left: PdfDictionary, right: PdfDictionary): readonly string[] {
  const keys: string[] = [];
  for (const [key, value] of left.entries) {
    const other = right.entries.get(key);
    if (other === undefined ? value.kind !== 'null' : !equalObjects(value, other)) keys.push(key);
  }
  for (const [key, value] of right.entries) {
    if (!left.entries.has(key) && value.kind !== 'null') keys.push(key);
  }
  return keys;
}
