export { DISABILITY_CERTIFICATE, ELDERLY_CARD, RESIDENCE_PERMIT } from './cards.ts';
export { CONSTRUCTION_SAFETY_CERTIFICATE } from './construction-safety-certificate.ts';
export { FISHING_VESSEL_CERTIFICATE } from './fishing-vessel-certificate.ts';
export { FOOD_OPERATION_PERMIT } from './food-operation-permit.ts';
export { BUSINESS_LICENCE, MEDICAL_INSTITUTION_LICENCE, ROAD_TRANSPORT_PERMIT } from './landscape-permits.ts';
export { MARRIAGE_CERTIFICATE } from './marriage-certificate.ts';
export { REAL_ESTATE_CERTIFICATE } from './real-estate-certificate.ts';
export { TEACHER_QUALIFICATION } from './teacher-qualification.ts';
export {
  verificationReportFace,
  type ReportContent,
  type ReportFace,
  type ReportRow,
  type ReportSection,
  type ReportTone,
} from './verification-report.ts';
