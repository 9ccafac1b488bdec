export { FOOD_OPERATION_PERMIT } from './food-operation-permit.ts';
export {
  verificationReportFace,
  type ReportContent,
  type ReportFace,
  type ReportRow,
  type ReportSection,
  type ReportTone,
} from './verification-report.ts';
