/** What an organisation must be like to be recorded. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { localDateAt, type Instant, type LocalDate } from '../../base/time.ts';
import { isInScope, type Scope } from '../../domain/access/index.ts';
import { isCreditCode } from '../../domain/identifier/index.ts';
import {
  areaContains,
  hasEndedAt,
  lineContains,
  placeOf,
  superiorsOf,
  type OrganisationRecord,
} from '../../domain/organisation/index.ts';
import type { RecordStore } from '../storage/index.ts';
import { placed } from './find.ts';

const LONGEST_NAME = 100;
/** Most organisations above one in a tree. */
const MOST_ABOVE = 16;

/** The error of an organisation that cannot be so, its reason in both languages. */
export function invalidOrganisation(en: string, zh: string): YinzhengError {
  return new YinzhengError('ORGANISATION_INVALID', { reason: bilingual(en, zh) });
}

/**
 * Checks an organisation as it is to be, and that it stays within the scope of who records it.
 * @throws {YinzhengError} ORGANISATION_INVALID, NOT_ALLOWED
 */
export async function checkOrganisation(
  records: Pick<RecordStore, 'get'>,
  record: OrganisationRecord,
  { scope, now }: { readonly scope: Scope; readonly now: Instant },
): Promise<void> {
  if (!isCreditCode(record._id))
    throw invalidOrganisation(
      'this is no unified social credit code: its check character does not fit',
      '统一社会信用代码有误：校验码不符',
    );
  if (record.name.trim() !== record.name || record.name === '' || [...record.name].length > LONGEST_NAME)
    throw invalidOrganisation(
      `a name has 1 to ${LONGEST_NAME} characters, no space around it`,
      `名称应为 1 至 ${LONGEST_NAME} 个字符，首尾无空格`,
    );
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(record.name))
    throw invalidOrganisation('a name has no control characters', '名称不得含控制字符');
  if (record.firstDay) checkPast(record.firstDay, now);
  if (!isInScope(scope, placed(record))) throw new YinzhengError('NOT_ALLOWED', { action: 'organisation:manage' });
  await checkSuperiors(records, record, now);
}

/**
 * Checks that a day is not to come.
 * @throws {YinzhengError} ORGANISATION_INVALID
 */
export function checkPast(day: LocalDate, now: Instant): void {
  if (day > localDateAt(now))
    throw invalidOrganisation('a first or last day is recorded when it has come', '起止日期须在到来之后登记');
}

async function checkSuperiors(records: Pick<RecordStore, 'get'>, record: OrganisationRecord, now: Instant): Promise<void> {
  const own = placeOf(record);
  const { area, line } = superiorsOf(record);
  if (area !== null) {
    const above = await superior(records, area, now);
    if (!areaContains(placeOf(above).area, own.area))
      throw invalidOrganisation(`the area of ${area} does not contain its own`, `${area} 的行政区划不包含本机构的区划`);
    await refuseCircle(records, record, 'area');
  }
  if (line !== null) {
    const above = placeOf(await superior(records, line, now));
    const contains = own.line !== null && above.line !== null && lineContains(above.line, own.line);
    if (!contains)
      throw invalidOrganisation(`the line of business of ${line} does not contain its own`, `${line} 的条线不包含本机构的条线`);
    await refuseCircle(records, record, 'line');
  }
}

async function superior(records: Pick<RecordStore, 'get'>, code: string, now: Instant): Promise<OrganisationRecord> {
  const found = await records.get('organisations', code);
  if (!found) throw invalidOrganisation(`there is no organisation ${code.slice(0, 18)}`, `没有机构 ${code.slice(0, 18)}`);
  if (hasEndedAt(found, now)) throw invalidOrganisation(`the organisation ${code} has ended`, `机构 ${code} 已终止`);
  return found;
}

async function refuseCircle(records: Pick<RecordStore, 'get'>, record: OrganisationRecord, tree: 'area' | 'line'): Promise<void> {
  let above = superiorsOf(record)[tree];
  for (let step = 0; above !== null; step++) {
    if (above === record._id || step >= MOST_ABOVE) throw invalidOrganisation('it would be above itself', '上级关系不得成环');
    const next = await records.get('organisations', above);
    above = next ? superiorsOf(next)[tree] : null;
  }
}
