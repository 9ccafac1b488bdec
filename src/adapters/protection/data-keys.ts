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
}

/** What keys of the data need. */
export interface DataKeysOptions {
  readonly records: Pick<RecordStore, 'get' | 'insert' | 'list'>;
  /** Key of custody, 32 bytes. */
  readonly wrapping: Uint8Array;
  readonly purpose: string;
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

  const list = (): Promise<readonly DataKeyRecord[]> => listDataKeys(records, purpose);

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
  };
}
