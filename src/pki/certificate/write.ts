/** Writing certificates: the body to be signed, and the whole once it is. Nothing here signs; custody does. */
import { der } from '../../asn1/index.ts';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import { encodeAlgorithm } from '../algorithm.ts';
import { encodeExtension } from '../extension.ts';
import type { AlgorithmIdentifier, Extension } from '../model.ts';

/** What a certificate of version 3 is to say. */
export interface CertificateSpec {
  /** Big-endian, positive, at most 20 octets as an INTEGER (RFC 5280 §4.1.2.2). */
  readonly serialNumber: Uint8Array;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  /** DER of the Name, byte for byte the issuer's subject. */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  /** DER of the SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  readonly extensions: readonly Extension[];
}

const MAX_SERIAL_OCTETS = 20;

/**
 * DER of a TBSCertificate: the bytes that are signed. Times are UTCTime until 2049.
 * @throws {YinzhengError} INPUT_INVALID for a serial number that is zero or too long, or a period that ends before it begins
 */
export function tbsCertificate(spec: CertificateSpec): Uint8Array {
  if (spec.notAfter < spec.notBefore)
    throw new YinzhengError('INPUT_INVALID', { reason: bilingual('the period ends before it begins', '有效期的终止早于起始') });
  return der.sequence(
    der.explicit(0, der.integer(2)),
    encodeSerialNumber(spec.serialNumber),
    encodeAlgorithm(spec.signatureAlgorithm),
    spec.issuer,
    der.sequence(der.x509Time(spec.notBefore), der.x509Time(spec.notAfter)),
    spec.subject,
    spec.publicKey,
    ...(spec.extensions.length > 0 ? [der.explicit(3, der.sequence(...spec.extensions.map(encodeExtension)))] : []),
  );
}

/**
 * INTEGER of a certificate's serial number.
 * @throws {YinzhengError} INPUT_INVALID when it is zero or longer than 20 octets
 */
export function encodeSerialNumber(serialNumber: Uint8Array): Uint8Array {
  const encoded = der.unsignedInteger(serialNumber);
  if (encoded.length - 2 > MAX_SERIAL_OCTETS || serialNumber.every((octet) => octet === 0)) {
    throw new YinzhengError('INPUT_INVALID', {
      reason: bilingual('a serial number is positive and has at most 20 octets', '序列号应为不超过 20 字节的正数'),
    });
  }
  return encoded;
}

/**
 * DER of a signed object: certificate, request or revocation list.
 * @param signature for SM2 the DER of `SEQUENCE {r, s}`
 */
export function assembleSigned(tbs: Uint8Array, algorithm: AlgorithmIdentifier, signature: Uint8Array): Uint8Array {
  return der.sequence(tbs, encodeAlgorithm(algorithm), der.bitString(signature));
}
