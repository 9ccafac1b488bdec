export { ensureJournalKey, findJournalKey, type JournalKeyDependencies } from './key.ts';
export {
  encodeHeadStatement,
  MAX_STATEMENT_BYTES,
  parseHeadStatement,
  type ExportedPeriod,
  type HeadStatement,
} from './statement.ts';
