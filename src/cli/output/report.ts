import type { Check, Deviation, SignatureReport, VerificationReport } from '../../report/index.ts';
import {
  CHECK_WORDS,
  CONCLUSION_WORDS,
  DEVIATION_WORDS,
  isLicenceStatusName,
  LICENCE_STATUS_WORDS,
  originWords,
  OUTCOME_WORDS,
  SIGNER_WORDS,
  wordsOf,
} from '../../report/words/index.ts';
import { isBareSeal, natureOf } from '../../report/views/index.ts';
import type { Reader } from '../context.ts';
import { copyLines } from './copy.ts';
import { MARK } from './marks.ts';
import { timeText } from './time.ts';
import { visible } from './visible.ts';

type Language = 'zh' | 'en';

const LABELS = {
  zh: {
    unsigned: '文件没有签章',
    seal: '印章',
    maker: '制作者',
    intact: '未被改动',
    deviations: '与标准不一致之处',
    register: '登记状态',
    demonstration: '样本 无效：演示证书签发，不具效力',
    holder: '持证主体',
    validity: '有效期',
    asOf: '查询时点',
    knownAt: '知悉时点',
    none: '未知',
  },
  en: {
    unsigned: 'The file has no signature',
    seal: 'Seal',
    maker: 'Made by',
    intact: 'Unaltered',
    deviations: 'Departures from the standard',
    register: 'Register',
    demonstration: 'DEMONSTRATION: made under the demonstration CA, proves nothing',
    holder: 'Holder',
    validity: 'Validity',
    asOf: 'As of',
    knownAt: 'Known at',
    none: 'unknown',
  },
} as const;

/** How more is told than usual. */
export interface Telling {
  /** The lines of a check. */
  readonly check: (check: Check) => readonly string[];
  /** Lines of a signature besides its checks. */
  readonly signature: (signature: SignatureReport) => readonly string[];
  /** Lines of a departure from a standard besides its sentence. */
  readonly deviation: (deviation: Deviation) => readonly string[];
}

/**
 * The report as lines for people: the verdict first, then each signature with its checks, then the register.
 * @param telling how checks and signatures are told; by default a line for each check
 */
export function printReport(report: VerificationReport, reader: Reader, telling: Telling = inShort(reader)): string {
  const { language, timeZone } = reader;
  const label = LABELS[language];
  const checks = [...report.signatures.flatMap((signature) => signature.checks), ...report.checks];
  const lines = [`${MARK[report.conclusion]} ${CONCLUSION_WORDS[report.conclusion][language]}`];
  if (report.subIndication) lines.push(`  ${report.subIndication}: ${wordsOf(report.subIndication, checks).title[language]}`);
  if (report.demonstration) lines.push(`  ※ ${label.demonstration}`);
  if (report.signatures.length === 0) lines.push(`  ${label.unsigned}`);
  for (const signature of report.signatures) lines.push('', ...signatureLines(signature, reader, telling));
  const { register } = report;
  if (register) {
    const status = isLicenceStatusName(register.status) ? LICENCE_STATUS_WORDS[register.status].title[language] : register.status;
    lines.push(
      '',
      `${label.register}: ${register.typeName} ${register.identifier}`,
      `  ${status} (${timeText(register.since, timeZone)})`,
    );
    lines.push(
      `  ${label.asOf}: ${timeText(register.asOf, timeZone)}   ${label.knownAt}: ${timeText(register.knownAt, timeZone)}`,
    );
    lines.push(`  ${label.holder}: ${register.holderMasked}   ${label.validity}: ${register.validFrom} – ${register.validTo}`);
  }
  for (const check of report.checks) lines.push(...telling.check(check));
  if (register?.origin) lines.push(`  ${originWords(register.origin)[language]}`);
  if (register?.copy) lines.push(...copyLines(register.copy, reader));
  return lines.join('\n');
}

function inShort({ language }: Reader): Telling {
  return { check: (check) => [checkLine(check, language)], signature: () => [], deviation: () => [] };
}

function signatureLines(signature: SignatureReport, { language, timeZone }: Reader, telling: Telling): string[] {
  const label = LABELS[language];
  const { signer, seal } = signature;
  const of = SIGNER_WORDS[signature.kind];
  // who signed comes first: what a seal calls itself is its maker's word
  const name = signer === null ? '' : [signer.organisation, signer.commonName].filter(Boolean).join(' / ');
  const named = seal && `${label.seal}: ${seal.name} (${seal.esId})`;
  const bare = isBareSeal(signature);
  const title = bare
    ? (named ?? label.seal)
    : name !== '' || seal
      ? `${of.signer[language]}: ${name === '' ? label.none : name}`
      : (signature.format ?? signature.kind);
  const lines = [`${MARK[signature.conclusion]} [${signature.index + 1}] ${visible(title)}`];
  if (signature.kind === 'cms')
    lines.push(
      `  ${natureOf(signature)
        .map((words) => words[language])
        .join('; ')}`,
    );
  const intact = `${label.intact}: ${signature.intact === null ? label.none : MARK[signature.intact ? 'passed' : 'failed']}`;
  if (bare) lines.push(visible(`  ${label.maker}: ${seal?.maker?.commonName ?? label.none}   ${intact}`));
  else {
    if (named) lines.push(visible(`  ${named}`));
    const claimed = signature.claimedTime === null ? label.none : timeText(signature.claimedTime, timeZone);
    lines.push(`  ${of.claimed[language]}: ${claimed}   ${intact}`);
  }
  lines.push(...telling.signature(signature));
  for (const check of signature.checks) lines.push(...telling.check(check));
  if (signature.deviations.length > 0) {
    lines.push(
      `  ${label.deviations}:`,
      ...signature.deviations.flatMap((deviation) => [
        `    - ${deviation.code}: ${DEVIATION_WORDS[deviation.code][language]}`,
        ...telling.deviation(deviation),
      ]),
    );
  }
  return lines;
}

/** A check in one line: the question, the answer, and why. */
export function checkLine(check: Check, language: Language): string {
  const why = check.code ? ` — ${check.code}: ${wordsOf(check.code, [check]).meaning[language]}` : '';
  return `  ${MARK[check.outcome]} ${CHECK_WORDS[check.id][language]}: ${OUTCOME_WORDS[check.outcome][language]}${why}`;
}
