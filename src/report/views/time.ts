/** How the time of each signature is proven, as far as the report says. */
import type { SignatureReport, VerificationReport } from '../model.ts';
import { ANSWER_WORDS, type PROOF_WORDS } from '../words/index.ts';
import type { Answer } from './answers.ts';

/** What proves that a signature existed at a time: a time stamp over it, one over the document, or the register's own entry. */
export interface TimeProof {
  readonly by: keyof typeof PROOF_WORDS;
  /** The signature existed then at the latest, ISO 8601. */
  readonly time: string;
}

/** The proof by which each signature was judged, in their order; null where there is none but what the signer claims. */
export function timeProofs({ signatures }: VerificationReport): readonly (TimeProof | null)[] {
  return signatures.map(proofOf);
}

/** Fourth question: is the time of sealing proven? Time stamps are themselves the proof and are not asked. */
export function timeProven(report: VerificationReport, proofs = timeProofs(report)): Answer {
  const asked = report.signatures.flatMap(({ kind }, index) => (kind === 'time-stamp' ? [] : [proofs[index] ?? null]));
  if (asked.length === 0) return { tone: 'indeterminate', ...ANSWER_WORDS.noTime };
  return asked.includes(null)
    ? { tone: 'indeterminate', ...ANSWER_WORDS.timeClaimed }
    : { tone: 'passed', ...ANSWER_WORDS.timeProven };
}

const KINDS = new Map<unknown, TimeProof['by']>([
  ['signature-time-stamp', 'time-stamp'],
  ['document-time-stamp', 'document-time-stamp'],
  ['register', 'register'],
]);

/** Proofs that contradict each other prove nothing. */
function proofOf({ checks }: SignatureReport): TimeProof | null {
  const check = checks.find(({ id }) => id === 'signing-time');
  const existence = check?.evidence?.['existence'];
  if (check?.code === 'TIMESTAMP_ORDER_FAILURE' || typeof existence !== 'object' || existence === null) return null;
  const { by, time } = existence as { readonly by?: unknown; readonly time?: unknown };
  const kind = KINDS.get(by);
  return kind !== undefined && typeof time === 'string' ? { by: kind, time } : null;
}
