import { YinzhengError } from '../../../base/errors/index.ts';
import { mayDo, type Action, type Actor } from '../../../domain/access/index.ts';
import type { ApprovalRecord } from '../../../domain/grant/index.ts';
import { authorise } from '../../access/authorise.ts';
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
  authorise(actor, action, actor.organisation);
  const found = await records.get('approvals', id);
  if (!found || !maySee(actor, action, found)) throw new YinzhengError('APPROVAL_NOT_FOUND');
  return found;
}

function maySee(actor: Actor, action: Action, approval: ApprovalRecord): boolean {
  return mayDo(actor, action, approval.owner) || approval.applicantName === nameOf(actor);
}

/** Which applications are listed: the actor's own, or those of the seals of his organisation. */
export interface ApprovalPageOrder {
  readonly of: 'mine' | 'organisation';
  readonly after?: string | undefined;
  readonly limit: number;
}

/** A page of applications; `next` continues it, null at the end. */
export interface ApprovalPage {
  readonly items: readonly ApprovalRecord[];
  readonly next: string | null;
}

/**
 * Applications for the use of seals, the actor's own or those of his organisation's seals, in the order of their ids.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listApprovals(
  records: Pick<RecordStore, 'find' | 'list'>,
  actor: Actor,
  { of, after, limit }: ApprovalPageOrder,
): Promise<ApprovalPage> {
  const seesAll = mayDo(actor, 'seal-use:read', null);
  authorise(actor, 'seal-use:read', seesAll ? null : actor.organisation);
  const most = Math.max(1, Math.min(limit, MAX_PAGE - 1));
  const page = { limit: most + 1, ...(after !== undefined && { after }) };
  const found =
    of === 'mine'
      ? await records.find('approvals', { index: 'applicant', equals: nameOf(actor), ...page })
      : seesAll
        ? await records.list('approvals', page)
        : await records.find('approvals', { index: 'owner', equals: actor.organisation ?? '', ...page });
  return { items: found.slice(0, most), next: found.length > most ? (found[most - 1]?._id ?? null) : null };
}

/**
 * One application.
 * @throws {YinzhengError} NOT_ALLOWED, APPROVAL_NOT_FOUND
 */
export function getApproval(records: Pick<RecordStore, 'get'>, actor: Actor, id: string): Promise<ApprovalRecord> {
  return findApproval(records, actor, { action: 'seal-use:read', id });
}
