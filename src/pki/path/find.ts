/** Finding certification paths (RFC 5280 §6, RFC 4158): from a certificate up to a trust anchor, every signature verified. */
import { equalBytes } from '../../base/bytes.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import { sameItems } from '../../base/same-items.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { Deviation } from '../../report/index.ts';
import { authorityKeyIdentifier, subjectKeyIdentifier } from '../certificate/extensions.ts';
import { sameName } from '../certificate/name.ts';
import type { Certificate, Name, TrustAnchor } from '../model.ts';
import type { VerificationCache } from '../signature/cache.ts';
import { verifySigned } from '../signature/verify.ts';
import type { PreparedTrust } from '../trust/prepare.ts';

/** Certificates of the longest path, anchor and target included. */
export const MAX_PATH_LENGTH = 8;
/** Most paths that are judged. */
export const MAX_PATHS = 4;
/** Most signatures that are tried while looking for paths, those within the prepared trust not counted. */
export const MAX_SIGNATURES_TRIED = 24;
/** Most certificates of a document that are looked at. */
export const MAX_EXTRA_CERTIFICATES = 64;

/** Most certificates whose issuers are looked for, so that certificates that sign each other cost little. */
const MAX_STEPS = 128;

/** A path whose signatures are right; the target first, the anchor last. */
export interface FoundPath {
  readonly certificates: readonly Certificate[];
  readonly anchor: TrustAnchor;
}

/** What a search found. */
export interface PathSearch {
  readonly target: Certificate;
  readonly paths: readonly FoundPath[];
  /** True when the named issuer's very key is known (by key identifier) and did not make the signature. */
  readonly issuerSignatureWrong: boolean;
  readonly deviations: readonly Deviation[];
  /** What the search was made with. */
  readonly crypto: CryptoProvider;
}

/** Where paths are looked for. */
export interface PathSources {
  readonly target: Certificate;
  /** Certificates from the document; they prove nothing and only help to connect. */
  readonly extra?: readonly Certificate[] | undefined;
  readonly trust: PreparedTrust;
  readonly crypto: CryptoProvider;
  readonly cache?: VerificationCache | undefined;
}

/** A search, where it was made, and what the trust was asked. */
interface MadeSearch {
  readonly store: object;
  readonly others: readonly Certificate[];
  readonly search: PathSearch;
  readonly met: readonly Certificate[];
  readonly names: readonly Name[];
}

/**
 * Looks for paths from the target to an anchor. Bounded in length, number and signatures tried. A search among the same certificates is
 * remembered with the target; the trust is still asked what it was asked then, so that who records its answers has them.
 */
export function findPaths(sources: PathSources): PathSearch {
  const { trust, cache, extra = [] } = sources;
  const target = trust.stored(sources.target);
  const others = [...new Set(extra.slice(0, MAX_EXTRA_CERTIFICATES).map((certificate) => trust.stored(certificate)))];
  const memory = cache?.recall<{ last: MadeSearch | null }>(target, 'paths', () => ({ last: null }));
  const last = memory?.last;
  if (last?.store === trust.store && sameItems(last.others, others)) {
    for (const certificate of last.met) trust.anchorOf(certificate);
    for (const name of last.names) trust.subjects(name);
    return last.search;
  }
  const made = searchPaths(target, others, sources);
  if (memory) memory.last = made;
  return made.search;
}

