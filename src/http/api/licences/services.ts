/** What these routes need of the services. */
import type {
  LicenceAnswer,
  changeStatus,
  downloadLicence,
  getLicence,
  issueLicence,
  listLicences,
  makeEdition,
  searchLicences,
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
  readonly changeStatus: Bound<typeof changeStatus>;
}
