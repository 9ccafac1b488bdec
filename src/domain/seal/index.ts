export { SEAL_LIFE, stateAfter, stateAt, type SealDuty, type SealStep, type SealTransition } from './life.ts';
export { currentVersion, sealInUse, type SealRecord, type SealState, type SealVersion } from './model.ts';
export { SEAL_STATE_WORDS } from './words.ts';
