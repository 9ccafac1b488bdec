import { concatBytes, fromBase64, toHex, utf8 } from '../../../base/bytes.ts';
import { bilingual, YinzhengError } from '../../../base/errors/index.ts';
import { createZip } from '../../../base/zip/index.ts';
import type { Actor } from '../../../domain/access/index.ts';
import type { LicenceDependencies } from '../../licences/ports.ts';
import type { StampBatchItemRecord, StampBatchItemState } from '../../storage/index.ts';
import type { StampResult } from '../stamp.ts';
import { readKept } from './add.ts';
import { findStampBatch, findStampBatchItem, itemsOf, type NumberedItem } from './find.ts';

/** What reading results takes. */
export type ResultReading = Pick<LicenceDependencies, 'store' | 'clock' | 'engine'>;

const UNSTAMPED_WORDS = {
  waiting: bilingual('it waits', '等待中'),
  working: bilingual('it is being stamped', '正在盖章'),
  failed: bilingual('it failed', '盖章失败'),
} as const satisfies Readonly<Record<Exclude<StampBatchItemState, 'stamped'>, unknown>>;

/**
 * A stamped document of a batch, as often as it is asked for while it is kept.
 * @throws {YinzhengError} NOT_ALLOWED, STAMP_BATCH_NOT_FOUND, STAMP_BATCH_DOCUMENT_NOT_FOUND, STAMP_BATCH_DOCUMENT_UNSTAMPED
 */
export async function fetchStampBatchItem(
  deps: ResultReading,
  actor: Actor,
  where: { readonly id: string; readonly key: string },
): Promise<StampResult & { readonly name: string }> {
  const { item } = await findStampBatchItem(deps, actor, where);
  if (item.state !== 'stamped') throw new YinzhengError('STAMP_BATCH_DOCUMENT_UNSTAMPED', { state: UNSTAMPED_WORDS[item.state] });
  return { ...(await stampedOf(deps, item)), name: item.name };
}

/**
 * All stamped documents of a batch as one ZIP file, with a list of all documents and what became of them (`results.json`), piece by piece.
 * @throws {YinzhengError} NOT_ALLOWED, STAMP_BATCH_NOT_FOUND, STAMP_BATCH_DOCUMENT_NOT_FOUND when there is none to fetch
 */
export async function zipStampBatch(deps: ResultReading, actor: Actor, id: string): Promise<AsyncIterable<Uint8Array>> {
  const batch = await findStampBatch(deps, actor, id);
  const items = await itemsOf(deps, batch);
  if (items.length === 0) throw new YinzhengError('STAMP_BATCH_DOCUMENT_NOT_FOUND');
  return zipOf(deps, items);
}

async function* zipOf(deps: ResultReading, items: readonly NumberedItem[]): AsyncIterable<Uint8Array> {
  const zip = createZip(deps.clock.now());
  yield* zip.add('results.json', utf8(`${JSON.stringify(items.map(listed), null, 2)}\n`));
  for (const { number, item } of items) {
    if (item.state !== 'stamped') continue;
    const { document } = await stampedOf(deps, item);
    const name = item.name.toLowerCase() === 'results.json' ? `${number}-${item.name}` : item.name;
    yield* zip.add(name, document);
  }
  yield zip.end();
}

function listed({ number, key, item }: NumberedItem) {
  const { name, state, digest, stamping, result, failure } = item;
  const error = failure && new YinzhengError(failure.code, failure.details);
  return {
    ...{ number, id: key, name, state, documentDigest: digest, stamping },
    ...{ stampedDigest: result?.digestAfter ?? null, evidence: result?.evidence ?? null, signing: result?.signing ?? null },
    failure: error && { code: error.code, en: error.message, zh: error.chinese },
  };
}

/** Puts a stamped document together again. Rejects with BLOB_DAMAGED when it is not what was stamped. */
async function stampedOf({ store, engine }: ResultReading, item: StampBatchItemRecord): Promise<StampResult> {
  const { stamping, result } = item;
  const added = stamping === null ? null : await store.records.get('stamp-batch-results', `${item._id}/${stamping}`);
  if (!added || !result || stamping === null) throw new YinzhengError('STAMP_BATCH_DOCUMENT_NOT_FOUND');
  const document = concatBytes(await readKept(store.blobs, item), fromBase64(added.appended));
  if (toHex(engine.crypto.digest('sm3', document)) !== result.digestAfter) throw new YinzhengError('BLOB_DAMAGED');
  const { evidence, signing } = result;
  return { document, evidence, stamping, ...(signing !== undefined && { signing }) };
}
