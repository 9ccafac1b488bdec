/** What follows from the record of an organisation, whenever it was made. */
import { endOfDay, startOfDay, type Instant, type LocalDate } from '../../base/time.ts';
import { areaCode } from './area.ts';
import type { OrganisationRecord, Superiors } from './model.ts';
import { placeKeys, type Place } from './place.ts';

/**
 * The place of an organisation in the trees of areas and lines.
 * @throws {YinzhengError} ORGANISATION_INVALID when its area was recorded wrongly
 */
export function placeOf(record: Pick<OrganisationRecord, 'areaCode' | 'line'>): Place {
  return { area: areaCode(record.areaCode), line: record.line ?? null };
}

/** The record with the keys by which it is found beneath its places. */
export function withPlaceKeys(record: OrganisationRecord): OrganisationRecord {
  return { ...record, placeKeys: placeKeys(placeOf(record)) };
}

/** Number of the last change that people made. */
export function revisionOf({ revision }: OrganisationRecord): number {
  return revision ?? 1;
}

/** The organisations above. */
export function superiorsOf({ superiors }: OrganisationRecord): Superiors {
  return superiors ?? { area: null, line: null };
}

/** The code of its area on a day: codes change, and organisations move. */
export function areaCodeOn({ areaCode: now, formerAreas = [] }: OrganisationRecord, day: LocalDate): string {
  return formerAreas.find(({ lastDay }) => day <= lastDay)?.areaCode ?? now;
}

/** Whether it exists at an instant, in law: from its first day to the end of its last. */
export function existsAt({ firstDay, end }: OrganisationRecord, at: Instant): boolean {
  return !(firstDay && at < startOfDay(firstDay)) && !(end && at >= endOfDay(end.lastDay));
}

/** Its name at an instant: one that was planned holds from its first day, carried out or not. */
export function nameAt(
  { name, nextName, formerNames = [] }: Pick<OrganisationRecord, 'name' | 'nextName' | 'formerNames'>,
  at: Instant,
): string {
  if (nextName && at >= startOfDay(nextName.firstDay)) return nextName.name;
  return formerNames.find(({ lastDay }) => at < endOfDay(lastDay))?.name ?? name;
}

/** Whether its end was carried out: its seals are cancelled. One that is planned is carried out some time after its last day is over. */
export function hasEnded({ end }: Pick<OrganisationRecord, 'end'>): boolean {
  return end !== null && end !== undefined && end.planned !== true;
}

/** Whether its end holds at an instant: since it was recorded, or where it was planned since its last day is over, carried out or not. */
export function hasEndedAt(record: Pick<OrganisationRecord, 'end'>, at: Instant): boolean {
  const { end } = record;
  return hasEnded(record) || (end?.planned === true && at >= endOfDay(end.lastDay));
}

/** Whether it, its people, seals and keys may act at an instant: its end does not hold, and its first day has come. */
export function mayActAt(record: OrganisationRecord, at: Instant): boolean {
  return !hasEndedAt(record, at) && existsAt(record, at);
}
