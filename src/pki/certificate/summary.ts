/** A certificate as reports name it. */
import { OID } from '../../asn1/index.ts';
import { toHex } from '../../base/bytes.ts';
import { once } from '../../base/once.ts';
import { isoInstant } from '../../base/time.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { CertificateSummary } from '../../report/index.ts';
import type { Certificate } from '../model.ts';
import { nameAttribute, nameText } from './name.ts';

/** The facts of a certificate that a report states; O and CN are those of the subject. */
export const summarise = once((certificate: Certificate, crypto: CryptoProvider): CertificateSummary => {
  return Object.freeze({
    organisation: nameAttribute(certificate.subject, OID.organizationName),
    commonName: nameAttribute(certificate.subject, OID.commonName),
    issuer: nameText(certificate.issuer),
    serialNumber: toHex(certificate.serialNumber),
    notBefore: isoInstant(certificate.notBefore),
    notAfter: isoInstant(certificate.notAfter),
    sm3: certificateDigest(certificate, crypto),
  });
});

/** SM3 of a certificate's DER, lower-case hexadecimal: how Yinzheng names a certificate. */
export const certificateDigest = once((certificate: Certificate, crypto: CryptoProvider): string =>
  toHex(crypto.digest('sm3', certificate.raw)),
);
