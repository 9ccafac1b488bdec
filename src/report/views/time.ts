/** How the time of each signature is proven, as far as the report says. */
import type { SignatureReport, VerificationReport } from '../model.ts';
import { ANSWER_WORDS, PROOF_WORDS } from '../words/index.ts';
import type { Answer } from './answers.ts';

/** What proves that a signature existed at a time: a time stamp over its value, one over the document, or the register's own entry. */
export interface TimeProof {
  readonly by: keyof typeof PROOF_WORDS;
  /** The signature existed then at the latest, ISO 8601. */
  readonly time: string;
}

/** The proof by which each signature was judged, in their order; null where there is none but what the signer claims. */
export function timeProofs({ signatures }: VerificationReport): readonly (TimeProof | null)[] {
  return signatures.map(settledProof);
}

/** Fourth question: is the time of sealing proven? Time stamps are themselves the proof and are not asked. */
export function timeProven(report: VerificationReport, proofs = timeProofs(report)): Answer {
  if (report.document.format === 'seal') return { tone: 'indeterminate', ...ANSWER_WORDS.notUsed };
  const asked = report.signatures.flatMap(({ kind }, index) => (kind === 'time-stamp' ? [] : [proofs[index] ?? null]));
  if (asked.length === 0) return { tone: 'indeterminate', ...ANSWER_WORDS.noTime };
  return asked.includes(null)
    ? { tone: 'indeterminate', ...ANSWER_WORDS.timeClaimed }
    : { tone: 'passed', ...ANSWER_WORDS.timeProven };
}

/** The proof that the verifier settled on. Proofs that contradict each other prove nothing. */
function settledProof({ checks }: SignatureReport): TimeProof | null {
  const check = checks.find(({ id }) => id === 'signing-time');
  const settled = check?.evidence?.['existence'];
  if (typeof settled !== 'object' || settled === null || check?.code === 'TIMESTAMP_ORDER_FAILURE') return null;
  const { by, time } = settled as { readonly by?: unknown; readonly time?: unknown };
  return typeof time === 'string' && isKind(by) ? { by, time } : null;
}

function isKind(by: unknown): by is TimeProof['by'] {
  return typeof by === 'string' && Object.hasOwn(PROOF_WORDS, by);
}
