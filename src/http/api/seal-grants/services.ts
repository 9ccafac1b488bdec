/** What these routes need of the services. */
import type {
  confirmGrant,
  endGrant,
  getCountedGrant,
  listGrants,
  proposeGrant,
  refuseGrant,
} from '../../../services/grants/index.ts';
import type { Bound } from '../../bound.ts';

/** Grants of the use of seals. */
export interface GrantServices {
  readonly list: Bound<typeof listGrants>;
  readonly get: Bound<typeof getCountedGrant>;
  readonly propose: Bound<typeof proposeGrant>;
  readonly confirm: Bound<typeof confirmGrant>;
  readonly refuse: Bound<typeof refuseGrant>;
  readonly end: Bound<typeof endGrant>;
}
