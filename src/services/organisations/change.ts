import { addDays, localDateAt, type LocalDate } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import {
  areaCode,
  lineCode,
  superiorsOf,
  type BodyClass,
  type FormerArea,
  type OrganisationRecord,
  type Superiors,
} from '../../domain/organisation/index.ts';
import { checkOrganisation, checkPast, invalidOrganisation } from './check.ts';
import type { OrganisationDependencies } from './ports.ts';
import { refuseEnded } from './refuse-ended.ts';
import { changeRecord, type ChangeOrder } from './write.ts';

/** What is to be different; what is absent stays. */
export interface OrganisationChange extends ChangeOrder {
  readonly name?: string | undefined;
  readonly bodyClass?: BodyClass | undefined;
  readonly areaCode?: string | undefined;
  /** First day of a new area code, today when absent. */
  readonly areaSince?: LocalDate | undefined;
  readonly line?: string | null | undefined;
  readonly superiors?: Superiors | undefined;
}

/**
 * Changes an organisation within the actor's scope; it stays within it. The area code of before is kept with its last day. Seals keep
 * the name that is in them.
 * @throws {YinzhengError} ORGANISATION_NOT_FOUND, ORGANISATION_ENDED, ORGANISATION_INVALID, NOT_ALLOWED, VERSION_CONFLICT
 */
export async function changeOrganisation(
  deps: OrganisationDependencies,
  actor: Actor,
  change: OrganisationChange,
): Promise<OrganisationRecord> {
  return changeRecord(deps, actor, change, async ({ record, scope }) => {
    const now = deps.clock.now();
    refuseEnded(record, now);
    const { line = record.line ?? null } = change;
    const next: OrganisationRecord = {
      ...record,
      name: change.name ?? record.name,
      bodyClass: change.bodyClass ?? record.bodyClass,
      ...movedArea(record, change, localDateAt(now)),
      line: line === null ? null : lineCode(line),
      superiors: change.superiors ?? superiorsOf(record),
    };
    const changed = changedNames(record, next);
    if (changed.length === 0) return null;
    if (change.areaSince !== undefined) checkPast(change.areaSince, now);
    await checkOrganisation(deps.records, next, { scope, now });
    const facts = { changed, areaCode: next.areaCode, line: next.line ?? null, bodyClass: next.bodyClass, name: next.name };
    return { next, told: { kind: 'organisation-changed', since: change.areaSince ?? null, facts } };
  });
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
    ...(record.name === next.name ? [] : ['name']),
    ...(record.bodyClass === next.bodyClass ? [] : ['bodyClass']),
    ...(record.areaCode === next.areaCode ? [] : ['areaCode']),
    ...((record.line ?? null) === next.line ? [] : ['line']),
    ...(before.area === after.area && before.line === after.line ? [] : ['superiors']),
  ];
}
