export type { CompromiseDependencies } from './ports.ts';
export { reportCompromise, type CompromiseReport } from './report.ts';
export { orderReseal, resealLicence } from './reseal.ts';
export { listCompromised, stampedSince, type StampedSince, type StampedSincePage } from './since.ts';
export { getCompromise, listNotices, type NoticePage } from './find.ts';
export { workOnCompromises } from './work.ts';
export { COMPROMISED_COLUMNS, compromisedRow, NOTICE_COLUMNS, noticeRow, type CompromisedRow, type NoticeRow } from './export.ts';
