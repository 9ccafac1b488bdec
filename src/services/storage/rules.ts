/** Rules of records that every adapter keeps alike: what an id may be, and what the indexes say of a record. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { INDEXES, type CollectionName } from './records.ts';

/** Longest `_id` of a record and longest event id, octets of UTF-8. */
export const MAX_ID_BYTES = 1024;
/** Largest record, octets of its JSON as it is stored; sealed members are a third longer there. */
export const MAX_RECORD_BYTES = 8 * 1024 * 1024;
/** Largest append to the journal, octets of the JSON of its entries: more than any one event, which is part of a record first. */
export const MAX_APPEND_BYTES = 12 * 1024 * 1024;
/** Most records or entries of one page. */
export const MAX_PAGE = 1000;

/** True when a text can be an `_id`: 1 to {@link MAX_ID_BYTES} octets of well-formed text without NUL. */
export function isRecordId(id: string): boolean {
  if (id === '' || id.length > MAX_ID_BYTES || id.includes('\0') || /\p{Surrogate}/u.test(id)) return false;
  return id.length * 3 <= MAX_ID_BYTES || new TextEncoder().encode(id).length <= MAX_ID_BYTES;
}

/**
 * Checks the `_id` of something to be written.
 * @throws {YinzhengError} INPUT_INVALID
 */
export function checkRecordId(id: string): void {
  if (!isRecordId(id))
    throw new YinzhengError('INPUT_INVALID', {
      reason: bilingual(`a key has 1 to ${MAX_ID_BYTES} octets of UTF-8`, `键应为 1 至 ${MAX_ID_BYTES} 字节的 UTF-8`),
    });
}

/** The limit of a page, kept between 1 and {@link MAX_PAGE}. */
export function pageLimit(limit: number): number {
  return Math.min(MAX_PAGE, Math.max(1, Math.trunc(limit) || 1));
}

/** What the indexes hold of a record: index name and value, each pair once. */
export function indexEntries(
  collection: CollectionName,
  record: unknown,
): readonly (readonly [index: string, value: string | true])[] {
  const entries = new Map<string, readonly [string, string | true]>();
  for (const [index, path] of Object.entries(INDEXES[collection])) {
    collect(record, path.split('.'), (value) => entries.set(`${index}\0${String(value)}\0${typeof value}`, [index, value]));
  }
  return [...entries.values()];
}

function collect(value: unknown, path: readonly string[], found: (value: string | true) => void): void {
  if (Array.isArray(value)) {
    for (const member of value as readonly unknown[]) collect(member, path, found);
    return;
  }
  const [step, ...rest] = path;
  if (step === undefined) {
    if (typeof value === 'string' || value === true) found(value);
    return;
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return;
  collect((value as Readonly<Record<string, unknown>>)[step], rest, found);
}
