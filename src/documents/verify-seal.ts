import type { Instant } from '../base/time.ts';
import type { CryptoProvider } from '../crypto/index.ts';
import {
  registerProof,
  type Certificate,
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
}

/**
 * Verifies a seal (SESeal) or a seal signature (SES_Signature) that comes without a document. What such a signature is over cannot be
 * checked: its data hash stays undecided.
 * @throws {YinzhengError} SEAL_MALFORMED, SEAL_SIGNATURE_MALFORMED, DER_MALFORMED when it is neither
 */
export function verifyBareSeal(
  bytes: Uint8Array,
  verification: BareVerification,
): { readonly format: 'seal' | 'seal-signature'; readonly signatures: readonly [SignatureReport] } {
  const seal = tryParse(parseSeal, bytes);
  if (seal) {
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
  const signature = parseSesSignature(bytes);
  const { registered, ...context } = verification;
  const recordedAt = registered && registered.size >= bytes.length ? registered.recordedAt : undefined;
  const verdict = verifySesSignature({ ...context, proofs: registerProof(recordedAt), signature, dataHash: signature.dataHash });
  const unknown: Check = { id: 'data-hash', outcome: 'indeterminate', code: 'SIGNED_DATA_NOT_FOUND' };
  return {
    format: 'seal-signature',
    signatures: [
      report({
        format: 'SES_Signature',
        checks: verdict.checks.map((check) => (check.id === 'data-hash' ? unknown : check)),
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
