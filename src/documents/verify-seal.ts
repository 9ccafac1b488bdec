import { bilingual, YinzhengError } from '../base/errors/index.ts';
import type { Instant } from '../base/time.ts';
import type { CryptoProvider } from '../crypto/index.ts';
import {
  certificatesOf,
  evidenceRecordData,
  judgeEvidenceRecord,
  registerProof,
  withValidationData,
  type Certificate,
  type EvidenceRecord,
  type EvidenceRecordVerdict,
  type PreparedTrust,
  type RegisterEntry,
  type VerificationCache,
  type VerificationPolicy,
} from '../pki/index.ts';
import { concludeChecks, type Check, type SignatureReport } from '../report/index.ts';
import { parseSeal, parseSesSignature, verifySeal, verifySesSignature } from '../ses/index.ts';

/** What a bare seal is judged with. */
interface BareVerification {
  readonly crypto: CryptoProvider;
  readonly trust: PreparedTrust;
  readonly policy: VerificationPolicy;
  readonly at: Instant;
  readonly registered?: RegisterEntry | undefined;
  readonly cache?: VerificationCache | undefined;
  readonly certificates?: readonly Certificate[] | undefined;
  /** What is beside a seal signature to prove it later. */
  readonly evidenceRecord?: EvidenceRecord | undefined;
}

/**
 * Verifies a seal (SESeal) or a seal signature (SES_Signature) that comes without a document. What such a signature is over cannot be
 * checked: its data hash stays undecided.
 * @throws {YinzhengError} SEAL_MALFORMED, SEAL_SIGNATURE_MALFORMED, DER_MALFORMED when it is neither; INPUT_INVALID for an evidence record
 * beside a seal
 */
export function verifyBareSeal(
  bytes: Uint8Array,
  verification: BareVerification,
): { readonly format: 'seal' | 'seal-signature'; readonly signatures: readonly [SignatureReport] } {
  const seal = tryParse(parseSeal, bytes);
  if (seal) {
    if (verification.evidenceRecord) throw noEvidenceRecord();
    const verdict = verifySeal({ ...verification, seal, signingTime: verification.at });
    return {
      format: 'seal',
      signatures: [
        report({
          format: 'SESeal',
          checks: verdict.checks,
          deviations: verdict.deviations,
          signer: null,
          seal: verdict.summary,
          trustClass: verdict.trustClass,
          claimedTime: null,
          intact: verdict.checks[0].outcome === 'passed' ? true : verdict.checks[0].outcome === 'failed' ? false : null,
        }),
      ],
    };
  }
  const signature = parseSesSignature(bytes, verification.cache);
  const { context, found } = withEvidenceRecord(bytes, verification);
  const { registered } = verification;
  const recordedAt = registered && registered.size >= bytes.length ? registered.recordedAt : undefined;
  // Neither covers the other, so that their order would say nothing.
  const proofs = found && found.proofs.length > 0 ? found.proofs : registerProof(recordedAt);
  const verdict = verifySesSignature({ ...context, proofs, signature, dataHash: signature.dataHash });
  const unknown: Check = { id: 'data-hash', outcome: 'indeterminate', code: 'SIGNED_DATA_NOT_FOUND' };
  return {
    format: 'seal-signature',
    signatures: [
      report({
        format: 'SES_Signature',
        checks: verdict.checks.map((check) => (check.id === 'data-hash' ? unknown : withFinding(check, found))),
        deviations: verdict.deviations,
        signer: verdict.signer,
        seal: verdict.seal,
        trustClass: verdict.trustClass,
        claimedTime: verdict.claimedTime,
        intact: verdict.signatureRight === false ? false : null,
      }),
    ],
  };
}

/** The context that also knows what the evidence record carries, and what its time stamps prove. */
function withEvidenceRecord(
  bytes: Uint8Array,
  { evidenceRecord: record, ...given }: BareVerification,
): { readonly context: BareVerification; readonly found: EvidenceRecordVerdict | null } {
  if (!record) return { context: given, found: null };
  const data = evidenceRecordData(record);
  const context = {
    ...given,
    trust: withValidationData(given.trust, data, given),
    certificates: [...(given.certificates ?? []), ...certificatesOf(data, given.cache)],
  };
  return { context, found: judgeEvidenceRecord({ record, data: bytes, at: given.at }, context) };
}

/** Evidence that does not belong to the signature says nothing against it, but must not be taken for a proof. */
function withFinding(check: Check, found: EvidenceRecordVerdict | null): Check {
  if (found === null || check.id !== 'signing-time') return check;
  const evidence = { ...check.evidence, evidenceRecord: found.evidence };
  if (found.fault === null || check.outcome === 'failed') return { ...check, evidence };
  const { code, evidence: more } = found.fault;
  return { ...check, outcome: 'indeterminate', code, evidence: { ...evidence, ...more } };
}

/** The error of an evidence record beside a file that none is read for. */
export function noEvidenceRecord(): YinzhengError {
  return new YinzhengError('INPUT_INVALID', {
    reason: bilingual(
      'an evidence record belongs beside a seal signature without a document; a PDF has its evidence inside',
      '证据记录只用于不带文件的电子签章数据；PDF 的证据在文件内',
    ),
  });
}

function tryParse<T>(parse: (bytes: Uint8Array) => T, bytes: Uint8Array): T | null {
  try {
    return parse(bytes);
  } catch {
    return null;
  }
}

type Part = Pick<
  SignatureReport,
  'format' | 'checks' | 'deviations' | 'signer' | 'seal' | 'trustClass' | 'claimedTime' | 'intact'
>;

function report(part: Part): SignatureReport {
  return { index: 0, field: null, kind: 'seal', place: null, signedDocument: null, ...part, ...concludeChecks(part.checks) };
}
