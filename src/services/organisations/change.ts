import { addDays, localDateAt, type LocalDate } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import {
  areaCode,
  lineCode,
  superiorsOf,
  type BodyClass,
  type FormerArea,
  type NextName,
  type OrganisationRecord,
  type Superiors,
} from '../../domain/organisation/index.ts';
import { carryOutName } from './carry-out-names.ts';
import { checkOrganisation, checkPast, invalidOrganisation } from './check.ts';
import { MOST_DAYS_AHEAD } from './end.ts';
import type { OrganisationDependencies } from './ports.ts';
import { checkRegistered } from './register/check.ts';
import { refuseEnded } from './refuse-ended.ts';
import { changeRecord, type ChangeOrder } from './write.ts';

/** What is to be different; what is absent stays. */
export interface OrganisationChange extends ChangeOrder {
  readonly name?: string | undefined;
  /** Day from which a new name holds, today or one to come; today when absent. */
  readonly nameSince?: LocalDate | undefined;
  readonly bodyClass?: BodyClass | undefined;
  readonly areaCode?: string | undefined;
  /** First day of a new area code, today when absent. */
  readonly areaSince?: LocalDate | undefined;
  readonly line?: string | null | undefined;
  readonly superiors?: Superiors | undefined;
}

/**
 * Changes an organisation within the actor's scope; it stays within it. The area code of before is kept with its last day, and so is a
 * name. From the day of a new name no use begins of seals whose faces show the one before: they are cancelled. Until then it may be planned
 * otherwise; the name of now takes it back.
 * @throws {YinzhengError} ORGANISATION_NOT_FOUND, ORGANISATION_ENDED, ORGANISATION_INVALID, NOT_ALLOWED, VERSION_CONFLICT
 */
export async function changeOrganisation(
  deps: OrganisationDependencies,
  actor: Actor,
  change: OrganisationChange,
): Promise<OrganisationRecord> {
  const changed = await changeRecord(deps, actor, change, async ({ record, scope }) => {
    const now = deps.clock.now();
    refuseEnded(record, now);
    const { line = record.line ?? null } = change;
    const next: OrganisationRecord = {
      ...record,
      nextName: nextNameOf(record, change, localDateAt(now)),
      bodyClass: change.bodyClass ?? record.bodyClass,
      ...movedArea(record, change, localDateAt(now)),
      line: line === null ? null : lineCode(line),
      superiors: change.superiors ?? superiorsOf(record),
    };
    const names = changedNames(record, next);
    if (names.length === 0) return null;
    if (change.areaSince !== undefined) checkPast(change.areaSince, now);
    await checkOrganisation(deps.records, { ...next, name: next.nextName?.name ?? next.name }, { scope, now });
    await checkRegistered(deps.records, next, { before: record, now });
    const facts = {
      changed: names,
      areaCode: next.areaCode,
      line: next.line ?? null,
      bodyClass: next.bodyClass,
      name: next.nextName?.name ?? next.name,
    };
    const since = next.nextName?.firstDay ?? null;
    const told = { ...facts, ...(since !== null && { nameSince: since }) };
    return { next, told: { kind: 'organisation-changed', since: change.areaSince ?? null, facts: told } };
  });
  // Cut off here, the sweep brings it to its end.
  return carryOutName(deps, { code: changed._id, actor, purpose: change.purpose });
}

function nextNameOf(
  { name: now, nextName = null }: OrganisationRecord,
  { name, nameSince }: OrganisationChange,
  today: LocalDate,
): NextName | null {
  if (name === undefined) {
    if (nameSince !== undefined)
      throw invalidOrganisation('a first day of a name goes with a name', '仅在变更名称时填写其起始日期');
    return nextName;
  }
  const firstDay = nameSince ?? today;
  if (firstDay < today || firstDay > addDays(today, MOST_DAYS_AHEAD))
    throw invalidOrganisation(
      `a new name holds from today or a day to come, at most ${MOST_DAYS_AHEAD} days ahead`,
      `新名称的起始日期应为当日或以后，至多提前 ${MOST_DAYS_AHEAD} 日`,
    );
  return name === now ? null : { name, firstDay, planned: true };
}

function movedArea(
  record: OrganisationRecord,
  { areaCode: code, areaSince }: OrganisationChange,
  today: LocalDate,
): Pick<OrganisationRecord, 'areaCode' | 'formerAreas'> {
  const { formerAreas = [] } = record;
  if (code === undefined || code === record.areaCode) {
    if (areaSince !== undefined)
      throw invalidOrganisation('a first day of an area code goes with a new one', '仅在更换区划代码时填写其起始日期');
    return { areaCode: record.areaCode, formerAreas };
  }
  const last: FormerArea = { areaCode: record.areaCode, lastDay: addDays(areaSince ?? today, -1) };
  const before = formerAreas.at(-1)?.lastDay ?? record.firstDay;
  if (before && last.lastDay < before)
    throw invalidOrganisation('the area code of before begins later than that', '原区划代码的起始日期晚于该日期');
  return { areaCode: areaCode(code), formerAreas: [...formerAreas, last] };
}

function changedNames(record: OrganisationRecord, next: OrganisationRecord): readonly string[] {
  const [before, after] = [superiorsOf(record), superiorsOf(next)];
  return [
    ...(record.nextName?.name === next.nextName?.name && record.nextName?.firstDay === next.nextName?.firstDay ? [] : ['name']),
    ...(record.bodyClass === next.bodyClass ? [] : ['bodyClass']),
    ...(record.areaCode === next.areaCode ? [] : ['areaCode']),
    ...((record.line ?? null) === next.line ? [] : ['line']),
    ...(before.area === after.area && before.line === after.line ? [] : ['superiors']),
  ];
}
