import { statusAnswer, type Answer } from '../report/views/index.ts';
import { ANSWER_WORDS } from '../report/words/index.ts';

/** The verdict on a printed code; a specimen is never shown as passed. */
export function codeVerdict(status: string, specimen: { readonly demonstration: boolean }): Answer {
  const asked = statusAnswer(status);
  return specimen.demonstration && asked.tone === 'passed' ? { tone: 'indeterminate', ...ANSWER_WORDS.specimenInForce } : asked;
}
