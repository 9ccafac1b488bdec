/** Makes detached CMS signatures in the forms that products write (GM and PKCS#7 OIDs, with and without signed attributes). */
import { der, OID } from '../../src/asn1/index.ts';
import type { Instant } from '../../src/base/time.ts';
import { encodeAlgorithm, type AlgorithmIdentifier } from '../../src/pki/index.ts';
import { algorithmOf, crypto, type TestIdentity } from './pki.ts';

export interface CmsOptions {
  readonly signer: TestIdentity;
  readonly content: Uint8Array;
  /** `gm`: the OIDs of GM/T 0010; `pkcs7` when absent; mixtures: GM outside with PKCS#7 content, and the reverse. */
  readonly oids?: 'gm' | 'pkcs7' | 'mixed' | 'pkcs7-gm';
  readonly attributes?: 'with' | 'without';
  /** What is put inside as content. */
  readonly within?: 'nothing' | 'content' | 'digest' | 'base64-digest' | 'other';
  /** Changes the signature value. */
  readonly signature?: (der: Uint8Array) => Uint8Array;
  readonly certificates?: readonly Uint8Array[];
  /** The digest that messageDigest states, in place of the right one. */
  readonly messageDigest?: Uint8Array;
  /** Claimed in the signed attributes; 2026-01-11 when absent. */
  readonly signingTime?: Instant;
  /** Makes a signature time stamp, put among the unsigned attributes. */
  readonly token?: (signature: Uint8Array) => Uint8Array;
  /** SM2's signature algorithm; .301.1 with NULL when absent. */
  readonly algorithm?: AlgorithmIdentifier;
  /** The certificate that signing-certificate-v2 names; none when absent. */
  readonly names?: Uint8Array;
}

/** DER of a ContentInfo with SignedData. */
export function makeCms(options: CmsOptions): Uint8Array {
  const { signer, content, oids = 'pkcs7', attributes = 'with', within = 'nothing' } = options;
  const isSm2 = signer.keyKind === 'sm2';
  const digestName = isSm2 ? 'sm3' : 'sha256';
  const digestAlgorithm = encodeAlgorithm({ oid: OID[digestName], parameters: null });
  const digest = crypto.digest(digestName, content);
  const inside = {
    nothing: null,
    content,
    digest,
    'base64-digest': new TextEncoder().encode(Buffer.from(digest).toString('base64')),
    other: new TextEncoder().encode('other content'),
  }[within];
  const innerType = oids === 'gm' || oids === 'pkcs7-gm' ? OID.gmData : OID.data;
  const attributeType = oids === 'pkcs7' ? OID.data : OID.gmData;
  const signedAttributes = der.setOf(
    attribute(OID.contentType, der.oid(attributeType)),
    attribute(OID.messageDigest, der.octetString(options.messageDigest ?? digest)),
    attribute(OID.signingTime, der.x509Time(options.signingTime ?? Date.UTC(2026, 0, 11))),
    ...(options.names ? [attribute(OID.signingCertificateV2, signingCertificate(options.names))] : []),
  );
  const message = attributes === 'with' ? signedAttributes : within === 'digest' || within === 'base64-digest' ? inside : content;
  const signature = signer.sign(message ?? content);
  const usual = isSm2 ? { oid: OID.sm2Sign, parameters: der.nullValue() } : algorithmOf(signer.keyKind);
  const algorithm = options.algorithm ?? usual;
  const { issuer, serialNumber, raw } = signer.certificate;
  const signerInfo = der.sequence(
    der.integer(1),
    der.sequence(issuer.raw, der.unsignedInteger(serialNumber)),
    digestAlgorithm,
    ...(attributes === 'with' ? [retag(signedAttributes, 0xa0)] : []),
    encodeAlgorithm(algorithm),
    der.octetString(options.signature?.(signature) ?? signature),
    ...(options.token ? [retag(der.setOf(attribute(OID.signatureTimeStamp, options.token(signature))), 0xa1)] : []),
  );
  const signedData = der.sequence(
    der.integer(1),
    der.setOf(digestAlgorithm),
    der.sequence(der.oid(innerType), ...(inside ? [der.explicit(0, der.octetString(inside))] : [])),
    der.implicitConstructed(0, ...(options.certificates ?? [raw])),
    der.setOf(signerInfo),
  );
  return der.sequence(
    der.oid(oids === 'gm' || oids === 'mixed' ? OID.gmSignedData : OID.signedData),
    der.explicit(0, signedData),
  );
}

function attribute(oid: string, value: Uint8Array): Uint8Array {
  return der.sequence(der.oid(oid), der.setOf(value));
}

function signingCertificate(certificate: Uint8Array): Uint8Array {
  return der.sequence(der.sequence(der.sequence(der.octetString(crypto.digest('sha256', certificate)))));
}

function retag(value: Uint8Array, identifier: number): Uint8Array {
  return Uint8Array.of(identifier, ...value.subarray(1));
}
