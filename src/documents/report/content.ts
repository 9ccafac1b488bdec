/** What the printed report of a verification says, in Chinese. */
import { LONG_TERM } from '../../base/time.ts';
import type { ReportContent, ReportRow, ReportSection } from '../../drawing/index.ts';
import type { CertificateSummary, CopyReport, VerificationReport } from '../../report/index.ts';
import {
  detailedView,
  natureOf,
  simpleView,
  type Answer,
  type DetailedSignature,
  type SimpleReport,
} from '../../report/views/index.ts';
import {
  CONCLUSION_WORDS,
  COPY_KIND_WORDS,
  COPY_STATE_WORDS,
  isLicenceStatusName,
  KIND_WORDS,
  LICENCE_STATUS_WORDS,
  originWords,
  PROOF_WORDS,
  QUESTION_WORDS,
  SIGNER_WORDS,
} from '../../report/words/index.ts';

/** Signatures that are printed one by one; of more, the number is. */
const MOST_SIGNATURES = 40;
/** Characters of a foreign text that are printed. */
const LONGEST = 300;

const FORMATS = { pdf: 'PDF 文件', ofd: 'OFD 文件', seal: '电子印章', 'seal-signature': '电子签章数据' } as const;
const NOTE = '本报告由查验系统依据查验时所掌握的信息自动出具，仅反映查验时的情况；证照状态此后可能变化，请以最新查验结果为准。';

/** Who makes the report, and how it is told from others. */
export interface ReportMaker {
  /** Name under the report. */
  readonly issuer: string;
  /** Number of the report; null where it was not kept. */
  readonly number: string | null;
  /** When it is made, ms. */
  readonly at: number;
  /** Where it can be seen again; null where it was not kept. */
  readonly address: string | null;
  /** Words that mark a specimen, across every page; null for none. */
  readonly marking: string | null;
}

/** The content of the printed report. */
export function reportContent(report: VerificationReport, maker: ReportMaker): ReportContent {
  const simple = simpleView(report);
  const { verdict } = simple;
  return {
    title: '电子文件查验报告',
    verdict: { tone: verdict.tone, title: `查验结论：${verdict.title.zh}`, meaning: verdict.meaning.zh },
    sections: [answers(simple), problems(simple), register(simple), document(report, maker), ...signatures(report)],
    note: NOTE,
    issuer: maker.issuer,
    date: timeText(new Date(maker.at).toISOString()).replace(/日.*/, '日'),
    foot: maker.address === null ? `文件摘要（SM3）${report.document.sm3}` : `再次查看：${maker.address}`,
    marking: maker.marking,
  };
}

function answers(view: SimpleReport): ReportSection {
  const row = (question: keyof typeof QUESTION_WORDS, { tone, title, meaning }: Answer): ReportRow => ({
    ...{ label: QUESTION_WORDS[question].zh, tone },
    value: `${title.zh}：${meaning.zh}`,
  });
  const rows = (['unaltered', 'trusted', 'status', 'time'] as const).map((question) => row(question, view[question]));
  return { title: '一、查验结果', rows };
}

function problems({ problems: found }: SimpleReport): ReportSection {
  const rows = found.map(({ tone, title, advice, signatures: of }) => ({
    label: title.zh,
    value:
      of.length === 0
        ? advice.zh
        : `${advice.zh}（签章 ${of
            .slice(0, 20)
            .map((index) => index + 1)
            .join('、')}）`,
    tone,
  }));
  return { title: '二、问题与建议', rows: rows.length > 0 ? rows : [{ label: '问题', value: '无' }] };
}

function register({ register: found, status }: SimpleReport): ReportSection {
  const title = '三、证照登记信息';
  if (found === null) return { title, rows: [{ label: '登记簿', value: status.title.zh, tone: status.tone }] };
  const { typeName, identifier, issuer, holderMasked, validFrom, validTo, since, asOf, knownAt, origin, copy } = found;
  const name = isLicenceStatusName(found.status) ? LICENCE_STATUS_WORDS[found.status].title.zh : found.status;
  return {
    title,
    rows: [
      { label: '证照类型', value: cut(typeName) },
      { label: '证照标识', value: cut(identifier) },
      { label: '颁发机构', value: cut(issuer) },
      { label: '持证主体（已脱敏）', value: cut(holderMasked) },
      { label: '有效期', value: `${dayText(validFrom)} 至 ${validTo === LONG_TERM ? '长期' : dayText(validTo)}` },
      { label: '证照状态', value: name, tone: status.tone },
      { label: '状态起始时间', value: timeText(since) },
      { label: '状态查询时间', value: timeText(asOf) },
      { label: '以登记知悉时间为准', value: timeText(knownAt) },
      ...(origin ? [{ label: '证照来源', value: originWords(origin).zh }] : []),
      ...(copy ? copyRows(copy) : []),
    ],
  };
}

