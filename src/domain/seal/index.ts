export { currentVersion, sealInUse, type SealRecord, type SealState, type SealVersion } from './model.ts';
export { SEAL_STATE_WORDS } from './words.ts';
