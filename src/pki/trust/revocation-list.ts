/** One revocation list made ready: entries by serial number, what it is about, and whose signature it carries. */
import { children, isContext, isUniversal, malformed, OID, readDer, TAG, type DerNode } from '../../asn1/index.ts';
import { toHex } from '../../base/bytes.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import {
  basicConstraints,
  crlDistributionPoints,
  distributionPointUris,
  findExtension,
  keyUsage,
} from '../certificate/extensions.ts';
import type { Certificate, CertificateList, RevokedEntry } from '../model.ts';
import type { Deviation } from '../../report/index.ts';
import { verifySigned, type SignatureResult } from '../signature/verify.ts';

/** A revocation list ready for questions; unchanging. */
export interface PreparedRevocationList {
  readonly list: CertificateList;
  /** The entry of a serial number (content octets of its INTEGER), or null. */
  find(serialNumber: Uint8Array): RevokedEntry | null;
  /** True when the list is signed with the issuer's key, and that key may sign lists. */
  isSignedBy(issuer: Certificate): boolean;
  /** The departures met in that signature; empty when it is not the issuer's. */
  deviationsUnder(issuer: Certificate): readonly Deviation[];
  /** True when the list speaks of this certificate at all (RFC 5280 §5.2.5). */
  covers(certificate: Certificate): boolean;
}

/** Prepares a list and verifies its signature by the certificates that bear its issuer's name. */
export function prepareRevocationList(
  list: CertificateList,
  candidates: readonly Certificate[],
  crypto: CryptoProvider,
): PreparedRevocationList {
  const entries = new Map<string, RevokedEntry>();
  for (const entry of list.entries) {
    const key = toHex(entry.serialNumber);
    const earlier = entries.get(key);
    if (!earlier || entry.revokedAt < earlier.revokedAt) entries.set(key, entry);
  }
  const answers = new WeakMap<Certificate, SignatureResult | null>();
  const signatureOf = (issuer: Certificate): SignatureResult | null => {
    const known = answers.get(issuer);
    if (known !== undefined) return known;
    const answer = verifyBy(list, issuer, crypto);
    answers.set(issuer, answer);
    return answer;
  };
  candidates.forEach(signatureOf);
  const scope = scopeOf(list);
  return Object.freeze({
    list,
    find: (serialNumber: Uint8Array) => entries.get(toHex(serialNumber)) ?? null,
    isSignedBy: (issuer: Certificate) => signatureOf(issuer)?.ok ?? false,
    deviationsUnder: (issuer: Certificate) => signatureOf(issuer)?.deviations ?? [],
    covers: (certificate: Certificate) => scope !== null && isInScope(scope, certificate),
  });
}

function verifyBy(list: CertificateList, issuer: Certificate, crypto: CryptoProvider): SignatureResult | null {
  const { tbs, signatureAlgorithm: algorithm, signature } = list;
  return maySign(issuer) ? verifySigned({ tbs, algorithm, signature, publicKey: issuer.publicKey, crypto }) : null;
}

function maySign(issuer: Certificate): boolean {
  try {
    return keyUsage(issuer)?.has('cRLSign') ?? true;
  } catch (error) {
    if (isYinzhengError(error)) return false;
    throw error;
  }
}

interface Scope {
  readonly subjects: 'all' | 'end-entities' | 'authorities';
  /** Distribution points of which the certificate must name one; empty for any. */
  readonly points: readonly string[];
}

const UNDERSTOOD = new Set<string>([OID.issuingDistributionPoint, OID.authorityKeyIdentifier, OID.crlNumber]);

/** What a list is about; null when that is not understood (delta and indirect lists, lists of some reasons only). */
function scopeOf(list: CertificateList): Scope | null {
  if (list.extensions.some(({ oid, critical }) => critical && !UNDERSTOOD.has(oid))) return null;
  const extension = findExtension(list, OID.issuingDistributionPoint);
  if (!extension) return { subjects: 'all', points: [] };
  try {
    return readIssuingDistributionPoint(extension.value);
  } catch (error) {
    if (isYinzhengError(error)) return null;
    throw error;
  }
}

function readIssuingDistributionPoint(value: Uint8Array): Scope | null {
  const node = readDer(value);
  if (!isUniversal(node, TAG.sequence)) throw malformed(node.offset, 'issuingDistributionPoint');
  let subjects: Scope['subjects'] = 'all';
  let points: readonly string[] = [];
  for (const field of children(node)) {
    if (isContext(field, 0)) {
      points = distributionPointUris(field);
      if (points.length === 0) return null;
    } else if (isContext(field, 1) || isContext(field, 2)) {
      if (!isTrue(field)) continue;
      if (subjects !== 'all') return null;
      subjects = field.tag === 1 ? 'end-entities' : 'authorities';
    } else if (!(isContext(field, 4) || isContext(field, 5)) || isTrue(field)) {
      // of some reasons only, indirect, or of attribute certificates
      return null;
    }
  }
  return { subjects, points };
}

/** An implicitly tagged BOOLEAN. */
function isTrue(node: DerNode): boolean {
  const [value] = node.content;
  if (node.constructed || node.content.length !== 1 || (value !== 0 && value !== 0xff)) {
    throw malformed(node.offset, 'issuingDistributionPoint');
  }
  return value === 0xff;
}

function isInScope({ subjects, points }: Scope, certificate: Certificate): boolean {
  try {
    const isAuthority = basicConstraints(certificate)?.ca ?? false;
    if (subjects !== 'all' && isAuthority !== (subjects === 'authorities')) return false;
    if (points.length === 0) return true;
    const named = crlDistributionPoints(certificate);
    return points.some((point) => named.includes(point));
  } catch (error) {
    if (isYinzhengError(error)) return false;
    throw error;
  }
}
