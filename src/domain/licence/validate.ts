/** Whether what a department wants to issue may stand on a licence. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { LONG_TERM, localDate, type EndDate, type LocalDate } from '../../base/time.ts';
import { isCitizenNumber, isCreditCode } from '../identifier/index.ts';
import type { HolderRule, ValidityRule } from '../catalogue/index.ts';
import type { Holder } from './model.ts';

/** Most holders of one licence. */
export const MAX_HOLDERS = 50;

const ANY_HOLDERS: HolderRule = { kind: 'any', least: 1, most: MAX_HOLDERS };

/**
 * Checks holders: as many and of the kind that the type has, each with a name and, where the kind of code has a check character, a right one.
 * @throws {YinzhengError} HOLDER_INVALID
 */
export function checkHolders(holders: readonly Holder[], { kind, least, most }: HolderRule = ANY_HOLDERS): void {
  if (holders.length < Math.max(1, least) || holders.length > Math.min(most, MAX_HOLDERS))
    throw new YinzhengError('HOLDER_INVALID', {
      reason: bilingual(`${least} to ${most} holders`, `持证主体应为 ${least} 至 ${most} 个`),
    });
  for (const { name, codeType, code } of holders) {
    if (kind !== 'any' && isOrganisation(codeType) !== (kind === 'organisation'))
      throw new YinzhengError('HOLDER_INVALID', {
        reason:
          kind === 'person'
            ? bilingual('a person is expected', '持证主体应为自然人')
            : bilingual('an organisation is expected', '持证主体应为法人或其他组织'),
      });
    if (name.trim() === '' || [...name].length > 200)
      throw new YinzhengError('HOLDER_INVALID', { reason: bilingual('the name is missing or too long', '名称为空或过长') });
    const right =
      codeType === '001'
        ? isCreditCode(code)
        : codeType === '111'
          ? isCitizenNumber(code)
          : /^[\dA-Za-z\-()（）]{4,40}$/.test(code);
    if (!right)
      throw new YinzhengError('HOLDER_INVALID', {
        reason: bilingual(`the code is not right for kind ${codeType}`, `代码不符合类型 ${codeType} 的规则`),
      });
  }
}

/** Kinds of codes that organisations have; the others are of natural persons (GB/T 36903-2018 Annex A). */
function isOrganisation(codeType: Holder['codeType']): boolean {
  return codeType === '001' || codeType === '099';
}

/** Validity of an edition as asked for, completed by the type's rule. */
export interface Validity {
  readonly issueDate: LocalDate;
  readonly validFrom: LocalDate;
  readonly validTo: EndDate;
}

/**
 * Completes and checks the dates of an edition. Without a last day the type's term counts from the first day: a term of five years
 * from 2026-03-01 ends with 2031-02-28.
 * @throws {YinzhengError} DATE_INVALID, or FIELD_INVALID when the last day lies before the first, is missing where the type has no term, or
 * lies beyond the longest that it permits
 */
export function validityOf(
  rule: ValidityRule,
  asked: {
    readonly issueDate?: string | undefined;
    readonly validFrom?: string | undefined;
    readonly validTo?: string | undefined;
  },
  today: LocalDate,
): Validity {
  const issueDate = asked.issueDate === undefined ? today : localDate(asked.issueDate);
  const validFrom = asked.validFrom === undefined ? issueDate : localDate(asked.validFrom);
  if (asked.validTo !== undefined) {
    const validTo = asked.validTo === LONG_TERM ? LONG_TERM : localDate(asked.validTo);
    if (validTo !== LONG_TERM && validTo < validFrom)
      throw new YinzhengError('FIELD_INVALID', { field: 'validTo', reason: bilingual('before the first day', '早于起始日期') });
    if (rule.kind === 'stated' && rule.longestYears !== null && beyond(validTo, lastDay(validFrom, rule.longestYears * 12)))
      throw new YinzhengError('FIELD_INVALID', {
        field: 'validTo',
        reason: bilingual(`more than ${rule.longestYears} years`, `有效期超过 ${rule.longestYears} 年`),
      });
    return { issueDate, validFrom, validTo };
  }
  if (rule.kind === 'stated')
    throw new YinzhengError('FIELD_INVALID', {
      field: 'validTo',
      reason: bilingual('is required for this type', '该类证照须填写'),
    });
  const validTo = rule.kind === 'long-term' ? LONG_TERM : lastDay(validFrom, rule.years * 12 + rule.months);
  return { issueDate, validFrom, validTo };
}

function beyond(date: EndDate, last: LocalDate): boolean {
  return date === LONG_TERM || date > last;
}

/** The day after one. */
export function dayAfter(day: LocalDate): LocalDate {
  return localDate(new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10));
}

/** The day before the same day so many months later; of a month that has no such day, its last. */
function lastDay(first: LocalDate, months: number): LocalDate {
  const [year = 0, month = 0, day = 0] = first.split('-').map(Number);
  const days = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  const same = Date.UTC(year, month - 1 + months, Math.min(day, days));
  return localDate(new Date(day > days ? same : same - 86_400_000).toISOString().slice(0, 10));
}
