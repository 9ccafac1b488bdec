export {
  ensureStatementKey,
  signStatement,
  statementKey,
  statementKeys,
  type StatementKey,
  type StatementSigning,
} from './key.ts';
export {
  checkStatement,
  noticeParameters,
  noticeStatement,
  NOTICE_TAG,
  packageStatement,
  parsePackageStatement,
  type NoticeStatement,
  type PackageStatement,
} from './statement.ts';
