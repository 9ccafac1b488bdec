export {
  cancelIssueBatch,
  forgetIssueBatch,
  forgetOverdueIssueBatches,
  getIssueBatch,
  listIssueBatches,
  startIssueBatch,
} from './control.ts';
export { ISSUE_BATCH_WORDS, KEPT_FOR, MOST_ROWS, PART } from './model.ts';
export { issueTableTemplate, receiveIssueTable, type IssueTable } from './receive.ts';
export { issueBatchResults } from './results.ts';
export { createIssueBatchWorker, type IssueBatchWorker } from './worker.ts';
