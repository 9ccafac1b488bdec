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
export { ensureJournalKey, findJournalKey, type JournalKeyDependencies } from './key.ts';
export { CUT_OFF, MAX_LINE_LENGTH, readHeadLine, writeHeadLine, type AnchoredHead } from './line.ts';
export { signHead, type HeadSigning } from './sign.ts';
export {
  encodeHeadStatement,
  MAX_STATEMENT_BYTES,
  parseHeadStatement,
  type ExportedPeriod,
  type HeadStatement,
} from './statement.ts';
