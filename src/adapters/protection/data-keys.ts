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
  readonly createdAt: string;
}

/** The keys for one purpose, such as `records`. */
export interface DataKeys {
  /** The newest, made where there is none. Rejects with STORE_UNAVAILABLE, STORE_DAMAGED. */
  current(): Promise<DataKey>;
  /** The key of a number. Rejects with STORE_DAMAGED when there is none, or it is not of this custody. */
  numbered(number: number): Promise<DataKey>;
  /** Makes a key that takes the place of the newest. */
  renew(): Promise<DataKey>;
  /** All that are there, ascending. */
  list(): Promise<readonly DataKeyRecord[]>;
  /** Destroys a key: what is sealed under it can be opened by nobody. */
  destroy(number: number): Promise<void>;
}

/** What keys of the data need. */
export interface DataKeysOptions {
  readonly records: Pick<RecordStore, 'get' | 'insert' | 'list' | 'remove'>;
  /** Key of custody, 32 bytes. */
  readonly wrapping: Uint8Array;
  readonly purpose: string;
  readonly clock: Clock;
}

/** The number of a key, from its `_id`. */
export function numberOf({ _id }: Pick<DataKeyRecord, '_id'>): number {
  return Number(_id.slice(-DIGITS));
}

/** The keys of a purpose. */
export function createDataKeys({ records, wrapping, purpose, clock }: DataKeysOptions): DataKeys {
  const wrappingKeys = envelopeKeys(wrapping);
  const idOf = (number: number): string => `${purpose}/${String(number).padStart(DIGITS, '0')}`;
  const open = new Map<number, DataKey>();
  let newest: { readonly key: DataKey; readonly seenAt: number } | null = null;

  function unwrap(record: DataKeyRecord): DataKey {
    const known = open.get(numberOf(record));
    if (known) return known;
    const secret = openEnvelope(wrappingKeys, record._id, fromBase64(record.wrapped));
    if (!secret) throw new YinzhengError('STORE_DAMAGED', { what: `data-keys ${record._id}` });
    const key = { number: numberOf(record), keys: envelopeKeys(secret), createdAt: record.createdAt };
    open.set(key.number, key);
    return key;
  }

  async function list(): Promise<readonly DataKeyRecord[]> {
    const found: DataKeyRecord[] = [];
    for (let after = `${purpose}/`; ;) {
      const page = await records.list('data-keys', { after, limit: 500 });
      const own = page.filter(({ _id }) => _id.startsWith(`${purpose}/`));
      found.push(...own);
      after = own.at(-1)?._id ?? '';
      if (own.length < page.length || page.length < 500) return found;
    }
  }

  async function make(number: number): Promise<DataKey> {
    const _id = idOf(number);
    const createdAt = isoInstant(clock.now());
    const secret = randomBytes(SECRET_LENGTH);
    const record: DataKeyRecord = {
      ...{ _id, schema: 1, version: 1, createdAt, retiredAt: null },
      wrapped: toBase64(sealEnvelope(wrappingKeys, _id, secret)),
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
    return key;
  }

  return {
    async current() {
      if (newest && Math.abs(clock.now() - newest.seenAt) < NOTICED_AFTER) return newest.key;
      const last = (await list()).at(-1);
      return remember(last ? unwrap(last) : await make(1));
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
      return remember(await make(last ? numberOf(last) + 1 : 1));
    },
    list,
    async destroy(number) {
      await records.remove('data-keys', idOf(number));
      open.delete(number);
      if (newest?.key.number === number) newest = null;
    },
  };
}
