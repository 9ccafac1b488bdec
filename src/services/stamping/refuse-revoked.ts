import { fromBase64 } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import type { SealRecord, SealVersion } from '../../domain/seal/index.ts';
import { certificateDigest, parseCertificate } from '../../pki/index.ts';
import type { LicenceDependencies } from '../licences/ports.ts';
import { randomId } from '../licences/random.ts';
import { revocationOf } from '../pki/revocation-of.ts';
import { revocationWords } from '../pki/revocation-words.ts';

/** What asking about a seal's certificate takes, and the journal that is told of a refusal. */
export type RevocationCheckDependencies = Pick<LicenceDependencies, 'trust' | 'journal' | 'engine' | 'clock' | 'random'>;

/** A seal that somebody is about to use. */
export interface IntendedUse {
  readonly seal: SealRecord;
  readonly version: SealVersion;
  readonly actor: Actor;
  readonly purpose: Purpose | null;
}

/**
 * Refuses a seal whose signer's certificate was revoked, whoever has the key, and tells the journal who was refused. What was revoked
 * before the call counts. Rejects with SEAL_CERTIFICATE_REVOKED, STORE_UNAVAILABLE.
 */
export async function refuseRevoked(deps: RevocationCheckDependencies, use: IntendedUse): Promise<void> {
  const { seal, version, actor, purpose } = use;
  const certificate = parseCertificate(fromBase64(version.certificate));
  const now = deps.clock.now();
  const entry = revocationOf(certificate, await deps.trust(), now);
  if (entry === null) return;
  const [at, revokedAt] = [isoInstant(now), isoInstant(entry.revokedAt)];
  await deps.journal.record([
    {
      id: `seals/${seal._id}/refused/${randomId(deps.random)}`,
      kind: 'seal-use-refused',
      subject: `seals/${seal._id}`,
      effectiveAt: at,
      recordedAt: at,
      actor,
      purpose,
      facts: {
        ...{ seal: seal._id, sealVersion: version.number, certificateSm3: certificateDigest(certificate, deps.engine.crypto) },
        ...{ revokedAt, reason: entry.reason },
      },
    },
  ]);
  throw new YinzhengError('SEAL_CERTIFICATE_REVOKED', {
    seal: seal._id,
    since: revokedAt,
    reason: revocationWords(entry.reason),
  });
}
