/** Who acts, in which capacity, and what for. */

/**
 * What a person or system is allowed to be here. `administrator`, `security-administrator` and `auditor` are the three administrators
 * that are kept apart (系统管理员、安全管理员、审计管理员; GB/T 22239-2019 8.1.5). `seal-keeper`, `seal-approver` and `seal-maker` have the
 * duties in the life of seals (印章管理员、制发部门、制作管理单位); `catalogue-editor` and `catalogue-approver` those in the catalogue of licence types
 * (目录编制、目录审批).
 */
export type Role =
  | 'issuer'
  | 'seal-user'
  | 'seal-keeper'
  | 'seal-approver'
  | 'seal-maker'
  | 'catalogue-editor'
  | 'catalogue-approver'
  | 'verifier'
  | 'auditor'
  | 'administrator'
  | 'security-administrator'
  | 'system';

/** A role that an account can have. */
export type StaffRole = Exclude<Role, 'system'>;

/**
 * How far an account reaches (数据范围) where that was said: its own organisation; all in an area; all of a line of business, everywhere or in
 * one area. Codes as they were given: an area that was replaced stands for those that took its place.
 */
export type DataScope =
  | { readonly kind: 'own' }
  | { readonly kind: 'area'; readonly area: string }
  | { readonly kind: 'line'; readonly line: string; readonly area: string | null };

/** Who acts: every record and event names one. */
export interface Actor {
  /** Account id of the person, pseudonym of a holder, null for a system acting on its own. */
  readonly person: string | null;
  /** Unified social credit code of the organisation acted for, null for none. */
  readonly organisation: string | null;
  /**
   * `operator`: whoever has the machine, at its command line; `holder`: somebody known by real name, without an account; `public`:
   * everybody, and accounts without a role.
   */
  readonly capacity: Role | 'operator' | 'holder' | 'public';
  /** Holder or organisation on whose behalf, null mostly. */
  readonly onBehalfOf: string | null;
  /** API key id or `web`, `cli`, `server`. */
  readonly client: string;
  /** Session id's public part, null without a session. */
  readonly session: string | null;
  /** The only actions that a system was let in for; absent: all of its capacity. */
  readonly scopes?: readonly Action[];
  /** How far his account reaches; absent: as his role and the place of his organisation say. */
  readonly dataScope?: DataScope;
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
  | 'collecting:read'
  | 'collecting:push'
  | 'collecting:manage'
  | 'licence:share'
  | 'webhook:read'
  | 'webhook:manage'
  | 'directory-error:read'
  | 'directory-error:resolve'
  | 'evidence:export'
  | 'archive:receive'
  | 'licence-type:read'
  | 'catalogue:read'
  | 'catalogue:edit'
  | 'catalogue:approve'
  | 'seal:read'
  | 'seal:apply'
  | 'seal:approve'
  | 'seal:make'
  | 'seal:stop'
  | 'seal:resume'
  | 'grant:read'
  | 'grant:propose'
  | 'grant:confirm'
  | 'grant:end'
  | 'seal-use:request'
  | 'seal-use:read'
  | 'seal-use:approve'
  | 'stamping:read'
  | 'countersigning:read'
  | 'document:stamp'
  | 'document:sign'
  | 'evidence-record:make'
  | 'signature-key:read'
  | 'signature-key:manage'
  | 'organisation:read'
  | 'organisation:manage'
  | 'retention:read'
  | 'retention:manage'
  | 'retention:hold'
  | 'retention:propose'
  | 'retention:review'
  | 'retention:approve'
  | 'retention:refuse'
  | 'journal:read'
  | 'alarm:read'
  | 'statistics:read'
  | 'quality:read'
  | 'quality:handle'
  | 'account:read'
  | 'account:manage'
  | 'account:authorise'
  | 'client:read'
  | 'client:manage'
  | 'client:authorise'
  | 'holding:read'
  | 'holding:download'
  | 'holding:present'
  | 'holding:share'
  | 'holding:object'
  | 'duty:check'
  | 'licence-demand:read'
  | 'licence-demand:answer'
  | 'objection:file'
  | 'objection:read'
  | 'objection:answer'
  | 'working-calendar:read'
  | 'working-calendar:record'
  | 'presentation:see'
  | 'share:use'
  | 'holder-link:ask'
  | 'holder-link:decide'
  | 'representation:ask'
  | 'representation:decide'
  | 'session:end';
