/** Where and how the status of a certificate can be asked, by what the certificate says (RFC 5280 §4.2.1.13, §4.2.2.1). */
import { toBase64 } from '../../base/bytes.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import { authorityInfoAccess, crlDistributionPoints } from '../certificate/extensions.ts';
import type { Certificate } from '../model.ts';
import { encodeCertificateId } from '../ocsp/certificate-id.ts';
import { encodeOcspRequest } from '../ocsp/request.ts';

/** Serialisable evidence of where to ask; `ldap:` addresses are named too, though nobody asks there. */
export interface StatusAddresses {
  readonly ocsp: readonly string[];
  readonly lists: readonly string[];
  /** An OCSPRequest about the certificate, Base64; null where no responder is named. */
  readonly request: string | null;
}

/** Where the status of a certificate can be asked; null where it does not say. */
export function whereToAsk(certificate: Certificate, issuer: Certificate, crypto: CryptoProvider): StatusAddresses | null {
  try {
    const { ocsp } = authorityInfoAccess(certificate);
    const lists = crlDistributionPoints(certificate);
    if (ocsp.length + lists.length === 0) return null;
    const id = ocsp.length > 0 ? encodeCertificateId(certificate, issuer, { digest: 'sha1', crypto }) : null;
    return { ocsp, lists, request: id && toBase64(encodeOcspRequest([id], null)) };
  } catch (error) {
    if (isYinzhengError(error)) return null;
    throw error;
  }
}

/** Where the certificate of an issuer can be fetched; empty where it is not said. */
export function whereIssuersAre(certificate: Certificate): readonly string[] {
  try {
    return authorityInfoAccess(certificate).caIssuers;
  } catch (error) {
    if (isYinzhengError(error)) return [];
    throw error;
  }
}
