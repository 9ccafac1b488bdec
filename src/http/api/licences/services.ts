/** What these routes need of the services. */
import type {
  LicenceAnswer,
  attachToLicence,
  changeStatus,
  downloadLicence,
  getAttachment,
  getLicence,
  issueLicence,
  listLicences,
  listPapersDue,
  listReviewsDue,
  makeEdition,
  printLicence,
  printOverlay,
  reviewLicence,
  searchLicences,
  stepPaper,
} from '../../../services/licences/index.ts';
import type { Bound } from '../../bound.ts';

/** A licence as issued, with its status; `repeated` when this case had been issued before with the same content. */
export interface IssuedLicence extends LicenceAnswer {
  readonly repeated: boolean;
}

export interface LicenceServices {
  readonly issue: (...call: Parameters<Bound<typeof issueLicence>>) => Promise<IssuedLicence>;
  readonly makeEdition: (...call: Parameters<Bound<typeof makeEdition>>) => Promise<IssuedLicence>;
  readonly list: Bound<typeof listLicences>;
  readonly search: Bound<typeof searchLicences>;
  readonly get: Bound<typeof getLicence>;
  readonly download: Bound<typeof downloadLicence>;
  readonly review: Bound<typeof reviewLicence>;
  readonly reviewsDue: Bound<typeof listReviewsDue>;
  readonly attach: Bound<typeof attachToLicence>;
  readonly attachment: Bound<typeof getAttachment>;
  readonly print: Bound<typeof printLicence>;
  readonly stepPaper: Bound<typeof stepPaper>;
  readonly overlay: Bound<typeof printOverlay>;
  readonly papersDue: Bound<typeof listPapersDue>;
  readonly changeStatus: Bound<typeof changeStatus>;
}
