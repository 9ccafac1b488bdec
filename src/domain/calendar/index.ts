export { KNOWN_CALENDARS } from './known.ts';
export type { CalendarRecord, YearCalendar } from './model.ts';
export { checkCalendar, isWorkingDay, MOST_WORKING_DAYS, workingDeadline, type WorkingDeadline } from './working-days.ts';
