/** Writing time stamp tokens (RFC 3161 §2.4.2, RFC 5816): TSTInfo, then the signed attributes to be signed, then the token. */
import { der, OID, TAG } from '../../asn1/index.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import { encodeAlgorithm } from '../algorithm.ts';
import { signedAttributes } from '../cms/write-attributes.ts';
import type { Certificate } from '../model.ts';
import { digestIdentifier, schemeDigest, schemeIdentifier, usualScheme } from '../signature/identifier.ts';

/** A token that waits for its signature value. */
export interface PreparedToken {
  /** DER of the TSTInfo. */
  readonly info: Uint8Array;
  /** DER of the SET OF signed attributes (RFC 5652 §5.4): the bytes that the algorithm signs. */
  readonly tbs: Uint8Array;
  /** The authority's certificate, by whose key's usual algorithm they are signed. */
  readonly certificate: Certificate;
}

/**
 * The bytes to be signed over a TSTInfo: content-type, message-digest and signing-certificate-v2.
 * @throws {YinzhengError} ALGORITHM_UNSUPPORTED for a kind of key that nothing is signed with here
 */
export function prepareToken(info: Uint8Array, certificate: Certificate, crypto: CryptoProvider): PreparedToken {
  const digest = schemeDigest(usualScheme(certificate.publicKey));
  const contentDigest = crypto.digest(digest, info);
  const tbs = signedAttributes({ contentType: OID.tstInfo, contentDigest, digest, signer: certificate, crypto });
  return { info, tbs, certificate };
}

/**
 * DER of the TimeStampToken.
 * @param certificates put inside, the signer's among them; none when the request does not want any
 */
export function finishToken(
  { info, tbs, certificate }: PreparedToken,
  signature: Uint8Array,
  certificates: readonly Certificate[],
): Uint8Array {
  const scheme = usualScheme(certificate.publicKey);
  const digest = encodeAlgorithm(digestIdentifier(schemeDigest(scheme)));
  const signerInfo = der.sequence(
    der.integer(1),
    der.sequence(certificate.issuer.raw, der.primitive(TAG.integer, certificate.serialNumber)),
    digest,
    Uint8Array.of(0xa0, ...tbs.subarray(1)),
    encodeAlgorithm(schemeIdentifier(scheme)),
    der.octetString(signature),
  );
  const signedData = der.sequence(
    der.integer(3),
    der.setOf(digest),
    der.sequence(der.oid(OID.tstInfo), der.explicit(0, der.octetString(info))),
    ...(certificates.length > 0 ? [der.implicitSetOf(0, ...certificates.map(({ raw }) => raw))] : []),
    der.setOf(signerInfo),
  );
  return der.sequence(der.oid(OID.signedData), der.explicit(0, signedData));
}
