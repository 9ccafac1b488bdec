/** What these routes need of the services. */
import type { exportStampings, getStamping, listStampings } from '../../../services/stamping/log/index.ts';
import type { Bound } from '../../bound.ts';

/** The log of stampings. */
export interface StampingLogServices {
  readonly list: Bound<typeof listStampings>;
  readonly get: Bound<typeof getStamping>;
  readonly export: Bound<typeof exportStampings>;
}
