export { applyForSeal, type ApplicationOrder, type ApplyDependencies } from './apply.ts';
export { decideApplication, type Decision } from './decide.ts';
export { cancelAppliedSeal, fileAppliedSeal, revokeSealCertificates, type FilingOrder } from './file.ts';
export { getApplication, listApplications, MAX_APPLICATIONS, type ApplicationPage, type ApplicationQuery } from './list.ts';
export { makeAppliedSeal, type MakingOrder } from './make.ts';
export type { SealFilingDependencies, SealMakingDependencies } from './ports.ts';
