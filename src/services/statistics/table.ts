/** Statistics as CSV for spreadsheets. */
import type { Bilingual } from '../../base/errors/index.ts';
import { MEASURES, STANDINGS, type Grouping, type Measure, type Standing } from '../../domain/statistics/index.ts';
import { csvLine } from '../tables/csv.ts';
import type { Statistics } from './read.ts';

/** What the columns are called that say of what a row tells. */
const KEY_WORDS: Readonly<Record<Grouping | 'organisationName', Bilingual>> = {
  organisation: { en: 'organisation', zh: '机构代码' },
  organisationName: { en: 'name of the organisation', zh: '机构名称' },
  type: { en: 'licence type', zh: '证照类型代码' },
  item: { en: 'item', zh: '事项' },
  month: { en: 'month', zh: '月份' },
};

/** What measures are called. */
export const MEASURE_WORDS: Readonly<Record<Measure, Bilingual>> = {
  issued: { en: 'issued', zh: '签发' },
  collected: { en: 'collected', zh: '归集' },
  editions: { en: 'further editions', zh: '换发（后续版本）' },
  ended: { en: 'ended', zh: '注销、撤销、吊销、作废' },
  suspensions: { en: 'suspended in the time', zh: '暂扣次数' },
  used: { en: 'used', zh: '用证' },
  usedElsewhere: { en: 'used by others', zh: '被其他机构用证' },
  verified: { en: 'verified', zh: '核验' },
  refused: { en: 'refused', zh: '未通过或被拒' },
  inTime: { en: 'in time', zh: '及时入库' },
  late: { en: 'late', zh: '逾期入库' },
  missing: { en: 'missing when needed', zh: '用证时缺证' },
  demanded: { en: 'registered as missing', zh: '缺证登记' },
  demandsAnswered: { en: 'demands answered', zh: '缺证答复' },
  objections: { en: 'objections', zh: '异议' },
  objectionsAnswered: { en: 'objections answered', zh: '异议已答复' },
  objectionsOverdue: { en: 'objections overdue', zh: '异议逾期上转' },
  faulty: { en: 'with findings of quality', zh: '数据质量问题' },
  faultsHandled: { en: 'findings handled', zh: '质量问题已处理' },
};

/** What standings are called. */
export const STANDING_WORDS: Readonly<Record<Standing, Bilingual>> = {
  valid: { en: 'valid', zh: '有效' },
  expired: { en: 'expired, nothing done', zh: '过期未处理' },
  suspended: { en: 'suspended', zh: '暂扣中' },
};

const SHARE: Bilingual = { en: 'share in time', zh: '及时率' };
const WHY: Bilingual = { en: 'refused why', zh: '未通过原因' };
const TOTAL: Bilingual = { en: 'total', zh: '合计' };

/**
 * Statistics as CSV (RFC 4180) with a byte order mark, the total in the last line; what a spreadsheet would take for a formula is marked as text.
 * @param language of the headings
 */
export function statisticsCsv({ rows, total }: Statistics, language: keyof Bilingual): string {
  const keys = ['organisation', 'organisationName', 'type', 'item', 'month'] as const;
  const headings = [
    ...keys.map((key) => KEY_WORDS[key]),
    ...MEASURES.map((measure) => MEASURE_WORDS[measure]),
    ...[SHARE, ...STANDINGS.map((standing) => STANDING_WORDS[standing]), WHY],
  ];
  const line = (row: Statistics['rows'][number], first: string | null): string =>
    csvLine([
      ...keys.map((key, at) => (at === 0 && first !== null ? first : (row[key] ?? ''))),
      ...MEASURES.map((measure) => String(row.counts[measure])),
      row.inTimeShare === null ? '' : `${(row.inTimeShare * 100).toFixed(1)}%`,
      ...STANDINGS.map((standing) => (row.standings === null ? '' : String(row.standings[standing]))),
      row.reasons.map(([reason, count]) => `${reason}=${count}`).join('; '),
    ]);
  return [
    `\ufeff${csvLine(headings.map((words) => words[language]))}`,
    ...rows.map((row) => line(row, null)),
    line({ ...total, organisationName: null }, TOTAL[language]),
  ].join('');
}