function copyRows({ kind, number, state, maker, purpose, user, expiresAt, original }: CopyReport): readonly ReportRow[] {
  return [
    { label: '本文件为', value: `${COPY_KIND_WORDS[kind].zh} ${cut(number)}（${cut(maker)}制作）` },
    { label: '加注件状态', value: COPY_STATE_WORDS[state].title.zh, tone: state === 'valid' ? 'passed' : 'failed' },
    ...(user === null ? [] : [{ label: '限使用者', value: cut(user) }]),
    ...(purpose === null ? [] : [{ label: '限用于', value: cut(purpose) }]),
    ...(expiresAt === null ? [] : [{ label: '有效截止时间', value: timeText(expiresAt) }]),
    { label: '原件版本与摘要', value: `${cut(original.edition)} ${original.sm3.slice(0, 32)} ${original.sm3.slice(32)}` },
  ];
}

function document({ document: of, validatedAt }: VerificationReport, { number }: ReportMaker): ReportSection {
  return {
    title: '四、被查验文件',
    rows: [
      { label: '文件格式', value: FORMATS[of.format] },
      { label: '文件大小', value: `${of.size.toLocaleString('en-US')} 字节` },
      // In two halves, each a line; the foot has it in one.
      { label: '文件摘要（SM3）', value: `${of.sm3.slice(0, 32)} ${of.sm3.slice(32)}` },
      { label: '查验时间', value: timeText(validatedAt) },
      ...(number === null ? [] : [{ label: '报告编号', value: number }]),
    ],
  };
}

function signatures(report: VerificationReport): readonly ReportSection[] {
  const all = detailedView(report).signatures;
  const sections = all.slice(0, MOST_SIGNATURES).map((signature, position): ReportSection => ({
    title: `${position === 0 ? '五、签章明细　' : ''}签章 ${signature.index + 1} · ${KIND_WORDS[signature.kind].zh}`,
    rows: signatureRows(signature),
  }));
  if (all.length <= MOST_SIGNATURES) return sections;
  const rest = all.length - MOST_SIGNATURES;
  return [...sections, { title: '其余签章', rows: [{ label: '未逐一列出', value: `另有 ${rest} 个，详见电子报告。` }] }];
}

function signatureRows(signature: DetailedSignature): readonly ReportRow[] {
  const { kind, conclusion, reason, signer, seal, claimedTime, proof, checks, deviations } = signature;
  const [, ...nature] = natureOf(signature);
  const words = SIGNER_WORDS[kind];
  const passed = checks.filter(({ outcome }) => outcome === 'passed').map(({ question }) => question.zh);
  const others = checks.filter(({ outcome }) => outcome !== 'passed');
  return [
    {
      ...{ label: '结论', tone: conclusion },
      value: reason === null ? CONCLUSION_WORDS[conclusion].zh : `${CONCLUSION_WORDS[conclusion].zh}：${reason.title.zh}`,
    },
    ...(nature.length === 0 ? [] : [{ label: '格式与认证', value: nature.map(({ zh }) => zh).join('；') }]),
    { label: words.signer.zh, value: signer === null ? '不明' : named(signer) },
    ...(signer === null ? [] : [{ label: '证书颁发者', value: cut(signer.issuer) }]),
    ...(seal === null ? [] : [{ label: '印章（编码）', value: `${cut(seal.name)}（${cut(seal.esId)}）` }]),
    ...(seal?.maker ? [{ label: '印章制作者', value: named(seal.maker) }] : []),
    { label: words.claimed.zh, value: claimedTime === null ? '无' : timeText(claimedTime) },
    { label: '时间证明', value: proof === null ? '无' : `${PROOF_WORDS[proof.by].zh}，${timeText(proof.time)}` },
    ...others.map(({ question, answer, outcome, code, reason: why }) => ({
      ...{ label: question.zh, ...(outcome === 'skipped' || outcome === 'passed' ? {} : { tone: outcome }) },
      value: why === null ? answer.zh : `${answer.zh}：${why.meaning.zh}（${code ?? ''}）`,
    })),
    ...(passed.length === 0 ? [] : [{ label: '已通过的检查', value: passed.join(' ') }]),
    ...(deviations.length === 0
      ? []
      : [{ label: '标准偏差', value: [...new Set(deviations.map(({ meaning }) => meaning.zh))].join(' ') }]),
  ];
}

function named({ organisation, commonName }: CertificateSummary): string {
  const parts = [organisation, commonName].filter((part) => part !== null);
  return parts.length === 0 ? '不明' : parts.map(cut).join('，');
}

function cut(text: string): string {
  const characters = [...text];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST).join('')}……` : text;
}

/** A moment as the clock in China shows it. */
function timeText(iso: string): string {
  const at = Date.parse(iso);
  if (!Number.isFinite(at)) return cut(iso);
  const [year, month, day, hour, minute, second] = new Date(at + SHANGHAI).toISOString().split(/\D/);
  return `${year ?? ''}年${Number(month)}月${Number(day)}日 ${hour ?? ''}:${minute ?? ''}:${second ?? ''}（北京时间）`;
}

const SHANGHAI = 8 * 3_600_000;

function dayText(date: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date) ?? [];
  return year === undefined ? cut(date) : `${year}年${Number(month)}月${Number(day)}日`;
}
