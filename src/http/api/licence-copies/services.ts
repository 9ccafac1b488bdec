/** What these routes need of the services. */
import type {
  chooseCopySeal,
  downloadCopy,
  listCopies,
  makeCancelledRendition,
  makeUseCopy,
} from '../../../services/copies/index.ts';
import type { verifyCopyNumber } from '../../../services/verification/index.ts';
import type { Bound } from '../../bound.ts';

export interface CopyServices {
  readonly make: Bound<typeof makeUseCopy>;
  readonly cancelled: Bound<typeof makeCancelledRendition>;
  readonly list: Bound<typeof listCopies>;
  readonly download: Bound<typeof downloadCopy>;
  readonly verify: Bound<typeof verifyCopyNumber>;
  readonly chooseSeal: Bound<typeof chooseCopySeal>;
}
