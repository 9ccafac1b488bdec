import { isYinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import { sameName, type CertificateList } from '../../pki/index.ts';
import { authoritiesIn } from './authorities.ts';
import type { IssuingDependencies } from './issue-certificate.ts';
import { REVOCATION_LIST_LIFE } from './make-hierarchy.ts';
import type { Authorisation, KeyCustody, TrustStore } from './ports.ts';
import { publishRevocationList } from './publish-crl.ts';

/** What renewing takes. */
export interface RenewalDependencies extends Pick<IssuingDependencies, 'signer' | 'crypto'> {
  readonly custody: KeyCustody;
  readonly trustStore: TrustStore;
}

/**
 * Publishes the next revocation list of each CA whose key is in custody and whose list has lived half its life, so that nobody ever
 * waits for one. Resolves to the number of lists published. Rejects as custody and trust store do.
 */
export async function renewRevocationLists(
  deps: RenewalDependencies,
  { now, authorisation }: { readonly now: Instant; readonly authorisation: Authorisation },
): Promise<number> {
  const { revocationLists } = await deps.trustStore.load();
  let published = 0;
  for (const issuer of await authoritiesIn(deps.custody)) {
    const { certificate } = issuer;
    if (now >= certificate.notAfter) continue;
    const previous = latestList(revocationLists.filter(({ issuer }) => sameName(issuer, certificate.subject)));
    if (previous?.nextUpdate && previous.nextUpdate - now > REVOCATION_LIST_LIFE / 2) continue;
    const list = await publishRevocationList(deps, {
      issuer,
      previous,
      revoked: [],
      thisUpdate: now,
      nextUpdate: Math.min(now + REVOCATION_LIST_LIFE, certificate.notAfter),
      authorisation,
    });
    try {
      await deps.trustStore.putRevocationList(list.raw);
      published++;
    } catch (error) {
      // What somebody else published meanwhile is as new.
      if (!isYinzhengError(error, 'VERSION_CONFLICT')) throw error;
    }
  }
  return published;
}

/** The latest of lists, null when there is none. */
export function latestList(lists: readonly CertificateList[]): CertificateList | null {
  return lists.reduce<CertificateList | null>((best, list) => (best && best.thisUpdate >= list.thisUpdate ? best : list), null);
}
