/** What these routes need of the services. */
import type {
  fetchClientStamp,
  finishClientStamp,
  giveUpClientStamp,
  prepareClientStamp,
} from '../../../services/stamping/index.ts';
import type { Bound } from '../../bound.ts';

/** Stamping with keys that callers have. */
export interface ClientStampServices {
  readonly prepare: Bound<typeof prepareClientStamp>;
  readonly finish: Bound<typeof finishClientStamp>;
  readonly fetch: Bound<typeof fetchClientStamp>;
  readonly giveUp: Bound<typeof giveUpClientStamp>;
}
