import { isBareSeal, natureOf, type Answer, type SimpleReport, type SimpleSigner } from '../../report/views/index.ts';
import { CONCLUSION_WORDS, PROOF_WORDS, QUESTION_WORDS, SIGNER_WORDS } from '../../report/words/index.ts';
import type { Reader } from '../context.ts';
import { MARK } from './marks.ts';
import { timeText } from './time.ts';
import { visible } from './visible.ts';

const LABELS = {
  zh: { seal: '印章', proof: '证明', unknown: '不明', advice: '建议', of: '签章' },
  en: { seal: 'seal', proof: 'proof', unknown: 'unknown', advice: 'Advice', of: 'signature' },
} as const;

/** The simple view as lines for people: the verdict, four answers, who sealed, and what to do. */
export function printSimple(view: SimpleReport, reader: Reader): string {
  const { language } = reader;
  const say = (question: keyof typeof QUESTION_WORDS, { tone, title, meaning }: Answer): string[] => [
    `${MARK[tone]} ${QUESTION_WORDS[question][language]} ${title[language]}`,
    `    ${meaning[language]}`,
  ];
  const { verdict, problems } = view;
  const label = LABELS[language];
  const lines = [
    `${MARK[verdict.tone]} ${CONCLUSION_WORDS[verdict.tone][language]}: ${verdict.title[language]}`,
    `    ${verdict.meaning[language]}`,
    '',
    ...say('unaltered', view.unaltered),
    ...say('trusted', view.trusted),
    ...view.signers.map((signer) => signerLine(signer, reader)),
    ...say('status', view.status),
    ...say('time', view.time),
  ];
  if (problems.length > 0) lines.push('', label.advice);
  for (const { tone, code, title, advice, signatures } of problems) {
    const of = signatures.length === 0 ? '' : ` [${signatures.map((index) => index + 1).join(', ')}]`;
    lines.push(`${MARK[tone]} ${title[language]}${of} (${code})`, `    ${advice[language]}`);
  }
  return lines.join('\n');
}

function signerLine(signer: SimpleSigner, { language, timeZone }: Reader): string {
  const { index, kind, organisation, commonName, seal, claimedTime, proof } = signer;
  const label = LABELS[language];
  const name = [organisation, commonName].filter((part) => part !== null).join(' / ');
  const parts = [
    ...(isBareSeal(signer) ? [] : [`${SIGNER_WORDS[kind].signer[language]}: ${name === '' ? label.unknown : name}`]),
    ...(kind === 'cms' ? natureOf(signer).map((words) => words[language]) : []),
    ...(seal === null ? [] : [`${label.seal}: ${seal}`]),
    ...(claimedTime === null ? [] : [`${SIGNER_WORDS[kind].claimed[language]}: ${timeText(claimedTime, timeZone)}`]),
    ...(proof === null ? [] : [`${label.proof}: ${PROOF_WORDS[proof.by][language]} ${timeText(proof.time, timeZone)}`]),
  ];
  return visible(`    [${index + 1}] ${parts.join('; ')}`);
}
