/** What these routes need of the services. */
import type {
  cancelIssueBatch,
  forgetIssueBatch,
  getIssueBatch,
  issueBatchResults,
  issueTableTemplate,
  listIssueBatches,
  receiveIssueTable,
  startIssueBatch,
} from '../../../services/licences/batches/index.ts';
import type { Bound } from '../../bound.ts';

export interface IssueBatchServices {
  readonly template: Bound<typeof issueTableTemplate>;
  readonly receive: Bound<typeof receiveIssueTable>;
  readonly list: Bound<typeof listIssueBatches>;
  readonly get: Bound<typeof getIssueBatch>;
  readonly start: Bound<typeof startIssueBatch>;
  readonly cancel: Bound<typeof cancelIssueBatch>;
  readonly forget: Bound<typeof forgetIssueBatch>;
  readonly results: Bound<typeof issueBatchResults>;
}
