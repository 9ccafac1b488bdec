/** Calendars of working days as they hold here: those that were recorded, and for other years those that are known. */
import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import { checkCalendar, KNOWN_CALENDARS, type CalendarRecord, type YearCalendar } from '../../domain/calendar/index.ts';
import { authorise } from '../access/index.ts';
import { recordEvent } from '../holders/change.ts';
import type { Clock, JournalDesk } from '../platform.ts';
import { MAX_PAGE, type RecordStore } from '../storage/index.ts';

/** What keeping calendars takes. */
export interface CalendarDependencies {
  readonly records: RecordStore;
  readonly journal: Pick<JournalDesk, 'poke'>;
  readonly clock: Clock;
}

const TRIES = 20;

/** The calendars that hold, by year. */
export async function calendarsOf(records: Pick<RecordStore, 'list'>): Promise<readonly YearCalendar[]> {
  const recorded = await records.list('working-calendars', { limit: MAX_PAGE });
  const known = KNOWN_CALENDARS.filter(({ year }) => !recorded.some((one) => one.year === year));
  return [...known, ...recorded.map(plain)].sort((left, right) => left.year - right.year);
}

/**
 * The calendars that hold, by year.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listCalendars(records: Pick<RecordStore, 'list'>, actor: Actor): Promise<readonly YearCalendar[]> {
  authorise(actor, 'working-calendar:read');
  return calendarsOf(records);
}

/**
 * Records the calendar of a year, in place of one of before: deadlines count by it from now on. The same again changes nothing.
 * @throws {YinzhengError} NOT_ALLOWED, CALENDAR_INVALID
 */
export async function recordCalendar(deps: CalendarDependencies, actor: Actor, given: YearCalendar): Promise<YearCalendar> {
  authorise(actor, 'working-calendar:record');
  checkCalendar(given);
  const calendar = plain({ ...given, holidays: [...given.holidays].sort(), workdays: [...given.workdays].sort() });
  const _id = String(calendar.year);
  for (let attempt = 1; ; attempt++) {
    const known = await deps.records.get('working-calendars', _id);
    if (known && JSON.stringify(plain(known)) === JSON.stringify(calendar)) return calendar;
    const now = deps.clock.now();
    const version = (known?.version ?? 0) + 1;
    const event = recordEvent(
      { collection: 'working-calendars', id: _id, version, actor, now },
      {
        kind: 'working-calendar-recorded',
        facts: { year: calendar.year, notice: calendar.notice, holidays: calendar.holidays, workdays: calendar.workdays },
      },
    );
    const record: CalendarRecord = {
      ...{ _id, schema: 1, version, ...calendar, recordedBy: actor, recordedAt: isoInstant(now) },
      ...{ outbox: [...(known?.outbox ?? []), event], pending: true },
    };
    try {
      await (known ? deps.records.replace('working-calendars', record) : deps.records.insert('working-calendars', record));
    } catch (error) {
      if (isYinzhengError(error, 'VERSION_CONFLICT', 'ALREADY_EXISTS') && attempt < TRIES) continue;
      throw error;
    }
    deps.journal.poke();
    return calendar;
  }
}

function plain({ year, holidays, workdays, notice }: YearCalendar): YearCalendar {
  return { year, holidays, workdays, notice };
}
