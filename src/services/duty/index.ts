export { checkByDuty, type DutyCheck, type DutyLine, type DutyQuestion } from './check.ts';
export { answerDemand, getDemand, listDemands, type DemandPage } from './demands.ts';
export { DEMANDS_KEPT, sweepDemands } from './sweep.ts';
export type { DutyDependencies, MadeCopy, UseCopyMaker } from './ports.ts';
