/** Certificates for keys that tests do not hold themselves. */
import { randomBytes } from 'node:crypto';
import { readDer } from '../../src/asn1/index.ts';
import { assembleSigned, encodeName, parsePublicKey, profileExtensions, tbsCertificate } from '../../src/pki/index.ts';
import { algorithmOf, crypto, day, type TestIdentity } from './pki.ts';

/** A certificate (DER) of profile `signing` for a public key (SubjectPublicKeyInfo). */
export function issueFor(issuer: TestIdentity, publicKey: Uint8Array): Uint8Array {
  const algorithm = algorithmOf(issuer.keyKind);
  const tbs = tbsCertificate({
    serialNumber: Uint8Array.of(0x40, ...randomBytes(15)),
    signatureAlgorithm: algorithm,
    issuer: issuer.certificate.subject.raw,
    subject: encodeName({ country: 'CN', commonName: 'certified' }),
    notBefore: day(0),
    notAfter: day(3650),
    publicKey,
    extensions: profileExtensions({
      profile: 'signing',
      subjectKey: parsePublicKey(readDer(publicKey)),
      issuerKeyIdentifier: null,
      crypto,
    }),
  });
  return assembleSigned(tbs, algorithm, issuer.sign(tbs));
}
