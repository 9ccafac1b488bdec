/** Calendars of working days (工作日历): the public holidays of a year and the weekend days that are worked instead. */
import type { LocalDate } from '../../base/time.ts';
import type { Actor } from '../access/index.ts';
import type { DomainEvent } from '../journal/index.ts';

/** One year, as the State Council's notice arranges it; the JSON of it is what is taken out and in. */
export interface YearCalendar {
  readonly year: number;
  /** Days off, weekends within them or not (放假). */
  readonly holidays: readonly LocalDate[];
  /** Weekend days that are worked (调休上班). */
  readonly workdays: readonly LocalDate[];
  /** Number of the notice (文号); null where none was published yet and the holidays are those of the law alone. */
  readonly notice: string | null;
}

/** A calendar that was recorded, aggregate; `_id` is its year. */
export interface CalendarRecord extends YearCalendar {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly recordedBy: Actor;
  /** ISO 8601. */
  readonly recordedAt: string;
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
}
