/** What these routes need of the services. */
import type {
  changeLicenceDraft,
  getLicenceDraft,
  issueLicenceDraft,
  listLicenceDrafts,
  makeLicenceDraft,
  previewLicence,
  previewLicenceDraft,
  returnLicenceDraft,
  withdrawLicenceDraft,
} from '../../../services/licences/drafts/index.ts';
import type { Bound } from '../../bound.ts';

export interface LicenceDraftServices {
  readonly preview: Bound<typeof previewLicence>;
  readonly make: Bound<typeof makeLicenceDraft>;
  readonly list: Bound<typeof listLicenceDrafts>;
  readonly get: Bound<typeof getLicenceDraft>;
  readonly previewDraft: Bound<typeof previewLicenceDraft>;
  readonly change: Bound<typeof changeLicenceDraft>;
  readonly return: Bound<typeof returnLicenceDraft>;
  readonly issue: Bound<typeof issueLicenceDraft>;
  readonly withdraw: Bound<typeof withdrawLicenceDraft>;
}