function searchPaths(
  start: Certificate,
  others: readonly Certificate[],
  { trust, crypto, cache }: Omit<PathSources, 'target' | 'extra'>,
): MadeSearch {
  const met: Certificate[] = [];
  const names: Name[] = [];
  const links = new Map<Certificate, Map<Certificate, boolean>>();
  // each link's own array, so that a link met twice is noted once
  const noted = new Set<readonly Deviation[]>();
  const paths: FoundPath[] = [];
  const search = { tried: 0, steps: 0, issuerSignatureWrong: false };

  const isSignedBy = (certificate: Certificate, issuer: Certificate): boolean => {
    const prepared = trust.isSignedBy(certificate, issuer);
    if (prepared !== null) {
      noted.add(trust.deviationsBetween(certificate, issuer));
      return prepared;
    }
    let known = links.get(certificate);
    if (!known) links.set(certificate, (known = new Map<Certificate, boolean>()));
    const before = known.get(issuer);
    if (before !== undefined) return before;
    if (search.tried >= MAX_SIGNATURES_TRIED) return false;
    search.tried++;
    const { tbs, signatureAlgorithm: algorithm, signature } = certificate;
    const result = verifySigned({ tbs, algorithm, signature, publicKey: issuer.publicKey, crypto, cache });
    noted.add(result.deviations);
    known.set(issuer, result.ok);
    return result.ok;
  };

  // a signature that was not tried, or not with this algorithm, is not wrong
  const isForged = ({ tbs, signatureAlgorithm: algorithm, signature }: Certificate, { publicKey }: Certificate): boolean => {
    const { ok, unsupported } = verifySigned({ tbs, algorithm, signature, publicKey, crypto, cache });
    return !ok && unsupported === null;
  };

  const explore = (path: readonly Certificate[], certificate: Certificate): void => {
    met.push(certificate);
    const anchor = trust.anchorOf(certificate);
    if (anchor) {
      paths.push({ certificates: path, anchor });
      return;
    }
    if (path.length >= MAX_PATH_LENGTH || search.steps >= MAX_STEPS) return;
    search.steps++;
    names.push(certificate.issuer);
    const candidates = issuersOf(certificate, path, trust, others);
    const before = paths.length;
    for (const group of [candidates.likely, candidates.unlikely]) {
      for (const issuer of group) {
        if (paths.length >= MAX_PATHS) return;
        if (isSignedBy(certificate, issuer)) explore([...path, issuer], issuer);
        else if (certificate === start && candidates.byKey.includes(issuer) && isForged(certificate, issuer)) {
          search.issuerSignatureWrong = true;
        }
      }
      if (paths.length > before) return;
    }
  };
  explore([start], start);
  const issuerSignatureWrong = search.issuerSignatureWrong && paths.length === 0;
  const deviations = [...noted].flat();
  return { store: trust.store, others, met, names, search: { target: start, paths, issuerSignatureWrong, deviations, crypto } };
}

interface Candidates {
  /** Of the issuer's name, and not of another key identifier. */
  readonly likely: readonly Certificate[];
  /** Of the issuer's name, but of another key identifier. */
  readonly unlikely: readonly Certificate[];
  /** Stored ones whose key identifier is the one named. */
  readonly byKey: readonly Certificate[];
}

function issuersOf(
  certificate: Certificate,
  path: readonly Certificate[],
  trust: PreparedTrust,
  others: readonly Certificate[],
): Candidates {
  const named = quietly(() => authorityKeyIdentifier(certificate));
  const stored = trust.subjects(certificate.issuer);
  const fromDocument = others.filter((other) => !stored.includes(other) && sameName(other.subject, certificate.issuer));
  const likely: Certificate[] = [];
  const unlikely: Certificate[] = [];
  const byKey: Certificate[] = [];
  for (const candidate of [...stored, ...fromDocument]) {
    if (path.some((used) => used === candidate || isSameSubject(used, candidate))) continue;
    const own = quietly(() => subjectKeyIdentifier(candidate));
    const match = named && own ? equalBytes(named, own) : null;
    (match === false ? unlikely : likely).push(candidate);
    if (match === true && stored.includes(candidate)) byKey.push(candidate);
  }
  return { likely, unlikely, byKey };
}

/** A subject and key that occur twice make a loop (RFC 4158 §2.4.2). */
function isSameSubject(left: Certificate, right: Certificate): boolean {
  return equalBytes(left.publicKey.raw, right.publicKey.raw) && sameName(left.subject, right.subject);
}

function quietly<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (isYinzhengError(error)) return null;
    throw error;
  }
}
