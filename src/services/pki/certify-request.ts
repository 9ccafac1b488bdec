import { isoInstant } from '../../base/time.ts';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import { certificateDigest, parseRequest, verifySigned, type Certificate } from '../../pki/index.ts';
import type { Clock, JournalDesk } from '../platform.ts';
import { issueCertificate, type IssuingDependencies } from './issue-certificate.ts';
import { signerCertificate, type SignerOrder } from './make-hierarchy.ts';

/** What certifying takes, and the journal that is told of it. */
export interface RequestDependencies extends IssuingDependencies {
  readonly journal: Pick<JournalDesk, 'record'>;
  readonly clock: Clock;
}

/**
 * Certifies the key of a signer that its holder has, by a request (PKCS#10, DER) that proves it. Of the request only the key is taken:
 * whom the certificate names is in the order. Rejects with CSR_MALFORMED, INPUT_INVALID when the key is not SM2 or the proof wrong,
 * KEY_NOT_FOUND, KEY_PURPOSE_REFUSED, STORE_UNAVAILABLE.
 */
export async function certifyRequest(
  deps: RequestDependencies,
  actor: Actor,
  { request, ...order }: SignerOrder & { readonly request: Uint8Array },
): Promise<Certificate> {
  const { crypto, journal, clock } = deps;
  const { tbs, signatureAlgorithm: algorithm, signature, publicKey } = parseRequest(request);
  if (publicKey.kind !== 'sm2') throw invalid('the key of the request is not SM2', '请求中的密钥不是 SM2 密钥');
  const proof = verifySigned({ tbs, algorithm, signature, publicKey, crypto });
  if (!proof.ok || proof.deviations.length > 0)
    throw invalid('the request is not signed with its own key', '请求未用其自身密钥正确签名');
  const certificate = await issueCertificate(deps, { ...signerCertificate(order, crypto), publicKey: publicKey.raw });
  const digest = certificateDigest(certificate, crypto);
  const at = isoInstant(clock.now());
  await journal.record([
    {
      id: `certificates/${digest}/issued`,
      kind: 'certificate-issued',
      subject: `certificates/${digest}`,
      effectiveAt: isoInstant(certificate.notBefore),
      recordedAt: at,
      actor,
      purpose: null,
      facts: { certificateSm3: digest, seal: order.organisation.sealCode, owner: order.organisation.creditCode },
    },
  ]);
  return certificate;
}

function invalid(en: string, zh: string): YinzhengError {
  return new YinzhengError('INPUT_INVALID', { reason: bilingual(en, zh) });
}
