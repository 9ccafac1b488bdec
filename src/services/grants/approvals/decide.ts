/** Deciding about applications: approving takes a code that custody judges, refusing and withdrawing take none. */
import { bilingual, isYinzhengError, YinzhengError } from '../../../base/errors/index.ts';
import { isoInstant } from '../../../base/time.ts';
import type { Action, Actor } from '../../../domain/access/index.ts';
import type { ApprovalRecord, ApprovalState } from '../../../domain/grant/index.ts';
import type { EventKind } from '../../../domain/journal/index.ts';
import { nameOf } from '../decide.ts';
import type { GrantDependencies } from '../ports.ts';
import { toldApproval } from './event.ts';
import { findApproval } from './find.ts';
import { notPossible } from './request.ts';

const ATTEMPTS = 5;

/** What states are called when people are told of them. */
const STATE_WORDS: Readonly<Record<ApprovalState, ReturnType<typeof bilingual>>> = {
  open: bilingual('it waits for a decision', '待审批'),
  approved: bilingual('it is approved', '已审批通过'),
  refused: bilingual('it was refused', '已被否决'),
  withdrawn: bilingual('it was withdrawn', '已撤回'),
};

/**
 * Approves the use of a seal on exactly the documents of an application. Custody decides whether the code is right and its owner is an
 * approver of the grant, a deputy, or whoever was handed the duties over; nobody approves his own.
 * @throws {YinzhengError} NOT_ALLOWED, APPROVAL_NOT_FOUND, APPROVAL_NOT_POSSIBLE, SECOND_FACTOR_REFUSED, APPROVER_NOT_ENROLLED, SEAL_USE_REFUSED
 */
export function approveUse(
  deps: GrantDependencies,
  actor: Actor,
  { id, code, account }: { readonly id: string; readonly code: string | null; readonly account?: string | undefined },
): Promise<ApprovalRecord> {
  const approver = account ?? nameOf(actor);
  return change(deps, actor, { action: 'seal-use:approve', id, kind: 'seal-use-approved' }, async (approval) => {
    const { grant, applicantName: applicant, digests, expiresAt, decisions } = approval;
    if (decisions.some((one) => one.approver === approver && one.decision === 'approved')) return null;
    requireOpen(approval);
    if (approver === applicant) throw notPossible(bilingual('nobody approves his own', '不得自己审批自己的申请'));
    if (deps.clock.now() >= Date.parse(expiresAt)) throw notPossible(bilingual('its time is over', '申请已过期'));
    try {
      const confirmed = { account: approver, code };
      await deps.grants.enter({ kind: 'approval', approval: id, grant, applicant, digests, expiresAt, confirmed });
    } catch (error) {
      if (!isEntered(error)) throw error;
    }
    const decided = [
      ...decisions,
      { approver, by: actor, at: isoInstant(deps.clock.now()), reason: null, decision: 'approved' as const },
    ];
    return { ...approval, decisions: decided, state: decided.length >= approval.approvals ? 'approved' : 'open' };
  });
}

/** A call that was interrupted between custody and register is brought to its end. */
function isEntered(error: unknown): boolean {
  return isYinzhengError(error, 'SEAL_USE_REFUSED') && JSON.stringify(error.details['reason']).includes('he approved it already');
}

/**
 * Refuses an application.
 * @throws {YinzhengError} NOT_ALLOWED, APPROVAL_NOT_FOUND, APPROVAL_NOT_POSSIBLE
 */
export function refuseUse(
  deps: GrantDependencies,
  actor: Actor,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<ApprovalRecord> {
  return change(deps, actor, { action: 'seal-use:approve', id, kind: 'seal-use-denied', reason }, async (approval) => {
    if (approval.state === 'refused') return null;
    requireOpen(approval);
    await deps.grants.enter({ kind: 'approval-withdrawn', approval: id, by: nameOf(actor) });
    const decision = {
      approver: nameOf(actor),
      by: actor,
      at: isoInstant(deps.clock.now()),
      reason,
      decision: 'refused' as const,
    };
    return { ...approval, decisions: [...approval.decisions, decision], state: 'refused' };
  });
}

/**
 * Withdraws an application, or an approval: no document is sealed by it any more.
 * @throws {YinzhengError} NOT_ALLOWED, APPROVAL_NOT_FOUND, APPROVAL_NOT_POSSIBLE
 */
export function withdrawUse(deps: GrantDependencies, actor: Actor, id: string): Promise<ApprovalRecord> {
  return change(deps, actor, { action: 'seal-use:read', id, kind: 'seal-use-withdrawn' }, async (approval) => {
    if (approval.state === 'withdrawn') return null;
    if (approval.state === 'refused') throw notPossible(STATE_WORDS.refused);
    const mayWithdraw =
      approval.applicantName === nameOf(actor) || approval.decisions.some(({ approver }) => approver === nameOf(actor));
    if (!mayWithdraw) throw new YinzhengError('NOT_ALLOWED', { action: 'seal-use:approve' });
    await deps.grants.enter({ kind: 'approval-withdrawn', approval: id, by: nameOf(actor) });
    return { ...approval, state: 'withdrawn' };
  });
}

function requireOpen({ state }: ApprovalRecord): void {
  if (state !== 'open') throw notPossible(STATE_WORDS[state]);
}

async function change(
  deps: GrantDependencies,
  actor: Actor,
  which: { readonly action: Action; readonly id: string; readonly kind: EventKind; readonly reason?: string },
  judge: (approval: ApprovalRecord) => Promise<ApprovalRecord | null>,
): Promise<ApprovalRecord> {
  for (let attempt = 1; ; attempt++) {
    const record = await findApproval(deps.records, actor, which);
    const next = await judge(record);
    if (next === null) return record;
    const { kind, reason } = which;
    const told = toldApproval(
      deps,
      { ...next, version: record.version + 1 },
      { kind, actor, ...(reason !== undefined && { reason }) },
    );
    try {
      await deps.records.replace('approvals', told);
    } catch (error) {
      if (isYinzhengError(error, 'VERSION_CONFLICT') && attempt < ATTEMPTS) continue;
      throw error;
    }
    deps.journal.poke();
    return told;
  }
}
