import { isYinzhengError, YinzhengError } from '../base/errors/index.ts';
import { isoInstant, type Instant } from '../base/time.ts';
import {
  certificatesOf,
  parseEvidenceRecord,
  withValidationData,
  type Certificate,
  type PreparedTrust,
  type RegisterEntry,
  type ValidationData,
  type VerificationCache,
  type VerificationPolicy,
} from '../pki/index.ts';
import { verifyPdf } from '../pdf/index.ts';
import { worse, type CheckCode, type Conclusion, type SignatureReport, type VerificationReport } from '../report/index.ts';
import { documentDigest } from './digest.ts';
import type { DocumentEngine } from './engine.ts';
import { recognise } from './recognise.ts';
import { noEvidenceRecord, verifyBareSeal } from './verify-seal.ts';

/** What a verification is told. */
export interface DocumentVerification {
  readonly trust: PreparedTrust;
  readonly policy: VerificationPolicy;
  /** Moment of validation. */
  readonly at: Instant;
  /** What a register has of the document, a proof that it existed; null for nothing. */
  readonly proofOfExistence: RegisterEntry | null;
  /** Certificates given besides those in the document; untrusted. */
  readonly certificates?: readonly Certificate[];
  /** What was fetched to judge certificates; untrusted. */
  readonly validationData?: ValidationData;
  /** EvidenceRecord (RFC 4998, DER) that lies beside a bare seal signature. */
  readonly evidenceRecord?: Uint8Array;
  readonly cache?: VerificationCache;
  /** SM3 of the document, hexadecimal, where it is known already. */
  readonly sm3?: string;
}

/** What the core needs of an engine to verify; no fonts. */
export type VerifyingEngine = Pick<DocumentEngine, 'crypto' | 'zlib'>;

/**
 * Verifies a document, a bare seal or a bare seal signature. A bad signature is a result; a file that cannot be read is an error.
 * @throws {YinzhengError} DOCUMENT_UNRECOGNISED, PDF_MALFORMED, PDF_ENCRYPTED, INPUT_TOO_LARGE; EVIDENCE_RECORD_MALFORMED, DER_MALFORMED of
 * the evidence record, INPUT_INVALID where the document cannot have one
 */
export function verifyDocument(
  engine: VerifyingEngine,
  bytes: Uint8Array,
  verification: DocumentVerification,
): VerificationReport {
  const { format, signatures } = signaturesOf(engine, bytes, verification);
  const whole = signatures.find(({ signedDocument }) => signedDocument?.size === bytes.length)?.signedDocument;
  const sm3 = verification.sm3 ?? whole?.sm3 ?? documentDigest(engine, bytes);
  const { conclusion, subIndication } = concludeSignatures(signatures);
  return {
    schema: 1,
    conclusion,
    subIndication,
    document: { format, size: bytes.length, sm3 },
    validatedAt: isoInstant(verification.at),
    signatures,
    register: null,
    demonstration: signatures.some(({ trustClass }) => trustClass === 'demonstration'),
    checks: [],
  };
}

/** The same verification with what was fetched among its trust and its certificates. */
export function equipped(
  { crypto }: Pick<VerifyingEngine, 'crypto'>,
  verification: DocumentVerification,
): Omit<DocumentVerification, 'validationData'> {
  if (!verification.validationData) return verification;
  const { validationData, ...others } = verification;
  return {
    ...others,
    trust: withValidationData(verification.trust, validationData, { crypto, cache: verification.cache }),
    certificates: [...(verification.certificates ?? []), ...certificatesOf(validationData, verification.cache)],
  };
}

function signaturesOf(
  engine: VerifyingEngine,
  bytes: Uint8Array,
  verification: DocumentVerification,
): { readonly format: VerificationReport['document']['format']; readonly signatures: readonly SignatureReport[] } {
  const { trust, certificates = [], policy, at, proofOfExistence, cache } = equipped(engine, verification);
  const { crypto, zlib } = engine;
  const context = { crypto, zlib, trust, policy, at, certificates, registered: proofOfExistence ?? undefined, cache };
  const format = recognise(bytes);
  const { evidenceRecord: given } = verification;
  const evidenceRecord = given && parseEvidenceRecord(given);
  if (evidenceRecord && format !== 'der') throw noEvidenceRecord();
  if (format === 'pdf') return { format, signatures: verifyPdf(bytes, context).signatures };
  if (format === 'der') {
    try {
      return verifyBareSeal(bytes, { ...context, evidenceRecord });
    } catch (error) {
      // DER that is neither a seal nor a seal signature is simply not a document of ours.
      if (isYinzhengError(error) && error.code !== 'INPUT_INVALID')
        throw new YinzhengError('DOCUMENT_UNRECOGNISED', {}, { cause: error });
      throw error;
    }
  }
  throw new YinzhengError('DOCUMENT_UNRECOGNISED');
}

/** The worst conclusion of the signatures with the code that decided it; without signatures nothing can be said. */
function concludeSignatures(signatures: readonly SignatureReport[]): {
  readonly conclusion: Conclusion;
  readonly subIndication: CheckCode | null;
} {
  if (signatures.length === 0) return { conclusion: 'indeterminate', subIndication: 'NO_SIGNATURE' };
  const conclusion = signatures.map((signature) => signature.conclusion).reduce(worse);
  return {
    conclusion,
    subIndication: signatures.find((signature) => signature.conclusion === conclusion)?.subIndication ?? null,
  };
}
