/** Makes time stamp tokens (RFC 3161) signed by the identities of `test/support/pki.ts`. */
import { der, OID } from '../../src/asn1/index.ts';
import type { Instant } from '../../src/base/time.ts';
import { encodeAlgorithm, type Imprint } from '../../src/pki/index.ts';
import { algorithmOf, crypto, type TestIdentity } from './pki.ts';

/** DER of a TimeStampToken over the SM3 of `content`, said to be made at `time`. */
export function makeToken(authority: TestIdentity, content: Uint8Array, time: Instant): Uint8Array {
  return makeTokenOver(authority, crypto.digest('sm3', content), time);
}

/** DER of a TimeStampToken over a digest, by SM3 unless told otherwise. */
export function makeTokenOver(
  authority: TestIdentity,
  digest: Uint8Array,
  time: Instant,
  algorithm: Imprint['algorithm'] = 'sm3',
): Uint8Array {
  const sm3 = encodeAlgorithm({ oid: OID.sm3, parameters: null });
  const info = der.sequence(
    der.integer(1),
    der.oid('1.2.3.4'),
    der.sequence(encodeAlgorithm({ oid: OID[algorithm], parameters: null }), der.octetString(digest)),
    der.integer(1),
    der.generalizedTime(time),
  );
  const attributes = der.setOf(
    attribute(OID.contentType, der.oid(OID.tstInfo)),
    attribute(OID.messageDigest, der.octetString(crypto.digest('sm3', info))),
  );
  const { issuer, serialNumber, raw } = authority.certificate;
  const signerInfo = der.sequence(
    der.integer(1),
    der.sequence(issuer.raw, der.unsignedInteger(serialNumber)),
    sm3,
    Uint8Array.of(0xa0, ...attributes.subarray(1)),
    encodeAlgorithm(algorithmOf(authority.keyKind)),
    der.octetString(authority.sign(attributes)),
  );
  const signedData = der.sequence(
    der.integer(3),
    der.setOf(sm3),
    der.sequence(der.oid(OID.tstInfo), der.explicit(0, der.octetString(info))),
    der.implicitConstructed(0, raw),
    der.setOf(signerInfo),
  );
  return der.sequence(der.oid(OID.signedData), der.explicit(0, signedData));
}

function attribute(oid: string, value: Uint8Array): Uint8Array {
  return der.sequence(der.oid(oid), der.setOf(value));
}
