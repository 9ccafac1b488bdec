export { calendarsOf, listCalendars, recordCalendar, type CalendarDependencies } from './calendars.ts';
