/** Legal dates as numbers of days, without the texts of errors that `base/time` brings along. */
import type { EndDate, LocalDate } from '../base/time.ts';

const DAY = 86_400_000;
/** 0001-01-01 in ms from 1970-01-01. */
const FIRST = -62_135_596_800_000;
/** 9999-12-31. */
const LAST_NUMBER = 3_652_059;
const LONG_TERM_TEXT: Extract<EndDate, 'long-term'> = 'long-term';
/** Asia/Shanghai, in which legal dates begin and end. */
const SHANGHAI_OFFSET = 8 * 3_600_000;

/** The number of a day, 1 for 0001-01-01; 0 for long-term. */
export function dayNumber(date: EndDate): number {
  return date === LONG_TERM_TEXT ? 0 : (Date.parse(`${date}T00:00:00Z`) - FIRST) / DAY + 1;
}

/**
 * The day of a number.
 * @throws {RangeError} when it is none of the years 1 to 9999
 */
export function dayOfNumber(number: number): LocalDate {
  if (!Number.isInteger(number) || number < 1 || number > LAST_NUMBER) throw new RangeError('a date is none');
  return new Date(FIRST + (number - 1) * DAY).toISOString().slice(0, 10) as LocalDate;
}

/** The last day of a number, long-term for 0. Throws as {@link dayOfNumber}. */
export function endOfNumber(number: number): EndDate {
  return number === 0 ? LONG_TERM_TEXT : dayOfNumber(number);
}

/** The instant at which a day begins, ms. */
export function dayBegins(date: LocalDate): number {
  return Date.parse(`${date}T00:00:00Z`) - SHANGHAI_OFFSET;
}

/** The first instant after a last day, ms; never for long-term. */
export function dayEnds(date: EndDate): number {
  return date === LONG_TERM_TEXT ? Infinity : dayBegins(date) + DAY;
}
