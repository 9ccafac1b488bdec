import { YinzhengError } from '../../../base/errors/index.ts';
import type { Actor } from '../../../domain/access/index.ts';
import { placeId, type PlaceRecord, type Tree } from '../../../domain/organisation/index.ts';
import { authorise } from '../../access/authorise.ts';
import { MAX_PAGE, type RecordStore } from '../../storage/index.ts';

/** Which places of a tree are looked for, and where the page begins. */
export interface PlaceQuery {
  readonly tree: Tree;
  /** The beginning of the code, or a part of the name. */
  readonly text?: string | undefined;
  /** Code of the place directly above; null for those at the top. */
  readonly parent?: string | null | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** A page of places in the order of their codes; one may have fewer than asked for and be followed by another all the same. */
export interface PlacePage {
  readonly items: readonly PlaceRecord[];
  readonly next: string | null;
}

/** Places that are looked at for one page where few are looked for. */
const MOST_LOOKED_AT = 5_000;

/**
 * Registered places of a tree, a page at a time. Everybody who reads organisations reads them: they are no secret.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listPlaces(records: RecordStore, actor: Actor, query: PlaceQuery): Promise<PlacePage> {
  authorise(actor, 'organisation:read', actor.organisation);
  const { tree, text, parent } = query;
  const limit = Math.max(1, Math.min(query.limit, MAX_PAGE));
  const first = placeId(tree, '');
  const items: PlaceRecord[] = [];
  let after = query.after === undefined ? first : placeId(tree, query.after);
  for (let looked = 0; looked < MOST_LOOKED_AT;) {
    const page = { after, limit: MAX_PAGE };
    const found =
      parent === undefined
        ? await records.list('places', page)
        : await records.find('places', { index: 'parent', equals: placeId(tree, parent ?? ''), ...page });
    for (const record of found) {
      if (record.tree !== tree) return { items, next: null };
      if (items.length === limit) return { items, next: items.at(-1)?.code ?? null };
      after = record._id;
      looked++;
      if (text === undefined || record.code.startsWith(text) || record.name.includes(text)) items.push(record);
    }
    if (found.length < MAX_PAGE) return { items, next: null };
  }
  return { items, next: after.slice(first.length) };
}

/** Every registered place of a tree in the order of its code. Rejects with NOT_ALLOWED. */
export async function* everyPlace(records: RecordStore, actor: Actor, tree: Tree): AsyncGenerator<PlaceRecord> {
  for (let after: string | undefined; ;) {
    const { items, next } = await listPlaces(records, actor, { tree, after, limit: MAX_PAGE });
    yield* items;
    if (next === null) return;
    after = next;
  }
}

/**
 * One registered place.
 * @throws {YinzhengError} NOT_ALLOWED, REGISTERED_PLACE_NOT_FOUND
 */
export async function getPlace(
  records: Pick<RecordStore, 'get'>,
  actor: Actor,
  { tree, code }: { readonly tree: Tree; readonly code: string },
): Promise<PlaceRecord> {
  authorise(actor, 'organisation:read', actor.organisation);
  const found = await records.get('places', placeId(tree, code.slice(0, 64)));
  if (!found) throw new YinzhengError('REGISTERED_PLACE_NOT_FOUND', { place: code.slice(0, 64) });
  return found;
}
