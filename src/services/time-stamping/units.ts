/** Time stamping units: the keys in custody that give time stamps, with what a token needs of each (RFC 3161 §2.3). */
import type { Instant } from '../../base/time.ts';
import { isTimeStampingCertificate, type Certificate } from '../../pki/index.ts';
import { certifiedKeys, namesAsIssuer, type CertifiedKey, type KeyCustody } from '../pki/index.ts';

/** A key that gives time stamps. */
export interface TimeStampUnit extends CertifiedKey {
  /** Certificates above its own, but for a root; those with keys of another kind are left out. */
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
  for (const { keyId, certificate } of await certifiedKeys(custody, 'time-stamp')) {
    if (!isTimeStampingCertificate(certificate) || now < certificate.notBefore || now > certificate.notAfter) continue;
    const { kind } = certificate.publicKey;
    const known = units.get(kind);
    if (known && known.certificate.notAfter >= certificate.notAfter) continue;
    units.set(kind, { keyId, certificate, chain: chainOf(certificate, intermediates) });
  }
  return [...units.values()];
}

function chainOf(certificate: Certificate, intermediates: readonly Certificate[]): readonly Certificate[] {
  const chain: Certificate[] = [];
  let below = certificate;
  while (chain.length < MAX_CHAIN) {
    const above = intermediates.find((candidate) => namesAsIssuer(below, candidate) && !chain.includes(candidate));
    if (!above || namesAsIssuer(above, above)) break;
    // Who verifies by P-256 because SM2 is not known there trusts the unit itself, and is only hindered by SM2 certificates.
    if (above.publicKey.kind !== certificate.publicKey.kind) break;
    chain.push(above);
    below = above;
  }
  return chain;
}
