/** What these routes need of the services. */
import type {
  applyForSeal,
  cancelAppliedSeal,
  decideApplication,
  fileAppliedSeal,
  getApplication,
  listApplications,
  makeAppliedSeal,
} from '../../../services/seals/index.ts';
import type { Bound } from '../../bound.ts';

/** Applications for seals, on their way from the owner to the unit that makes and files them. */
export interface SealApplicationServices {
  readonly apply: Bound<typeof applyForSeal>;
  readonly list: Bound<typeof listApplications>;
  readonly get: Bound<typeof getApplication>;
  readonly decide: Bound<typeof decideApplication>;
  readonly make: Bound<typeof makeAppliedSeal>;
  readonly file: Bound<typeof fileAppliedSeal>;
  readonly cancel: Bound<typeof cancelAppliedSeal>;
}
