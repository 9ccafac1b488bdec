/** Gathering what a verifier will need later to judge certificates again without asking anybody (ETSI EN 319 102-1 §5.6). */
import { toHex } from '../../base/bytes.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { Certificate } from '../model.ts';
import type { VerificationCache } from '../signature/cache.ts';
import type { PreparedTrust } from '../trust/prepare.ts';
import { findPaths } from './find.ts';

/** A certificate whose revocation a verifier will ask about, and its issuer. */
export interface Questioned {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
}

/** Certificates of the paths, each once, and of which of them the revocation will be asked. */
export interface GatheredPaths {
  readonly certificates: readonly Certificate[];
  readonly questioned: readonly Questioned[];
}

/**
 * The paths from certificates to trusted anchors, the anchors included: later it may not be known any more which they were. Of several
 * paths the first counts; a certificate without a path stands alone.
 */
export function gatherPaths(
  targets: readonly Certificate[],
  context: { readonly trust: PreparedTrust; readonly crypto: CryptoProvider; readonly cache?: VerificationCache | undefined },
): GatheredPaths {
  const certificates = new Map<string, Certificate>();
  const questioned = new Map<string, Questioned>();
  for (const target of targets) {
    const chain = findPaths({ ...context, target, extra: targets }).paths[0]?.certificates ?? [target];
    chain.forEach((certificate, index) => {
      const key = toHex(certificate.signature);
      certificates.set(key, certificate);
      const issuer = chain[index + 1];
      if (issuer) questioned.set(key, { certificate, issuer });
    });
  }
  return { certificates: [...certificates.values()], questioned: [...questioned.values()] };
}

/** The newest revocation list at hand for each certificate in question, each list once, DER. */
export function gatherRevocationLists(questioned: readonly Questioned[], trust: PreparedTrust): readonly Uint8Array[] {
  const lists = questioned.flatMap(({ certificate, issuer }) => {
    const found = trust.revocationLists(issuer.subject).find((list) => list.covers(certificate) && list.isSignedBy(issuer));
    return found ? [found.list.raw] : [];
  });
  return [...new Set(lists)];
}
