/** Keys that holders of seals have, as applications bring them. */
import { equalBytes, fromBase64 } from '../../../base/bytes.ts';
import { bilingual, YinzhengError } from '../../../base/errors/index.ts';
import type { Instant } from '../../../base/time.ts';
import type { ApplicationKey } from '../../../domain/seal/index.ts';
import { parseCertificate, parseRequest, type Certificate, type PublicKeyInfo } from '../../../pki/index.ts';
import { maySign, type KeyCustody } from '../../pki/index.ts';

/**
 * Refuses a key that no seal could be made for.
 * @throws {YinzhengError} DER_MALFORMED, CSR_MALFORMED, CERTIFICATE_MALFORMED, INPUT_INVALID
 */
export function checkKey(key: ApplicationKey, now: Instant): void {
  if (key.kind === 'custody') return;
  if ('certificate' in key) checkSignersCertificate(holdersCertificate(key.certificate), now);
  else if (parseRequest(fromBase64(key.request)).publicKey.kind !== 'sm2')
    throw invalid('the key of the request is not SM2', '请求中的密钥不是 SM2 密钥');
}

/** A certificate given in Base64 of its DER. */
export function holdersCertificate(text: string): Certificate {
  return parseCertificate(fromBase64(text));
}

/**
 * Refuses a certificate that a seal cannot list.
 * @throws {YinzhengError} INPUT_INVALID
 */
export function checkSignersCertificate(certificate: Certificate, now: Instant): void {
  if (certificate.publicKey.kind !== 'sm2') throw invalid('the key of the certificate is not SM2', '证书中的密钥不是 SM2 密钥');
  if (now < certificate.notBefore || now >= certificate.notAfter)
    throw invalid('the certificate is out of its period', '证书不在有效期内');
  if (!maySign(certificate)) throw invalid('the certificate is not one for signing', '证书不是签名证书');
}

/**
 * Refuses a key that is said to be its holder's and is in custody: its seal would be signed without the log of key uses.
 * @throws {YinzhengError} SEAL_KEY_ELSEWHERE
 */
export async function refuseCustodyKey(custody: Pick<KeyCustody, 'list'>, own: PublicKeyInfo): Promise<void> {
  if ((await custody.list()).some(({ publicKey }) => equalBytes(publicKey, own.raw)))
    throw new YinzhengError('SEAL_KEY_ELSEWHERE', { state: bilingual('in custody here', '由本系统托管') });
}

function invalid(en: string, zh: string): YinzhengError {
  return new YinzhengError('INPUT_INVALID', { reason: bilingual(en, zh) });
}
