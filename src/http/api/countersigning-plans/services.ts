/** What these routes need of the services. */
import type {
  beginPlan,
  findPlan,
  finishStep,
  giveUpStep,
  listPlans,
  openPlan,
  prepareStep,
  putPlanDocument,
  readPlanDocument,
  refuseStep,
  takeStep,
  withdrawPlan,
} from '../../../services/countersigning/index.ts';
import type { Bound } from '../../bound.ts';
import type { Actor } from '../../../domain/access/index.ts';

/** Documents that several organisations seal. */
export interface CountersigningServices {
  readonly begin: Bound<typeof beginPlan>;
  readonly list: Bound<typeof listPlans>;
  readonly get: (actor: Actor, id: string) => ReturnType<typeof findPlan>;
  readonly putDocument: Bound<typeof putPlanDocument>;
  readonly document: Bound<typeof readPlanDocument>;
  readonly open: Bound<typeof openPlan>;
  readonly withdraw: Bound<typeof withdrawPlan>;
  readonly take: Bound<typeof takeStep>;
  readonly prepare: Bound<typeof prepareStep>;
  readonly finish: Bound<typeof finishStep>;
  readonly giveUp: Bound<typeof giveUpStep>;
  readonly refuse: Bound<typeof refuseStep>;
}
