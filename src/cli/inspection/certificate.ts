import { oidName } from '../../asn1/index.ts';
import { toHex } from '../../base/bytes.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import {
  basicConstraints,
  certificateDigest,
  certificatePolicies,
  crlDistributionPoints,
  isDemonstrationCertificate,
  keyUsage,
  nameText,
  parseCertificate,
  verifySigned,
  type Certificate,
  type CertificateList,
  type CertificateRequest,
  type Extension,
  type PublicKeyInfo,
} from '../../pki/index.ts';
import type { Fact, Facts } from './facts.ts';

/** A certificate, everything that it states. */
export function certificateFacts(certificate: Certificate, crypto: CryptoProvider): Facts {
  const constraints = lenient(() => basicConstraints(certificate));
  return {
    kind: 'certificate',
    version: certificate.version,
    ...nameFacts(certificate, crypto),
    publicKey: keyText(certificate.publicKey),
    signatureAlgorithm: oidName(certificate.signatureAlgorithm.oid),
    authority: constraints?.ca ?? false,
    ...(constraints?.ca ? { pathLength: constraints.pathLength } : {}),
    keyUsage: [...(lenient(() => keyUsage(certificate)) ?? [])],
    policies: lenient(() => certificatePolicies(certificate)) ?? [],
    crlUris: lenient(() => crlDistributionPoints(certificate)) ?? [],
    demonstration: lenient(() => isDemonstrationCertificate(certificate)) ?? false,
    extensions: certificate.extensions.map(extensionFacts),
  };
}

/** A certificate inside something else, in short; of one that cannot be read, why. */
export function embeddedCertificateFacts(bytes: Uint8Array, crypto: CryptoProvider): Facts {
  try {
    return nameFacts(parseCertificate(bytes), crypto);
  } catch (error) {
    if (isYinzhengError(error)) return { size: bytes.length, fault: error.bilingual };
    throw error;
  }
}

/** A certificate in short. */
export function nameFacts(certificate: Certificate, crypto: CryptoProvider): Facts {
  return {
    subject: nameText(certificate.subject),
    issuer: nameText(certificate.issuer),
    serialNumber: toHex(certificate.serialNumber),
    notBefore: isoInstant(certificate.notBefore),
    notAfter: isoInstant(certificate.notAfter),
    sm3: certificateDigest(certificate, crypto),
  };
}

/** A certificate request (PKCS#10). */
export function requestFacts(request: CertificateRequest, crypto: CryptoProvider): Facts {
  const { tbs, signature, publicKey, signatureAlgorithm: algorithm } = request;
  return {
    kind: 'certificate-request',
    subject: nameText(request.subject),
    publicKey: keyText(publicKey),
    signatureAlgorithm: oidName(algorithm.oid),
    proofOfPossession: verifySigned({ tbs, algorithm, signature, publicKey, crypto }).ok,
    extensions: request.extensions.map(extensionFacts),
  };
}

/** A certificate revocation list. */
export function revocationListFacts(list: CertificateList): Facts {
  return {
    kind: 'revocation-list',
    issuer: nameText(list.issuer),
    thisUpdate: isoInstant(list.thisUpdate),
    nextUpdate: list.nextUpdate === null ? null : isoInstant(list.nextUpdate),
    signatureAlgorithm: oidName(list.signatureAlgorithm.oid),
    revokedCount: list.entries.length,
    revoked: list.entries.map((entry) => ({
      serialNumber: toHex(entry.serialNumber),
      revokedAt: isoInstant(entry.revokedAt),
      reasonCode: entry.reason,
    })),
    extensions: list.extensions.map(extensionFacts),
  };
}

/** An extension of a certificate or of a seal: what it is called and how large it is. */
export function extensionFacts({ oid, critical, value }: Extension): Facts {
  return { oid: oidName(oid), critical, size: value.length };
}

function keyText({ kind, curve }: PublicKeyInfo): Fact {
  return kind === 'ec' && curve !== null ? `ec ${oidName(curve)}` : kind;
}

/** What an extension says, null when it is badly encoded. */
function lenient<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (isYinzhengError(error)) return null;
    throw error;
  }
}
