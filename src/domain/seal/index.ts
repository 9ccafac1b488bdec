export { sealInUse, type SealRecord, type SealState, type SealVersion } from './model.ts';
