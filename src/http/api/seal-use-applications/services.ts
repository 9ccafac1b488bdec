/** What these routes need of the services. */
import type {
  approveUse,
  getApproval,
  listApprovals,
  refuseUse,
  requestUse,
  withdrawUse,
} from '../../../services/grants/index.ts';
import type { Bound } from '../../bound.ts';

/** Applications for the use of seals. */
export interface UseApplicationServices {
  readonly list: Bound<typeof listApprovals>;
  readonly get: Bound<typeof getApproval>;
  readonly request: Bound<typeof requestUse>;
  readonly approve: Bound<typeof approveUse>;
  readonly refuse: Bound<typeof refuseUse>;
  readonly withdraw: Bound<typeof withdrawUse>;
}
