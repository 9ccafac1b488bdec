/** What these routes need of the services. */
import type { Instant } from '../../../base/time.ts';
import type { takeSealStep } from '../../../services/grants/index.ts';
import type { getSeal, listSeals } from '../../../services/seals/index.ts';
import type { Bound } from '../../bound.ts';

/** Seals within the caller's scope, and their life. */
export interface SealServices {
  readonly list: Bound<typeof listSeals>;
  readonly get: Bound<typeof getSeal>;
  readonly step: Bound<typeof takeSealStep>;
  readonly now: () => Instant;
}
