/** Writing the attributes of a signer (RFC 5652 §11, RFC 5035 §3, RFC 3161 appendix A). */
import { der, OID } from '../../asn1/index.ts';
import type { CryptoProvider, DigestAlgorithm } from '../../crypto/index.ts';
import { encodeAlgorithm } from '../algorithm.ts';
import type { Certificate } from '../model.ts';
import { digestIdentifier } from '../signature/identifier.ts';

/** What the signed attributes of a signature say. */
export interface SignedAttributesSpec {
  /** OID of the content: data, or TSTInfo. */
  readonly contentType: string;
  /** Digest of the content by `digest`. */
  readonly contentDigest: Uint8Array;
  readonly digest: DigestAlgorithm;
  readonly signer: Certificate;
  readonly crypto: CryptoProvider;
}

/**
 * The signed attributes of a CAdES baseline signature (ETSI EN 319 122-1 §6.3, level B-B, as PAdES wants it, without signing-time):
 * content-type, message-digest and signing-certificate-v2. DER of the SET OF, the bytes that are signed.
 */
export function signedAttributes({ contentType, contentDigest, digest, signer, crypto }: SignedAttributesSpec): Uint8Array {
  return der.setOf(
    attribute(OID.contentType, der.oid(contentType)),
    attribute(OID.messageDigest, der.octetString(contentDigest)),
    attribute(OID.signingCertificateV2, signingCertificate(digest, crypto.digest(digest, signer.raw))),
  );
}

/** DER of an Attribute with one value, which is DER. */
export function attribute(oid: string, value: Uint8Array): Uint8Array {
  return der.sequence(der.oid(oid), der.setOf(value));
}

/** SigningCertificateV2 with one ESSCertIDv2; its hash algorithm is left out where it is the default, SHA-256. */
function signingCertificate(digest: DigestAlgorithm, value: Uint8Array): Uint8Array {
  const algorithm = digest === 'sha256' ? [] : [encodeAlgorithm(digestIdentifier(digest))];
  return der.sequence(der.sequence(der.sequence(...algorithm, der.octetString(value))));
}
