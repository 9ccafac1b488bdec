/** Fetching from sources that are asked: page after page, each from where the last ended. */
import { fromUtf8 } from '../../base/bytes.ts';
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { CollectingSource } from '../../domain/collecting/index.ts';
import { SERVER_ACTOR } from '../platform.ts';
import { MAX_PAGE } from '../storage/index.ts';
import type { CollectingDependencies, SourceFetcher } from './ports.ts';
import { takeAll } from './push.ts';
import { pullSchema } from './schema.ts';
import { changeSource } from './sources.ts';

/** Largest page, and largest file, bytes. */
const LARGEST_PAGE = 8 * 1024 * 1024;
const LARGEST_FILE = 32 * 1024 * 1024;
/** Most pages of one source in a round, so that others have their turn. */
const MOST_PAGES = 20;

/** What fetching takes besides. */
export interface PullingDependencies extends CollectingDependencies {
  readonly fetch: SourceFetcher;
}

/** Asks every active source that is fetched from; what goes wrong with one is noted there and keeps no other. Rejects with STORE_UNAVAILABLE. */
export async function pullSources(deps: PullingDependencies): Promise<void> {
  const sources = await deps.store.records.find('collecting-sources', { index: 'mode', equals: 'pull', limit: MAX_PAGE });
  for (const source of sources) if (source.state === 'active') await pullSource(deps, source);
}

/** Asks one source until it has nothing more. Rejects with STORE_UNAVAILABLE. */
export async function pullSource(deps: PullingDependencies, source: CollectingSource): Promise<void> {
  let { cursor } = source;
  try {
    for (let page = 0; page < MOST_PAGES; page++) {
      const answer = await pageOf(deps, source, cursor);
      if (answer.items.length > 0) {
        const file = (name: string) => fileAt(deps, source, name);
        const sent = answer.items.map((raw) => ({ raw, file }));
        await takeAll(deps, { source, actor: SERVER_ACTOR, sent });
      }
      const next = answer.next ?? cursor;
      if (next !== cursor || source.trouble !== null || page === 0)
        await changeSource(deps, source._id, () => ({ cursor: next, trouble: null, lastAt: isoInstant(deps.clock.now()) }));
      // The end, or a source that goes round in a circle.
      if (answer.next === null || answer.next === cursor || answer.items.length === 0) return;
      cursor = answer.next;
    }
  } catch (error) {
    if (!isYinzhengError(error) || isYinzhengError(error, 'STORE_UNAVAILABLE')) throw error;
    const { code } = error;
    await changeSource(deps, source._id, () => ({ trouble: { at: isoInstant(deps.clock.now()), code } }));
  }
}

async function pageOf({ fetch }: PullingDependencies, source: CollectingSource, cursor: string | null) {
  const url = new URL(source.address ?? '');
  if (cursor !== null) url.searchParams.set('cursor', cursor);
  const bytes = await fetch({ url: url.href, limit: LARGEST_PAGE });
  if (!bytes) throw new YinzhengError('SOURCE_UNREACHABLE');
  try {
    return pullSchema.parse(JSON.parse(fromUtf8(bytes)));
  } catch (cause) {
    throw new YinzhengError('SOURCE_UNREACHABLE', {}, { cause });
  }
}

/** A file of a source: beside its address, by name. */
function fileAt({ fetch }: PullingDependencies, { address }: CollectingSource, name: string): Promise<Uint8Array | null> {
  const url = new URL(address ?? '');
  url.pathname = `${url.pathname.replace(/\/$/, '')}/files/${encodeURIComponent(name)}`;
  url.search = '';
  return fetch({ url: url.href, limit: LARGEST_FILE });
}
