/** Who acts, in which capacity, and what for. */

/** What a person or system is allowed to be here. */
export type Role = 'issuer' | 'seal-user' | 'verifier' | 'auditor' | 'administrator' | 'system';

/** Who acts: every record and event names one. */
export interface Actor {
  /** Account id of the person, null for a system acting on its own. */
  readonly person: string | null;
  /** Unified social credit code of the organisation acted for, null for none. */
  readonly organisation: string | null;
  readonly capacity: Role | 'public';
  /** Holder or organisation on whose behalf, null mostly. */
  readonly onBehalfOf: string | null;
  /** API key id or `web`, `cli`, `server`. */
  readonly client: string;
  /** Session id's public part, null without a session. */
  readonly session: string | null;
}

/** Why personal data are read or a seal is used (申请事由). */
export interface Purpose {
  readonly item: string;
  readonly caseNumber: string | null;
  readonly cause: string;
}

/** What can be asked for. */
export type Action =
  | 'licence:issue'
  | 'licence:read'
  | 'licence:download'
  | 'licence:change-status'
  | 'licence:verify'
  | 'licence-type:read'
  | 'seal:read'
  | 'document:stamp'
  | 'document:sign'
  | 'evidence-record:make'
  | 'signature-key:read'
  | 'signature-key:manage'
  | 'organisation:read'
  | 'journal:read'
  | 'account:manage'
  | 'session:end';
