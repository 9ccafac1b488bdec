import { OID, readDer } from '../../asn1/index.ts';
import { bilingual, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import { equalBytes } from '../../base/bytes.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import {
  assembleSigned,
  certificateDigest,
  keyIdentifier,
  parseCertificate,
  parsePublicKey,
  sameName,
  SM2_WITH_SM3,
  subjectKeyIdentifierExtension,
  tbsCertificate,
  type Certificate,
} from '../../pki/index.ts';
import type { Random } from '../platform.ts';
import { issuerOf } from './authorities.ts';
import type { KeyDesk } from './generate-key.ts';
import { serialNumber } from './issue-certificate.ts';
import type { CertificateRegister, Signer, TrustStore } from './ports.ts';

/** What issuing another certificate takes. */
export interface ReissueDependencies extends KeyDesk {
  readonly custody: KeyDesk['custody'] & Signer;
  readonly random: Random;
  readonly trustStore: Pick<TrustStore, 'load'>;
  readonly register: CertificateRegister;
}

/** A certificate like another, for the same key or for one that takes its place. */
export interface ReissueOrder {
  /** Key that it is of, in custody. */
  readonly keyId: string;
  readonly certificate: Certificate;
  /** SubjectPublicKeyInfo to be certified, DER. */
  readonly publicKey: Uint8Array;
}

/**
 * Issues a certificate that says what another says, from now on and for as long, by the CA in custody that issued that (RFC 3647 §4.6,
 * §4.7), and records it, in the register first. Rejects with CERTIFICATE_NOT_OURS, KEY_NOT_RENEWABLE when it would end no later or, for the same key,
 * the other was revoked, and as custody does.
 */
export async function reissueCertificate(deps: ReissueDependencies, actor: Actor, order: ReissueOrder): Promise<Certificate> {
  const { custody, crypto, random, clock, journal } = deps;
  const { keyId, certificate: former, publicKey } = order;
  const issuer = await issuerOf(deps, former);
  if (!issuer) throw new YinzhengError('CERTIFICATE_NOT_OURS');
  const now = clock.now();
  const notAfter = Math.min(now + former.notAfter - former.notBefore, issuer.certificate.notAfter);
  const isSameKey = equalBytes(former.publicKey.raw, publicKey);
  if (isSameKey && (await isRevoked(deps, former)))
    throw notRenewable(keyId, bilingual('its certificate was revoked', '其证书已被撤销'));
  if (notAfter <= (isSameKey ? Math.max(now, former.notAfter) : now))
    throw notRenewable(keyId, bilingual('the CA that issued its certificate ends no later', '签发其证书的 CA 不晚于该证书到期'));
  const identifier = keyIdentifier(parsePublicKey(readDer(publicKey)), crypto);
  const tbs = tbsCertificate({
    serialNumber: serialNumber(random),
    signatureAlgorithm: SM2_WITH_SM3,
    issuer: issuer.certificate.subject.raw,
    subject: former.subject.raw,
    notBefore: now,
    notAfter,
    publicKey,
    extensions: former.extensions.map((extension) =>
      extension.oid === OID.subjectKeyIdentifier ? subjectKeyIdentifierExtension(identifier) : extension,
    ),
  });
  const authorisation = { actor: actor.person ?? actor.client, reference: `certificate in place of that of key ${keyId}` };
  const signature = await custody.sign({ keyId: issuer.keyId, purpose: 'certificate', tbs, authorisation });
  const certificate = parseCertificate(assembleSigned(tbs, SM2_WITH_SM3, signature));
  await deps.register.enter(certificate, { issuer: issuer.certificate, authorisation });
  const digest = certificateDigest(certificate, crypto);
  const at = isoInstant(now);
  await journal.record([
    {
      id: `certificates/${digest}/issued`,
      kind: 'certificate-issued',
      subject: `certificates/${digest}`,
      effectiveAt: isoInstant(certificate.notBefore),
      recordedAt: at,
      actor,
      purpose: null,
      facts: { certificateSm3: digest, formerSm3: certificateDigest(former, crypto) },
    },
  ]);
  return certificate;
}

async function isRevoked({ trustStore }: ReissueDependencies, { issuer, serialNumber: number }: Certificate): Promise<boolean> {
  const { revocationLists } = await trustStore.load();
  const lists = revocationLists.filter((list) => sameName(list.issuer, issuer));
  return lists.some(({ entries }) => entries.some((entry) => equalBytes(entry.serialNumber, number)));
}

function notRenewable(keyId: string, reason: Bilingual): YinzhengError {
  return new YinzhengError('KEY_NOT_RENEWABLE', { keyId, reason });
}
