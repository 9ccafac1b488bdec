export { actToFollow } from './follow.ts';
export {
  COLLECTING_MODES,
  TRUST_LEVELS,
  type CollectedFrom,
  type CollectedItemRecord,
  type CollectingCounts,
  type CollectingMode,
  type CollectingSource,
  type FieldMapping,
  type FilePolicy,
  type FileVerdict,
  type Reconciliation,
  type ReturnFlowRecord,
  type SourceTerms,
  type TrustLevel,
} from './model.ts';
export { checkSource, counted, MOST_SOURCE_TYPES, NO_COUNTS, SOURCE_ID } from './source.ts';
