export { CHECK_CODES, type CheckCode } from './codes.ts';
export { concludeChecks, weakerTrust, worse } from './conclude.ts';
export { DEVIATION_CODES, type DeviationCode } from './deviations.ts';
export { withRegister, type RegisterFinding } from './register.ts';
export type {
  CertificateSummary,
  Certification,
  Check,
  CheckId,
  Conclusion,
  CopyReport,
  Deviation,
  Evidence,
  Fault,
  Outcome,
  RegisterReport,
  ReviewStateName,
  SealSummary,
  SignatureReport,
  TrustClass,
  VerificationReport,
} from './model.ts';
