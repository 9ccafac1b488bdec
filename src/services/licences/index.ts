export { changeStatus, type StatusChange } from './change-status.ts';
export { downloadLicence, type DownloadedFile } from './download.ts';
export { findByIdentifier, type FoundLicence } from './find.ts';
export { getLicence, type LicenceAnswer } from './get.ts';
export { issueLicence, type IssueResult } from './issue.ts';
export { listLicences, type LicencePage } from './list.ts';
export type { LicenceDependencies } from './ports.ts';
export type { IssueRequest } from './request.ts';
export { settleReservations, type Settlement } from './settle.ts';
