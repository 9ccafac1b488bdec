/** The audit key: the one in custody that signs how far the journal goes. */
import { OID } from '../../../asn1/index.ts';
import type { Instant } from '../../../base/time.ts';
import { isDemonstrationCertificate, nameAttribute, type Certificate, type NameFields } from '../../../pki/index.ts';
import {
  certifiedKeys,
  certifyNewKey,
  signersAuthority,
  type Authorisation,
  type CertifiedKey,
  type IssuingDependencies,
  type KeyCustody,
} from '../../pki/index.ts';

/** What making an audit key takes: the custody of the CA that certifies it, which becomes its own as well. */
export interface JournalKeyDependencies extends IssuingDependencies {
  readonly custody: KeyCustody;
}

const YEAR = 365 * 86_400_000;
const KEY_LIFE = 5 * YEAR;
/** A new one is made so long before the old one ends: before anybody is warned of it. */
const RENEWED_BEFORE = 120 * 86_400_000;

/** The certified key that signs heads at a moment: the one certified last, so that a key is put in place of another by adding it. Rejects as custody does. */
export async function findJournalKey(custody: Pick<KeyCustody, 'list'>, now: Instant): Promise<CertifiedKey | null> {
  const able = (await certifiedKeys(custody, 'journal-head')).filter(
    ({ certificate }) => certificate.notBefore <= now && now < certificate.notAfter,
  );
  return able.reduce<CertifiedKey | null>(
    (latest, key) => (latest && latest.certificate.notBefore >= key.certificate.notBefore ? latest : key),
    null,
  );
}

/**
 * Makes an audit key certified by the signers' CA where there is none, or where its certificate comes to its end. Resolves to whether one
 * was made; a custody without such a CA makes none: there one that another CA certified is put into custody. Rejects as custody does.
 */
export async function ensureJournalKey(
  deps: JournalKeyDependencies,
  { now, authorisation }: { readonly now: Instant; readonly authorisation: Authorisation },
): Promise<boolean> {
  const { custody } = deps;
  const issuer = await signersAuthority(custody, now);
  if (issuer === null) return false;
  const ends = (await findJournalKey(custody, now))?.certificate.notAfter ?? now;
  const notAfter = Math.min(now + KEY_LIFE, issuer.certificate.notAfter);
  if (ends - now > RENEWED_BEFORE || notAfter <= ends) return false;
  await certifyNewKey(deps, {
    ...{ custody, issuer, notBefore: now, notAfter, authorisation },
    label: '日志审计',
    purposes: ['journal-head'],
    profile: 'journal-head',
    subject: keyName(issuer.certificate),
    policies: isDemonstrationCertificate(issuer.certificate) ? [OID.demonstrationPolicy] : [],
  });
  return true;
}

function keyName({ subject }: Certificate): NameFields {
  const organisation = nameAttribute(subject, OID.organizationName);
  const unit = nameAttribute(subject, OID.organizationalUnitName);
  return {
    country: nameAttribute(subject, OID.countryName) ?? 'CN',
    ...(organisation !== null && { organisation }),
    ...(unit !== null && { organisationalUnit: unit }),
    commonName: `${nameAttribute(subject, OID.commonName) ?? 'CA'} Audit`,
  };
}
