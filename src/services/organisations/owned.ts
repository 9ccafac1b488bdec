/** Lists of what organisations own, within a scope. */
import { isInScope, type Scope } from '../../domain/access/index.ts';
import type { RecordStore } from '../storage/index.ts';
import { placed } from './find.ts';
import { organisationsWithin, type PageOrder } from './list.ts';

/** Organisations of an area or a line that are looked at in one go. */
const ORGANISATIONS_AT_ONCE = 200;

/** A page of what organisations own; `next` continues it, null at the end. */
export interface OwnedPage<R> {
  readonly items: readonly R[];
  readonly next: string | null;
}

/** A page of records in the order of their ids. */
export interface RecordPage {
  readonly after?: string;
  readonly limit: number;
}

/** How records of a kind are read, in the order of their ids. */
export interface OwnedKind<R> {
  ownerOf(record: R): string;
  ofOwner(owner: string, page: RecordPage): Promise<readonly R[]>;
  every(page: RecordPage): Promise<readonly R[]>;
}

/**
 * What organisations within a scope own, a page at a time: of one owner, or of all, by id; of areas or lines, by owner and id.
 * @param page `after`: as `next` of the page before said
 */
export async function listOwned<R extends { readonly _id: string }>(
  records: RecordStore,
  scope: Scope,
  kind: OwnedKind<R>,
  { after, limit }: PageOrder,
): Promise<OwnedPage<R>> {
  const [owner = '', id] = after?.split('.', 2) ?? [];
  const page = { limit: limit + 1, ...(id !== undefined && { after: id }) };
  const found = await within(records, scope, kind, { owner, page });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, next: found.length > limit && last ? `${kind.ownerOf(last)}.${last._id}` : null };
}

async function within<R>(
  records: RecordStore,
  scope: Scope,
  kind: OwnedKind<R>,
  { owner, page }: { readonly owner: string; readonly page: RecordPage },
): Promise<readonly R[]> {
  switch (scope.kind) {
    case 'none':
      return [];
    case 'own':
      return kind.ofOwner(scope.organisation, page);
    case 'everything':
      return kind.every(page);
    case 'area':
    case 'line':
      return ofOrganisations(records, scope, kind, { owner, page });
  }
}

async function ofOrganisations<R>(
  records: RecordStore,
  scope: Extract<Scope, { readonly kind: 'area' | 'line' }>,
  kind: OwnedKind<R>,
  { owner, page: { after, limit } }: { readonly owner: string; readonly page: RecordPage },
): Promise<readonly R[]> {
  const found: R[] = [];
  // The owner at which the page before ended may have more, if it is still within the scope.
  const former = owner === '' ? null : await records.get('organisations', owner);
  if (former && isInScope(scope, placed(former)))
    found.push(...(await kind.ofOwner(owner, { limit, ...(after !== undefined && { after }) })));
  for (let from = owner; found.length < limit;) {
    const next = { ...(from !== '' && { after: from }), limit: ORGANISATIONS_AT_ONCE };
    const organisations = await organisationsWithin(records, scope, next);
    for (const { _id } of organisations) {
      if (found.length >= limit) break;
      found.push(...(await kind.ofOwner(_id, { limit: limit - found.length })));
    }
    if (organisations.length < ORGANISATIONS_AT_ONCE) break;
    from = organisations.at(-1)?._id ?? '';
  }
  return found;
}
