/** Which objects refer to which. */
import { isYinzhengError } from '../../../base/errors/index.ts';
import { nameValue, type PdfObject } from '../../objects/index.ts';
import type { PdfDocument } from '../../reader/index.ts';
import { objectAt } from './difference.ts';

/** Calls `visit` with the number of every reference within a value, not following them. */
export function eachReference(object: PdfObject, visit: (number: number) => void): void {
  switch (object.kind) {
    case 'reference':
      visit(object.number);
      break;
    case 'array':
      for (const item of object.items) eachReference(item, visit);
      break;
    case 'dictionary':
      for (const value of object.entries.values()) eachReference(value, visit);
      break;
    case 'stream':
      eachReference(object.dictionary, visit);
      break;
    default:
  }
}

/** True for the streams that carry the file's own structure: cross-reference and object streams. */
export function isStructural(object: PdfObject | null): boolean {
  if (object?.kind !== 'stream') return false;
  const type = nameValue(object.dictionary.entries.get('Type'));
  return type === 'XRef' || type === 'ObjStm';
}

/** Who refers to whom in the revisions before the one that is explained, every version of every object counted. */
export interface ReferenceIndex {
  /** True when some object or trailer refers to this number. */
  isReferred(number: number): boolean;
  /** True when two objects, or one object twice, refer to this number. */
  isShared(number: number): boolean;
  /** Number of an object that cannot be read, so that its references are not known; null when there is none. */
  unreadable(): number | null;
}

interface Referrer {
  /** Object number of the first referrer, -1 for the trailer. */
  readonly owner: number;
  /** The latest version of it that was read. */
  version: number;
  shared: boolean;
}

/** The index up to and including a revision; to be asked with rising revisions, and valid until asked for the next. */
export function createReferenceIndex(document: PdfDocument): (revision: number) => ReferenceIndex {
  const referrers = new Map<number, Referrer>();
  let unreadable: number | null = null;
  let version = 0;
  let next = 0;
  const gather = (owner: number, object: PdfObject): void => {
    version++;
    eachReference(object, (target) => {
      const known = referrers.get(target);
      if (known === undefined) referrers.set(target, { owner, version, shared: false });
      else if (known.owner !== owner || known.version === version) known.shared = true;
      else known.version = version;
    });
  };
  const index: ReferenceIndex = {
    isReferred: (number) => referrers.has(number),
    isShared: (number) => referrers.get(number)?.shared ?? false,
    unreadable: () => unreadable,
  };
  return (revision) => {
    for (; next <= revision; next++) {
      const current = document.revisions[next];
      for (const number of current?.entries.keys() ?? []) {
        try {
          const object = objectAt(document, number, next);
          if (object !== null && !isStructural(object)) gather(number, object);
        } catch (error) {
          if (!isYinzhengError(error)) throw error;
          unreadable ??= number;
        }
      }
      if (current !== undefined) gather(-1, current.trailer);
    }
    return index;
  };
}
