export { verifyAgain } from './again.ts';
export { answeredBy, MAX_CARRIED_LISTS, policyDigest, verifyWithDiagnostic } from './collect.ts';
export type {
  DiagnosticAnchor,
  DiagnosticCertificate,
  DiagnosticList,
  DiagnosticTimeStamp,
  Verification,
  VerificationDiagnostic,
} from './model.ts';
