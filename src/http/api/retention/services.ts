/** What these routes need of the services. */
import type { Actor } from '../../../domain/access/index.ts';
import type {
  approveList,
  carryOutList,
  findList,
  holdLicence,
  listDestructions,
  listRules,
  makeDestructionList,
  recordRule,
  refuseList,
  releaseLicence,
  reviewList,
} from '../../../services/retention/index.ts';
import type { Bound } from '../../bound.ts';

/** How long records are kept, and their destruction. */
export interface RetentionServices {
  readonly rules: (actor: Actor) => ReturnType<typeof listRules>;
  readonly recordRule: Bound<typeof recordRule>;
  readonly hold: Bound<typeof holdLicence>;
  readonly release: Bound<typeof releaseLicence>;
  readonly lists: Bound<typeof listDestructions>;
  readonly list: (actor: Actor, id: string) => ReturnType<typeof findList>;
  readonly make: Bound<typeof makeDestructionList>;
  readonly review: Bound<typeof reviewList>;
  readonly approve: Bound<typeof approveList>;
  readonly refuse: Bound<typeof refuseList>;
  readonly carryOut: Bound<typeof carryOutList>;
}
