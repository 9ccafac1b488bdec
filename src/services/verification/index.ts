export { keptReport, sweepReports, verifyAndKeep, type KeptReport } from './keep-report.ts';
export type {
  IsolatedVerifier,
  Register,
  ReportKeeping,
  RevocationQuestion,
  RevocationSource,
  VerificationDependencies,
} from './ports.ts';
export { sealReport, type ReportSealing, type ReportToSeal, type SealedReport } from './seal-report.ts';
export { askRegister, registerReport, type RegisterAnswer } from './register.ts';
export { FIELDS_RESULT_WORDS } from './fields-words.ts';
export { verifyCode, verifyCopyNumber, verifyIdentifier, type Moment, type StatusReport } from './verify-code.ts';
export {
  checkFields,
  CLIENT_TERMS,
  SUBJECT_TERMS,
  verifyFields,
  type FieldsDependencies,
  type FieldsQuestion,
} from './verify-fields.ts';
export { examineFile, verifyFile, type FileQuestion } from './verify-file.ts';
