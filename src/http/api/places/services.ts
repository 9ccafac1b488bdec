/** What these routes need of the services. */
import type { getPlace, importPlaces, listPlaces, moveOrganisations } from '../../../services/organisations/register/index.ts';
import type { Actor } from '../../../domain/access/index.ts';
import type { PlaceRecord, Tree } from '../../../domain/organisation/index.ts';
import type { Bound } from '../../bound.ts';

/** The register of areas and lines of business. */
export interface PlaceServices {
  readonly list: Bound<typeof listPlaces>;
  readonly get: Bound<typeof getPlace>;
  readonly every: (actor: Actor, tree: Tree) => AsyncIterable<PlaceRecord>;
  readonly import: Bound<typeof importPlaces>;
  readonly move: Bound<typeof moveOrganisations>;
}
