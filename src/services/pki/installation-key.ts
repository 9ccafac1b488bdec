import { OID } from '../../asn1/index.ts';
import type { Instant } from '../../base/time.ts';
import {
  isDemonstrationCertificate,
  nameAttribute,
  type Certificate,
  type CertificateProfile,
  type NameFields,
} from '../../pki/index.ts';
import { certifiedKeys, signersAuthority } from './authorities.ts';
import { certifyNewKey } from './certify-key.ts';
import type { CertifiedKey, IssuingDependencies } from './issue-certificate.ts';
import type { Authorisation, KeyCustody, KeyPurpose } from './ports.ts';

/** What making a key of the installation takes: the custody of the CA that certifies it, which becomes its own as well. */
export interface InstallationKeyDependencies extends IssuingDependencies {
  readonly custody: KeyCustody;
}

/** A kind of key that an installation has for itself, and signs with in its own name. */
export interface InstallationKey {
  readonly profile: CertificateProfile;
  /** The first of them is what it is found by. */
  readonly purposes: readonly [KeyPurpose, ...KeyPurpose[]];
  /** What people call it, and what is put behind the CA's name in its own. */
  readonly label: string;
  readonly suffix: string;
}

const DAY = 86_400_000;
const KEY_LIFE = 5 * 365 * DAY;
/** A new one is made so long before the old one ends: before anybody is warned of it. */
const RENEWED_BEFORE = 120 * DAY;

/** The certified key for a purpose at a moment: the one certified last, so that a key is put in place of another by adding it. Rejects as custody does. */
export async function findInstallationKey(
  custody: Pick<KeyCustody, 'list'>,
  { purpose, now }: { readonly purpose: KeyPurpose; readonly now: Instant },
): Promise<CertifiedKey | null> {
  const able = (await certifiedKeys(custody, purpose)).filter(
    ({ certificate }) => certificate.notBefore <= now && now < certificate.notAfter,
  );
  return able.reduce<CertifiedKey | null>(
    (latest, key) => (latest && latest.certificate.notBefore >= key.certificate.notBefore ? latest : key),
    null,
  );
}

/**
 * Makes a key certified by the signers' CA where there is none of its kind, or where its certificate comes to its end. Resolves to whether one
 * was made; a custody without such a CA makes none: there one that another CA certified is put into custody. Rejects as custody does.
 */
export async function ensureInstallationKey(
  deps: InstallationKeyDependencies,
  { profile, purposes, label, suffix }: InstallationKey,
  { now, authorisation }: { readonly now: Instant; readonly authorisation: Authorisation },
): Promise<boolean> {
  const { custody } = deps;
  const issuer = await signersAuthority(custody, now);
  if (issuer === null) return false;
  const ends = (await findInstallationKey(custody, { purpose: purposes[0], now }))?.certificate.notAfter ?? now;
  const notAfter = Math.min(now + KEY_LIFE, issuer.certificate.notAfter);
  if (ends - now > RENEWED_BEFORE || notAfter <= ends) return false;
  await certifyNewKey(deps, {
    ...{ custody, issuer, notBefore: now, notAfter, authorisation, label, purposes, profile },
    subject: nameBeneath(issuer.certificate, suffix),
    policies: isDemonstrationCertificate(issuer.certificate) ? [OID.demonstrationPolicy] : [],
  });
  return true;
}

/** The name of a key that belongs to the installation: that of the CA above it, with what the key is for. */
export function nameBeneath({ subject }: Certificate, suffix: string): NameFields {
  const organisation = nameAttribute(subject, OID.organizationName);
  const unit = nameAttribute(subject, OID.organizationalUnitName);
  return {
    country: nameAttribute(subject, OID.countryName) ?? 'CN',
    ...(organisation !== null && { organisation }),
    ...(unit !== null && { organisationalUnit: unit }),
    commonName: `${nameAttribute(subject, OID.commonName) ?? 'CA'} ${suffix}`,
  };
}
