/** Whether what a department wants to issue may stand on a licence. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { LONG_TERM, localDate, type EndDate, type LocalDate } from '../../base/time.ts';
import { isCitizenNumber, isCreditCode } from '../identifier/index.ts';
import type { Holder } from './model.ts';
import type { LicenceTypeRecord } from './type.ts';

/** Most holders of one licence. */
export const MAX_HOLDERS = 50;

/** Control characters but the line feed, line separators, and halves of surrogate pairs. */
const UNPRINTABLE =
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/**
 * Checks the face fields against the type: all required ones there, none unknown, none too long, no control characters.
 * @throws {YinzhengError} FIELD_INVALID naming the field
 */
export function checkFields(type: LicenceTypeRecord, fields: Readonly<Record<string, string>>): void {
  const known = new Map(type.fields.map((definition) => [definition.name, definition]));
  for (const [field, value] of Object.entries(fields)) {
    const definition = known.get(field);
    if (!definition)
      throw new YinzhengError('FIELD_INVALID', {
        field,
        reason: bilingual('not a field of this licence type', '该证照类型没有此字段'),
      });
    if ([...value].length > definition.maxLength)
      throw new YinzhengError('FIELD_INVALID', {
        field,
        reason: bilingual(`longer than ${definition.maxLength} characters`, `超过 ${definition.maxLength} 个字符`),
      });
    if (UNPRINTABLE.test(value)) {
      throw new YinzhengError('FIELD_INVALID', { field, reason: bilingual('contains control characters', '含有控制字符') });
    }
  }
  for (const { name, required } of type.fields) {
    if (required && (fields[name] ?? '').trim() === '')
      throw new YinzhengError('FIELD_INVALID', { field: name, reason: bilingual('is required', '不能为空') });
  }
}

/**
 * Checks holders: one at least, each with a name and, where the kind of code has a check character, a right one.
 * @throws {YinzhengError} HOLDER_INVALID
 */
export function checkHolders(holders: readonly Holder[]): void {
  if (holders.length === 0 || holders.length > MAX_HOLDERS)
    throw new YinzhengError('HOLDER_INVALID', {
      reason: bilingual(`1 to ${MAX_HOLDERS} holders`, `持证主体应为 1 至 ${MAX_HOLDERS} 个`),
    });
  for (const { name, codeType, code } of holders) {
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

/** Validity of an edition as asked for, completed by the type's rule. */
export interface Validity {
  readonly issueDate: LocalDate;
  readonly validFrom: LocalDate;
  readonly validTo: EndDate;
}

/**
 * Completes and checks the dates of an edition. Without a last day the type's term counts from the first day: a term of five years
 * from 2026-03-01 ends with 2031-02-28.
 * @throws {YinzhengError} DATE_INVALID, or FIELD_INVALID when the last day lies before the first
 */
export function validityOf(
  type: LicenceTypeRecord,
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
    return { issueDate, validFrom, validTo };
  }
  return { issueDate, validFrom, validTo: type.validYears === null ? LONG_TERM : lastDay(validFrom, type.validYears) };
}

function lastDay(first: LocalDate, years: number): LocalDate {
  const end = new Date(Date.parse(`${first}T00:00:00Z`));
  end.setUTCFullYear(end.getUTCFullYear() + years);
  return localDate(new Date(end.getTime() - 86_400_000).toISOString().slice(0, 10));
}
