/** What these routes need of the services. */
import type {
  changeOrganisation,
  endOrganisation,
  getOrganisation,
  listOrganisations,
  makeOrganisation,
  nameSuccessors,
  withdrawEnd,
} from '../../../services/organisations/index.ts';
import type { Bound } from '../../bound.ts';

/** Organisations within the caller's scope, and administering them. */
export interface OrganisationServices {
  readonly list: Bound<typeof listOrganisations>;
  readonly get: Bound<typeof getOrganisation>;
  readonly make: Bound<typeof makeOrganisation>;
  readonly change: Bound<typeof changeOrganisation>;
  readonly end: Bound<typeof endOrganisation>;
  readonly withdrawEnd: Bound<typeof withdrawEnd>;
  readonly nameSuccessors: Bound<typeof nameSuccessors>;
}
