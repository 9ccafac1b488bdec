/** Time stamping units: the keys in custody that give time stamps, with what a token needs of each (RFC 3161 §2.3). */
import { isYinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import { isTimeStampingCertificate, parseCertificate, sameName, type Certificate } from '../../pki/index.ts';
import type { CertifiedKey, KeyCustody, KeyDescription } from '../pki/index.ts';

/** A key that gives time stamps. */
export interface TimeStampUnit extends CertifiedKey {
  /** Certificates above its own, but for a root. */
  readonly chain: readonly Certificate[];
}

/** Longest chain that is put into a token. */
const MAX_CHAIN = 4;

/** The units whose certificate holds at a moment, one for each kind of key: the one that holds longest. Rejects as custody does. */
export async function findTimeStampUnits(
  custody: Pick<KeyCustody, 'list'>,
  { now, intermediates }: { readonly now: Instant; readonly intermediates: readonly Certificate[] },
): Promise<readonly TimeStampUnit[]> {
  const units = new Map<string, TimeStampUnit>();
  for (const key of await custody.list()) {
    const certificate = certificateOf(key);
    if (!certificate || now < certificate.notBefore || now > certificate.notAfter) continue;
    const { kind } = certificate.publicKey;
    const known = units.get(kind);
    if (known && known.certificate.notAfter >= certificate.notAfter) continue;
    units.set(kind, { keyId: key.keyId, certificate, chain: chainOf(certificate, intermediates) });
  }
  return [...units.values()];
}

/** The certificate of a key that gives time stamps, null for every other key. */
function certificateOf({ purposes, certificate }: KeyDescription): Certificate | null {
  if (!purposes.includes('time-stamp') || certificate === null) return null;
  try {
    const parsed = parseCertificate(certificate);
    return isTimeStampingCertificate(parsed) ? parsed : null;
  } catch (error) {
    if (isYinzhengError(error)) return null;
    throw error;
  }
}

function chainOf(certificate: Certificate, intermediates: readonly Certificate[]): readonly Certificate[] {
  const chain: Certificate[] = [];
  let { issuer } = certificate;
  while (chain.length < MAX_CHAIN) {
    const above = intermediates.find((candidate) => sameName(candidate.subject, issuer) && !chain.includes(candidate));
    if (!above || sameName(above.subject, above.issuer)) break;
    chain.push(above);
    ({ issuer } = above);
  }
  return chain;
}
