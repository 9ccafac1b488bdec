import { createClaimDesk } from '../../services/claims/index.ts';
import { REPORT_SEAL } from '../../services/demonstration/index.ts';
import type { ReportSealing } from '../../services/verification/index.ts';
import type { VerificationPolicy } from '../../pki/index.ts';
import type { Config } from '../../config/index.ts';
import type { Ground } from './ground.ts';

/** What the use cases of licences and of printed reports work with in this process. */
export function licenceDependencies(
  { store, custody, keys, relay, clock, random, crypto, config }: Ground,
  { engine, evidence, trust }: Pick<ReportSealing, 'engine' | 'evidence' | 'trust'>,
): ReportSealing {
  const demonstration = config.mode === 'demonstration';
  return {
    ...{ store, journal: relay, engine, clock, random },
    ...{ signer: custody, custody, grants: keys.room.grants },
    publicUrl: config.publicUrl,
    claims: createClaimDesk({ store, custody, signer: custody, crypto, clock, random, publicUrl: config.publicUrl }),
    ...{ evidence, trust },
    demonstration,
    reportSeal: config.reportSeal ?? (demonstration ? REPORT_SEAL : null),
    making: new Map(),
  };
}

/** Right signatures that a verifier remembers: those of a few thousand seals. */
export const REMEMBERED_SIGNATURES = 10_000;

/** How strictly this installation verifies: production needs to know of every certificate that it was not revoked. */
export function verificationPolicy({ mode }: Pick<Config, 'mode'>): VerificationPolicy {
  return mode === 'production'
    ? { revocation: 'require', acceptDemonstration: false }
    : { revocation: 'if-known', acceptDemonstration: true };
}
