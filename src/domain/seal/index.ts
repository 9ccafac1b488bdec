export {
  APPLICATION_KINDS,
  APPLICATION_STATE_WORDS,
  APPLICATION_STATES,
  APPLICATION_STEPS,
  isOpen,
  stepFault,
  type ApplicationKey,
  type ApplicationKind,
  type ApplicationState,
  type ApplicationStep,
  type SealApplication,
  type TakenStep,
} from './application.ts';
export { filingStanding, type FiledSeal, type FiledSealRecord, type FiledVersion, type FilingStanding } from './filed.ts';
export { withSteps, type ToldStep } from './filing.ts';
export { faceFault, faceTitle, showsName, SEAL_SHAPES, type SealFaceOrder, type SealShape } from './face.ts';
export { SEAL_LIFE, stateAfter, stateAt, type SealDuty, type SealState, type SealStep, type SealTransition } from './life.ts';
export {
  currentVersion,
  ENDED_STATES,
  endedVersions,
  SEAL_KINDS,
  sealInUse,
  type SealFiling,
  type SealKind,
  type SealRecord,
  type SealVersion,
} from './model.ts';
export { isAlive, stoppedBy, takeStep, type SteppedVersions, type VersionChange } from './step.ts';
export { SEAL_STATE_WORDS, SEAL_STEP_WORDS, SPECIMEN_MARKING } from './words.ts';
