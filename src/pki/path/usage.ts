/** What the certificate at the head of a path may be used for: keyUsage and extendedKeyUsage (RFC 5280 §4.2.1.3, §4.2.1.12). */
import { OID } from '../../asn1/index.ts';
import { bilingual, type Bilingual } from '../../base/errors/index.ts';
import { extendedKeyUsage, findExtension, isTimeStampingCertificate, keyUsage } from '../certificate/extensions.ts';
import type { Certificate } from '../model.ts';

/** What the certificate at the head of a path is used for. */
export type CertificateUsage = 'signing' | 'time-stamping' | 'ocsp-signing' | 'tls-client' | 'any';

/** Purposes under which documents are signed; RFC 9336 names the proper one, and products ask for the others. */
const SIGNING = new Set<string>([OID.anyExtendedKeyUsage, OID.documentSigning, OID.emailProtection, OID.clientAuth]);
/** Purposes that have nothing to do with documents. */
const ELSE = new Set<string>([OID.serverAuth, OID.codeSigning, OID.timeStamping, OID.ocspSigning]);

/**
 * Why a certificate may not be used so, or null. Signing documents needs no extendedKeyUsage (GB/T 20518), but does not go with one that
 * names other purposes only; a time stamp authority has that purpose alone and critical (RFC 3161 §2.3), a responder has its own among
 * others (RFC 6960 §4.2.2.2).
 * @throws {YinzhengError} DER_MALFORMED
 */
export function usageFault(certificate: Certificate, usage: CertificateUsage): Bilingual | null {
  if (usage === 'any') return null;
  const bits = keyUsage(certificate);
  if (bits && !bits.has('digitalSignature') && !bits.has('nonRepudiation')) {
    return bilingual('keyUsage does not allow signing', '证书的密钥用法（keyUsage）不允许签名');
  }
  switch (usage) {
    case 'signing':
      return allowsSigning(certificate)
        ? null
        : bilingual('extendedKeyUsage does not allow signing documents', '证书的扩展密钥用法（extendedKeyUsage）不允许签署文件');
    case 'time-stamping':
      return isTimeStampingCertificate(certificate)
        ? null
        : bilingual(
            'extendedKeyUsage is not critical timeStamping',
            '证书的扩展密钥用法（extendedKeyUsage）不是标为关键的时间戳用途（timeStamping）',
          );
    case 'tls-client': {
      const purposes = extendedKeyUsage(certificate);
      return purposes === null || purposes.includes(OID.clientAuth) || purposes.includes(OID.anyExtendedKeyUsage)
        ? null
        : bilingual(
            'extendedKeyUsage does not allow authenticating as a client',
            '证书的扩展密钥用法（extendedKeyUsage）不允许作为客户端鉴别身份',
          );
    }
    case 'ocsp-signing': {
      const allowed = extendedKeyUsage(certificate)?.includes(OID.ocspSigning) ?? false;
      return allowed
        ? null
        : bilingual(
            'extendedKeyUsage does not allow signing OCSP responses',
            '证书的扩展密钥用法（extendedKeyUsage）不允许签发 OCSP 响应',
          );
    }
  }
}

/** A purpose that is not known may be one of documents; where the extension is critical, it has to be known. */
function allowsSigning(certificate: Certificate): boolean {
  const purposes = extendedKeyUsage(certificate);
  if (purposes === null) return true;
  const isCritical = findExtension(certificate, OID.extendedKeyUsage)?.critical ?? false;
  return purposes.some((purpose) => SIGNING.has(purpose) || (!isCritical && !ELSE.has(purpose)));
}
