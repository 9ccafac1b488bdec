/** Grants of the use of seals (用章授权): who may use which seal, for what, from when to when, how often, and by whose approval. */
import type { Actor, Purpose } from '../access/index.ts';
import type { DomainEvent } from '../journal/index.ts';

/** How a use is approved (用章审批): by rule, each use, or many documents at once. */
export const APPROVAL_MODES = ['automatic', 'per-use', 'per-batch'] as const;

/** One of them. */
export type ApprovalMode = (typeof APPROVAL_MODES)[number];

/**
 * What a grant says as its seal where it is about a key that signs documents without one (数字签名密钥): its id in custody after this. No seal code
 * has a colon.
 */
export const KEY_SUBJECT = 'key:';

/** What the code of an organisation begins with, where the end of all that it owns is planned. */
export const OWNER_SUBJECT = 'owner:';

/** What a seal is used on: a document brought along, or a licence of a type, by its code. */
export type UseKind = 'document' | `licence:${string}`;

/** Who may use a seal: accounts, everybody and every system of an organisation, systems by the id of their key. */
export interface GrantHolders {
  readonly users: readonly string[];
  readonly organisations: readonly string[];
  readonly systems: readonly string[];
}

/** What a grant says; custody keeps the same. */
export interface GrantTerms extends GrantHolders {
  /** Seal code (esID), or {@link KEY_SUBJECT} and the id of a key. */
  readonly seal: string;
  /** Organisation that owns the seal, by its unified social credit code. */
  readonly owner: string;
  /** Whether documents may be sealed, and licences of which types, by code; `all` for every type. */
  readonly documents: boolean;
  readonly licenceTypes: readonly string[] | 'all';
  /** ISO 8601; the end is the first moment that it holds no more. */
  readonly validFrom: string;
  readonly validTo: string;
  /** How many uses at most; null for any number. */
  readonly uses: number | null;
  readonly approval: ApprovalMode;
  /** Accounts that approve uses; none where approval is automatic. */
  readonly approvers: readonly string[];
  /** How many of them have to approve a use: 2 where a second person has to. */
  readonly approvals: 1 | 2;
}

/** Where a grant comes from: made by people, by the set-up of a demonstration, or once for seals from before there were grants. */
export type GrantOrigin = 'administered' | 'demonstration' | 'carried-over';

/** State of a grant in its life: nobody uses a seal by one that is not in force. */
export type GrantState = 'proposed' | 'in-force' | 'refused' | 'ended';

/** Who decided about a grant, and when. */
export interface GrantDecision {
  readonly by: Actor;
  readonly at: string;
  readonly reason: string | null;
}

/** A grant, aggregate. */
export interface GrantRecord extends GrantTerms {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly state: GrantState;
  readonly origin: GrantOrigin;
  readonly proposed: GrantDecision;
  /** Confirmed, or refused. */
  readonly decided: GrantDecision | null;
  readonly ended: GrantDecision | null;
  readonly purpose: Purpose;
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
}

/** Who uses a seal, as grants see it. */
export interface Applicant {
  /** Account, null for a system. */
  readonly person: string | null;
  readonly organisation: string | null;
  /** Id of the API key of a system; `web`, `cli` and `server` otherwise. */
  readonly client: string;
}
