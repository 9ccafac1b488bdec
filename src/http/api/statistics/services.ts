/** What these routes need of the services. */
import type { getStatistics } from '../../../services/statistics/index.ts';
import type { Bound } from '../../bound.ts';

/** Statistics for supervision. */
export interface StatisticsServices {
  readonly read: Bound<typeof getStatistics>;
}
