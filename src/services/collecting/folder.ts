/** Batches that sources put into the folder for exchange: a manifest, items, files. */
import { fromUtf8, toHex, utf8 } from '../../base/bytes.ts';
import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { CollectingSource } from '../../domain/collecting/index.ts';
import { SERVER_ACTOR } from '../platform.ts';
import { MAX_PAGE } from '../storage/index.ts';
import type { CollectingDependencies, ExchangeBatch, ExchangeFolder } from './ports.ts';
import { refuseStopped, takeAll } from './push.ts';
import { batchSchema, manifestSchema } from './schema.ts';
import { changeSource } from './sources.ts';
import type { ItemOutcome } from './take.ts';

const LARGEST_MANIFEST = 4 * 1024 * 1024;
const LARGEST_ITEMS = 64 * 1024 * 1024;
const LARGEST_FILE = 32 * 1024 * 1024;
/** Most batches of a source in a round. */
const MOST_BATCHES = 10;

/** What a batch came to, as it is written beside it. */
export interface BatchResult {
  readonly source: string;
  readonly batch: string;
  readonly at: string;
  readonly error: { readonly code: string; readonly message: { readonly en: string; readonly zh: string } } | null;
  readonly counts: Readonly<Record<ItemOutcome['outcome'], number>>;
  /** In the order of the items. */
  readonly items: readonly {
    readonly sourceId: string | null;
    readonly outcome: ItemOutcome['outcome'];
    readonly identifier: string | null;
    readonly code: string | null;
  }[];
}

/** Takes the batches of every active source with a folder. Rejects with STORE_UNAVAILABLE. */
export async function takeFolders(deps: CollectingDependencies, folder: ExchangeFolder): Promise<void> {
  const sources = await deps.store.records.find('collecting-sources', { index: 'mode', equals: 'folder', limit: MAX_PAGE });
  for (const source of sources) {
    if (source.state !== 'active') continue;
    try {
      for (const batch of await folder.take(source._id, MOST_BATCHES))
        await takeBatch(deps, { source, batch, actor: SERVER_ACTOR });
      if (source.trouble !== null) await changeSource(deps, source._id, () => ({ trouble: null }));
    } catch (error) {
      if (!isYinzhengError(error) || isYinzhengError(error, 'STORE_UNAVAILABLE')) throw error;
      const { code } = error;
      await changeSource(deps, source._id, () => ({ trouble: { at: isoInstant(deps.clock.now()), code } }));
    }
  }
}

/**
 * Takes one batch: whole and as its manifest says, or not at all; then item by item. What became of each is written beside it. Repeated, as after a
 * crash, it changes nothing that was taken.
 * @throws {YinzhengError} SOURCE_STOPPED, STORE_UNAVAILABLE, FILE_UNWRITABLE
 */
export async function takeBatch(
  deps: CollectingDependencies,
  { source, batch, actor }: { readonly source: CollectingSource; readonly batch: ExchangeBatch; readonly actor: Actor },
): Promise<BatchResult> {
  refuseStopped(source);
  const about = { source: source._id, batch: batch.name, at: isoInstant(deps.clock.now()) };
  const none = { taken: 0, updated: 0, repeated: 0, refused: 0 };
  try {
    const { items, file } = await readBatch(deps, source, batch);
    const outcomes = await takeAll(deps, { source, actor, sent: items.map((raw) => ({ raw, file })) });
    const counts = outcomes.reduce((sum, { outcome }) => ({ ...sum, [outcome]: sum[outcome] + 1 }), none);
    const told = outcomes.map(({ sourceId, outcome, identifier, error }) => ({
      sourceId,
      outcome,
      identifier,
      code: error?.code ?? null,
    }));
    const result: BatchResult = { ...about, error: null, counts, items: told };
    await batch.finish('done', written(result));
    return result;
  } catch (error) {
    if (!isYinzhengError(error, 'EXCHANGE_BATCH_INVALID')) throw error;
    const result: BatchResult = { ...about, error: { code: error.code, message: error.bilingual }, counts: none, items: [] };
    await batch.finish('refused', written(result));
    return result;
  }
}

function written(result: BatchResult): Uint8Array {
  return utf8(`${JSON.stringify(result, null, 2)}\n`);
}

async function readBatch({ crypto }: CollectingDependencies, { _id }: CollectingSource, batch: ExchangeBatch) {
  const read = async (name: string, limit: number): Promise<Uint8Array> => {
    try {
      return await batch.read(name, limit);
    } catch (cause) {
      if (!isYinzhengError(cause)) throw cause;
      throw invalid(`${name} cannot be read`, `${name} 无法读取`, cause);
    }
  };
  const parsed = <T>(bytes: Uint8Array, schema: { parse(value: unknown): T }, name: string): T => {
    try {
      return schema.parse(JSON.parse(fromUtf8(bytes)));
    } catch (cause) {
      throw invalid(`${name} is not as agreed`, `${name} 不符合约定格式`, cause);
    }
  };
  const manifest = parsed(await read('manifest.json', LARGEST_MANIFEST), manifestSchema, 'manifest.json');
  if (manifest.source !== _id) throw invalid('it is of another source', '批次属于其他来源');
  const bytes = await read(manifest.items.name, LARGEST_ITEMS);
  if (toHex(crypto.digest('sm3', bytes)) !== manifest.items.sm3)
    throw invalid('the items are not those of the manifest', '数据文件与清单摘要不一致');
  const listed = new Map(manifest.files.map((file) => [file.name, file]));
  const { items } = parsed(bytes, batchSchema, manifest.items.name);
  return {
    items,
    // A file that is not in the manifest is none of the batch's.
    file: async (name: string): Promise<Uint8Array | null> => {
      const entry = listed.get(name);
      if (!entry || entry.size > LARGEST_FILE) return null;
      const found = await batch.read(name, entry.size).catch((error: unknown) => {
        if (isYinzhengError(error)) return null;
        throw error;
      });
      return found?.length === entry.size && toHex(crypto.digest('sm3', found)) === entry.sm3 ? found : null;
    },
  };
}

function invalid(en: string, zh: string, cause?: unknown): YinzhengError {
  return new YinzhengError('EXCHANGE_BATCH_INVALID', { reason: bilingual(en, zh) }, { cause });
}
