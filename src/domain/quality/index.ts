export { findingsOf, MOST_FINDINGS, sameFindings } from './judge.ts';
export {
  HANDLINGS,
  QUALITY_RULES,
  RULE_SET,
  type Handling,
  type QualityFinding,
  type QualityRecord,
  type QualityRule,
  type Severity,
} from './model.ts';
