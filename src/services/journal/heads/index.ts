export {
  ANCHORING_ALARM_AFTER,
  createAnchoring,
  headId,
  LAST_ANCHORED,
  type Anchoring,
  type AnchoringFigures,
  type AnchoringOptions,
  type HeadKeeper,
} from './anchor.ts';
export {
  exportJournal,
  MAX_EXPORT_BYTES,
  verifyExport,
  type ExportDependencies,
  type ExportFault,
  type ExportVerification,
  type JournalExport,
  type Period,
} from './export.ts';
export { ensureJournalKey, findJournalKey, type JournalKeyDependencies } from './key.ts';
export { headProofEnds, judgeHead, type GenuineFault, type HeadTerms, type HeadVerdict } from './judge.ts';
export { HEADS_RENEWED, RENEW_HEADS_BEFORE, renewHeads, type HeadRenewal } from './renew.ts';
export { keptHeads } from './kept.ts';
export { CUT_OFF, MAX_LINE_LENGTH, readHeadLine, writeHeadLine, type AnchoredHead } from './line.ts';
export { signHead, type HeadSigning } from './sign.ts';
export {
  encodeHeadStatement,
  MAX_STATEMENT_BYTES,
  parseHeadStatement,
  type ExportedPeriod,
  type HeadStatement,
} from './statement.ts';
export {
  MOST_FAULTS,
  verifyAgainstHeads,
  type FoundHeadFault,
  type HeadFault,
  type HeadLine,
  type HeadsVerification,
} from './verify.ts';
export { EXPORT_FAULT_WORDS, HEAD_FAULT_WORDS } from './words.ts';
