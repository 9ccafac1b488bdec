import { concatBytes, fromHex, toHex } from '../../../base/bytes.ts';
import { bilingual, isYinzhengError, YinzhengError } from '../../../base/errors/index.ts';
import { isoInstant } from '../../../base/time.ts';
import type { CryptoProvider } from '../../../crypto/index.ts';
import type { Actor, Purpose } from '../../../domain/access/index.ts';
import type { LicenceDependencies } from '../../licences/ports.ts';
import { NO_OWNER, type StampBatchItemRecord, type StampBatchRecord, type Store } from '../../storage/index.ts';
import { meantPlace, type WantedPlace } from '../wanted-place.ts';
import { changeBatch } from './change.ts';
import { findStampBatch, type NumberedItem } from './find.ts';
import { BATCH_STATE_WORDS, isDocumentName, itemId, itemKey, LONGEST_NAME, MOST_BYTES, MOST_DOCUMENTS } from './model.ts';

/** A document for a batch; seal, place and purpose where they differ from those of the batch. */
export interface BatchDocument {
  /** File name, unique in the batch. */
  readonly name: string;
  readonly document: Uint8Array;
  readonly seal?: string | undefined;
  readonly place?: WantedPlace | undefined;
  readonly purpose?: Purpose | undefined;
}

/** Bytes before a kept document that are its own. */
const PREFIX = 16;

/**
 * Adds a document to a batch that is not started; durable when resolved. The same document under the same name again changes nothing and
 * is answered alike. It is not read before the batch comes to it.
 * @throws {YinzhengError} NOT_ALLOWED, INPUT_INVALID for a name that is none, STAMP_BATCH_NOT_FOUND, STAMP_BATCH_NOT_POSSIBLE when it is started or over,
 * STAMP_BATCH_FULL, STAMP_BATCH_DOCUMENT_DIFFERS, LICENCE_TYPE_NOT_FOUND, PLACE_NOT_FOUND, PLACE_AMBIGUOUS
 */
export async function addToStampBatch(
  deps: LicenceDependencies,
  actor: Actor,
  { id, ...input }: BatchDocument & { readonly id: string },
): Promise<NumberedItem> {
  const batch = await findStampBatch(deps, actor, id);
  const name = input.name.normalize('NFC');
  if (!isDocumentName(name))
    throw new YinzhengError('INPUT_INVALID', {
      reason: bilingual(
        `a document has a file name of 1 to ${LONGEST_NAME} characters without folders`,
        `文件须有 1 至 ${LONGEST_NAME} 个字符的文件名，不含目录`,
      ),
    });
  const { crypto } = deps.engine;
  const key = itemKey(crypto, name);
  refuse(batch, input.document.length, key);
  const place = input.place ? await meantPlace(deps, actor, input.place) : null;
  const file = keptFile(crypto, itemId(id, key), input.document);
  const owner = actor.organisation ?? NO_OWNER;
  const item: StampBatchItemRecord = {
    ...{ _id: itemId(id, key), schema: 1, version: 1, batch: id, state: 'waiting', standing: `${id}/waiting` },
    ...{ name, size: input.document.length, digest: toHex(crypto.digest('sm3', input.document)) },
    ...(await deps.store.blobs.reserve({ owner })),
    ...{ seal: input.seal ?? null, place, purpose: input.purpose ?? null },
    ...{ attempts: 0, stamping: null, lease: null, result: null, failure: null },
    recordedAt: isoInstant(deps.clock.now()),
  };
  // The record comes first, so that no document is kept of which nobody knows; it counts when the batch names it.
  const known = await insertItem(deps, item);
  if (known && !isSame(known, item)) throw new YinzhengError('STAMP_BATCH_DOCUMENT_DIFFERS');
  if (!known || !batch.members.includes(key)) {
    const { blob, key: fileKey } = known ?? item;
    const reserved = { blob, ...(fileKey !== undefined && { key: fileKey }) };
    // One of before lies under the key that all had.
    if (blob === deps.store.blobs.keyOf(file.sm3)) await deps.store.blobs.put(file.bytes, file.sm3);
    else await deps.store.blobs.keep(file.bytes, { owner, sm3: file.sm3, reserved });
  }
  const named = await changeBatch(deps, id, (current) => {
    if (current.members.includes(key)) return null;
    refuse(current, item.size, key);
    return { members: [...current.members, key], bytes: current.bytes + item.size };
  });
  return { number: (named?.members.indexOf(key) ?? 0) + 1, key, item: known ?? item };
}

/** The document of a batch's item. Rejects with BLOB_NOT_FOUND, BLOB_DAMAGED. */
export async function readKept(
  blobs: Store['blobs'],
  { blob, key }: Pick<StampBatchItemRecord, 'blob' | 'key'>,
): Promise<Uint8Array> {
  return (await blobs.get(blob, key)).subarray(PREFIX);
}

function keptFile(crypto: CryptoProvider, id: string, document: Uint8Array) {
  const own = crypto.digest('sm3', fromHex(id.replace('/', ''))).subarray(0, PREFIX);
  const bytes = concatBytes(own, document);
  return { bytes, sm3: crypto.digest('sm3', bytes) };
}

/** Sees that a batch takes a document of a size; one that it has already is taken again in any state. */
function refuse({ state, members, bytes }: StampBatchRecord, size: number, key: string): void {
  if (members.includes(key)) return;
  if (state !== 'open') throw new YinzhengError('STAMP_BATCH_NOT_POSSIBLE', { state: BATCH_STATE_WORDS[state] });
  if (members.length >= MOST_DOCUMENTS)
    throw new YinzhengError('STAMP_BATCH_FULL', {
      reason: bilingual(`${MOST_DOCUMENTS} documents`, `最多 ${MOST_DOCUMENTS} 份文件`),
    });
  if (bytes + size > MOST_BYTES)
    throw new YinzhengError('STAMP_BATCH_FULL', {
      reason: bilingual(`${MOST_BYTES / 1024 ** 3} GB together`, `文件合计最大 ${MOST_BYTES / 1024 ** 3} GB`),
    });
}

/** Inserts a document's record; the one that is there already, else null. */
async function insertItem({ store }: LicenceDependencies, item: StampBatchItemRecord): Promise<StampBatchItemRecord | null> {
  try {
    await store.records.insert('stamp-batch-items', item);
    return null;
  } catch (error) {
    const known = isYinzhengError(error, 'ALREADY_EXISTS') ? await store.records.get('stamp-batch-items', item._id) : null;
    if (!known) throw error;
    return known;
  }
}

function isSame(one: StampBatchItemRecord, other: StampBatchItemRecord): boolean {
  const asked = ({ digest, seal, place, purpose }: StampBatchItemRecord): string =>
    JSON.stringify([digest, seal, place, purpose]);
  return asked(one) === asked(other);
}
