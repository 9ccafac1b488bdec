/** Whether the certificates of a path were revoked at a time, by the revocation lists at hand (RFC 5280 §6.3). */
import { OID } from '../../asn1/index.ts';
import { toHex } from '../../base/bytes.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import { findExtension } from '../certificate/extensions.ts';
import { nameText } from '../certificate/name.ts';
import type { Certificate, RevokedEntry } from '../model.ts';
import type { PreparedTrust } from '../trust/prepare.ts';
import type { PreparedRevocationList } from '../trust/revocation-list.ts';

/** Words of RFC 5280 §5.3.1 by number. */
const REASONS = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'unused',
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
] as const;

/**
 * What is known of one certificate. `revoked`: at the time asked about; `revoked-later`: only after it; `stale`: the lists at hand do not
 * reach to that time; `unknown`: there is none.
 */
export interface RevocationStatus {
  readonly certificate: Certificate;
  readonly status: 'good' | 'revoked' | 'revoked-later' | 'stale' | 'unknown';
  readonly entry: RevokedEntry | null;
  /** The list that decided. */
  readonly source: PreparedRevocationList | null;
}

/** The status at a time of a certificate that `issuer` issued. Every list at hand counts for a revocation, only a fresh one against it. */
export function revocationStatus(
  certificate: Certificate,
  issuer: Certificate,
  trust: PreparedTrust,
  at: Instant,
): RevocationStatus {
  const lists = trust
    .revocationLists(certificate.issuer)
    .filter((source) => source.covers(certificate) && source.isSignedBy(issuer));
  const [latest] = lists;
  if (!latest) return { certificate, status: 'unknown', entry: null, source: null };
  for (const source of lists) {
    const entry = source.find(certificate.serialNumber);
    if (entry === null || isLifted(entry, source, latest, certificate)) continue;
    return { certificate, status: invalidFrom(entry) <= at ? 'revoked' : 'revoked-later', entry, source };
  }
  const fresh = lists.find((source) => isFresh(source, certificate, at));
  return { certificate, status: fresh ? 'good' : 'stale', entry: null, source: fresh ?? latest };
}

/** A serialisable account of a status. */
export function revocationEvidence({ certificate, status, entry, source }: RevocationStatus): Record<string, unknown> {
  return {
    certificate: nameText(certificate.subject),
    serialNumber: toHex(certificate.serialNumber),
    status,
    ...(source && {
      thisUpdate: isoInstant(source.list.thisUpdate),
      nextUpdate: source.list.nextUpdate === null ? null : isoInstant(source.list.nextUpdate),
    }),
    ...(entry && {
      revokedAt: isoInstant(entry.revokedAt),
      reason: entry.reason === null ? null : (REASONS[entry.reason] ?? entry.reason),
      ...(entry.invalidityDate !== null && { invalidityDate: isoInstant(entry.invalidityDate) }),
    }),
  };
}

/** When a revocation began to count: the invalidity date, if the key may have been in other hands before the CA knew (RFC 5280 §5.3.2). */
export function invalidFrom({ revokedAt, invalidityDate }: RevokedEntry): Instant {
  return invalidityDate === null ? revokedAt : Math.min(revokedAt, invalidityDate);
}

/** A hold ends when a later list no longer has it; every other revocation is for good, though lists drop expired certificates. */
function isLifted(
  entry: RevokedEntry,
  source: PreparedRevocationList,
  latest: PreparedRevocationList,
  certificate: Certificate,
): boolean {
  const isHold = entry.reason !== null && REASONS[entry.reason] === 'certificateHold';
  return isHold && source !== latest && latest.find(certificate.serialNumber) === null && namesExpired(latest, certificate);
}

/** A list shows that a certificate was not revoked at a time when it was current then, or was made later and would still name it. */
function isFresh(source: PreparedRevocationList, certificate: Certificate, at: Instant): boolean {
  const { thisUpdate, nextUpdate } = source.list;
  if (thisUpdate <= at) return nextUpdate !== null && at < nextUpdate;
  return namesExpired(source, certificate);
}

function namesExpired({ list }: PreparedRevocationList, certificate: Certificate): boolean {
  return list.thisUpdate <= certificate.notAfter || findExtension(list, OID.expiredCertsOnCrl) !== null;
}
