export { appearanceSize, type SealAppearance } from './appearance.ts';
export type { ByteRange, SealDraft } from './draft.ts';
export { addSecurityStore, prepareTimeStamp, type EvidenceOptions } from './evidence.ts';
export type { SealRequest } from './field.ts';
export { finishSeal } from './finish.ts';
export { prepareIssue } from './issue.ts';
export type { SealPlace, SealSize } from './place.ts';
export { SEAL_FILTER, SEAL_SUB_FILTER } from './signature.ts';
export { prepareStamp, type StampOptions } from './stamp.ts';
