/** Taking what a source sends: once for each of its identifiers and versions. */
import { toHex, utf8 } from '../../base/bytes.ts';
import { bilingual, isYinzhengError, YinzhengError, type ErrorCode } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { CollectedItemRecord, CollectingCounts, CollectingSource } from '../../domain/collecting/index.ts';
import { canonicalJson } from '../../domain/journal/index.ts';
import type { RecordWrite } from '../storage/index.ts';
import { checkItem } from './check-item.ts';
import { judgeFile } from './judge-file.ts';
import type { CollectingDependencies } from './ports.ts';
import { readItem, sourceIdOf } from './read-item.ts';
import type { CollectedItem } from './schema.ts';
import { registerItem } from './register-item.ts';

/** An item as it came, and the files that came with it. */
export interface SentItem {
  readonly raw: Readonly<Record<string, unknown>>;
  /** The file of a name, null when there is none. */
  readonly file: (name: string) => Promise<Uint8Array | null>;
}

/** What an item came to. */
export interface ItemOutcome {
  /** Null where it could not be read. */
  readonly sourceId: string | null;
  readonly outcome: Exclude<keyof CollectingCounts, 'sent'>;
  readonly identifier: string | null;
  readonly error: YinzhengError | null;
}

const ATTEMPTS = 5;
/** Digits of the key of an item. */
const KEY_DIGITS = 32;

/**
 * Takes one item. What is wrong with it is its outcome and stays in the source's list of errors until a later version, or the same one again,
 * is taken; the same version again changes nothing.
 * @throws {YinzhengError} STORE_UNAVAILABLE, and what is no fault of the item
 */
export async function takeItem(
  deps: CollectingDependencies,
  { source, actor, sent }: { readonly source: CollectingSource; readonly actor: Actor; readonly sent: SentItem },
): Promise<ItemOutcome> {
  const sourceId = sourceIdOf(sent.raw, source.mapping);
  if (sourceId === null) return refusedOutcome(null, unread());
  const key = itemKey(deps, source._id, sourceId);
  for (let attempt = 1; ; attempt++) {
    const record = await deps.store.records.get('collected-items', key);
    try {
      return await takeOnce(deps, { source, actor, sent, sourceId, key, record });
    } catch (error) {
      // Somebody else took it, or acted on the licence, meanwhile: judge again.
      if (isYinzhengError(error, 'VERSION_CONFLICT', 'ALREADY_EXISTS') && attempt < ATTEMPTS) continue;
      if (!isYinzhengError(error) || !ITEM_FAULTS.has(error.code)) throw error;
      await noteFault(deps, { source, sourceId, key, sent, error });
      return refusedOutcome(sourceId, error);
    }
  }
}

/** Key of the record of an item: the source, and a digest of what it calls it. */
export function itemKey({ crypto }: Pick<CollectingDependencies, 'crypto'>, source: string, sourceId: string): string {
  return `${source}/${toHex(crypto.digest('sm3', utf8(`${source}\n${sourceId}`))).slice(0, KEY_DIGITS)}`;
}

interface TakingOrder {
  readonly source: CollectingSource;
  readonly actor: Actor;
  readonly sent: SentItem;
  readonly sourceId: string;
  readonly key: string;
  readonly record: CollectedItemRecord | null;
}

async function takeOnce(deps: CollectingDependencies, order: TakingOrder): Promise<ItemOutcome> {
  const { source, sent, sourceId, key, record } = order;
  const item = readItem(sent.raw, source.mapping);
  const digest = toHex(deps.crypto.digest('sm3', utf8(canonicalJson(item))));
  const taken = record?.taken ?? null;
  // Its id follows from the item's, so that it is found also where the record of the item was lost.
  const id = key.slice(key.indexOf('/') + 1);
  const licence = await deps.store.records.get('licences', id);
  if (taken && item.version <= taken.version) {
    if (item.version === taken.version && digest !== taken.digest) throw new YinzhengError('COLLECTED_VERSION_CONFLICT');
    return { sourceId, outcome: 'repeated', identifier: licence?.editions.at(-1)?.identifier ?? null, error: null };
  }
  if (licence?.destroyed) throw new YinzhengError('LICENCE_DESTROYED');
  const known = licence?.editions.at(-1)?.identifier ?? null;
  const checked = await checkItem(deps, source, { item, known });
  const bytes = await fileOf(item, sent, deps);
  const verdict = await judgeFile(deps, { source, actor: order.actor, bytes });
  const registered = await registerItem(deps, {
    ...{ source, actor: order.actor, item, checked, bytes, verdict },
    ...{ licence, id, key },
  });
  const next: CollectedItemRecord = {
    ...{ _id: key, schema: 1, version: (record?.version ?? 0) + 1, source: source._id, sourceId },
    taken: { version: item.version, digest, licence: registered.licence._id, at: isoInstant(deps.clock.now()) },
    fault: null,
  };
  const write: RecordWrite = { kind: record ? 'replace' : 'insert', collection: 'collected-items', record: next };
  await deps.store.records.write([...registered.writes, write]);
  deps.journal.poke();
  await forgetPayload(deps, record);
  return { sourceId, outcome: taken ? 'updated' : 'taken', identifier: checked.identifier, error: null };
}

