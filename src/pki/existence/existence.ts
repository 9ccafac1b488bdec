/** Since when a signature is known to exist: its proofs of existence, of which the earliest counts (ETSI EN 319 102-1 §5.6.2.3). */
import { bilingual } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import type { Evidence, Fault, TrustClass } from '../../report/index.ts';

/** A proof that a signature existed at a time. What a signer claims is none. */
export interface ProofOfExistence {
  /** A token over the signature value, a document time stamp or one of an evidence record over the whole signature, or the entry of a register for the document. */
  readonly by: 'signature-time-stamp' | 'document-time-stamp' | 'evidence-record' | 'register';
  readonly time: Instant;
  /** Of the chain of who proves. */
  readonly trustClass: Exclude<TrustClass, 'none'>;
}

/** What a register has of a document. */
export interface RegisterEntry {
  /** The first bytes of the document that are recorded: all of it, or what it was before something was appended. */
  readonly size: number;
  readonly recordedAt: Instant;
}

/** What the proofs come to. */
export interface Existence {
  /** The time of the earliest proof, or of validation when there is none before it. */
  readonly time: Instant;
  /** The proof that decided; null for none. */
  readonly proof: ProofOfExistence | null;
  /** Set when the proofs contradict each other. */
  readonly fault: Fault | null;
}

/** How far clocks may differ before times count as contradictory, ms. */
export const CLOCK_TOLERANCE: Instant = 5 * 60_000;

/** The proof that a register's entry is: it covers everything in the document; none when there is no entry. */
export function registerProof(recordedAt: Instant | undefined): readonly ProofOfExistence[] {
  return recordedAt === undefined ? [] : [{ by: 'register', time: recordedAt, trustClass: 'production' }];
}

/**
 * The existence that proofs establish.
 * @param proofs from the inside out: each covers those before it, so that it cannot be earlier
 * @param at time of validation
 */
export function settleExistence(proofs: readonly ProofOfExistence[], at: Instant): Existence {
  let proof: ProofOfExistence | null = null;
  let latest: ProofOfExistence | null = null;
  let fault: Fault | null = null;
  for (const next of proofs) {
    if (fault === null && latest !== null && next.time < latest.time - CLOCK_TOLERANCE) fault = orderFault(latest, next);
    if (latest === null || next.time > latest.time) latest = next;
    if (next.time <= at && (proof === null || next.time < proof.time)) proof = next;
  }
  return { time: proof?.time ?? at, proof, fault };
}

/** A serialisable account of what decided. */
export function existenceEvidence({ proof }: Existence): Evidence {
  return { existence: proof === null ? null : { by: proof.by, time: isoInstant(proof.time) } };
}

/** What is wrong with a claimed time: it is later than the signature is known to exist. */
export function claimFault(claimed: Instant, existing: Instant): Fault | null {
  if (claimed <= existing + CLOCK_TOLERANCE) return null;
  const evidence = {
    reason: bilingual('the claimed time is later than the signature is known to exist', '声称的签名时间晚于已知签名存在的时间'),
    existing: isoInstant(existing),
  };
  return { outcome: 'indeterminate', code: 'SIG_CONSTRAINTS_FAILURE', evidence };
}

function orderFault(inner: ProofOfExistence, outer: ProofOfExistence): Fault {
  const evidence = {
    reason: bilingual('a proof of existence is later than one that covers it', '时间证明的时间晚于覆盖它的另一时间证明'),
    inner: { by: inner.by, time: isoInstant(inner.time) },
    outer: { by: outer.by, time: isoInstant(outer.time) },
  };
  return { outcome: 'indeterminate', code: 'TIMESTAMP_ORDER_FAILURE', evidence };
}
