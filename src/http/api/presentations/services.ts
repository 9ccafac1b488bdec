/** What these routes need of the services. */
import type { Instant } from '../../../base/time.ts';
import type {
  listMyPresentations,
  presentationPasswordState,
  presentLicence,
  seeLink,
  seePresentation,
  seePublicly,
  setPresentationPassword,
  withdrawPresentation,
} from '../../../services/presentation/index.ts';
import type {
  downloadShared,
  listMyShares,
  listShared,
  revokeShare,
  shareLicence,
  useShare,
} from '../../../services/shares/index.ts';
import type { Bound } from '../../bound.ts';

/** Showing licences, and seeing what is shown. */
export interface PresentationServices {
  readonly passwordState: Bound<typeof presentationPasswordState>;
  readonly setPassword: Bound<typeof setPresentationPassword>;
  readonly present: Bound<typeof presentLicence>;
  readonly list: Bound<typeof listMyPresentations>;
  readonly withdraw: Bound<typeof withdrawPresentation>;
  readonly see: Bound<typeof seePresentation>;
  readonly seePublicly: Bound<typeof seePublicly>;
  readonly seeLink: Bound<typeof seeLink>;
  readonly now: () => Instant;
}

/** Sharing licences with bodies. */
export interface ShareServices {
  readonly grant: Bound<typeof shareLicence>;
  readonly mine: Bound<typeof listMyShares>;
  readonly revoke: Bound<typeof revokeShare>;
  readonly received: Bound<typeof listShared>;
  readonly use: Bound<typeof useShare>;
  readonly download: Bound<typeof downloadShared>;
  readonly now: () => Instant;
}
