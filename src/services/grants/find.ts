import { YinzhengError } from '../../base/errors/index.ts';
import type { Action, Actor } from '../../domain/access/index.ts';
import type { GrantRecord } from '../../domain/grant/index.ts';
import { listOwned, reachOf, type OwnedPage } from '../organisations/index.ts';
import { MAX_PAGE, type RecordStore } from '../storage/index.ts';
import type { GrantDependencies } from './ports.ts';

/**
 * A grant that an actor may do something with; one of another organisation's seal is not found, so that its existence is not told.
 * @throws {YinzhengError} NOT_ALLOWED, GRANT_NOT_FOUND
 */
export async function findGrant(
  records: Pick<RecordStore, 'get'>,
  actor: Actor,
  { action, id }: { readonly action: Action; readonly id: string },
): Promise<GrantRecord> {
  const { includes } = await reachOf(records, actor, action);
  const found = await records.get('grants', id);
  if (!found || !(await includes(found.owner))) throw new YinzhengError('GRANT_NOT_FOUND');
  return found;
}

/** A page of grants; `next` continues it, null at the end. */
export type GrantPage = OwnedPage<GrantRecord>;

/**
 * The grants of the seals of the actor's organisation, or of those within his scope; of one seal where asked.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listGrants(
  records: RecordStore,
  actor: Actor,
  { seal, after, limit }: { readonly seal?: string | undefined; readonly after?: string | undefined; readonly limit: number },
): Promise<GrantPage> {
  const { scope, includes } = await reachOf(records, actor, 'grant:read');
  const most = Math.max(1, Math.min(limit, MAX_PAGE - 1));
  if (seal === undefined)
    return listOwned<GrantRecord>(
      records,
      scope,
      {
        ownerOf: ({ owner }) => owner,
        ofOwner: (owner, order) => records.find('grants', { index: 'owner', equals: owner, ...order }),
        every: (order) => records.list('grants', order),
      },
      { after, limit: most },
    );
  const found = await records.find('grants', {
    ...{ index: 'seal', equals: seal, limit: most + 1 },
    ...(after !== undefined && { after }),
  });
  const items: GrantRecord[] = [];
  for (const grant of found.slice(0, most)) if (await includes(grant.owner)) items.push(grant);
  return { items, next: found.length > most ? (found[most - 1]?._id ?? null) : null };
}

/**
 * One grant.
 * @throws {YinzhengError} NOT_ALLOWED, GRANT_NOT_FOUND
 */
export function getGrant(records: Pick<RecordStore, 'get'>, actor: Actor, id: string): Promise<GrantRecord> {
  return findGrant(records, actor, { action: 'grant:read', id });
}

/** A grant, and how many of its uses are spent by custody's own count; null where custody has not entered it. */
export interface CountedGrant {
  readonly grant: GrantRecord;
  readonly used: number | null;
}

/**
 * One grant and its count.
 * @throws {YinzhengError} NOT_ALLOWED, GRANT_NOT_FOUND, SIGNER_UNAVAILABLE
 */
export async function getCountedGrant(
  { records, grants }: Pick<GrantDependencies, 'records' | 'grants'>,
  actor: Actor,
  id: string,
): Promise<CountedGrant> {
  const grant = await getGrant(records, actor, id);
  const entered = (await grants.standing()).grants.find((one) => one.grant === id);
  return { grant, used: entered?.used ?? null };
}

/** Every grant of a seal. Rejects with STORE_UNAVAILABLE. */
export async function grantsOfSeal(records: Pick<RecordStore, 'find'>, seal: string): Promise<readonly GrantRecord[]> {
  const all: GrantRecord[] = [];
  for (let after: string | undefined; ;) {
    const query = { index: 'seal', equals: seal, limit: MAX_PAGE } as const;
    const page: readonly GrantRecord[] = await records.find('grants', after === undefined ? query : { ...query, after });
    all.push(...page);
    after = page.at(-1)?._id;
    if (page.length < MAX_PAGE) return all;
  }
}
