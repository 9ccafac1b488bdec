/** Writing time stamp tokens (RFC 3161 §2.4.2, RFC 5816): TSTInfo, then the signed attributes to be signed, then the token. */
import { children, der, isUniversal, OID, readDer, TAG } from '../../asn1/index.ts';
import { equalBytes } from '../../base/bytes.ts';
import type { CryptoProvider, DigestAlgorithm } from '../../crypto/index.ts';
import { encodeAlgorithm } from '../algorithm.ts';
import { readSignedAttributes, type SignedAttributes } from '../cms/attributes.ts';
import { parseAttributes } from '../cms/parse.ts';
import type { AlgorithmIdentifier, Certificate } from '../model.ts';
import { malformed } from './imprint.ts';

/** Who signs a token, and how. */
export interface TokenSigner {
  readonly certificate: Certificate;
  /** Digest of the signature algorithm. */
  readonly digest: DigestAlgorithm;
  readonly algorithm: AlgorithmIdentifier;
}

/** A token that waits for its signature value. */
export interface PreparedToken {
  /** DER of the TSTInfo. */
  readonly info: Uint8Array;
  /** DER of the SET OF signed attributes (RFC 5652 §5.4): the bytes that the algorithm signs. */
  readonly tbs: Uint8Array;
  readonly signer: TokenSigner;
}

/** The bytes to be signed over a TSTInfo: content-type, message-digest and signing-certificate-v2. */
export function prepareToken(info: Uint8Array, signer: TokenSigner, crypto: CryptoProvider): PreparedToken {
  const { certificate, digest } = signer;
  const named = der.octetString(crypto.digest(digest, certificate.raw));
  // SHA-256 is the default and therefore left out (RFC 5035 §4)
  const certificateId = digest === 'sha256' ? der.sequence(named) : der.sequence(digestIdentifier(digest), named);
  const tbs = der.setOf(
    attribute(OID.contentType, der.oid(OID.tstInfo)),
    attribute(OID.messageDigest, der.octetString(crypto.digest(digest, info))),
    attribute(OID.signingCertificateV2, der.sequence(der.sequence(certificateId))),
  );
  return { info, tbs, signer };
}

/**
 * DER of the TimeStampToken.
 * @param certificates put inside, the signer's among them; none when the request does not want any
 */
export function finishToken(
  { info, tbs, signer }: PreparedToken,
  signature: Uint8Array,
  certificates: readonly Certificate[],
): Uint8Array {
  const { certificate, digest, algorithm } = signer;
  const signerInfo = der.sequence(
    der.integer(1),
    der.sequence(certificate.issuer.raw, der.primitive(TAG.integer, certificate.serialNumber)),
    digestIdentifier(digest),
    Uint8Array.of(0xa0, ...tbs.subarray(1)),
    encodeAlgorithm(algorithm),
    der.octetString(signature),
  );
  const signedData = der.sequence(
    der.integer(3),
    der.setOf(digestIdentifier(digest)),
    der.sequence(der.oid(OID.tstInfo), der.explicit(0, der.octetString(info))),
    ...(certificates.length > 0 ? [Uint8Array.of(0xa0, ...der.setOf(...certificates.map(({ raw }) => raw)).subarray(1))] : []),
    der.setOf(signerInfo),
  );
  return der.sequence(der.oid(OID.signedData), der.explicit(0, signedData));
}

/**
 * Reads the signed attributes as they are signed.
 * @param tbs DER of the SET OF, in DER's order
 * @throws {YinzhengError} TIME_STAMP_MALFORMED, CMS_MALFORMED or DER_MALFORMED
 */
export function parseTokenAttributes(tbs: Uint8Array): SignedAttributes {
  const root = readDer(tbs);
  if (!isUniversal(root, TAG.set) || !equalBytes(der.setOf(...children(root).map(({ raw }) => raw)), tbs)) {
    throw malformed('not a SET OF attributes in their order');
  }
  return readSignedAttributes(parseAttributes(root));
}

function attribute(oid: string, value: Uint8Array): Uint8Array {
  return der.sequence(der.oid(oid), der.setOf(value));
}

function digestIdentifier(digest: DigestAlgorithm): Uint8Array {
  return encodeAlgorithm({ oid: OID[digest], parameters: null });
}
