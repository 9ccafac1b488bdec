import { z } from 'zod';
import { isYinzhengError } from '../../../base/errors/index.ts';
import { localDate, type LocalDate } from '../../../base/time.ts';
import { GROUPINGS, IN_TIME_DAYS, MEASURES, STANDINGS, type Grouping } from '../../../domain/statistics/index.ts';
import { creditCode } from '../words.ts';

const day = z.string().transform((text, context): LocalDate => {
  try {
    return localDate(text);
  } catch (error) {
    if (!isYinzhengError(error, 'DATE_INVALID')) throw error;
    context.addIssue({ code: 'custom', params: { en: 'must be a date such as 2026-03-01', zh: '须为日期，例如 2026-03-01' } });
    return z.NEVER;
  }
});

const groupings = z
  .string()
  .max(60)
  .default('')
  .transform((text, context): readonly Grouping[] => {
    const named = [...new Set(text.split(',').filter((one) => one !== ''))];
    const known = GROUPINGS.filter((one) => named.includes(one));
    if (known.length === named.length) return known;
    const all = GROUPINGS.join(',');
    context.addIssue({ code: 'custom', params: { en: `must be any of ${all}`, zh: `须为 ${all} 中的若干项` } });
    return z.NEVER;
  })
  .describe(`How rows are told apart, any of ${GROUPINGS.join(',')} with commas between; none: the total alone`);

const question = {
  from: day.describe('First day, in Asia/Shanghai'),
  to: day.describe('Last day; at most ten years'),
  by: groupings,
  organisation: creditCode.min(1).max(18).optional(),
  type: z.string().min(1).max(40).optional().describe('Code of a licence type'),
  item: z.string().trim().min(1).max(100).optional().describe('Matter (事项)'),
} as const;

export const statisticsQuery = z.object(question);

export const statisticsExportQuery = z.object({
  ...question,
  language: z.enum(['zh', 'en']).default('zh').describe('Language of the headings'),
});

const counts = z
  .object(Object.fromEntries(MEASURES.map((measure) => [measure, z.number().int()])))
  .describe(
    `issued, collected: first editions; editions: further ones; used: by the organisation; usedElsewhere: by others, of what it issued; ` +
      `inTime: in the register at most ${IN_TIME_DAYS} day after the day of issue; missing: a licence that a case needed was not there; ` +
      'demanded: registered as missing',
  );

const standings = z
  .object(Object.fromEntries(STANDINGS.map((standing) => [standing, z.number().int()])))
  .nullable()
  .describe('Licences that stood so at the end of the time: in force; expired with nothing done since; suspended. null by item');

const row = z.object({
  ...{ organisation: creditCode.nullable(), type: z.string().nullable(), item: z.string().nullable() },
  month: z
    .string()
    .nullable()
    .describe('YYYY-MM. What rows are not told apart by is null; * stands for others of which there are too many'),
  counts,
  refusedWhy: z
    .array(z.object({ reason: z.string(), count: z.number().int() }))
    .describe('What was asked for and a code, such as issue:GLYPH_MISSING or verification:expired'),
  inTimeShare: z.number().nullable(),
  standings,
});

export const statisticsSchema = z
  .object({
    ...{ from: z.string(), to: z.string() },
    standingOn: z.string().describe('Day at whose end standings are told: the last day, or today'),
    countedTo: z.number().int().describe('Number of the last entry of the journal that is counted'),
    rows: z.array(row.extend({ organisationName: z.string().nullable() })),
    total: row,
  })
  .meta({ id: 'Statistics' });
