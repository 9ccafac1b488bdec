/** On which days a licence comes to be in force, expired with nothing done, or suspended, and ceases to be. */
import { endOfDay, LONG_TERM, localDateAt, type EndDate, type Instant, type LocalDate } from '../../base/time.ts';
import { statusOf, type LicenceEdition, type LicenceRecord, type LicenceStatus, type StatusEvent } from '../licence/index.ts';
import { dayNumber } from './period.ts';
import { STANDINGS, type Standing } from './model.ts';

/** By how many licences of a status become more or fewer on a day (a number since 1970-01-01); seen at the end of that day. */
export interface StandingChange extends Readonly<Record<Standing, number>> {
  readonly day: number;
}

const DAY = 86_400_000;
/** Last day that is told; what ends later does not end. */
const LAST_DAY = dayNumber('9999-12-31' as LocalDate);

/** Something that changed how a licence stands: an edition by its number, an act by its place among the acts, its destruction. */
export type StandingMoment =
  | { readonly kind: 'edition'; readonly number: string }
  | { readonly kind: 'act'; readonly index: number }
  | { readonly kind: 'destruction' };

/** How a licence of one edition stands on which no act was done: from its dates, and since when it is in the register. */
export function plainStanding(dates: {
  readonly since: Instant;
  readonly validFrom: LocalDate;
  readonly validTo: EndDate;
}): readonly StandingChange[] {
  const { since, validFrom, validTo } = dates;
  const known = dayNumber(localDateAt(since));
  const starts = Math.max(known, dayNumber(validFrom));
  const over = validTo === LONG_TERM ? LAST_DAY + 1 : dayNumber(validTo) + 1;
  const changes: StandingChange[] = [];
  if (over > starts) changes.push(change(starts, 'valid', 1));
  if (over > starts && over <= LAST_DAY) changes.push(change(over, 'valid', -1));
  // One whose validity never began is expired from its end on all the same.
  if (over <= LAST_DAY) changes.push(change(Math.max(known, over), 'expired', 1));
  return changes;
}

/**
 * What one moment in the life of a licence changes in how it stands on each day: the difference between the licence with it and without, each
 * with all that was before. All moments together come to how it stands now, in whichever order they are looked at.
 * @param record as it is, with what came after as well
 */
export function standingChanges(record: LicenceRecord, moment: StandingMoment): readonly StandingChange[] {
  const moments = momentsOf(record);
  const place = moments.findIndex(({ of }) => isSame(of, moment));
  if (place < 0) return [];
  const before = standingsUntil(record, moments.slice(0, place));
  const after = standingsUntil(record, moments.slice(0, place + 1));
  return [...after, ...before.map((one) => negated(one))];
}

interface Dated {
  readonly of: StandingMoment;
  readonly at: Instant;
}

function momentsOf(record: LicenceRecord): readonly Dated[] {
  const { editions, events, destroyed } = record;
  const found: Dated[] = events.map(({ recordedAt }, index) => ({ of: { kind: 'act', index }, at: Date.parse(recordedAt) }));
  for (const edition of editions) {
    const since = sinceOf(record, edition);
    if (since !== undefined) found.push({ of: { kind: 'edition', number: edition.number }, at: Date.parse(since) });
  }
  if (destroyed) found.push({ of: { kind: 'destruction' }, at: Infinity });
  return found.sort((one, other) => (one.at === other.at ? 0 : one.at - other.at));
}

/** Since when an edition is in the register: with its file where it was issued here; one from elsewhere may have none. Undefined while it is not. */
function sinceOf({ origin }: Pick<LicenceRecord, 'origin'>, { files, recordedAt }: LicenceEdition): string | undefined {
  return origin === 'issued' ? files[0]?.recordedAt : recordedAt;
}

function isSame(one: StandingMoment, other: StandingMoment): boolean {
  if (one.kind === 'edition') return other.kind === 'edition' && other.number === one.number;
  if (one.kind === 'act') return other.kind === 'act' && other.index === one.index;
  return other.kind === 'destruction';
}

function standingsUntil(record: LicenceRecord, moments: readonly Dated[]): readonly StandingChange[] {
  const numbers = new Set(moments.flatMap(({ of }) => (of.kind === 'edition' ? [of.number] : [])));
  const acts = new Set(moments.flatMap(({ of }) => (of.kind === 'act' ? [of.index] : [])));
  const editions = record.editions.filter(({ number }) => numbers.has(number));
  const events = record.events.filter((_, index) => acts.has(index));
  const gone = moments.some(({ of }) => of.kind === 'destruction') ? dayOf(record.destroyed?.at) : Infinity;
  return standingsOf({ ...record, editions, events }, gone);
}

/** How a licence stands by all that is in the record, up to the day on which it is gone. */
function standingsOf(record: LicenceRecord, gone: number): readonly StandingChange[] {
  const changes: StandingChange[] = [];
  let stood: Standing | null = null;
  for (const day of criticalDays(record)) {
    if (day >= gone) break;
    const stands = standingOf(statusAtEndOf(record, day));
    if (stands === stood) continue;
    if (stood) changes.push(change(day, stood, -1));
    if (stands) changes.push(change(day, stands, 1));
    stood = stands;
  }
  return stood && gone !== Infinity ? [...changes, change(gone, stood, -1)] : changes;
}

function criticalDays(record: LicenceRecord): readonly number[] {
  const { editions, events } = record;
  const days = editions.flatMap((edition) => [
    dayOf(sinceOf(record, edition)),
    dayNumber(edition.validFrom),
    edition.validTo === LONG_TERM ? LAST_DAY + 1 : dayNumber(edition.validTo) + 1,
  ]);
  const all = [...days, ...events.map(({ effectiveAt }: StatusEvent) => dayOf(effectiveAt))];
  return [...new Set(all)].filter((day) => day <= LAST_DAY).sort((one, other) => one - other);
}

function statusAtEndOf(record: LicenceRecord, day: number): LicenceStatus | null {
  const asOf = endOfDay(new Date(day * DAY).toISOString().slice(0, 10) as LocalDate) - 1;
  const edition = record.editions.findLast((one) => Date.parse(sinceOf(record, one) ?? '') <= asOf);
  return edition ? statusOf(record, edition, { asOf, knownAt: Infinity }).status : null;
}

function standingOf(status: LicenceStatus | null): Standing | null {
  return STANDINGS.find((standing) => standing === status) ?? null;
}

function dayOf(at: string | undefined): number {
  return dayNumber(localDateAt(Date.parse(at ?? '')));
}

function change(day: number, standing: Standing, by: 1 | -1): StandingChange {
  return { day, valid: 0, expired: 0, suspended: 0, [standing]: by };
}

function negated({ day, valid, expired, suspended }: StandingChange): StandingChange {
  return { day, valid: -valid, expired: -expired, suspended: -suspended };
}
