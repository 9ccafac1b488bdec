import { wordedEvidence, type DetailedCheck, type DetailedReport, type DetailedSignature } from '../../report/views/index.ts';
import { PROOF_WORDS } from '../../report/words/index.ts';
import type { Reader } from '../context.ts';
import { MARK } from './marks.ts';
import { printReport } from './report.ts';
import { timeText } from './time.ts';
import { visible } from './visible.ts';

const LABELS = {
  zh: {
    checks: '逐项检查',
    document: '整份文件',
    signature: '签章',
    clause: '依据',
    reason: '具体原因',
    evidence: '证据',
    proof: '时间证明',
  },
  en: {
    checks: 'Checks',
    document: 'Document',
    signature: 'Signature',
    clause: 'clause',
    reason: 'reason',
    evidence: 'evidence',
    proof: 'proof of time',
  },
} as const;

/** The detailed view as lines for people: the report as it is printed otherwise, then each check with its clause and evidence. */
export function printDetailed(view: DetailedReport, reader: Reader): string {
  const { language } = reader;
  const label = LABELS[language];
  const lines = [printReport(view, reader), '', label.checks];
  for (const signature of view.signatures) lines.push(...signatureLines(signature, reader));
  if (view.checks.length > 0) lines.push(`  ${label.document}`, ...view.checks.flatMap((check) => checkLines(check, language)));
  return lines.join('\n');
}

function signatureLines(
  { index, checks, deviations, proof }: DetailedSignature,
  { language, timeZone }: Reader,
): readonly string[] {
  const label = LABELS[language];
  return [
    `  ${label.signature} ${index + 1}`,
    ...(proof ? [`    ${label.proof}: ${PROOF_WORDS[proof.by][language]} ${timeText(proof.time, timeZone)}`] : []),
    ...checks.flatMap((check) => checkLines(check, language)),
    ...deviations.flatMap(({ code, evidence }) => (evidence ? [visible(`    ${code}: ${JSON.stringify(evidence)}`)] : [])),
  ];
}

function checkLines(
  { id, outcome, code, answer, clause, evidence }: DetailedCheck,
  language: Reader['language'],
): readonly string[] {
  const label = LABELS[language];
  const { reasons, facts } = evidence ? wordedEvidence(evidence, language) : { reasons: [], facts: null };
  return [
    `    ${MARK[outcome]} ${id}: ${answer[language]}${code ? ` ${code}` : ''}`,
    ...(clause ? [`        ${label.clause}: ${clause}`] : []),
    ...reasons.map((reason) => visible(`        ${label.reason}: ${reason}`)),
    ...(facts ? [visible(`        ${label.evidence}: ${JSON.stringify(facts)}`)] : []),
  ];
}