async function fileOf(
  { file }: CollectedItem,
  sent: SentItem,
  { crypto }: Pick<CollectingDependencies, 'crypto'>,
): Promise<Uint8Array | null> {
  if (!file) return null;
  const bytes = await sent.file(file.name);
  if (!bytes) throw new YinzhengError('COLLECTED_FILE_MISSING');
  if (toHex(crypto.digest('sm3', bytes)) !== file.sm3)
    throw new YinzhengError('COLLECTED_FILE_REFUSED', {
      reason: bilingual('its digest is another than the item says', '文件摘要与报送数据不一致'),
    });
  return bytes;
}

/** Errors that are an item's own. */
const ITEM_FAULTS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'COLLECTED_ITEM_INVALID',
  'COLLECTED_VERSION_CONFLICT',
  'COLLECTED_IDENTIFIER_TAKEN',
  'COLLECTED_FILE_MISSING',
  'COLLECTED_FILE_REFUSED',
  'COLLECTED_STATUS_UNKNOWN',
  'COLLECTED_STATUS_CONFLICT',
  'LICENCE_TYPE_NOT_FOUND',
  'LICENCE_DESTROYED',
  'FIELD_INVALID',
  'HOLDER_INVALID',
  'DATE_INVALID',
  'DEMONSTRATION_REFUSED',
]);

function refusedOutcome(sourceId: string | null, error: YinzhengError): ItemOutcome {
  return { sourceId, outcome: 'refused', identifier: null, error };
}

function unread(): YinzhengError {
  return new YinzhengError('COLLECTED_ITEM_INVALID', {
    reason: bilingual('it has no identifier of the source', '缺少来源标识'),
  });
}

/** Keeps what was refused, so that it can be looked at and taken again; what is kept is encrypted under keys of its own. */
async function noteFault(
  deps: CollectingDependencies,
  input: Pick<TakingOrder, 'source' | 'sourceId' | 'key' | 'sent'> & { readonly error: YinzhengError },
): Promise<void> {
  const { source, sourceId, key, sent, error } = input;
  const { records, blobs } = deps.store;
  const owner = source.organisation;
  const name = fileNameOf(sent, source);
  const bytes = name === null ? null : await sent.file(name);
  const payload = await blobs.keep(withSalt(deps, utf8(JSON.stringify(sent.raw))), { owner });
  const file = bytes && (await blobs.keep(withSalt(deps, bytes), { owner }));
  for (let attempt = 1; ; attempt++) {
    const record = await records.get('collected-items', key);
    const fault = {
      ...{ version: versionOf(sent, source), code: error.code, details: error.details, at: isoInstant(deps.clock.now()) },
      ...{ payload, file },
    };
    const next: CollectedItemRecord = {
      ...{ _id: key, schema: 1, version: (record?.version ?? 0) + 1, source: source._id, sourceId },
      ...{ taken: record?.taken ?? null, fault, faultOf: source._id },
    };
    try {
      await records.write([{ kind: record ? 'replace' : 'insert', collection: 'collected-items', record: next }]);
    } catch (conflict) {
      if (isYinzhengError(conflict, 'VERSION_CONFLICT', 'ALREADY_EXISTS') && attempt < ATTEMPTS) continue;
      throw conflict;
    }
    return forgetPayload(deps, record);
  }
}

/** Bytes before a payload, so that no two are the same file. */
export const SALT = 16;

function withSalt({ random }: Pick<CollectingDependencies, 'random'>, bytes: Uint8Array): Uint8Array {
  const salted = new Uint8Array(SALT + bytes.length);
  salted.set(random.bytes(SALT));
  salted.set(bytes, SALT);
  return salted;
}

function fileNameOf({ raw }: SentItem, { mapping }: CollectingSource): string | null {
  try {
    return readItem(raw, mapping).file?.name ?? null;
  } catch {
    return null;
  }
}

function versionOf({ raw }: SentItem, { mapping }: CollectingSource): number {
  const version = Number(raw[mapping.members['version'] ?? 'version']);
  return Number.isSafeInteger(version) && version > 0 ? version : 0;
}

async function forgetPayload(
  { store }: Pick<CollectingDependencies, 'store'>,
  record: CollectedItemRecord | null,
): Promise<void> {
  for (const kept of [record?.fault?.payload, record?.fault?.file]) if (kept) await store.blobs.remove(kept.blob);
}
