export { carryOutList, resumeDestructions } from './carry-out.ts';
export { approveList, refuseList, reviewList, type DecisionOrder } from './decide.ts';
export { findList, listDestructions, type DestructionListPage } from './find.ts';
export { holdLicence, releaseLicence, type HoldOrder } from './hold.ts';
export { makeDestructionList, MOST_ITEMS } from './make-list.ts';
export type { Erasure, ErasureKeeper, RetentionDependencies } from './ports.ts';
export { erasuresUndone, reapplyErasures } from './reapply.ts';
export { listRules, recordRule, type RuleOrder } from './rules.ts';
