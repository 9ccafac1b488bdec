/** What these routes need of the services. */
import type {
  askForLink,
  downloadMyLicence,
  endMyLink,
  getMyLicence,
  listMyLicences,
  listMyNumbers,
} from '../../../services/holders/index.ts';
import type { Bound } from '../../bound.ts';

/** What a holder who is signed in does with what is his. */
export interface MyServices {
  readonly licences: Bound<typeof listMyLicences>;
  readonly licence: Bound<typeof getMyLicence>;
  readonly download: Bound<typeof downloadMyLicence>;
  readonly numbers: Bound<typeof listMyNumbers>;
  readonly askForLink: Bound<typeof askForLink>;
  readonly endLink: Bound<typeof endMyLink>;
}
