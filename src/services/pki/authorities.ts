import { isYinzhengError } from '../../base/errors/index.ts';
import { equalBytes } from '../../base/bytes.ts';
import {
  authorityKeyIdentifier,
  basicConstraints,
  parseCertificate,
  sameName,
  subjectKeyIdentifier,
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

function isAuthority(certificate: Certificate): boolean {
  try {
    return basicConstraints(certificate)?.ca === true;
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
