import { YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import { createVerificationCache, type PreparedTrust } from '../../pki/index.ts';
import type { DocumentEngine } from '../../documents/index.ts';
import {
  createPendingQueue,
  createRenewals,
  freshAnswers,
  type EvidenceDependencies,
  type PendingRound,
} from '../../services/evidence/index.ts';
import { rememberUnits } from '../../services/forecast/index.ts';
import { createOcspResponder, type TimeStamper } from '../../services/pki/index.ts';
import type { Ground } from './ground.ts';

/** Evidence of what a server issues. */
export interface Evidence {
  readonly dependencies: EvidenceDependencies;
  /** Adds what was not to be had before; overdue licences are an alarm. Rejects with STORE_UNAVAILABLE. */
  complete(): Promise<void>;
  /** Renews the evidence of some licences whose time stamps' certificates end soon. Rejects with STORE_UNAVAILABLE. */
  readonly renew: () => Promise<unknown>;
  /** What the last round left waiting; null before the first. */
  readonly pending: () => Pick<PendingRound, 'waiting' | 'oldest'> | null;
}

/** Licences that wait longer for their evidence are an alarm, ms. */
const ALARM_AFTER = 15 * 60_000;
/** Signatures of certificates remembered: those of the seals in use. */
const REMEMBERED = 1_000;

/** Evidence from a time stamper and the installation's own OCSP responder. */
export function createEvidence(
  {
    store,
    relay: journal,
    clock,
    custody,
    crypto,
    random,
    register,
  }: Pick<Ground, 'store' | 'relay' | 'clock' | 'custody' | 'crypto' | 'random' | 'register'>,
  parts: {
    readonly engine: DocumentEngine;
    readonly timeStamps: TimeStamper;
    readonly trust: () => PreparedTrust;
    readonly onError: (error: unknown) => void;
  },
): Evidence {
  const { engine, trust, onError } = parts;
  const cache = createVerificationCache(REMEMBERED);
  const timeStamps = rememberUnits(parts.timeStamps, { records: store.records, crypto, cache });
  const responder = createOcspResponder({ signer: custody, custody, register, trust, crypto, clock });
  const revocation = freshAnswers({ responder, trust, crypto, random });
  const dependencies: EvidenceDependencies = { engine, timeStamps, trust, onError, cache, revocation };
  const queue = createPendingQueue({ store, journal, clock, evidence: dependencies });
  const renewals = createRenewals({ store, journal, clock, evidence: dependencies });
  let last: PendingRound | null = null;
  return {
    dependencies,
    pending: () => last,
    renew: () => renewals.round(),
    async complete() {
      last = await queue.round();
      const { waiting, oldest } = last;
      if (oldest === null || clock.now() - oldest < ALARM_AFTER) return;
      onError(new YinzhengError('EVIDENCE_OVERDUE', { count: waiting, since: isoInstant(oldest) }));
    },
  };
}
