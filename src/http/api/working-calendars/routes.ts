import { z } from 'zod';
import { localDate } from '../../../base/time.ts';
import type { YearCalendar } from '../../../domain/calendar/index.ts';
import type { listCalendars, recordCalendar } from '../../../services/calendar/index.ts';
import type { Bound } from '../../bound.ts';
import { defineRoute, json, type Route } from '../../route.ts';
import { API } from '../words.ts';

/** Calendars of working days. */
export interface CalendarServices {
  readonly list: Bound<typeof listCalendars>;
  readonly record: Bound<typeof recordCalendar>;
}

const path = `${API}/working-calendars`;
const shared = { tag: 'working-calendars', limit: 'none' } as const;
const day = z.iso.date();
const calendarSchema = z
  .strictObject({
    year: z.number().int().min(2000).max(2100),
    holidays: z.array(day).min(1).max(60).describe('Days off (放假)'),
    workdays: z.array(day).max(30).describe('Weekend days that are worked (调休上班)'),
    notice: z.string().trim().min(1).max(100).nullable().default(null).describe('Number of the notice; null before there is one'),
  })
  .meta({ id: 'WorkingCalendar', description: 'Public holidays of a year, and the days worked instead (工作日历)' });

function calendarView({ year, holidays, workdays, notice }: YearCalendar): z.infer<typeof calendarSchema> {
  return { year, holidays: [...holidays], workdays: [...workdays], notice };
}

/** Calendars of working days (工作日历), by which terms are counted; taken out and in as JSON, a year each. */
export function calendarRoutes(calendars: CalendarServices): readonly Route[] {
  return [
    defineRoute({
      ...{ ...shared, method: 'get', path, access: 'working-calendar:read', body: 'none', input: {} },
      summary: 'The calendars that hold, by year',
      answers: { 200: { description: 'The calendars', schema: z.object({ calendars: z.array(calendarSchema) }) } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor }) => json(200, { calendars: (await calendars.list(actor)).map(calendarView) }),
    }),
    defineRoute({
      ...{ ...shared, method: 'post', path, access: 'working-calendar:record', body: 'json', input: { json: calendarSchema } },
      summary: 'Record the calendar of a year, in place of one of before',
      answers: { 200: { description: 'Recorded', schema: calendarSchema } },
      errors: ['CALENDAR_INVALID', 'DATE_INVALID', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, json: { holidays, workdays, ...rest } }) => {
        const given = { ...rest, holidays: holidays.map(localDate), workdays: workdays.map(localDate) };
        return json(200, calendarView(await calendars.record(actor, given)));
      },
    }),
  ];
}
