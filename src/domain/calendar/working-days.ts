/** Counting working days. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { addDays, type LocalDate } from '../../base/time.ts';
import type { YearCalendar } from './model.ts';

/** Holidays that have the same days every year (全国年节及纪念日放假办法), for years that nobody recorded. */
const SAME_EVERY_YEAR: ReadonlySet<string> = new Set(['01-01', '05-01', '05-02', '10-01', '10-02', '10-03']);
const MOST_HOLIDAYS = 60;
const MOST_WORKDAYS = 30;
/** Most working days that are counted. */
export const MOST_WORKING_DAYS = 250;

/** The end of a term in working days. */
export interface WorkingDeadline {
  /** Last day; it counts to 24:00. */
  readonly due: LocalDate;
  /** False where a year within the term has no arrangement yet, so that the day may still move. */
  readonly certain: boolean;
}

/** Whether a day is worked. */
export function isWorkingDay(day: LocalDate, calendars: readonly YearCalendar[]): boolean {
  if (calendars.some(({ workdays }) => workdays.includes(day))) return true;
  if (isWeekend(day) || calendars.some(({ holidays }) => holidays.includes(day))) return false;
  return calendarOf(day, calendars) !== undefined || !SAME_EVERY_YEAR.has(day.slice(5));
}

/**
 * The last day of a term: the so-manieth working day after a day, which is itself not counted.
 * @param count 1 to {@link MOST_WORKING_DAYS}
 */
export function workingDeadline(from: LocalDate, count: number, calendars: readonly YearCalendar[]): WorkingDeadline {
  const wanted = Math.max(1, Math.min(count, MOST_WORKING_DAYS));
  let day = from;
  let certain = true;
  for (let counted = 0; counted < wanted;) {
    day = addDays(day, 1);
    if ((calendarOf(day, calendars)?.notice ?? null) === null) certain = false;
    if (isWorkingDay(day, calendars)) counted++;
  }
  return { due: day, certain };
}

/**
 * Refuses a calendar that cannot be: a notice may reach into the December before, names no day twice, and moves work to weekends alone.
 * @throws {YinzhengError} CALENDAR_INVALID
 */
export function checkCalendar({ year, holidays, workdays }: YearCalendar): void {
  const all = [...holidays, ...workdays];
  if (holidays.length === 0 || holidays.length > MOST_HOLIDAYS || workdays.length > MOST_WORKDAYS)
    throw invalid(
      `there are 1 to ${MOST_HOLIDAYS} holidays and at most ${MOST_WORKDAYS} days of work instead`,
      `放假日应为 1 至 ${MOST_HOLIDAYS} 天，调休上班日至多 ${MOST_WORKDAYS} 天`,
    );
  if (new Set(all).size < all.length) throw invalid('a day is named twice', '同一日期重复出现');
  const strange = all.find((day) => !day.startsWith(`${year}-`) && !day.startsWith(`${year - 1}-12-`));
  if (strange !== undefined) throw invalid(`${strange} is not of the year ${year}`, `${strange} 不属于 ${year} 年`);
  const worked = workdays.find((day) => !isWeekend(day));
  if (worked !== undefined) throw invalid(`${worked} is no weekend day: it is worked anyway`, `${worked} 不是周末，无需调休`);
}

function isWeekend(day: LocalDate): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === 0 || weekday === 6;
}

function calendarOf(day: LocalDate, calendars: readonly YearCalendar[]): YearCalendar | undefined {
  return calendars.find(({ year }) => day.startsWith(`${year}-`));
}

function invalid(en: string, zh: string): YinzhengError {
  return new YinzhengError('CALENDAR_INVALID', { reason: bilingual(en, zh) });
}
