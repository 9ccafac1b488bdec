import { OID } from '../../asn1/index.ts';
import type { Instant } from '../../base/time.ts';
import { isDemonstrationCertificate, nameAttribute, type Certificate, type NameFields } from '../../pki/index.ts';
import { authoritiesIn, certifiedKeys, namesAsIssuer } from './authorities.ts';
import { certifyNewKey } from './certify-key.ts';
import { issueCertificate, type CertificateOrder, type CertifiedKey, type IssuingDependencies } from './issue-certificate.ts';
import type { Authorisation, KeyCustody } from './ports.ts';

const DAY = 86_400_000;
/** How long the certificate of a responder serves. Nobody asks whether it was revoked, so that it is short. */
export const RESPONDER_LIFE = 365 * DAY;
/** A new certificate is issued so long before the old one ends: before anybody is warned of it. */
const RENEWED_BEFORE = 120 * DAY;

/** What making responders takes. */
export interface ResponderDependencies extends IssuingDependencies {
  readonly custody: KeyCustody;
}

/**
 * Gives each CA whose key is in custody a responder: a key that signs OCSP responses, with a certificate issued by that CA (RFC 6960
 * §4.2.2.2). One that serves for a while yet is left alone; later its key gets a new certificate. Resolves to the responders that
 * were certified. Rejects as custody does.
 */
export async function ensureResponders(
  deps: ResponderDependencies,
  { now, authorisation }: { readonly now: Instant; readonly authorisation: Authorisation },
): Promise<readonly CertifiedKey[]> {
  const { custody } = deps;
  const made: CertifiedKey[] = [];
  for (const issuer of await authoritiesIn(custody)) {
    const { certificate } = issuer;
    if (now < certificate.notBefore || now >= certificate.notAfter) continue;
    const responder = await latestResponder(custody, certificate);
    const until = Math.min(now + RESPONDER_LIFE, certificate.notAfter);
    if (responder && responder.certificate.notAfter >= Math.min(now + RENEWED_BEFORE, until)) continue;
    const subject = responderName(certificate);
    const order = {
      ...{ issuer, subject, authorisation },
      profile: 'ocsp-responder',
      notBefore: now,
      notAfter: until,
      policies: isDemonstrationCertificate(certificate) ? [OID.demonstrationPolicy] : [],
    } as const;
    made.push(
      responder
        ? await certifyAnew(deps, responder, order)
        : await certifyNewKey(deps, { ...order, custody, label: subject.commonName, purposes: ['ocsp-response'] }),
    );
  }
  return made;
}

async function certifyAnew(
  deps: ResponderDependencies,
  { keyId, certificate: { publicKey } }: CertifiedKey,
  order: Omit<CertificateOrder, 'publicKey'>,
): Promise<CertifiedKey> {
  const certificate = await issueCertificate(deps, { ...order, publicKey: publicKey.raw });
  await deps.custody.attachCertificate(keyId, certificate.raw);
  return { keyId, certificate };
}

/** The key that answers for a CA at a time; null when there is none. */
export async function responderOf(
  custody: Pick<KeyCustody, 'list'>,
  authority: Certificate,
  at: Instant,
): Promise<CertifiedKey | null> {
  const found = await latestResponder(custody, authority);
  return found && found.certificate.notBefore <= at && at < found.certificate.notAfter ? found : null;
}

/** The key certified to answer for a CA, of several the one that serves longest. */
async function latestResponder(custody: Pick<KeyCustody, 'list'>, authority: Certificate): Promise<CertifiedKey | null> {
  const able = (await certifiedKeys(custody, 'ocsp-response')).filter(({ certificate }) => namesAsIssuer(certificate, authority));
  return able.reduce<CertifiedKey | null>(
    (best, key) => (best && best.certificate.notAfter >= key.certificate.notAfter ? best : key),
    null,
  );
}

function responderName({ subject }: Certificate): NameFields & { readonly commonName: string } {
  const organisation = nameAttribute(subject, OID.organizationName);
  const unit = nameAttribute(subject, OID.organizationalUnitName);
  return {
    country: nameAttribute(subject, OID.countryName) ?? 'CN',
    ...(organisation !== null && { organisation }),
    ...(unit !== null && { organisationalUnit: unit }),
    commonName: `${nameAttribute(subject, OID.commonName) ?? 'CA'} OCSP`,
  };
}
