/** Keys of the data: random, in the store, each wrapped under a key that custody gave. Newer ones take the place of older ones. */
import { randomBytes } from 'node:crypto';
import { fromBase64, toBase64 } from '../../base/bytes.ts';
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Clock } from '../../services/platform.ts';
import type { DataKeyRecord, RecordStore } from '../../services/storage/index.ts';
import { envelopeKeys, openEnvelope, sealEnvelope, type EnvelopeKeys } from './envelope.ts';

const SECRET_LENGTH = 32;
const DIGITS = 4;
/** How soon a process notices that another made a newer key, ms. */
export const NOTICED_AFTER = 10_000;

/** An open key of the data. */
export interface DataKey {
  /** From 1, rising with each that takes the place of the one before. */
  readonly number: number;
  readonly keys: EnvelopeKeys;
  /** What the keys are made from, and digests are keyed with, 32 bytes and more. */
  readonly secret: Uint8Array;
  readonly createdAt: string;
}

/** The keys for one purpose, such as `records`. */
export interface DataKeys {
  /** The newest, made where there is none. Rejects with STORE_UNAVAILABLE, STORE_DAMAGED. */
  current(): Promise<DataKey>;
  /**
   * Those that are not retired, ascending; nothing is made: where there is none yet, the first that custody gives. Rejects with
   * STORE_UNAVAILABLE, STORE_DAMAGED.
   */
  live(): Promise<readonly DataKey[]>;
  /** The key of a number. Rejects with STORE_DAMAGED when there is none, or it is not of this custody. */
  numbered(number: number): Promise<DataKey>;
  /** Makes a key that takes the place of the newest. */
  renew(): Promise<DataKey>;
  /** All that are there, ascending. */
  list(): Promise<readonly DataKeyRecord[]>;
}

/** What keys of the data need. */
export interface DataKeysOptions {
  readonly records: Pick<RecordStore, 'get' | 'insert' | 'list'>;
  /** Keys of custody, 32 bytes each: the one under which keys are wrapped, then those from before its rotations. */
  readonly wrapping: readonly Uint8Array[];
  readonly purpose: string;
  /** What the first key is, in place of random bytes: an installation of before had it from custody itself. */
  readonly first?: Uint8Array;
  readonly clock: Clock;
}

/** The number of a key, from its `_id`. */
export function numberOf({ _id }: Pick<DataKeyRecord, '_id'>): number {
  return Number(_id.slice(-DIGITS));
}

/** What a key is for, from its `_id`. */
export function purposeOf({ _id }: Pick<DataKeyRecord, '_id'>): string {
  return _id.slice(0, -(DIGITS + 1));
}

/** The keys of the data that are there, by purpose and number; of one purpose alone where it is given. */
export async function listDataKeys(
  records: Pick<RecordStore, 'list'>,
  purpose: string | null = null,
): Promise<readonly DataKeyRecord[]> {
  const found: DataKeyRecord[] = [];
  for (let after = purpose === null ? undefined : `${purpose}/`; ;) {
    const page: readonly DataKeyRecord[] = await records.list('data-keys', { limit: 500, ...(after !== undefined && { after }) });
    const own = purpose === null ? page : page.filter((record) => purposeOf(record) === purpose);
    found.push(...own);
    after = own.at(-1)?._id;
    if (after === undefined || own.length < page.length || page.length < 500) return found;
  }
}

/** Opens what is wrapped for a key of the data; null when none of custody's keys opens it. */
function unwrapped(wrapping: readonly EnvelopeKeys[], { _id, wrapped }: DataKeyRecord): Uint8Array | null {
  for (const keys of wrapping) {
    const secret = openEnvelope(keys, _id, fromBase64(wrapped));
    if (secret) return secret;
  }
  return null;
}

/**
 * Brings all keys of the data under custody's newest key. What is under it already stays, so that whoever was interrupted begins again.
 * Rejects with STORE_UNAVAILABLE, STORE_DAMAGED naming a key that none of custody's keys opens; those before it are under the newest then.
 */
