/** What these routes need of the services. */
import type { applyForStatus, decideStatus, listApplications } from '../../../services/licence-status/index.ts';
import type { Bound } from '../../bound.ts';

export interface StatusApplicationServices {
  readonly apply: Bound<typeof applyForStatus>;
  readonly decide: Bound<typeof decideStatus>;
  readonly list: Bound<typeof listApplications>;
}
