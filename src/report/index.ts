export { CHECK_CODES, type CheckCode } from './codes.ts';
export { concludeChecks, worse } from './conclude.ts';
export { DEVIATION_CODES, type DeviationCode } from './deviations.ts';
export type {
  CertificateSummary,
  Check,
  CheckId,
  Conclusion,
  Deviation,
  Evidence,
  Outcome,
  RegisterReport,
  SealSummary,
  SignatureReport,
  TrustClass,
  VerificationReport,
} from './model.ts';
