/** Applications for the use of a seal (用章申请) and what was decided about them (用章审批). */
import type { Actor, Purpose } from '../access/index.ts';
import type { DomainEvent } from '../journal/index.ts';
import type { GrantDecision } from './model.ts';

/** State of an application: nobody uses a seal by one that is not approved, or whose time is over. */
export type ApprovalState = 'open' | 'approved' | 'refused' | 'withdrawn';

/** An application for the use of a seal, aggregate: one document, or a batch of them. */
export interface ApprovalRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly grant: string;
  readonly seal: string;
  /** Organisation that owns the seal. */
  readonly owner: string;
  readonly state: ApprovalState;
  readonly applicant: Actor;
  /** Account, or id of the key of a system: who may use the seal by it. */
  readonly applicantName: string;
  /** SM3 of each document, hexadecimal. */
  readonly digests: readonly string[];
  readonly purpose: Purpose & { readonly caseNumber: string };
  readonly requestedAt: string;
  /** ISO 8601: until when it can be approved and used. */
  readonly expiresAt: string;
  /** How many have to approve it. */
  readonly approvals: 1 | 2;
  readonly decisions: readonly (GrantDecision & { readonly approver: string; readonly decision: 'approved' | 'refused' })[];
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
}