export async function rewrapDataKeys(
  records: Pick<RecordStore, 'get' | 'list' | 'replace'>,
  wrapping: readonly Uint8Array[],
): Promise<void> {
  const all = wrapping.map(envelopeKeys);
  const [newest] = all;
  if (!newest) return;
  for (const { _id } of await listDataKeys(records)) {
    for (;;) {
      const record = await records.get('data-keys', _id);
      if (!record || openEnvelope(newest, _id, fromBase64(record.wrapped))) break;
      const secret = unwrapped(all, record);
      if (!secret) throw new YinzhengError('STORE_DAMAGED', { what: `data-keys ${_id}` });
      const wrapped = toBase64(sealEnvelope(newest, _id, secret));
      try {
        await records.replace('data-keys', { ...record, version: record.version + 1, wrapped });
        break;
      } catch (error) {
        if (!isYinzhengError(error, 'VERSION_CONFLICT')) throw error;
      }
    }
  }
}

/** The keys of a purpose. */
export function createDataKeys({ records, wrapping, purpose, clock, first }: DataKeysOptions): DataKeys {
  const wrappingKeys = wrapping.map(envelopeKeys);
  const idOf = (number: number): string => `${purpose}/${String(number).padStart(DIGITS, '0')}`;
  const open = new Map<number, DataKey>();
  let newest: { readonly key: DataKey; readonly seenAt: number } | null = null;
  let alive: { readonly keys: readonly DataKey[]; readonly seenAt: number } | null = null;

  const isRecent = (seenAt: number): boolean => Math.abs(clock.now() - seenAt) < NOTICED_AFTER;

  function unwrap(record: DataKeyRecord): DataKey {
    const known = open.get(numberOf(record));
    if (known) return known;
    const secret = unwrapped(wrappingKeys, record);
    if (!secret) throw new YinzhengError('STORE_DAMAGED', { what: `data-keys ${record._id}` });
    const key = { number: numberOf(record), keys: envelopeKeys(secret), secret, createdAt: record.createdAt };
    open.set(key.number, key);
    return key;
  }

  const list = (): Promise<readonly DataKeyRecord[]> => listDataKeys(records, purpose);

  async function make(number: number): Promise<DataKey> {
    const [outermost] = wrappingKeys;
    if (!outermost) throw new YinzhengError('KEYS_MISSING', { path: '' });
    const _id = idOf(number);
    const createdAt = isoInstant(clock.now());
    const secret = number === 1 && first ? first : randomBytes(SECRET_LENGTH);
    const record: DataKeyRecord = {
      ...{ _id, schema: 1, version: 1, createdAt, retiredAt: null },
      wrapped: toBase64(sealEnvelope(outermost, _id, secret)),
    };
    try {
      await records.insert('data-keys', record);
      return unwrap(record);
    } catch (error) {
      // Another process was first: its key is as good.
      const there = isYinzhengError(error, 'ALREADY_EXISTS') ? await records.get('data-keys', _id) : null;
      if (!there) throw error;
      return unwrap(there);
    }
  }

  function remember(key: DataKey): DataKey {
    newest = { key, seenAt: clock.now() };
    alive = null;
    return key;
  }

  return {
    async current() {
      if (newest && isRecent(newest.seenAt)) return newest.key;
      const last = (await list()).at(-1);
      return remember(last ? unwrap(last) : await make(1));
    },
    async live() {
      if (alive && isRecent(alive.seenAt)) return alive.keys;
      const found = (await list()).filter(({ retiredAt }) => retiredAt === null).map(unwrap);
      const virtual = (secret: Uint8Array): DataKey => ({ number: 1, keys: envelopeKeys(secret), secret, createdAt: '' });
      const keys = found.length === 0 && first ? [virtual(first)] : found;
      alive = { keys, seenAt: clock.now() };
      return keys;
    },
    async numbered(number) {
      const known = open.get(number);
      if (known) return known;
      const record = await records.get('data-keys', idOf(number));
      if (!record) throw new YinzhengError('STORE_DAMAGED', { what: `data-keys ${idOf(number)}` });
      return unwrap(record);
    },
    async renew() {
      const last = (await list()).at(-1);
      if (!last && first) await make(1);
      return remember(await make(last ? numberOf(last) + 1 : first ? 2 : 1));
    },
    list,
  };
}
