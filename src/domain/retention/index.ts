export { destroyedLicence, NO_PURPOSE } from './destroy.ts';
export { licenceDue, recordDue, ruleId } from './due.ts';
export {
  MOST_YEARS,
  RETAINED_KINDS,
  RETENTION_STARTS,
  type DestructionDecision,
  type DestructionItem,
  type DestructionList,
  type DestructionOutcome,
  type LeftReason,
  type RetainedKind,
  type RetentionRule,
  type RetentionStart,
} from './model.ts';
