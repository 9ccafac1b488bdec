/** Writing SignedData with one signer for detached content, in three steps: prepare, have `tbs` signed, finish. */
import { der, OID, TAG } from '../../asn1/index.ts';
import { equalBytes } from '../../base/bytes.ts';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { CryptoProvider, SignatureScheme } from '../../crypto/index.ts';
import { encodeAlgorithm } from '../algorithm.ts';
import type { AlgorithmIdentifier, Certificate } from '../model.ts';
import { digestIdentifier, isSignatureForm, schemeDigest, schemeIdentifier, signatureSize } from '../signature/identifier.ts';
import { signatureScheme } from '../signature/scheme.ts';
import { signedAttributes } from './write-attributes.ts';

/** `gm`: object identifiers of GM/T 0010 (GB/T 35275), SM2 only; `pkcs7`: those of RFC 5652. */
export type CmsForm = 'gm' | 'pkcs7';

/** Who signs, and how. */
export interface CmsSigner {
  readonly form: CmsForm;
  readonly scheme: SignatureScheme;
  readonly certificate: Certificate;
  /** Certificates above the signer's, in any order; they are put inside besides the signer's. */
  readonly chain: readonly Certificate[];
}

/** SignedData that waits for its signature value. */
export interface PreparedSignedData {
  /** DER of the SET OF signed attributes (RFC 5652 §5.4): the bytes that the algorithm signs. */
  readonly tbs: Uint8Array;
  readonly signer: CmsSigner;
}

/**
 * The bytes to be signed over a detached content.
 * @param contentDigest digest of the content by the scheme's algorithm
 * @throws {YinzhengError} INPUT_INVALID when the scheme does not fit key or form, or the digest is of another length
 */
export function prepareSignedData(signer: CmsSigner, contentDigest: Uint8Array, crypto: CryptoProvider): PreparedSignedData {
  const { form, scheme, certificate } = signer;
  const digest = schemeDigest(scheme);
  requireFitting(signer);
  if (contentDigest.length !== crypto.digest(digest).length) throw invalid(`not a digest by ${digest}`, `不是 ${digest} 杂凑值`);
  const { data } = TYPES[form];
  return { tbs: signedAttributes({ contentType: data, contentDigest, digest, signer: certificate, crypto }), signer };
}

/**
 * DER of the ContentInfo.
 * @param signature for SM2 and ECDSA `SEQUENCE {r, s}` (GB/T 35276, RFC 3279), for RSA the number's bytes
 * @throws {YinzhengError} INPUT_INVALID when the value does not have the form of a signature by this key
 */
export function finishSignedData({ tbs, signer }: PreparedSignedData, signature: Uint8Array): Uint8Array {
  const { scheme, certificate } = signer;
  if (!isSignatureForm(scheme, certificate.publicKey, signature))
    throw invalid('the value is not a signature of this key', '签名值不属于该密钥');
  return assemble(signer, tbs, signature);
}

/**
 * Bytes that the SignedData of a signer takes at most, its unsigned attributes not counted.
 * @throws {YinzhengError} INPUT_INVALID when the scheme does not fit key or form
 */
export function signedDataSize(signer: CmsSigner, crypto: CryptoProvider): number {
  const { tbs } = prepareSignedData(signer, crypto.digest(schemeDigest(signer.scheme)), crypto);
  return assemble(signer, tbs, new Uint8Array(signatureSize(signer.certificate.publicKey))).length;
}

const TYPES: Readonly<Record<CmsForm, { readonly signedData: string; readonly data: string }>> = {
  gm: { signedData: OID.gmSignedData, data: OID.gmData },
  pkcs7: { signedData: OID.signedData, data: OID.data },
};

function assemble({ form, scheme, certificate, chain }: CmsSigner, tbs: Uint8Array, signature: Uint8Array): Uint8Array {
  const { signedData, data } = TYPES[form];
  const digestAlgorithm = encodeAlgorithm(digestIdentifier(schemeDigest(scheme)));
  const signerInfo = der.sequence(
    der.integer(1),
    der.sequence(certificate.issuer.raw, der.primitive(TAG.integer, certificate.serialNumber)),
    digestAlgorithm,
    underImplicitTag(tbs),
    encodeAlgorithm(identifierOf(form, scheme)),
    der.octetString(signature),
  );
  const others = chain.filter(({ raw }) => !equalBytes(raw, certificate.raw));
  return der.sequence(
    der.oid(signedData),
    der.explicit(
      0,
      der.sequence(
        der.integer(1),
        der.setOf(digestAlgorithm),
        der.sequence(der.oid(data)),
        der.implicitSetOf(0, certificate.raw, ...others.map(({ raw }) => raw)),
        der.setOf(signerInfo),
      ),
    ),
  );
}

/** GM/T 0010 names the algorithm of SM2 signatures by the curve's, RFC 5652 products by SM2 with SM3. */
function identifierOf(form: CmsForm, scheme: SignatureScheme): AlgorithmIdentifier {
  return form === 'gm' ? { oid: OID.sm2Sign, parameters: null } : schemeIdentifier(scheme);
}

function requireFitting({ form, scheme, certificate }: CmsSigner): void {
  if (form === 'gm' && scheme.kind !== 'sm2') throw invalid('the GM form is for SM2 only', 'GM 形式只用于 SM2');
  if (signatureScheme(schemeIdentifier(scheme), certificate.publicKey)?.kind !== scheme.kind) {
    throw invalid(
      `a key of the kind ${certificate.publicKey.kind} does not sign by ${scheme.kind}`,
      `${certificate.publicKey.kind} 密钥不能以 ${scheme.kind} 签名`,
    );
  }
}

/** IMPLICIT [0] in place of the tag SET OF (RFC 5652 §5.3). */
function underImplicitTag(setOf: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(setOf);
  copy[0] = 0xa0;
  return copy;
}

function invalid(en: string, zh: string): YinzhengError {
  return new YinzhengError('INPUT_INVALID', { reason: bilingual(en, zh) });
}
