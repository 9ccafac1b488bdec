import type { Actor } from '../../domain/access/index.ts';
import { sharedType } from '../../domain/sharing/index.ts';
import type { SharingDependencies } from './ports.ts';
import { record, sharerOf } from './sharer.ts';
import type { FeedPage } from './shapes.ts';

/** Most changes of one page. */
export const MOST_CHANGES = 500;

/**
 * What happened to licences of the types that are shared with the system, after a cursor (变更流): ids alone, in the order in which it was
 * recorded. Whoever goes on from `through` each time misses nothing and gets nothing twice.
 * @throws {YinzhengError} NOT_ALLOWED, INPUT_INVALID for a cursor beyond the feed
 */
export async function sharedChanges(
  deps: SharingDependencies,
  actor: Actor,
  { cursor, limit }: { readonly cursor: number; readonly limit: number },
): Promise<FeedPage> {
  const sharer = await sharerOf(deps, actor, null);
  const { source, terms } = sharer;
  const page = await source.changes({
    ...{ after: cursor, limit: Math.max(1, Math.min(limit, MOST_CHANGES)) },
    shows: (typeCode) => sharedType(terms, typeCode) !== undefined,
  });
  await record(deps, sharer, {
    ...{ operation: 'changes', kind: 'sharing-used', subject: 'licence-changes', purpose: null },
    facts: { after: cursor, through: page.through, count: page.items.length },
  });
  return page;
}
