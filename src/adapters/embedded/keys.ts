/** Keys of the embedded store: octets whose order is the order of the UTF-8 of the ids. */
import { createHash } from 'node:crypto';
import type { CollectionName } from '../../services/storage/index.ts';

const LONGEST_VALUE = 512;

/** What all keys of a collection begin with. */
export function collectionPrefix(collection: CollectionName): Buffer {
  return Buffer.from(`${collection}\0`);
}

/** Key of a record. */
export function recordKey(collection: CollectionName, id: string): Buffer {
  return Buffer.from(`${collection}\0${id}`);
}

/** What all index keys of one value begin with; a long value is represented by its digest. */
export function indexPrefix(collection: CollectionName, index: string, value: string | true): Buffer {
  const text = Buffer.from(value === true ? '' : value);
  const kind = value === true ? 't' : text.length > LONGEST_VALUE ? 'd' : 's';
  const stored = kind === 'd' ? createHash('sm3').update(text).digest() : text;
  const head = Buffer.from(`${collection}\0${index}\0${kind}__`);
  head.writeUInt16BE(stored.length, head.length - 2);
  return Buffer.concat([head, stored]);
}

/** Key of an index entry. */
export function indexKey(prefix: Buffer, id: string): Buffer {
  return Buffer.concat([prefix, Buffer.from(id)]);
}

/** The first key after all that begin with `prefix`, whose last octet must be below 255. */
export function afterPrefix(prefix: Buffer): Buffer {
  const end = Buffer.from(prefix);
  for (let last = end.length - 1; last >= 0; last--) {
    const octet = end[last] ?? 0;
    if (octet < 255) {
      end[last] = octet + 1;
      return end.subarray(0, last + 1);
    }
  }
  return end;
}

/** Key of a journal entry: its sequence, 8 octets. */
export function sequenceKey(sequence: number): Buffer {
  const key = Buffer.alloc(8);
  key.writeBigUInt64BE(BigInt(sequence));
  return key;
}

/** Sequence of a journal key. */
export function sequenceOf(key: Buffer): number {
  return Number(key.readBigUInt64BE());
}
