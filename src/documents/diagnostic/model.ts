/** Everything that a verification depended on besides the document, as JSON, so that it can be computed again elsewhere and later. */
import type { AuthorisedSealMaker, TrustAnchor, VerificationPolicy } from '../../pki/index.ts';
import type { RegisterFinding, VerificationReport } from '../../report/index.ts';

/** A certificate that was looked at. */
export interface DiagnosticCertificate {
  /** SM3 of the DER, hexadecimal. */
  readonly sm3: string;
  /** Where it came from; one in both places counts as stored. */
  readonly from: 'trust-store' | 'given' | 'document';
  /** DER, Base64; null for those of the document, which has them itself: they may name persons. */
  readonly der: string | null;
}

/** A trust anchor by digest; its certificate is among the certificates. */
export type DiagnosticAnchor = Omit<TrustAnchor, 'certificate'> & { readonly sm3: string };

/** A revocation list that was looked at. */
export interface DiagnosticList {
  readonly sm3: string;
  readonly issuer: string;
  /** ISO 8601. */
  readonly thisUpdate: string;
  readonly nextUpdate: string | null;
  /** DER, Base64; null when the lists together were too large to be kept. */
  readonly der: string | null;
}

/** A time stamp that was met, by the signature of the report that it belongs to. */
export interface DiagnosticTimeStamp {
  readonly signature: number;
  readonly of: 'signature' | 'seal' | 'document';
  /** ISO 8601, as the token says; null where it could not be read. */
  readonly time: string | null;
  readonly proven: boolean;
}

/** The inputs of one verification. */
export interface VerificationDiagnostic {
  readonly schema: 1;
  readonly view: 'diagnostic';
  readonly document: VerificationReport['document'];
  /** Moment of validation, ISO 8601. */
  readonly validatedAt: string;
  /** How many of the document's first bytes a register had, since when (ISO 8601); null for none. */
  readonly proofOfExistence: { readonly size: number; readonly recordedAt: string } | null;
  /** EvidenceRecord (RFC 4998) that was given beside the document, DER in Base64; absent for none. */
  readonly evidenceRecord?: string;
  /** The policy, and the SM3 of its JSON with sorted names. */
  readonly policy: { readonly sm3: string; readonly value: VerificationPolicy };
  readonly anchors: readonly DiagnosticAnchor[];
  readonly certificates: readonly DiagnosticCertificate[];
  readonly revocationLists: readonly DiagnosticList[];
  /** OCSPResponse (RFC 6960 §4.2.1), DER in Base64. */
  readonly ocspResponses: readonly string[];
  readonly sealMakers: readonly AuthorisedSealMaker[];
  readonly timeStamps: readonly DiagnosticTimeStamp[];
  /** What the register answered; null when none was asked. */
  readonly register: RegisterFinding | null;
}

/** A report and what it was computed from. */
export interface Verification {
  readonly report: VerificationReport;
  readonly diagnostic: VerificationDiagnostic;
}
