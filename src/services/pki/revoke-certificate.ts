import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { equalBytes } from '../../base/bytes.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import { certificateDigest, sameName, type Certificate, type RevokedEntry } from '../../pki/index.ts';
import { issuerOf } from './authorities.ts';
import type { KeyDesk } from './generate-key.ts';
import type { CertifiedKey } from './issue-certificate.ts';
import { REVOCATION_LIST_LIFE } from './make-hierarchy.ts';
import type { Signer, TrustStore } from './ports.ts';
import { publishRevocationList } from './publish-crl.ts';
import { latestList } from './renew-lists.ts';

/** Reasons for which a certificate of an end entity is revoked for good, with their numbers in RFC 5280 §5.3.1. */
export const REVOCATION_REASONS = {
  unspecified: 0,
  keyCompromise: 1,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  privilegeWithdrawn: 9,
} as const;

/** Why a certificate is revoked. */
export type RevocationReason = keyof typeof REVOCATION_REASONS;

/** A certificate to be revoked. */
export interface RevocationOrder {
  readonly certificate: Certificate;
  readonly reason: RevocationReason;
  /** Since when its key may have been in other hands, or the ground existed; not after now, null when not known. */
  readonly invalidityDate: Instant | null;
}

/** What revoking takes. */
export interface RevocationDependencies extends KeyDesk {
  readonly signer: Signer;
  readonly trustStore: TrustStore;
}

/** Others may publish at the same time; each gets its turn. */
const ATTEMPTS = 5;

/**
 * Revokes a certificate that a CA in custody issued: its next list is published at once, and the journal told. Repeated, it changes
 * nothing; the first reason and time stay. Resolves to the entry of the list. Rejects with CERTIFICATE_NOT_OURS, INPUT_INVALID,
 * VERSION_CONFLICT when others keep publishing, and as custody and trust store do.
 */
export async function revokeCertificate(
  deps: RevocationDependencies,
  actor: Actor,
  order: RevocationOrder,
): Promise<RevokedEntry> {
  const { certificate, reason, invalidityDate } = order;
  const now = wholeSeconds(deps.clock.now());
  if (invalidityDate !== null && invalidityDate > now) {
    throw new YinzhengError('INPUT_INVALID', {
      reason: bilingual('the invalidity date is not after now', '失效日期不得晚于现在'),
    });
  }
  const issuer = await issuerOf(deps, certificate);
  if (!issuer) throw new YinzhengError('CERTIFICATE_NOT_OURS');
  const asked: RevokedEntry = {
    serialNumber: certificate.serialNumber,
    revokedAt: now,
    reason: REVOCATION_REASONS[reason] === 0 ? null : REVOCATION_REASONS[reason],
    invalidityDate: invalidityDate === null ? null : wholeSeconds(invalidityDate),
  };
  const digest = certificateDigest(certificate, deps.crypto);
  const entry = await publish(deps, issuer, asked, digest);
  await deps.journal.record([
    {
      id: `certificates/${digest}/revoked`,
      kind: 'certificate-revoked',
      subject: `certificates/${digest}`,
      effectiveAt: isoInstant(entry.revokedAt),
      recordedAt: isoInstant(now),
      actor,
      purpose: null,
      facts: {
        certificateSm3: digest,
        reason: entry.reason,
        invalidityDate: entry.invalidityDate === null ? null : isoInstant(entry.invalidityDate),
      },
    },
  ]);
  return entry;
}

/** Lists know whole seconds only. */
function wholeSeconds(instant: Instant): Instant {
  return Math.floor(instant / 1000) * 1000;
}

async function publish(
  deps: RevocationDependencies,
  issuer: CertifiedKey,
  asked: RevokedEntry,
  digest: string,
): Promise<RevokedEntry> {
  const { trustStore } = deps;
  const { notAfter, subject } = issuer.certificate;
  for (let attempt = 1; ; attempt++) {
    const previous = latestList((await trustStore.load()).revocationLists.filter((list) => sameName(list.issuer, subject)));
    const known = previous?.entries.find(({ serialNumber }) => equalBytes(serialNumber, asked.serialNumber));
    if (known) return known;
    // A list is of seconds, and must be later than the one before it.
    const thisUpdate = Math.max(asked.revokedAt, (previous?.thisUpdate ?? 0) + 1000);
    const list = await publishRevocationList(deps, {
      ...{ issuer, previous, revoked: [asked], thisUpdate },
      nextUpdate: Math.min(thisUpdate + REVOCATION_LIST_LIFE, notAfter),
      authorisation: { actor: 'server', reference: `revocation of certificate ${digest}` },
    });
    try {
      await trustStore.putRevocationList(list.raw);
      return asked;
    } catch (error) {
      if (!isYinzhengError(error, 'VERSION_CONFLICT') || attempt >= ATTEMPTS) throw error;
    }
  }
}
