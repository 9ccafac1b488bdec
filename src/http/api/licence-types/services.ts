/** What these routes need of the services. */
import type { getLicenceType, listLicenceTypes } from '../../../services/licence-types/index.ts';
import type { Bound } from '../../bound.ts';

/** Reading what licences are made from. */
export interface CatalogueServices {
  readonly licenceTypes: Bound<typeof listLicenceTypes>;
  readonly licenceType: Bound<typeof getLicenceType>;
}
