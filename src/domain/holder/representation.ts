/** Acting for another (代办、授权): who may, what, for how long, and who may hand it on. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { addDays, localDate, type LocalDate } from '../../base/time.ts';
import { birthdayOf } from '../identifier/index.ts';
import type { HolderRecord, Power, Representation, RepresentationKind } from './model.ts';

const MAJORITY = 18;
const YEAR = 366;

/** Longest term of each kind, days; of a minor's guardian until he comes of age. */
const LONGEST: Readonly<Record<RepresentationKind, number>> = {
  minor: MAJORITY * YEAR,
  ward: 5 * YEAR,
  deceased: 3 * YEAR,
  'legal-representative': 5 * YEAR,
  'licence-manager': 2 * YEAR,
  handler: YEAR,
};

const POWERS: Readonly<Record<RepresentationKind, readonly Power[]>> = {
  minor: ['read', 'download', 'present', 'share', 'object'],
  ward: ['read', 'download', 'present', 'share', 'object'],
  // Nothing is shown in the name of somebody who is dead.
  deceased: ['read', 'download', 'object'],
  'legal-representative': ['read', 'download', 'present', 'share', 'object', 'delegate'],
  'licence-manager': ['read', 'download', 'present', 'share', 'object', 'delegate'],
  handler: ['read', 'present'],
};

/** Kinds that the other's side gives, by whom: the legal representative names managers and handlers, a manager handlers. */
export const DELEGATED: Readonly<Partial<Record<RepresentationKind, readonly RepresentationKind[]>>> = {
  'licence-manager': ['legal-representative'],
  handler: ['legal-representative', 'licence-manager'],
};

/** What somebody may do for another by a representation of a kind. */
export function powersOf(kind: RepresentationKind): readonly Power[] {
  return POWERS[kind];
}

/** Terms of a representation that is asked for or given. */
export type RepresentationTerms = Pick<Representation, 'kind' | 'from' | 'to' | 'matters'>;

/**
 * Checks the terms of a representation of somebody: one who can have such a representative, for no longer than may be, and within that by which it
 * is given.
 * @param parent representation by which it is given; null where it is asked for, or given by who is the legal representative
 * @throws {YinzhengError} REPRESENTATION_REFUSED
 */
export function checkRepresentation(
  principal: Pick<HolderRecord, 'kind' | 'code'>,
  { kind, from, to, matters }: RepresentationTerms,
  parent: RepresentationTerms | null,
): void {
  const refuse = (en: string, zh: string) => new YinzhengError('REPRESENTATION_REFUSED', { reason: bilingual(en, zh) });
  const enterprise = kind === 'legal-representative' || kind in DELEGATED;
  if (enterprise !== (principal.kind === 'enterprise'))
    throw refuse('nobody of this kind has such a representative', '该类主体不适用此种代理关系');
  if (to < from) throw refuse('it ends before it begins', '截止日期早于起始日期');
  if (to > addDays(from, LONGEST[kind])) throw refuse('its term is too long', '代理期限过长');
  const adultFrom = kind === 'minor' || kind === 'ward' ? comingOfAge(principal.code) : null;
  if (kind === 'minor' && (adultFrom === null || to >= adultFrom))
    throw refuse('the minor comes of age before it ends', '代理期限须止于被监护人年满十八周岁之前');
  if (kind === 'ward' && (adultFrom === null || from < adultFrom))
    throw refuse('whoever is under age is represented as a minor', '未成年人应按未成年人监护办理');
  if (kind === 'handler' && matters === null) throw refuse('it names no matter', '办事人须限定办理事项');
  if (!parent) return;
  if (!DELEGATED[kind]?.includes(parent.kind)) throw refuse('this cannot be handed on like this', '不得如此转授权');
  if (from < parent.from || to > parent.to)
    throw refuse('it goes beyond the term by which it is given', '超出授权人自身的授权期限');
  if (parent.matters !== null && matters?.every((matter) => parent.matters?.includes(matter)) !== true)
    throw refuse('it goes beyond the matters for which it is given', '超出授权人自身的授权事项');
}

/** The day on which a citizen is 18, by his number; null for what is none. */
function comingOfAge(code: string): LocalDate | null {
  const birthday = birthdayOf(code);
  if (birthday === null) return null;
  const [year = '', ...rest] = birthday.split('-');
  const day = `${Number(year) + MAJORITY}-${rest.join('-')}`;
  // Who was born on 29 February is of age on 1 March.
  return rest.join('-') === '02-29' && !isLeap(Number(year) + MAJORITY)
    ? localDate(`${Number(year) + MAJORITY}-03-01`)
    : localDate(day);
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** Whether a representation holds on a day: accepted, within its term, and so is that by which it was given. */
export function isEffective(
  representation: Representation,
  day: LocalDate,
  parents: ReadonlyMap<string, Representation>,
): boolean {
  const { state, from, to, parent } = representation;
  if (state !== 'accepted' || day < from || day > to) return false;
  if (parent === null) return true;
  const by = parents.get(parent);
  return by !== undefined && by.principal === representation.principal && isEffective(by, day, parents);
}

/**
 * Refuses what is not for one of the matters of a representation.
 * @throws {YinzhengError} REPRESENTATION_REFUSED
 */
export function checkMatter(representation: Pick<Representation, 'matters'> | null, matter: string | undefined): void {
  if (!representation || representation.matters === null) return;
  if (matter === undefined || !representation.matters.includes(matter))
    throw new YinzhengError('REPRESENTATION_REFUSED', {
      reason: bilingual('it is for none of the matters that were given', '不属于授权办理的事项'),
    });
}
