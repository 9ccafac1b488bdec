export { SEAL_LIFE, stateAfter, stateAt, type SealDuty, type SealState, type SealStep, type SealTransition } from './life.ts';
export {
  currentVersion,
  SEAL_KINDS,
  sealInUse,
  type SealFiling,
  type SealKind,
  type SealRecord,
  type SealVersion,
} from './model.ts';
export { isAlive, stoppedBy, takeStep, type SteppedVersions, type VersionChange } from './step.ts';
export { SEAL_STATE_WORDS } from './words.ts';
