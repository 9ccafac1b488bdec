/** What /Contents holds, recognised by its structure and never by /SubFilter, and what that says: SES_Signature, CMS or a time stamp token. */
import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { CryptoProvider, DigestAlgorithm } from '../../crypto/index.ts';
import {
  buildPath,
  summarise,
  verifyDetachedCms,
  verifyTimeStamp,
  type CmsResult,
  type TimeStampResult,
} from '../../pki/index.ts';
import type { CertificateSummary, Check, Deviation, SealSummary, SignatureReport, TrustClass } from '../../report/index.ts';
import { dataHashAlgorithm, parseSesSignature, verifySesSignature, type SealPicture } from '../../ses/index.ts';
import type { Coverage } from './model.ts';
import type { PdfVerification } from './options.ts';

/** What is known of a signature from its payload alone. */
export interface PayloadVerdict {
  readonly kind: SignatureReport['kind'];
  readonly checks: readonly Check[];
  readonly deviations: readonly Deviation[];
  /** Digest and signature value: right, wrong, or undecidable. */
  readonly intact: boolean | null;
  readonly signer: CertificateSummary | null;
  readonly seal: SealSummary | null;
  readonly picture: SealPicture | null;
  readonly trustClass: TrustClass;
  /** ISO 8601, or null when the payload claims none. */
  readonly claimedTime: string | null;
  /** SM3 of the document as it was signed, where it came with the digest of what is signed; null where it is still to be worked out. */
  readonly documentSm3: Uint8Array | null;
}

/** Verifies the payload over the signed bytes. A malformed payload is a verdict, not an error. */
export function verifyPayload(coverage: Coverage, isTimeStamp: boolean, options: PdfVerification): PayloadVerdict {
  try {
    switch (recognise(coverage.payload)) {
      case 'ses':
        return verifySes(coverage, options);
      case 'cms':
        return isTimeStamp ? verifyToken(coverage, options) : verifyCms(coverage, options);
      default:
        return malformedVerdict('Contents holds neither a seal signature nor a CMS signature');
    }
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    return malformedVerdict(error.message);
  }
}

/** The outer SEQUENCE begins with an object identifier in CMS, with a SEQUENCE in SES_Signature. */
function recognise(payload: Uint8Array): 'cms' | 'ses' | null {
  const length = payload[1] ?? 0;
  const inner = payload[2 + (length > 0x80 ? length & 0x7f : 0)];
  if (payload[0] !== 0x30) return null;
  return inner === 0x06 ? 'cms' : inner === 0x30 ? 'ses' : null;
}

function malformedVerdict(reason: string): PayloadVerdict {
  return {
    kind: 'unknown',
    checks: [{ id: 'signature-value', outcome: 'failed', code: 'FORMAT_FAILURE', evidence: { reason } }],
    deviations: [],
    intact: false,
    signer: null,
    seal: null,
    picture: null,
    trustClass: 'none',
    claimedTime: null,
    documentSm3: null,
  };
}

function verifySes(coverage: Coverage, options: PdfVerification): PayloadVerdict {
  const { at, poe, trust, crypto, policy, cache, certificates } = options;
  const signature = parseSesSignature(coverage.payload);
  const { dataHash, documentSm3 } = digests(coverage, dataHashAlgorithm(signature), crypto);
  const verdict = verifySesSignature({ signature, dataHash, at, poe, trust, crypto, policy, cache, certificates });
  return {
    kind: 'seal',
    checks: verdict.checks,
    deviations: verdict.deviations,
    intact: verdict.digestRight ? verdict.signatureRight : false,
    signer: verdict.signer,
    seal: verdict.seal,
    picture: signature.seal.picture,
    trustClass: verdict.trustClass,
    claimedTime: verdict.claimedTime,
    documentSm3,
  };
}

/** What is signed and the document as it was signed begin alike, and are digested together where both are by SM3. */
function digests(
  { signed, behind }: Coverage,
  algorithm: DigestAlgorithm,
  crypto: CryptoProvider,
): { readonly dataHash: Uint8Array; readonly documentSm3: Uint8Array | null } {
  if (algorithm !== 'sm3') return { dataHash: crypto.digest(algorithm, ...signed), documentSm3: null };
  const digestWith = crypto.digestFrom(algorithm, signed[0]);
  return { dataHash: digestWith(signed[1]), documentSm3: digestWith(behind) };
}

function verifyCms({ payload, signed }: Coverage, options: PdfVerification): PayloadVerdict {
  const { crypto, cache, certificates } = options;
  const result = verifyDetachedCms({ cms: payload, content: signed, crypto, cache, certificates });
  return { ...chainVerdict(result, 'signing', options), kind: 'cms' };
}

function verifyToken({ payload, signed }: Coverage, options: PdfVerification): PayloadVerdict {
  const { crypto, cache, certificates } = options;
  const result: TimeStampResult = verifyTimeStamp({ cms: payload, content: signed, crypto, cache, certificates });
  return { ...chainVerdict(result, 'time-stamping', options), kind: 'time-stamp', claimedTime: isoInstant(result.info.time) };
}

function chainVerdict(
  result: CmsResult,
  usage: 'signing' | 'time-stamping',
  options: PdfVerification,
): Omit<PayloadVerdict, 'kind'> {
  const { at, poe, trust, crypto, policy, cache } = options;
  const { signerCertificate: target, certificates: extra, checks, deviations, intact, signingTime } = result;
  const path = target && buildPath({ target, extra, trust, crypto, cache, at: poe ?? at, policy, usage });
  return {
    checks: [...checks, ...(path?.checks ?? [])],
    deviations: [...deviations, ...(path?.deviations ?? [])],
    intact,
    signer: target && summarise(target, crypto),
    seal: null,
    picture: null,
    trustClass: path?.trustClass ?? 'none',
    claimedTime: signingTime === null ? null : isoInstant(signingTime),
    documentSm3: null,
  };
}
