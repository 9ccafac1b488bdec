/** Who sees which lists of destruction. */
import { YinzhengError } from '../../base/errors/index.ts';
import type { Action, Actor } from '../../domain/access/index.ts';
import type { DestructionList } from '../../domain/retention/index.ts';
import { reachOf } from '../organisations/index.ts';
import { MAX_PAGE, type RecordStore } from '../storage/index.ts';

/** A page of lists; `next` continues it, null at the end. */
export interface DestructionListPage {
  readonly items: readonly DestructionList[];
  readonly next: string | null;
}

/**
 * A list within the actor's scope. One outside is not found, so that its existence is not told.
 * @throws {YinzhengError} NOT_ALLOWED, DESTRUCTION_LIST_NOT_FOUND
 */
export async function findList(
  records: RecordStore,
  actor: Actor,
  { action, id }: { readonly action: Action; readonly id: string },
): Promise<DestructionList> {
  const { includes } = await reachOf(records, actor, action);
  const list = await records.get('destruction-lists', id);
  if (!list || !(await includes(list.organisation))) throw new YinzhengError('DESTRUCTION_LIST_NOT_FOUND');
  return list;
}

/** The lists within the actor's scope, a page at a time. Rejects with NOT_ALLOWED. */
export async function listDestructions(
  records: RecordStore,
  actor: Actor,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<DestructionListPage> {
  const { includes } = await reachOf(records, actor, 'retention:read');
  const wanted = Math.max(1, Math.min(limit, MAX_PAGE - 1));
  const items: DestructionList[] = [];
  for (let last = after; ;) {
    const page = await records.list('destruction-lists', { limit: wanted + 1, ...(last !== undefined && { after: last }) });
    for (const list of page) {
      if (!(await includes(list.organisation))) continue;
      if (items.length === wanted) return { items, next: items.at(-1)?._id ?? null };
      items.push(list);
    }
    last = page.at(-1)?._id;
    if (last === undefined || page.length <= wanted) return { items, next: null };
  }
}
