export { eraseWithdrawnDrafts, KEPT_WITHDRAWN, maskedNote, returnLicenceDraft, withdrawLicenceDraft } from './decide.ts';
export type { DraftOrder } from './draw-up.ts';
export { issueLicenceDraft, orderOf, type IssuedDraft } from './issue.ts';
export { changeLicenceDraft, makeLicenceDraft, type MadeDraft } from './make.ts';
export { markedFace, previewLicence } from './preview.ts';
export { getLicenceDraft, listLicenceDrafts, previewLicenceDraft, type LicenceDraftPage } from './read.ts';
