/** CertID (RFC 6960 §4.1.1): reading, writing, and whether it names a certificate. */
import { children, der, isUniversal, OID, readIntegerBytes, readOctetString, TAG, type DerNode } from '../../asn1/index.ts';
import { equalBytes } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import { encodeAlgorithm, parseAlgorithm } from '../algorithm.ts';
import { encodeSerialNumber } from '../certificate/write.ts';
import type { Certificate } from '../model.ts';
import { digestOf } from '../signature/scheme.ts';
import type { CertificateId } from './model.ts';

/** Digests that certificates are named by; SHA-1 is what most clients write, and hides nothing here. */
export type CertificateIdDigest = 'sha1' | 'sha256' | 'sm3';

const MAX_HASH_OCTETS = 64;
const MAX_SERIAL_OCTETS = 64;

/**
 * Reads a CertID.
 * @throws {YinzhengError} OCSP_MALFORMED, DER_MALFORMED
 */
export function parseCertificateId(node: DerNode): CertificateId {
  const [algorithm, name, key, serial, ...rest] = isUniversal(node, TAG.sequence) ? children(node) : [];
  if (!algorithm || !name || !key || !serial || rest.length > 0) throw malformed('not a CertID');
  const issuerNameHash = readOctetString(name);
  const issuerKeyHash = readOctetString(key);
  const serialNumber = readIntegerBytes(serial);
  if (Math.max(issuerNameHash.length, issuerKeyHash.length) > MAX_HASH_OCTETS || serialNumber.length > MAX_SERIAL_OCTETS) {
    throw malformed('a CertID longer than any');
  }
  return { raw: node.raw, hashAlgorithm: parseAlgorithm(algorithm), issuerNameHash, issuerKeyHash, serialNumber };
}

/** DER of the CertID of a certificate. */
export function encodeCertificateId(
  { serialNumber }: Pick<Certificate, 'serialNumber'>,
  issuer: Certificate,
  { digest, crypto }: { readonly digest: CertificateIdDigest; readonly crypto: CryptoProvider },
): Uint8Array {
  return der.sequence(
    encodeAlgorithm({ oid: OID[digest], parameters: der.nullValue() }),
    der.octetString(crypto.digest(digest, issuer.subject.raw)),
    der.octetString(crypto.digest(digest, issuer.publicKey.key)),
    encodeSerialNumber(serialNumber),
  );
}

/** Whether a CertID names a certificate of this issuer; false also for digests that are not known. */
export function isIssuedBy(id: CertificateId, issuer: Certificate, crypto: CryptoProvider): boolean {
  const digest = digestOf(id.hashAlgorithm.oid);
  if (digest === null) return false;
  return (
    equalBytes(id.issuerNameHash, crypto.digest(digest, issuer.subject.raw)) &&
    equalBytes(id.issuerKeyHash, crypto.digest(digest, issuer.publicKey.key))
  );
}

/** Whether a CertID says nothing against having this issuer's name; the key is not looked at. */
export function namesIssuer(id: CertificateId, issuerName: Uint8Array, crypto: CryptoProvider): boolean {
  const digest = digestOf(id.hashAlgorithm.oid);
  return digest !== null && equalBytes(id.issuerNameHash, crypto.digest(digest, issuerName));
}

function malformed(technical: string): YinzhengError {
  return new YinzhengError('OCSP_MALFORMED', { technical });
}
