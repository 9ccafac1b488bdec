import { YinzhengError } from '../../../base/errors/index.ts';
import type { Action, Actor } from '../../../domain/access/index.ts';
import type { ApprovalRecord } from '../../../domain/grant/index.ts';
import { listOwned, reachOf, scopeFor, type OwnedPage } from '../../organisations/index.ts';
import { MAX_PAGE, type RecordStore } from '../../storage/index.ts';
import { nameOf } from '../decide.ts';

/**
 * An application that an actor may do something with: his own, or of a seal of his organisation. Others are not found.
 * @throws {YinzhengError} NOT_ALLOWED, APPROVAL_NOT_FOUND
 */
export async function findApproval(
  records: Pick<RecordStore, 'get'>,
  actor: Actor,
  { action, id }: { readonly action: Action; readonly id: string },
): Promise<ApprovalRecord> {
  const { includes } = await reachOf(records, actor, action);
  const found = await records.get('approvals', id);
  if (!found || !((await includes(found.owner)) || found.applicantName === nameOf(actor)))
    throw new YinzhengError('APPROVAL_NOT_FOUND');
  return found;
}

/** Which applications are listed: the actor's own, or those of the seals of his organisation or within his scope. */
export interface ApprovalPageOrder {
  readonly of: 'mine' | 'organisation';
  readonly after?: string | undefined;
  readonly limit: number;
}

/** A page of applications; `next` continues it, null at the end. */
export type ApprovalPage = OwnedPage<ApprovalRecord>;

/**
 * Applications for the use of seals, the actor's own or those of his organisation's seals, in the order of their ids.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listApprovals(
  records: RecordStore,
  actor: Actor,
  { of, after, limit }: ApprovalPageOrder,
): Promise<ApprovalPage> {
  const scope = await scopeFor(records, actor, 'seal-use:read');
  const most = Math.max(1, Math.min(limit, MAX_PAGE - 1));
  if (of === 'organisation')
    return listOwned<ApprovalRecord>(
      records,
      scope,
      {
        ownerOf: ({ owner }) => owner,
        ofOwner: (owner, order) => records.find('approvals', { index: 'owner', equals: owner, ...order }),
        every: (order) => records.list('approvals', order),
      },
      { after, limit: most },
    );
  const found = await records.find('approvals', {
    ...{ index: 'applicant', equals: nameOf(actor), limit: most + 1 },
    ...(after !== undefined && { after }),
  });
  return { items: found.slice(0, most), next: found.length > most ? (found[most - 1]?._id ?? null) : null };
}

/**
 * One application.
 * @throws {YinzhengError} NOT_ALLOWED, APPROVAL_NOT_FOUND
 */
export function getApproval(records: Pick<RecordStore, 'get'>, actor: Actor, id: string): Promise<ApprovalRecord> {
  return findApproval(records, actor, { action: 'seal-use:read', id });
}
