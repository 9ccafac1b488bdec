import type { Check, Conclusion, Deviation, SignatureReport, VerificationReport } from '../model.ts';
import { CHECK_WORDS, DEVIATION_WORDS, OUTCOME_WORDS, wordsOf, type CodeWords, type Words } from '../words/index.ts';
import { timeProofs, type TimeProof } from './time.ts';

/** A check with its words: the question, the outcome, and why, where there is a code. */
export interface DetailedCheck extends Check {
  readonly question: Words;
  readonly answer: Words;
  readonly reason: CodeWords | null;
}

/** A tolerated departure with its sentence. */
export interface DetailedDeviation extends Deviation {
  readonly meaning: Words;
}

/** A signature with its checks in the order they were asked. */
export interface DetailedSignature extends Omit<SignatureReport, 'checks' | 'deviations'> {
  readonly reason: CodeWords | null;
  readonly proof: TimeProof | null;
  readonly checks: readonly DetailedCheck[];
  readonly deviations: readonly DetailedDeviation[];
}

/** A report in full, each code with its words. */
export interface DetailedReport extends Omit<VerificationReport, 'signatures' | 'checks'> {
  readonly view: 'detailed';
  readonly conclusion: Conclusion;
  readonly reason: CodeWords | null;
  readonly signatures: readonly DetailedSignature[];
  readonly checks: readonly DetailedCheck[];
}

/** The detailed view of a report; needs nothing but the report. */
export function detailedView(report: VerificationReport): DetailedReport {
  const proofs = timeProofs(report);
  return {
    ...report,
    view: 'detailed',
    reason: reasonOf(report.subIndication, [...report.signatures.flatMap(({ checks }) => checks), ...report.checks]),
    signatures: report.signatures.map((signature, position) => ({
      ...signature,
      reason: reasonOf(signature.subIndication, signature.checks),
      proof: proofs[position] ?? null,
      checks: signature.checks.map(detailedCheck),
      deviations: signature.deviations.map((deviation) => ({ ...deviation, meaning: DEVIATION_WORDS[deviation.code] })),
    })),
    checks: report.checks.map(detailedCheck),
  };
}

function detailedCheck(check: Check): DetailedCheck {
  return {
    ...check,
    question: CHECK_WORDS[check.id],
    answer: OUTCOME_WORDS[check.outcome],
    reason: reasonOf(check.code ?? null, [check]),
  };
}

function reasonOf(code: Check['code'] | null, checks: readonly Check[]): CodeWords | null {
  return code ? wordsOf(code, checks) : null;
}
