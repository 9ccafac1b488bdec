export {
  partiesOf,
  planStateAt,
  PLAN_STATE_WORDS,
  stepsInTurn,
  waitingOrganisations,
  whyNotInTurn,
  whyNotPlanned,
  MOST_STEPS,
  LONGEST_PLAN,
  type PlannedSteps,
  type StepTerms,
} from './rules.ts';
export type { PlanState, StepState } from './model.ts';
