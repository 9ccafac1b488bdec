export { beginPlan, type NewPlan, type NewStep } from './begin.ts';
export { finishStep, giveUpStep, prepareStep } from './client.ts';
export { currentDigest, doneSteps, putPlanDocument, readPlanDocument } from './document.ts';
export { refuseStep, sweepPlans, withdrawPlan } from './end.ts';
export { findPlan, listPlans, type PlanPage, type PlanPageOrder } from './find.ts';
export { openPlan } from './open.ts';
export { KEPT_FOR } from './publish.ts';
export { takeStep, type StepOrder } from './take.ts';
