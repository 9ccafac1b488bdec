/** What these routes need of the services. */
import type { resumeSeal, stopSeal } from '../../../services/grants/index.ts';
import type { Bound } from '../../bound.ts';

/** Emergency stop of seals. */
export interface SealStopServices {
  readonly stop: Bound<typeof stopSeal>;
  readonly resume: Bound<typeof resumeSeal>;
}
