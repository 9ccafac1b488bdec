/** What /Contents holds, recognised by its structure and never by /SubFilter, and what that says: SES_Signature, CMS or a time stamp token. */
import { isYinzhengError } from '../../base/errors/index.ts';
import type { CryptoProvider, DigestAlgorithm } from '../../crypto/index.ts';
import { dataHashAlgorithm, parseSesSignature, verifySesSignature } from '../../ses/index.ts';
import { verifyCms, verifyDocumentTimeStamp } from './cms.ts';
import type { Coverage, PayloadContext, PayloadVerdict } from './model.ts';

/** Verifies the payload over the signed bytes. A malformed payload is a verdict, not an error. */
export function verifyPayload(coverage: Coverage, isTimeStamp: boolean, options: PayloadContext): PayloadVerdict {
  try {
    switch (recognise(coverage.payload)) {
      case 'ses':
        return verifySes(coverage, options);
      case 'cms':
        return isTimeStamp ? verifyDocumentTimeStamp(coverage, options) : verifyCms(coverage, options);
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
    proof: null,
  };
}

function verifySes(coverage: Coverage, options: PayloadContext): PayloadVerdict {
  const { crypto } = options;
  const signature = parseSesSignature(coverage.payload);
  const { dataHash, documentSm3 } = digests(coverage, dataHashAlgorithm(signature), crypto);
  const verdict = verifySesSignature({ ...options, signature, dataHash });
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
    proof: null,
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
