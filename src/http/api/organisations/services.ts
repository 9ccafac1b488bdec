/** What these routes need of the services. */
import type {
  changeOrganisation,
  endOrganisation,
  getOrganisation,
  listOrganisations,
  makeOrganisation,
  nameSuccessors,
  previewName,
  withdrawEnd,
} from '../../../services/organisations/index.ts';
import type { OrganisationRecord } from '../../../domain/organisation/index.ts';
import type { PlaceNames } from '../../../services/organisations/register/index.ts';
import type { Bound } from '../../bound.ts';

/** Organisations within the caller's scope, and administering them. */
export interface OrganisationServices {
  readonly names: (organisations: readonly OrganisationRecord[]) => Promise<PlaceNames>;
  readonly list: Bound<typeof listOrganisations>;
  readonly get: Bound<typeof getOrganisation>;
  readonly make: Bound<typeof makeOrganisation>;
  readonly change: Bound<typeof changeOrganisation>;
  readonly previewName: Bound<typeof previewName>;
  readonly end: Bound<typeof endOrganisation>;
  readonly withdrawEnd: Bound<typeof withdrawEnd>;
  readonly nameSuccessors: Bound<typeof nameSuccessors>;
}
