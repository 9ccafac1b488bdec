/** What a report comes to for its reader: one verdict, and each question answered apart. */
import { concludeChecks, worse } from '../conclude.ts';
import type { Check, CheckId, Conclusion, RegisterReport, VerificationReport } from '../model.ts';
import {
  ANSWER_WORDS,
  CODE_WORDS,
  COPY_STATE_WORDS,
  isLicenceStatusName,
  LICENCE_STATUS_WORDS,
  wordsOf,
  type CodeWords,
} from '../words/index.ts';

/** An answer with its colour, its headline and a sentence. */
export interface Answer extends CodeWords {
  readonly tone: Conclusion;
}

const INTEGRITY: readonly CheckId[] = ['structure', 'coverage', 'data-hash', 'signature-value', 'changes'];

/** The whole verdict on a file: passed only when all three questions are; a specimen never is. */
export function verdictOf(report: VerificationReport): Answer {
  const tone = report.register === null ? report.conclusion : worse(report.conclusion, registerAnswer(report.register).tone);
  if (tone === 'passed') {
    if (report.demonstration) return { tone: 'indeterminate', ...ANSWER_WORDS.specimenOtherwisePassed };
    if (report.register === null) return { tone: 'indeterminate', ...ANSWER_WORDS.sealGenuine };
    return { tone, ...ANSWER_WORDS.genuine };
  }
  if (tone === report.conclusion && report.subIndication !== null)
    return { tone, ...wordsOf(report.subIndication, allChecks(report)) };
  if (tone !== report.conclusion && report.register !== null) return registerAnswer(report.register);
  return { tone, ...(tone === 'failed' ? ANSWER_WORDS.failed : ANSWER_WORDS.undecided) };
}

/** First question: was the file altered? */
export function unaltered(report: VerificationReport): Answer {
  if (report.signatures.length === 0) return { tone: 'indeterminate', ...CODE_WORDS.NO_SIGNATURE };
  const altered = report.signatures.filter(({ intact }) => intact === false);
  if (altered.length > 0) {
    return answer(
      'failed',
      altered.flatMap(integrityChecks),
      report.document.format === 'seal' ? ANSWER_WORDS.sealAltered : ANSWER_WORDS.altered,
    );
  }
  const unknown = report.signatures.filter(({ intact }) => intact === null);
  if (unknown.length > 0) {
    return answer('indeterminate', unknown.flatMap(integrityChecks), ANSWER_WORDS.alteredUnknown);
  }
  return { tone: 'passed', ...(report.document.format === 'seal' ? ANSWER_WORDS.sealUnaltered : ANSWER_WORDS.unaltered) };
}

/** Second question: are those who sealed it trusted? An altered file borrows no trust from its seal. */
export function trusted(report: VerificationReport): Answer {
  if (report.signatures.length === 0) return { tone: 'indeterminate', ...ANSWER_WORDS.nobody };
  const checks = report.signatures.flatMap((signature) => signature.checks.filter(({ id }) => !INTEGRITY.includes(id)));
  const { conclusion, subIndication } = concludeChecks(checks);
  if (conclusion === 'failed') return answer('failed', checks, ANSWER_WORDS.untrusted);
  if (report.signatures.some(({ intact }) => intact === false))
    return { tone: 'indeterminate', ...ANSWER_WORDS.sealOfOtherContent };
  if (conclusion === 'indeterminate' && subIndication !== 'DEMONSTRATION_TRUST') {
    return answer('indeterminate', checks, ANSWER_WORDS.trustUnknown);
  }
  if (report.signatures.some(({ trustClass }) => trustClass === 'demonstration')) {
    return { tone: 'indeterminate', ...CODE_WORDS.DEMONSTRATION_TRUST };
  }
  if (conclusion === 'indeterminate' || report.signatures.some(({ trustClass }) => trustClass === 'none')) {
    return { tone: 'indeterminate', ...ANSWER_WORDS.trustUnknown };
  }
  return { tone: 'passed', ...ANSWER_WORDS.trusted };
}

/** Third question: what is the status of the licence now? */
export function statusNow(report: VerificationReport): Answer {
  if (report.register !== null) {
    const asked = registerAnswer(report.register);
    const replaced = report.checks.some(({ id, code }) => id === 'register' && code === 'LICENCE_REPLACED');
    return replaced && asked.tone === 'passed' ? { tone: 'failed', ...CODE_WORDS.LICENCE_REPLACED } : asked;
  }
  const check = report.checks.find(({ id }) => id === 'register');
  if (check?.code !== undefined) return { tone: 'indeterminate', ...CODE_WORDS[check.code] };
  return { tone: 'indeterminate', ...ANSWER_WORDS.registerNotAsked };
}

/** What the register says, as a verdict: the status of the licence, and of a copy whether its time is over. */
export function registerAnswer({ status, copy }: Pick<RegisterReport, 'status' | 'copy'>): Answer {
  const asked = statusAnswer(status);
  if (asked.tone !== 'passed' || copy === undefined) return asked;
  return { tone: copy.state === 'valid' ? 'passed' : 'failed', ...COPY_STATE_WORDS[copy.state] };
}

/** A status of the register as a verdict: only a licence in force passes. */
export function statusAnswer(status: string): Answer {
  if (!isLicenceStatusName(status)) return { tone: 'indeterminate', ...ANSWER_WORDS.statusUnknown };
  return { tone: status === 'valid' ? 'passed' : 'failed', ...LICENCE_STATUS_WORDS[status] };
}

function integrityChecks({ checks }: { readonly checks: readonly Check[] }): readonly Check[] {
  return checks.filter(({ id }) => INTEGRITY.includes(id));
}

/** The answer to a question by its checks: in the words of the code that decides them, where there is one. */
function answer(tone: Conclusion, checks: readonly Check[], otherwise: CodeWords): Answer {
  const { subIndication } = concludeChecks(checks);
  return { tone, ...(subIndication === null ? otherwise : wordsOf(subIndication, checks)) };
}

function allChecks({ signatures, checks }: VerificationReport): readonly Check[] {
  return [...signatures.flatMap((signature) => signature.checks), ...checks];
}
