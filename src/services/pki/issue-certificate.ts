import type { Instant } from '../../base/time.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import { readDer } from '../../asn1/index.ts';
import {
  assembleSigned,
  encodeName,
  keyIdentifier,
  parseCertificate,
  parsePublicKey,
  profileExtensions,
  SM2_WITH_SM3,
  tbsCertificate,
  type Certificate,
  type CertificateProfile,
  type NameFields,
} from '../../pki/index.ts';
import type { Random } from '../platform.ts';
import type { Authorisation, CertificateRegister, Signer } from './ports.ts';

/** A key in custody with its certificate: a CA, a seal maker, a signer. */
export interface CertifiedKey {
  readonly keyId: string;
  readonly certificate: Certificate;
}

/** What issuing needs. */
export interface IssuingDependencies {
  /** The custody that holds the issuer's key. */
  readonly signer: Signer;
  readonly crypto: CryptoProvider;
  readonly random: Random;
  /** Where what is issued is entered before it is handed out. */
  readonly register: CertificateRegister;
}

/** A certificate to be issued. */
export interface CertificateOrder {
  /** The issuing CA; for a certificate that signs itself only the key's id. */
  readonly issuer: CertifiedKey | { readonly keyId: string; readonly certificate: null };
  readonly profile: CertificateProfile;
  readonly subject: NameFields;
  /** SubjectPublicKeyInfo of the subject, DER. */
  readonly publicKey: Uint8Array;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  /** OIDs of certificatePolicies. */
  readonly policies?: readonly string[];
  /** For a CA: how many CA certificates may follow below it. */
  readonly pathLength?: number;
  /** Where the issuer's revocation list is published. */
  readonly crlUris?: readonly string[];
  /** Where the issuer's OCSP responder answers. */
  readonly ocspUris?: readonly string[];
  readonly authorisation: Authorisation;
}

const SERIAL_OCTETS = 16;

/**
 * Issues a certificate with a serial number of 126 random bits, and enters it into the register.
 * Rejects with INPUT_INVALID, KEY_NOT_FOUND, KEY_PURPOSE_REFUSED, STORE_UNAVAILABLE.
 */
export async function issueCertificate(deps: IssuingDependencies, order: CertificateOrder): Promise<Certificate> {
  const { signer, crypto, random, register } = deps;
  const { issuer, authorisation } = order;
  const subject = encodeName(order.subject);
  const extensions = profileExtensions({
    profile: order.profile,
    subjectKey: parsePublicKey(readDer(order.publicKey)),
    issuerKeyIdentifier: issuer.certificate && keyIdentifier(issuer.certificate.publicKey, crypto),
    pathLength: order.pathLength ?? null,
    policies: order.policies ?? [],
    crlUris: order.crlUris ?? [],
    ocspUris: order.ocspUris ?? [],
    crypto,
  });
  const tbs = tbsCertificate({
    serialNumber: serialNumber(random),
    signatureAlgorithm: SM2_WITH_SM3,
    issuer: issuer.certificate?.subject.raw ?? subject,
    subject,
    notBefore: order.notBefore,
    notAfter: order.notAfter,
    publicKey: order.publicKey,
    extensions,
  });
  const signature = await signer.sign({ keyId: issuer.keyId, purpose: 'certificate', tbs, authorisation });
  const certificate = parseCertificate(assembleSigned(tbs, SM2_WITH_SM3, signature));
  await register.enter(certificate, { issuer: issuer.certificate ?? certificate, authorisation });
  return certificate;
}

/** A new serial number. The first octet lies between 40 and 7F, so that the number is positive and always of the same length. */
export function serialNumber(random: Random): Uint8Array {
  const bytes = random.bytes(SERIAL_OCTETS);
  return bytes.map((octet, index) => (index === 0 ? (octet & 0x3f) | 0x40 : octet));
}
