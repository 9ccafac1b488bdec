import type { Actor } from '../../domain/access/index.ts';
import type { SealRecord } from '../../domain/seal/index.ts';
import { listOwned, scopeFor, type OwnedPage } from '../organisations/index.ts';
import type { RecordStore } from '../storage/index.ts';

/** Most seals of one page. */
export const MAX_SEALS = 500;

/** A page of seals; `next` continues it, null at the end. */
export type SealPage = OwnedPage<SealRecord>;

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
  return listOwned<SealRecord>(
    records,
    scope,
    {
      ownerOf: ({ owner }) => owner,
      ofOwner: (owner, order) => records.find('seals', { index: 'owner', equals: owner, ...order }),
      every: (order) => records.list('seals', order),
    },
    { after: page.after, limit },
  );
}
