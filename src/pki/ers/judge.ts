import { isYinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import type { Evidence, Fault } from '../../report/index.ts';
import { validationValuesOf } from '../cms/validation-values.ts';
import type { ProofOfExistence } from '../existence/existence.ts';
import { judgeToken, type TokenContext, type TokenVerdict } from '../existence/token.ts';
import type { ValidationData } from '../model.ts';
import type { EvidenceRecord } from './record.ts';

/** What an evidence record is good for. */
export interface EvidenceRecordVerdict {
  /** From the inside out: each covers those before it. */
  readonly proofs: readonly ProofOfExistence[];
  /** Set when a time stamp is malformed, about something else, or wrongly signed: the record then proves nothing. */
  readonly fault: Fault | null;
  /** What each time stamp says, from the oldest. */
  readonly evidence: readonly Evidence[];
}

/**
 * Judges the time stamps of an evidence record over a data object (RFC 4998 §5.3): each must be about the data object, or the whole
 * `timeStamp` field before it; the last is judged at `at`, each other when the one after it proves it to exist. The context's trust is to
 * know the record's own validation data already. Never throws for a bad time stamp.
 */
export function judgeEvidenceRecord(
  { record, data, at }: { readonly record: EvidenceRecord; readonly data: Uint8Array; readonly at: Instant },
  context: TokenContext,
): EvidenceRecordVerdict {
  const proofs: ProofOfExistence[] = [];
  const evidence: Evidence[] = [];
  let fault: Fault | null = null;
  let known = at;
  for (let index = record.timeStamps.length - 1; index >= 0; index--) {
    const token = record.timeStamps[index] ?? null;
    const covered = index === 0 ? data : record.timeStamps[index - 1];
    const verdict = covered ? judgeToken({ token, signature: covered, at: known }, context) : null;
    if (!verdict) continue;
    evidence.unshift(verdict.evidence);
    fault ??= verdict.fault ?? unboundFault(verdict);
    if (verdict.proof) proofs.unshift({ ...verdict.proof, by: 'evidence-record' });
    known = verdict.proof && verdict.proof.time < known ? verdict.proof.time : known;
  }
  return { proofs: fault === null ? proofs : [], fault, evidence };
}

/** Where a digest cannot be computed, nothing shows that what the later time stamps cover is about the data object at all. */
function unboundFault({ proof, evidence }: TokenVerdict): Fault | null {
  const { code } = evidence;
  if (proof !== null || code !== 'CRYPTO_CONSTRAINTS_FAILURE') return null;
  return { outcome: 'indeterminate', code, evidence: { timeStamp: evidence } };
}

/** The validation data that the time stamps of a record carry. */
export function evidenceRecordData({ timeStamps }: EvidenceRecord): ValidationData {
  const found = timeStamps.map(valuesOf);
  return {
    certificates: found.flatMap(({ certificates }) => certificates),
    revocationLists: found.flatMap(({ revocationLists }) => revocationLists),
    ocspResponses: found.flatMap(({ ocspResponses }) => ocspResponses),
  };
}

/** A time stamp that cannot be read has none; that it cannot is said when it is judged. */
function valuesOf(token: Uint8Array): ValidationData {
  try {
    return validationValuesOf(token);
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    return { certificates: [], revocationLists: [], ocspResponses: [] };
  }
}
