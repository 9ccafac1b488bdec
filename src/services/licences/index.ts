export { attachToLicence, getAttachment, type AttachmentOrder } from './attachments.ts';
export { changeStatus, type StatusChange } from './change-status.ts';
export { downloadLicence, type DownloadedFile } from './download.ts';
export { findByIdentifier, type FoundLicence } from './find.ts';
export { getLicence, type LicenceAnswer } from './get.ts';
export { issueLicence, type IssueResult } from './issue.ts';
export { listReviewsDue, reviewLicence, type ReviewOrder } from './review.ts';
export {
  listPapersDue,
  printLicence,
  printOverlay,
  stepPaper,
  type PaperOrder,
  type PapersDuePage,
  type PrintOrder,
} from './papers.ts';
export { searchLicences, type LicenceSearch } from './search.ts';
export { listLicences, type LicencePage } from './list.ts';
export type { LicenceDependencies } from './ports.ts';
export type { IssueRequest } from './request.ts';
export { makeEdition, type EditionResult } from './make-edition.ts';
export { editionRequestSchema, type EditionRequest } from './edition-request.ts';
export { markUsed, wasUsed } from './used.ts';
export { holderSchema, issueRequestSchema, purposeSchema } from './schema.ts';
export { settleReservations, type Settlement } from './settle.ts';
