/** Who a store is and how its records are shaped: the record `settings/store`, made when a store is opened first. */
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import type { RecordStore, StoreIdentity } from './ports.ts';

/** Version of the shape of all records that this software writes; since 2, personal data in them are sealed. */
export const STORE_SCHEMA = 2;
/** `_id` of the identity in `settings`. */
export const STORE_IDENTITY = 'store';

/**
 * The identity of a store; rejects with STORE_SCHEMA_NEWER when newer software wrote it. Null for a store that has none yet.
 */
export async function readIdentity(records: Pick<RecordStore, 'get'>): Promise<StoreIdentity | null> {
  const record = await records.get('settings', STORE_IDENTITY);
  if (!record) return null;
  const { id, schema, createdAt } = record.value;
  const found = typeof schema === 'number' ? schema : Number.MAX_SAFE_INTEGER;
  if (found > STORE_SCHEMA || typeof id !== 'string')
    throw new YinzhengError('STORE_SCHEMA_NEWER', { found, known: STORE_SCHEMA });
  return { id, schema: found, createdAt: String(createdAt) };
}

/** Says that a store of an earlier schema has the present one. Rejects with VERSION_CONFLICT when another process was first. */
export async function raiseSchema(records: Pick<RecordStore, 'get' | 'replace'>): Promise<void> {
  const record = await records.get('settings', STORE_IDENTITY);
  if (!record || record.value['schema'] === STORE_SCHEMA) return;
  await records.replace('settings', { ...record, version: record.version + 1, value: { ...record.value, schema: STORE_SCHEMA } });
}

/** The identity of a store, which is given `proposed` when it has none; of two processes that open a new store one is first. */
export async function establishIdentity(
  records: Pick<RecordStore, 'get' | 'insert'>,
  proposed: Pick<StoreIdentity, 'id' | 'createdAt'>,
): Promise<StoreIdentity> {
  const known = await readIdentity(records);
  if (known) return known;
  const value = { id: proposed.id, schema: STORE_SCHEMA, createdAt: proposed.createdAt };
  try {
    await records.insert('settings', { _id: STORE_IDENTITY, schema: 1, version: 1, value });
    return value;
  } catch (error) {
    if (!isYinzhengError(error, 'ALREADY_EXISTS')) throw error;
    return (await readIdentity(records)) ?? value;
  }
}
