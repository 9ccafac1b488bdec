import { scopeKeys, type Actor, type Scope } from '../../domain/access/index.ts';
import type { OrganisationRecord } from '../../domain/organisation/index.ts';
import { MAX_PAGE, type RecordStore } from '../storage/index.ts';
import { scopeFor } from './find.ts';

/** A page of organisations in the order of their codes; `next` continues it, null at the end. */
export interface OrganisationPage {
  readonly items: readonly OrganisationRecord[];
  readonly next: string | null;
}

/** Where a page begins, and how many there are on it at most. */
export interface PageOrder {
  readonly after?: string | undefined;
  readonly limit: number;
}

/**
 * The organisations within the actor's scope, a page at a time.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listOrganisations(records: RecordStore, actor: Actor, page: PageOrder): Promise<OrganisationPage> {
  const limit = Math.max(1, Math.min(page.limit, MAX_PAGE - 1));
  const scope = await scopeFor(records, actor, 'organisation:read');
  const found = await organisationsWithin(records, scope, { ...page, limit: limit + 1 });
  const items = found.slice(0, limit);
  return { items, next: found.length > limit ? (items[items.length - 1]?._id ?? null) : null };
}

/**
 * Organisations within a scope in the order of their codes, at most so many; those of several places once each.
 * @param page `after`: the code after which it begins
 */
export async function organisationsWithin(
  records: RecordStore,
  scope: Scope,
  { after, limit }: PageOrder,
): Promise<readonly OrganisationRecord[]> {
  const page = { limit, ...(after === undefined ? {} : { after }) };
  switch (scope.kind) {
    case 'none':
      return [];
    case 'own': {
      const own = await records.get('organisations', scope.organisation);
      return own && (after === undefined || own._id > after) ? [own] : [];
    }
    case 'area':
    case 'line':
      return ofPlaces(records, scope, { after, limit });
    case 'everything':
      return records.list('organisations', page);
  }
}

async function ofPlaces(
  records: RecordStore,
  scope: Extract<Scope, { readonly kind: 'area' | 'line' }>,
  { after, limit }: PageOrder,
): Promise<readonly OrganisationRecord[]> {
  const page = { limit, ...(after === undefined ? {} : { after }) };
  const found = await Promise.all(
    scopeKeys(scope).map((key) => records.find('organisations', { index: 'place', equals: key, ...page })),
  );
  const own =
    scope.own === null || (after !== undefined && scope.own <= after) ? null : await records.get('organisations', scope.own);
  const each = new Map([...found.flat(), ...(own ? [own] : [])].map((record) => [record._id, record]));
  return [...each.values()].sort((left, right) => (left._id < right._id ? -1 : 1)).slice(0, limit);
}
