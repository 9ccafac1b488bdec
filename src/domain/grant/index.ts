export type { ApprovalRecord, ApprovalState } from './approval.ts';
export { checkTerms } from './check.ts';
export { holds, whyNotCovered, type AskedUse } from './judge.ts';
export {
  APPROVAL_MODES,
  KEY_SUBJECT,
  OWNER_SUBJECT,
  type Applicant,
  type ApprovalMode,
  type GrantDecision,
  type GrantHolders,
  type GrantOrigin,
  type GrantRecord,
  type GrantState,
  type GrantTerms,
  type UseKind,
} from './model.ts';
