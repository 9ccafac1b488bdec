import { isInScope, scopeKey, type Actor, type Scope } from '../../domain/access/index.ts';
import type { SealRecord } from '../../domain/seal/index.ts';
import { placed, scopeFor } from '../organisations/index.ts';
import type { RecordStore } from '../storage/index.ts';

/** Most seals of one page. */
export const MAX_SEALS = 500;

/** Organisations of an area or a line that are looked at in one go. */
const ORGANISATIONS_AT_ONCE = 200;

/** A page of seals; `next` continues it, null at the end. */
export interface SealPage {
  readonly items: readonly SealRecord[];
  readonly next: string | null;
}

/** Where a page of seals begins, as `next` of the one before said. */
export interface SealPageOrder {
  readonly after?: string | undefined;
  readonly limit: number;
}

/**
 * The seals whose owners are within the actor's scope, a page at a time: of one owner, or of all, by code; of an area or a line, by owner and code.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listSeals(records: RecordStore, actor: Actor, page: SealPageOrder): Promise<SealPage> {
  const limit = Math.max(1, Math.min(page.limit, MAX_SEALS));
  const scope = await scopeFor(records, actor, 'seal:read');
  const found = await within(records, scope, { ...page, limit: limit + 1 });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, next: found.length > limit && last ? cursorOf(last) : null };
}

/** Where a page after this seal begins. */
function cursorOf({ owner, _id }: SealRecord): string {
  return `${owner}.${_id}`;
}

async function within(records: RecordStore, scope: Scope, { after, limit }: SealPageOrder): Promise<readonly SealRecord[]> {
  const [owner = '', code] = after?.split('.', 2) ?? [];
  const page = { limit, ...(code !== undefined && { after: code }) };
  switch (scope.kind) {
    case 'none':
      return [];
    case 'own':
      return records.find('seals', { index: 'owner', equals: scope.organisation, ...page });
    case 'everything':
      return records.list('seals', page);
    case 'area':
    case 'line':
      return ofOrganisations(records, scope, { owner, code, limit });
  }
}

async function ofOrganisations(
  records: RecordStore,
  scope: Extract<Scope, { readonly kind: 'area' | 'line' }>,
  { owner, code, limit }: { readonly owner: string; readonly code: string | undefined; readonly limit: number },
): Promise<readonly SealRecord[]> {
  const found: SealRecord[] = [];
  const of = async (organisation: string, after?: string): Promise<void> => {
    const query = { index: 'owner', equals: organisation, limit: limit - found.length } as const;
    found.push(...(await records.find('seals', after === undefined ? query : { ...query, after })));
  };
  const place = { index: 'place', equals: scopeKey(scope) } as const;
  // The owner at which the page before ended may have more, if it is still within the scope.
  const former = owner === '' ? null : await records.get('organisations', owner);
  if (former && isInScope(scope, placed(former))) await of(owner, code);
  for (let from = owner; found.length < limit;) {
    const next = { ...place, ...(from !== '' && { after: from }), limit: ORGANISATIONS_AT_ONCE };
    const organisations = await records.find('organisations', next);
    for (const { _id } of organisations) {
      if (found.length >= limit) break;
      await of(_id);
    }
    if (organisations.length < ORGANISATIONS_AT_ONCE) break;
    from = organisations.at(-1)?._id ?? '';
  }
  return found;
}
