/**
 * Instants and legal dates. An instant is a number of milliseconds since 1970-01-01T00:00:00Z. A legal date is a calendar day in
 * China (Asia/Shanghai, UTC+8 without daylight saving since 1991): a licence is valid from 00:00 of its first day to 24:00 of its last.
 */
import { YinzhengError } from './errors/index.ts';

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** A calendar day in Asia/Shanghai, written `YYYY-MM-DD`. */
export type LocalDate = string & { readonly brand: 'LocalDate' };

/** The end of validity of something that never expires (长期); a value of its own, never a far year. */
export const LONG_TERM = 'long-term';
/** A last day, or long-term. */
export type EndDate = LocalDate | typeof LONG_TERM;

/** IANA name of the time zone of legal dates, in which people are told times unless they chose another. */
export const LEGAL_TIME_ZONE = 'Asia/Shanghai';

const SHANGHAI_OFFSET = 8 * 3_600_000;
const DAY = 86_400_000;

/**
 * Reads a legal date written `YYYY-MM-DD`.
 * @throws {YinzhengError} DATE_INVALID when it is not a day of the calendar
 */
export function localDate(text: string): LocalDate {
  const matched = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (matched) {
    const instant = Date.UTC(Number(matched[1]), Number(matched[2]) - 1, Number(matched[3]));
    if (Number.isFinite(instant) && new Date(instant).toISOString().slice(0, 10) === text) return text as LocalDate;
  }
  throw new YinzhengError('DATE_INVALID', { text: text.slice(0, 40) });
}

/** The legal date that an instant falls on. */
export function localDateAt(instant: Instant): LocalDate {
  return new Date(instant + SHANGHAI_OFFSET).toISOString().slice(0, 10) as LocalDate;
}

/** The instant at which a legal date begins, 00:00 in Asia/Shanghai. */
export function startOfDay(date: LocalDate): Instant {
  return Date.parse(`${date}T00:00:00Z`) - SHANGHAI_OFFSET;
}

/** The first instant after a legal date, 24:00 in Asia/Shanghai. */
export function endOfDay(date: LocalDate): Instant {
  return startOfDay(date) + DAY;
}

/** The legal date `days` days after another (before it when negative). */
export function addDays(date: LocalDate, days: number): LocalDate {
  return localDateAt(startOfDay(date) + days * DAY);
}

/** Texts of instants asked for lately: the periods of issuers come again and again. */
const TEXTS = new Map<Instant, string>();
const MOST_TEXTS = 256;

/** The ISO 8601 text of an instant in UTC, with milliseconds. */
export function isoInstant(instant: Instant): string {
  const known = TEXTS.get(instant);
  if (known !== undefined) return known;
  const text = new Date(instant).toISOString();
  if (TEXTS.size >= MOST_TEXTS) TEXTS.clear();
  TEXTS.set(instant, text);
  return text;
}

/**
 * An instant for people: date, time to the second, and the offset from UTC, such as `2026-03-01 09:00:00 +08:00`.
 * @param timeZone IANA name of a time zone that exists
 */
export function zonedText(instant: Instant, timeZone: string = LEGAL_TIME_ZONE): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(instant);
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value.slice('GMT'.length) || '+00:00';
  const [hours = 0, minutes = 0, seconds = 0] = offset.slice(1).split(':').map(Number);
  const ahead = (hours * 3600 + minutes * 60 + seconds) * (offset.startsWith('-') ? -1000 : 1000);
  return `${isoInstant(instant + ahead)
    .replace('T', ' ')
    .replace(/\.\d+Z$/, '')} ${offset}`;
}
