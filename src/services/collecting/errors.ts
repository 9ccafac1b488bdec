/** The list of what was refused of a source, and taking it again. */
import { fromUtf8 } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { CollectedItemRecord } from '../../domain/collecting/index.ts';
import type { CollectingDependencies } from './ports.ts';
import { refuseStopped, takeAll } from './push.ts';
import { findSource } from './sources.ts';
import { SALT, type ItemOutcome } from './take.ts';

/**
 * Items of a source that were refused and not taken since, a page at a time.
 * @throws {YinzhengError} NOT_ALLOWED, SOURCE_NOT_FOUND
 */
export async function listFaults(
  deps: Pick<CollectingDependencies, 'store'>,
  actor: Actor,
  { source: id, after, limit }: { readonly source: string; readonly after?: string | undefined; readonly limit: number },
): Promise<{ readonly items: readonly CollectedItemRecord[]; readonly next: string | null }> {
  const source = await findSource(deps, actor, { id, action: 'collecting:read' });
  const query = { index: 'faultOf', equals: source._id, limit } as const;
  const items = await deps.store.records.find(
    'collected-items',
    after === undefined ? query : { ...query, after: `${id}/${after}` },
  );
  const last = items.at(-1)?._id;
  return { items, next: items.length < limit || last === undefined ? null : last.slice(id.length + 1) };
}

/**
 * Takes an item again as it came, where what it was refused for has been put right here: its type, the source's mapping or policy.
 * @throws {YinzhengError} NOT_ALLOWED, SOURCE_NOT_FOUND, SOURCE_STOPPED, COLLECTED_ITEM_NOT_FOUND
 */
export async function retryItem(
  deps: CollectingDependencies,
  actor: Actor,
  { source: id, item }: { readonly source: string; readonly item: string },
): Promise<ItemOutcome> {
  const source = await findSource(deps, actor, { id, action: 'collecting:manage' });
  refuseStopped(source);
  const record = await deps.store.records.get('collected-items', `${id}/${item}`);
  const kept = record?.fault?.payload;
  if (!kept) throw new YinzhengError('COLLECTED_ITEM_NOT_FOUND');
  const { blobs } = deps.store;
  const { file } = record.fault;
  const raw = JSON.parse(fromUtf8((await blobs.get(kept.blob, kept.key)).subarray(SALT))) as Readonly<Record<string, unknown>>;
  const sent = { raw, file: async () => (file ? (await blobs.get(file.blob, file.key)).subarray(SALT) : null) };
  const [outcome] = await takeAll(deps, { source, actor, sent: [sent] });
  if (!outcome) throw new RangeError('an item has an outcome');
  return outcome;
}
