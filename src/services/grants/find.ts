import { YinzhengError } from '../../base/errors/index.ts';
import { mayDo, type Action, type Actor } from '../../domain/access/index.ts';
import type { GrantRecord } from '../../domain/grant/index.ts';
import { authorise } from '../access/authorise.ts';
import { MAX_PAGE, type RecordStore } from '../storage/index.ts';

/**
 * A grant that an actor may do something with; one of another organisation's seal is not found, so that its existence is not told.
 * @throws {YinzhengError} NOT_ALLOWED, GRANT_NOT_FOUND
 */
export async function findGrant(
  records: Pick<RecordStore, 'get'>,
  actor: Actor,
  { action, id }: { readonly action: Action; readonly id: string },
): Promise<GrantRecord> {
  authorise(actor, action, actor.organisation);
  const found = await records.get('grants', id);
  if (!found || !mayDo(actor, action, found.owner)) throw new YinzhengError('GRANT_NOT_FOUND');
  return found;
}

/** A page of grants; `next` continues it, null at the end. */
export interface GrantPage {
  readonly items: readonly GrantRecord[];
  readonly next: string | null;
}

/**
 * The grants of the seals of the actor's organisation, or of all for who sees all; of one seal where asked.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listGrants(
  records: RecordStore,
  actor: Actor,
  { seal, after, limit }: { readonly seal?: string | undefined; readonly after?: string | undefined; readonly limit: number },
): Promise<GrantPage> {
  const seesAll = mayDo(actor, 'grant:read', null);
  authorise(actor, 'grant:read', seesAll ? null : actor.organisation);
  const most = Math.max(1, Math.min(limit, MAX_PAGE - 1));
  const page = { limit: most + 1, ...(after !== undefined && { after }) };
  const found =
    seal !== undefined
      ? await records.find('grants', { index: 'seal', equals: seal, ...page })
      : seesAll
        ? await records.list('grants', page)
        : await records.find('grants', { index: 'owner', equals: actor.organisation ?? '', ...page });
  const next = found.length > most ? (found[most - 1]?._id ?? null) : null;
  return { items: found.slice(0, most).filter(({ owner }) => mayDo(actor, 'grant:read', owner)), next };
}

/**
 * One grant.
 * @throws {YinzhengError} NOT_ALLOWED, GRANT_NOT_FOUND
 */
export function getGrant(records: Pick<RecordStore, 'get'>, actor: Actor, id: string): Promise<GrantRecord> {
  return findGrant(records, actor, { action: 'grant:read', id });
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
