export { csvTable, exportStampings, MOST_ROWS, STAMPING_COLUMNS, stampingRow, stampingsCsv, type StampingRow } from './export.ts';
export { stampingId } from './id.ts';
export { getStamping, listStampings, STAMPING_RESULTS, type StampingFilter, type StampingPage } from './list.ts';
