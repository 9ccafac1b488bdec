import type { Check, Evidence } from '../../report/index.ts';
import { evidenceLines, wordedEvidence, type DetailedReport } from '../../report/views/index.ts';
import { PROOF_WORDS } from '../../report/words/index.ts';
import type { Reader } from '../context.ts';
import { checkLine, printReport } from './report.ts';
import { timeText } from './time.ts';
import { visible } from './visible.ts';

const LABELS = {
  zh: { check: '检查项', clause: '依据', reason: '具体原因', proof: '时间证明' },
  en: { check: 'check', clause: 'clause', reason: 'reason', proof: 'proof of time' },
} as const;

/** The detailed view as lines for people: the report as it is printed otherwise, each check with its id, clause and evidence. */
export function printDetailed(view: DetailedReport, reader: Reader): string {
  const label = LABELS[reader.language];
  return printReport(view, reader, {
    check: (check) => checkLines(check, reader),
    deviation: ({ evidence }) => evidenceText(evidence, reader),
    signature: ({ index }) => {
      const proof = view.signatures.find((signature) => signature.index === index)?.proof;
      return proof
        ? [`  ${label.proof}: ${PROOF_WORDS[proof.by][reader.language]} ${timeText(proof.time, reader.timeZone)}`]
        : [];
    },
  });
}

function checkLines(check: Check, reader: Reader): readonly string[] {
  const { id, clause, evidence } = check;
  const label = LABELS[reader.language];
  return [
    checkLine(check, reader.language),
    `      ${label.check}: ${id}${clause === undefined ? '' : `   ${label.clause}: ${clause}`}`,
    ...evidenceText(evidence, reader),
  ];
}

function evidenceText(evidence: Evidence | undefined, { language, timeZone }: Reader): readonly string[] {
  if (evidence === undefined) return [];
  const { reasons, facts } = wordedEvidence(evidence, language);
  const told = facts === null ? [] : evidenceLines(facts, { language, instant: (iso) => timeText(iso, timeZone) });
  return [
    ...reasons.map((reason) => `${LABELS[language].reason}: ${reason}`),
    ...told.map(({ depth, label, value }) => `${'  '.repeat(depth)}${label}:${value === null ? '' : ` ${value}`}`),
  ].map((line) => visible(`      ${line}`));
}
