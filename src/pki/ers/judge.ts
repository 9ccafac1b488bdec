import { toHex } from '../../base/bytes.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import type { Evidence, Fault } from '../../report/index.ts';
import { validationValuesOf } from '../cms/validation-values.ts';
import type { ProofOfExistence } from '../existence/existence.ts';
import { judgeToken, type TokenContext, type TokenVerdict } from '../existence/token.ts';
import type { ValidationData } from '../model.ts';
import { coverageOf, type Position } from './covered.ts';
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
 * Judges the time stamps of an evidence record over a data object (RFC 4998 §5.3): each must be about what {@link coverageOf} says; the last is
 * judged at `at`, each other when the one after it, in its chain or at the beginning of the next, proves it to exist. The context's trust is to
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
  const coverage = coverageOf({ record, data, crypto: context.crypto });
  for (const { token, ...position } of timeStampsOf(record).toReversed()) {
    const about = coverage(position);
    if ('fault' in about) {
      evidence.unshift(about.fault.evidence['timeStamp'] as Evidence);
      fault ??= about.fault;
      continue;
    }
    const verdict = judgeToken({ token, signature: about.covered, at: known }, context);
    if (!verdict) continue;
    evidence.unshift(verdict.evidence);
    fault ??= verdict.fault ?? unboundFault(verdict);
    if (verdict.proof) proofs.unshift({ ...verdict.proof, by: 'evidence-record' });
    known = verdict.proof && verdict.proof.time < known ? verdict.proof.time : known;
  }
  return { proofs: fault === null ? proofs : [], fault, evidence };
}

/** The tokens of a record with where they are, from the oldest. */
function timeStampsOf({ chains }: EvidenceRecord): readonly (Position & { readonly token: Uint8Array })[] {
  return chains.flatMap((stamps, chain) => stamps.map(({ timeStamp: token }, index) => ({ chain, index, token })));
}

/** Where a digest cannot be computed, nothing shows that what the later time stamps cover is about the data object at all. */
function unboundFault({ proof, evidence }: TokenVerdict): Fault | null {
  const { code } = evidence;
  if (proof !== null || code !== 'CRYPTO_CONSTRAINTS_FAILURE') return null;
  return { outcome: 'indeterminate', code, evidence: { timeStamp: evidence } };
}

/** The validation data that the time stamps of a record carry; what several carry, as the chains of one authority, is there once. */
export function evidenceRecordData(record: EvidenceRecord): ValidationData {
  const found = timeStampsOf(record).map(({ token }) => valuesOf(token));
  const distinct = (values: readonly Uint8Array[]): readonly Uint8Array[] => [
    ...new Map(values.map((value) => [toHex(value), value])).values(),
  ];
  return {
    certificates: distinct(found.flatMap(({ certificates }) => certificates)),
    revocationLists: distinct(found.flatMap(({ revocationLists }) => revocationLists)),
    ocspResponses: distinct(found.flatMap(({ ocspResponses }) => ocspResponses)),
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
