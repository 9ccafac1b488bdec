import { OID } from '../../asn1/index.ts';
import { equalBytes } from '../../base/bytes.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import {
  authorityKeyIdentifier,
  basicConstraints,
  certificatePolicies,
  keyUsage,
  parseCertificate,
  sameName,
  subjectKeyIdentifier,
  verifySigned,
  type Certificate,
} from '../../pki/index.ts';
import type { CertifiedKey } from './issue-certificate.ts';
import type { KeyCustody, KeyPurpose } from './ports.ts';

const READ = new WeakMap<Uint8Array, Certificate | null>();

/** The keys in custody that may be used for a purpose and have a certificate that can be read. */
export async function certifiedKeys(
  custody: Pick<KeyCustody, 'list'>,
  purpose: KeyPurpose | 'any',
): Promise<readonly CertifiedKey[]> {
  return (await custody.list()).flatMap(({ keyId, purposes, certificate }) => {
    if (certificate === null || (purpose !== 'any' && !purposes.includes(purpose))) return [];
    const parsed = readOnce(certificate);
    return parsed === null ? [] : [{ keyId, certificate: parsed }];
  });
}

/** The CAs whose keys are in custody and sign revocation lists. */
export async function authoritiesIn(custody: Pick<KeyCustody, 'list'>): Promise<readonly CertifiedKey[]> {
  return (await certifiedKeys(custody, 'crl')).filter(({ certificate }) => isAuthority(certificate));
}

/** The CA in custody that certifies signers: one that is not for seal makers, the latest where a set-up was begun anew. */
export async function signersAuthority(custody: Pick<KeyCustody, 'list'>, now: Instant): Promise<CertifiedKey | null> {
  const authorities = await authoritiesIn(custody);
  return latestAt(
    authorities.filter(({ certificate }) => !certificatePolicies(certificate).includes(OID.sealMakerPolicy)),
    now,
  );
}

/** The seal maker in custody, the latest where there are several; null where there is none whose certificate holds now. */
export async function sealMakerIn(custody: Pick<KeyCustody, 'list'>, now: Instant): Promise<CertifiedKey | null> {
  return latestAt(await certifiedKeys(custody, 'seal-making'), now);
}

function latestAt(keys: readonly CertifiedKey[], now: Instant): CertifiedKey | null {
  return keys
    .filter(({ certificate }) => now >= certificate.notBefore && now < certificate.notAfter)
    .reduce<CertifiedKey | null>(
      (latest, key) => (latest && latest.certificate.notBefore >= key.certificate.notBefore ? latest : key),
      null,
    );
}

/** The CA in custody under whose signature a certificate stands; null when there is none. */
export async function issuerOf(
  { custody, crypto }: { readonly custody: Pick<KeyCustody, 'list'>; readonly crypto: CryptoProvider },
  { tbs, signatureAlgorithm: algorithm, signature, issuer }: Certificate,
): Promise<CertifiedKey | null> {
  const authorities = await authoritiesIn(custody);
  const found = authorities.find(({ certificate: { subject, publicKey } }) => {
    return sameName(issuer, subject) && verifySigned({ tbs, algorithm, signature, publicKey, crypto }).ok;
  });
  return found ?? null;
}

/** Whether a certificate names a CA as its issuer, by name and by key where it names one. */
export function namesAsIssuer(certificate: Certificate, authority: Certificate): boolean {
  if (!sameName(certificate.issuer, authority.subject)) return false;
  try {
    const named = authorityKeyIdentifier(certificate);
    const own = subjectKeyIdentifier(authority);
    return named === null || own === null || equalBytes(named, own);
  } catch (error) {
    if (isYinzhengError(error)) return false;
    throw error;
  }
}

/** Whether a certificate is a CA's; false for one whose constraints cannot be read. */
export function isAuthority(certificate: Certificate): boolean {
  try {
    return basicConstraints(certificate)?.ca === true;
  } catch (error) {
    if (isYinzhengError(error)) return false;
    throw error;
  }
}

/** Whether the key of a certificate may sign documents; false for one whose usage cannot be read. */
export function maySign(certificate: Certificate): boolean {
  try {
    const usage = keyUsage(certificate);
    return usage === null || usage.has('digitalSignature') || usage.has('nonRepudiation');
  } catch (error) {
    if (isYinzhengError(error)) return false;
    throw error;
  }
}

function readOnce(bytes: Uint8Array): Certificate | null {
  const known = READ.get(bytes);
  if (known !== undefined) return known;
  let read: Certificate | null = null;
  try {
    read = parseCertificate(bytes);
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
  }
  READ.set(bytes, read);
  return read;
}
