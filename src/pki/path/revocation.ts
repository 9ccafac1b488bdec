/** Whether the certificates of a path were revoked at a time, by the revocation lists and OCSP answers at hand (RFC 5280 §6.3). */
import { toHex } from '../../base/bytes.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import { nameText } from '../certificate/name.ts';
import type { Certificate, RevokedEntry } from '../model.ts';
import type { PreparedTrust } from '../trust/prepare.ts';
import { whereToAsk } from './ask.ts';
import { revocationStatements, type RevocationStatement } from './statement.ts';

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
 * What is known of one certificate. `revoked`: at the time asked about; `revoked-later`: only after it; `stale`: what is at hand does not
 * reach to that time; `unknown`: there is nothing, or only an OCSP responder that does not know the certificate.
 */
export interface RevocationStatus {
  readonly certificate: Certificate;
  readonly status: 'good' | 'revoked' | 'revoked-later' | 'stale' | 'unknown';
  readonly entry: RevokedEntry | null;
  /** The list or answer that decided. */
  readonly source: RevocationStatement | null;
}

/**
 * The status at a time of a certificate that `issuer` issued, by lists and OCSP answers alike. Every one at hand counts for a revocation,
 * only a fresh one against it.
 */
export function revocationStatus(
  certificate: Certificate,
  issuer: Certificate,
  trust: PreparedTrust,
  at: Instant,
): RevocationStatus {
  const all = revocationStatements(certificate, issuer, trust);
  const statements = all.filter(({ isKnown }) => isKnown);
  const [latest] = statements;
  if (!latest) return { certificate, status: 'unknown', entry: null, source: all[0] ?? null };
  for (const source of statements) {
    const { entry } = source;
    if (entry === null || isLifted(entry, source, latest, certificate)) continue;
    return { certificate, status: invalidFrom(entry) <= at ? 'revoked' : 'revoked-later', entry, source };
  }
  const fresh = statements.find((source) => isFresh(source, certificate, at));
  return { certificate, status: fresh ? 'good' : 'stale', entry: null, source: fresh ?? latest };
}

/** A serialisable account of a status; where it is not known, it says as `ask` where that could be asked. */
export function revocationEvidence(
  { certificate, status, entry, source }: RevocationStatus,
  issuer: Certificate,
  crypto: CryptoProvider,
): Record<string, unknown> {
  const isOpen = status === 'unknown' || status === 'stale';
  const ask = isOpen ? whereToAsk(certificate, issuer, crypto) : null;
  return {
    certificate: nameText(certificate.subject),
    serialNumber: toHex(certificate.serialNumber),
    status,
    ...source?.evidence,
    ...(entry && {
      revokedAt: isoInstant(entry.revokedAt),
      reason: entry.reason === null ? null : (REASONS[entry.reason] ?? entry.reason),
      ...(entry.invalidityDate !== null && { invalidityDate: isoInstant(entry.invalidityDate) }),
    }),
    ...(ask && { ask }),
  };
}

/** When a revocation began to count: the invalidity date, if the key may have been in other hands before the CA knew (RFC 5280 §5.3.2). */
export function invalidFrom({ revokedAt, invalidityDate }: RevokedEntry): Instant {
  return invalidityDate === null ? revokedAt : Math.min(revokedAt, invalidityDate);
}

/** A hold ends when a later word no longer has it; every other revocation is for good, though lists drop expired certificates. */
function isLifted(
  entry: RevokedEntry,
  source: RevocationStatement,
  latest: RevocationStatement,
  certificate: Certificate,
): boolean {
  const isHold = entry.reason !== null && REASONS[entry.reason] === 'certificateHold';
  return isHold && source !== latest && latest.entry === null && namesExpired(latest, certificate);
}

/** A word shows that a certificate was not revoked at a time when it was current then, or was said later and would still tell. */
function isFresh(source: RevocationStatement, certificate: Certificate, at: Instant): boolean {
  const { thisUpdate, nextUpdate } = source;
  if (thisUpdate <= at) return nextUpdate !== null && at < nextUpdate;
  return namesExpired(source, certificate);
}

function namesExpired({ thisUpdate, expiredSince }: RevocationStatement, { notAfter }: Certificate): boolean {
  return thisUpdate <= notAfter || (expiredSince !== null && expiredSince <= notAfter);
}
