/** What these routes need of the services. */
import type { listStops, resumeSeal, stopSeal } from '../../../services/grants/index.ts';
import type { Bound } from '../../bound.ts';

/** Stops of seals. */
export interface SealStopServices {
  readonly list: Bound<typeof listStops>;
  readonly stop: Bound<typeof stopSeal>;
  readonly resume: Bound<typeof resumeSeal>;
}
