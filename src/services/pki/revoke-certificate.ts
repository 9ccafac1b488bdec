import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { fromHex, toHex } from '../../base/bytes.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import { certificateDigest, sameName, type Certificate, type RevokedEntry } from '../../pki/index.ts';
import { issuerOf } from './authorities.ts';
import type { KeyDesk } from './generate-key.ts';
import type { CertifiedKey } from './issue-certificate.ts';
import { REVOCATION_LIST_LIFE } from './make-hierarchy.ts';
import type { CertificateRegister, Signer, TrustStore } from './ports.ts';
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
  /** Whether every other certificate that the CA issued for the same key goes with it; by the reason when absent. */
  readonly wholeKey?: boolean;
}

/** What revoking did. */
export interface Revocation {
  /** The entry of the certificate in the list; the first one where it was revoked before. */
  readonly entry: RevokedEntry;
  /** Serial numbers, hexadecimal, of the other certificates of the same key that are revoked with it. */
  readonly others: readonly string[];
}

/** What revoking takes. */
export interface RevocationDependencies extends KeyDesk {
  readonly signer: Signer;
  readonly trustStore: TrustStore;
  readonly register: Pick<CertificateRegister, 'ofKey'>;
}

/**
 * Reasons that are about the key or its holder, not about one certificate. A renewal leaves the certificate before in force, with a seal
 * that lists it: were it left out, whoever has the key would go on with that one.
 */
const ENDS_KEY: ReadonlySet<RevocationReason> = new Set([
  'keyCompromise',
  'affiliationChanged',
  'cessationOfOperation',
  'privilegeWithdrawn',
]);

/** Others may publish at the same time; each gets its turn. */
const ATTEMPTS = 5;

/** A certificate by what lists and journal name it with: serial number as in its INTEGER, and SM3, hexadecimal. */
interface Named {
  readonly serialNumber: Uint8Array;
  readonly digest: string;
}

/** A certificate, by its SM3, with its entry in the list. */
interface Revoked {
  readonly digest: string;
  readonly entry: RevokedEntry;
}

/**
 * Revokes a certificate that a CA in custody issued, and where its key ends every other that the CA issued for that key: the CA's next list
 * is published at once, and the journal told of each. Repeated, it changes nothing of what is revoked; first reasons and times stay.
 * Rejects with CERTIFICATE_NOT_OURS, INPUT_INVALID, VERSION_CONFLICT when others keep publishing, and as custody, register and trust
 * store do.
 */
export async function revokeCertificate(deps: RevocationDependencies, actor: Actor, order: RevocationOrder): Promise<Revocation> {
  const { certificate, reason, invalidityDate, wholeKey = ENDS_KEY.has(order.reason) } = order;
  const now = wholeSeconds(deps.clock.now());
  if (invalidityDate !== null && invalidityDate > now) {
    throw new YinzhengError('INPUT_INVALID', {
      reason: bilingual('the invalidity date is not after now', '失效日期不得晚于现在'),
    });
  }
  const issuer = await issuerOf(deps, certificate);
  if (!issuer) throw new YinzhengError('CERTIFICATE_NOT_OURS');
  const asked: Named = { serialNumber: certificate.serialNumber, digest: certificateDigest(certificate, deps.crypto) };
  const others = wholeKey ? await othersOfKey(deps, issuer, certificate) : [];
  const revoked = await publish(
    deps,
    issuer,
    { asked, others },
    {
      revokedAt: now,
      reason: REVOCATION_REASONS[reason] === 0 ? null : REVOCATION_REASONS[reason],
      invalidityDate: invalidityDate === null ? null : wholeSeconds(invalidityDate),
    },
  );
  await deps.journal.record(
    [revoked.first, ...revoked.others].map(({ entry, digest }) => ({
      id: `certificates/${digest}/revoked`,
      kind: 'certificate-revoked' as const,
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
    })),
  );
  return { entry: revoked.first.entry, others: revoked.others.map(({ entry }) => toHex(entry.serialNumber)) };
}

/** Lists know whole seconds only. */
function wholeSeconds(instant: Instant): Instant {
  return Math.floor(instant / 1000) * 1000;
}

async function othersOfKey(
  { register }: RevocationDependencies,
  issuer: CertifiedKey,
  { publicKey, serialNumber }: Certificate,
): Promise<readonly Named[]> {
  const own = toHex(serialNumber);
  return (await register.ofKey(issuer.certificate, publicKey.raw)).flatMap(({ _id, certificateSm3: digest }) => {
    const serial = _id.slice(_id.indexOf('/') + 1);
    return serial === own ? [] : [{ serialNumber: fromHex(serial), digest }];
  });
}

/** Publishes the next list where it lacks one of the certificates; what the list has of them then. */
async function publish(
  deps: RevocationDependencies,
  issuer: CertifiedKey,
  { asked, others }: { readonly asked: Named; readonly others: readonly Named[] },
  ground: Omit<RevokedEntry, 'serialNumber'>,
): Promise<{ readonly first: Revoked; readonly others: readonly Revoked[] }> {
  const { trustStore } = deps;
  const { notAfter, subject } = issuer.certificate;
  for (let attempt = 1; ; attempt++) {
    const previous = latestList((await trustStore.load()).revocationLists.filter((list) => sameName(list.issuer, subject)));
    const known = new Map((previous?.entries ?? []).map((entry) => [toHex(entry.serialNumber), entry]));
    const listed = ({ serialNumber, digest }: Named): Revoked => {
      return { digest, entry: known.get(toHex(serialNumber)) ?? { serialNumber, ...ground } };
    };
    const [first, rest] = [listed(asked), others.map(listed)];
    const added = [first, ...rest].flatMap(({ entry }) => (known.has(toHex(entry.serialNumber)) ? [] : [entry]));
    if (added.length === 0) return { first, others: rest };
    // A list is of seconds, and must be later than the one before it.
    const thisUpdate = Math.max(ground.revokedAt, (previous?.thisUpdate ?? 0) + 1000);
    const list = await publishRevocationList(deps, {
      ...{ issuer, previous, revoked: added, thisUpdate },
      nextUpdate: Math.min(thisUpdate + REVOCATION_LIST_LIFE, notAfter),
      authorisation: { actor: 'server', reference: `revocation of certificate ${asked.digest}` },
    });
    try {
      await trustStore.putRevocationList(list.raw);
      return { first, others: rest };
    } catch (error) {
      if (!isYinzhengError(error, 'VERSION_CONFLICT') || attempt >= ATTEMPTS) throw error;
    }
  }
}
