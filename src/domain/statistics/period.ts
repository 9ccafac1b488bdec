/** Which buckets a time is made of: as few as possible. */
import { addDays, type LocalDate } from '../../base/time.ts';
import { GRAINS, type Grain, type Period } from './model.ts';

const DAY = 86_400_000;
/** Length of the text of a day, month and year at the beginning of a date. */
const LENGTHS: Readonly<Record<Grain, number>> = { d: 10, m: 7, y: 4 };

/** What ids of one counting of the journal begin with; a counting anew has the next number. */
export function generationPrefix(generation: number): string {
  return `${String(generation).padStart(6, '0')}/`;
}

/** What the ids of all buckets of a time begin with. */
export function bucketPrefix(generation: number, { grain, time }: Bucket): string {
  return `${generationPrefix(generation)}${grain}/${time}/`;
}

/** `_id` of a bucket: generation, grain, time and organisation. */
export function bucketId(generation: number, bucket: Bucket, organisation: string): string {
  return bucketPrefix(generation, bucket) + (organisation === '' ? '-' : organisation);
}

/** `_id` of the standings of an organisation’s licences of a type. */
export function standingId(generation: number, organisation: string, type: string): string {
  return `${generationPrefix(generation)}${organisation}/${type}`;
}

/** The time of a bucket: `2026-01-31`, `2026-01` or `2026`. */
export interface Bucket {
  readonly grain: Grain;
  readonly time: string;
}

/** The buckets that count what happened on a day. */
export function bucketsOf(day: LocalDate): readonly Bucket[] {
  return GRAINS.map((grain) => ({ grain, time: day.slice(0, LENGTHS[grain]) }));
}

/**
 * The buckets that together are a period.
 * @param options.months whether each month has to be told apart, so that none longer is taken
 */
export function bucketsWithin({ from, to }: Period, { months }: { readonly months: boolean }): readonly Bucket[] {
  const found: Bucket[] = [];
  for (let day = from; day <= to;) {
    const grain: Grain =
      (['y', 'm'] as const).find((one) => !(one === 'y' && months) && begins(day, one) && ends(day, one) <= to) ?? 'd';
    found.push({ grain, time: day.slice(0, LENGTHS[grain]) });
    day = addDays(ends(day, grain), 1);
  }
  return found;
}

function begins(day: LocalDate, grain: 'y' | 'm'): boolean {
  return day.endsWith(grain === 'y' ? '-01-01' : '-01');
}

/** The last day of the day, month or year that a day is in. */
function ends(day: LocalDate, grain: Grain): LocalDate {
  if (grain === 'd') return day;
  if (grain === 'y') return `${day.slice(0, 4)}-12-31` as LocalDate;
  return lastOfMonth(day.slice(0, 7));
}

/** The last day of a month written `YYYY-MM`. */
export function lastOfMonth(month: string): LocalDate {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 1) - DAY).toISOString().slice(0, 10) as LocalDate;
}

/** A day as a number since 1970-01-01. */
export function dayNumber(day: LocalDate): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / DAY);
}
