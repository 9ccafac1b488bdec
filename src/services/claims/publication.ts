/** What is published for everybody: signed, complete, and the same for all who ask. */
import { fromBase64, toBase64, toHex } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { PublicationRecord, RecordStore } from '../storage/index.ts';
import { openList } from './open-list.ts';

/** A publication. */
export interface Publication {
  readonly bytes: Uint8Array;
  /** SM3 of the bytes, hexadecimal. */
  readonly sm3: string;
  readonly publishedAt: string;
}

/** Which publication is asked for: the key set, or the status list of a number. */
export type PublicationName = 'key-set' | number;

/** `_id` of a publication. */
export function publicationId(name: PublicationName): string {
  return typeof name === 'number' ? `status-list/${String(name).padStart(5, '0')}` : name;
}

/** A publication. Rejects with PUBLICATION_NOT_FOUND while there is none, STORE_UNAVAILABLE. */
export async function getPublication(records: Pick<RecordStore, 'get'>, name: PublicationName): Promise<Publication> {
  const found = await records.get('publications', publicationId(name));
  if (!found) throw new YinzhengError('PUBLICATION_NOT_FOUND');
  return { bytes: fromBase64(found.content), sm3: found.sm3, publishedAt: found.publishedAt };
}

/** How many status lists there are. Rejects with STORE_UNAVAILABLE. */
export function countStatusLists(records: Pick<RecordStore, 'get'>): Promise<number> {
  return openList(records);
}

/**
 * Publishes in place of what was there. Rejects with VERSION_CONFLICT or ALREADY_EXISTS when another server published meanwhile.
 */
export async function publish(
  { records, crypto }: { readonly records: RecordStore; readonly crypto: CryptoProvider },
  { name, bytes, at }: { readonly name: PublicationName; readonly bytes: Uint8Array; readonly at: Instant },
): Promise<void> {
  const _id = publicationId(name);
  const known = await records.get('publications', _id);
  const record: PublicationRecord = {
    ...{ _id, schema: 1, version: (known?.version ?? 0) + 1, content: toBase64(bytes) },
    ...{ sm3: toHex(crypto.digest('sm3', bytes)), publishedAt: isoInstant(at) },
  };
  await (known ? records.replace('publications', record) : records.insert('publications', record));
}
