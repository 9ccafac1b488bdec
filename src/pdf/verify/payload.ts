/** What /Contents holds, recognised by its structure and never by /SubFilter, and what that says: SES_Signature, CMS or a time stamp token. */
import { bilingual, isYinzhengError, type Bilingual } from '../../base/errors/index.ts';
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
        return malformedVerdict(
          bilingual(
            'Contents holds neither a seal signature nor a CMS signature',
            '签名值（Contents）既不是电子签章数据，也不是 CMS 签名',
          ),
        );
    }
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    return malformedVerdict(error.bilingual);
  }
}

/** The outer SEQUENCE begins with an object identifier in CMS, with a SEQUENCE in SES_Signature. */
function recognise(payload: Uint8Array): 'cms' | 'ses' | null {
  const length = payload[1] ?? 0;
  const inner = payload[2 + (length > 0x80 ? length & 0x7f : 0)];
  if (payload[0] !== 0x30) return null;
  return inner === 0x06 ? 'cms' : inner === 0x30 ? 'ses' : null;
}

function malformedVerdict(reason: Bilingual): PayloadVerdict {
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
    proof: null,
  };
}

function verifySes(coverage: Coverage, options: PayloadContext): PayloadVerdict {
  const { crypto, digests } = options;
  const signature = parseSesSignature(coverage.payload, options.cache);
  const algorithm = dataHashAlgorithm(signature);
  const dataHash = algorithm === 'sm3' ? digests.signed(coverage) : crypto.digest(algorithm, ...coverage.signed);
  const verdict = verifySesSignature({ signature, dataHash, ...options });
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
    proof: null,
  };
}
