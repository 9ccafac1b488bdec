import { YinzhengError } from '../../base/errors/index.ts';
import type { Certificate, CertificateList, PreparedTrust, TrustMaterial } from '../../pki/index.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { OcspDependencies } from './answer-ocsp.ts';
import { authoritiesIn } from './authorities.ts';
import { revocationListName } from './make-hierarchy.ts';

/**
 * The latest revocation list of an authority of this installation, by the name that it is published under: of the CAs whose keys are in
 * custody, and of those that certified them. Rejects with REVOCATION_LIST_NOT_FOUND.
 */
export async function getRevocationList(
  { custody, trust, crypto }: Pick<OcspDependencies, 'custody' | 'trust' | 'crypto'>,
  name: string,
): Promise<CertificateList> {
  const current = trust();
  const online = (await authoritiesIn(custody)).map(({ certificate }) => certificate);
  const authorities = new Set<Certificate>([...online, ...online.flatMap(({ issuer }) => current.subjects(issuer))]);
  return latestList({ trust: current, crypto }, authorities, name);
}

/**
 * The latest revocation list of an authority that the trust folder has, for who has no keys to tell which authorities are this
 * installation's own.
 * @throws {YinzhengError} REVOCATION_LIST_NOT_FOUND
 */
export function getTrustedRevocationList(
  deps: { readonly trust: PreparedTrust; readonly crypto: CryptoProvider },
  { anchors, intermediates }: Pick<TrustMaterial, 'anchors' | 'intermediates'>,
  name: string,
): CertificateList {
  return latestList(deps, [...anchors.map(({ certificate }) => certificate), ...intermediates], name);
}

function latestList(
  { trust, crypto }: { readonly trust: PreparedTrust; readonly crypto: CryptoProvider },
  authorities: Iterable<Certificate>,
  name: string,
): CertificateList {
  for (const authority of authorities) {
    if (revocationListName(authority, crypto) !== name) continue;
    const latest = trust.revocationLists(authority.subject).find((list) => list.isSignedBy(authority));
    if (latest) return latest.list;
  }
  throw new YinzhengError('REVOCATION_LIST_NOT_FOUND');
}
