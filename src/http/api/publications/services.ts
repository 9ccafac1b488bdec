/** What these routes need of the services. */
import type { countStatusLists, getPublication } from '../../../services/claims/index.ts';
import type { Bound } from '../../bound.ts';

export interface PublicationServices {
  readonly get: Bound<typeof getPublication>;
  readonly lists: Bound<typeof countStatusLists>;
}
