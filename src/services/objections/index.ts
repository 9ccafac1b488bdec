export type { ReadFile } from './attachments.ts';
export { attachToFiled, endFiledObjection, readEvidence } from './counter.ts';
export { decideObjection, type ObjectionDecision } from './decide.ts';
export { fileMyObjection, fileObjection, type ObjectionOrder, type ObjectionTarget } from './file.ts';
export { getObjection, listObjections, OBJECTION_LISTS, shown, type ObjectionPage, type ShownObjection } from './find.ts';
export { followUseObjections } from './follow.ts';
export { attachToMine, endMyObjection, getMyObjection, listMyObjections, readMyAttachment } from './mine.ts';
export type { ObjectionDependencies, ObjectionKeeping } from './ports.ts';
export { OBJECTIONS_KEPT, sweepObjections } from './sweep.ts';
