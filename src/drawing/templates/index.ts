export { BUSINESS_LICENCE } from './business-licence.ts';
export { CONSTRUCTION_SAFETY_CERTIFICATE } from './construction-safety-certificate.ts';
export { DISABILITY_CERTIFICATE } from './disability-certificate.ts';
export { ELDERLY_CARD } from './elderly-card.ts';
export { FISHING_VESSEL_CERTIFICATE } from './fishing-vessel-certificate.ts';
export { FOOD_OPERATION_PERMIT } from './food-operation-permit.ts';
export { MARRIAGE_CERTIFICATE } from './marriage-certificate.ts';
export { MEDICAL_INSTITUTION_LICENCE } from './medical-institution-licence.ts';
export { REAL_ESTATE_CERTIFICATE } from './real-estate-certificate.ts';
export { RESIDENCE_PERMIT } from './residence-permit.ts';
export { ROAD_TRANSPORT_PERMIT } from './road-transport-permit.ts';
export { TEACHER_QUALIFICATION } from './teacher-qualification.ts';
export {
  verificationReportFace,
  type ReportContent,
  type ReportFace,
  type ReportRow,
  type ReportSection,
  type ReportTone,
} from './verification-report.ts';
