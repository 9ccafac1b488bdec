import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addDays, localDate, type LocalDate } from '../../../src/base/time.ts';
import {
  checkCalendar,
  isWorkingDay,
  KNOWN_CALENDARS,
  MOST_WORKING_DAYS,
  workingDeadline,
  type YearCalendar,
} from '../../../src/domain/calendar/index.ts';

const worked = (day: string): boolean => isWorkingDay(localDate(day), KNOWN_CALENDARS);
const due = (from: string, count: number): readonly [string, boolean] => {
  const { due: day, certain } = workingDeadline(localDate(from), count, KNOWN_CALENDARS);
  return [day, certain];
};

describe('working days', () => {
  it('are those of the week but the holidays, and the weekend days that are worked instead', () => {
    for (const day of ['2026-01-05', '2026-01-04', '2026-02-14', '2026-02-24', '2026-02-28', '2026-10-08', '2026-10-10'])
      assert.equal(worked(day), true, day);
    for (const day of ['2026-01-01', '2026-01-02', '2026-02-16', '2026-02-22', '2026-04-06', '2026-06-19', '2026-10-07'])
      assert.equal(worked(day), false, day);
    assert.equal(worked('2026-03-07'), false);
  });

  it('are known to be as many as the notice of each year leaves', () => {
    const count = (year: number): number => {
      let days = 0;
      for (let day = localDate(`${year}-01-01`); day.startsWith(`${year}-`); day = addDays(day, 1)) if (worked(day)) days++;
      return days;
    };
    // 261 days of the week in each year and 13 statutory holidays, those on weekends moved.
    assert.deepEqual([count(2025), count(2026)], [248, 248]);
    for (const calendar of KNOWN_CALENDARS) checkCalendar(calendar);
  });

  it('leave out the fixed holidays of years that nobody knows', () => {
    assert.deepEqual(['2031-01-01', '2031-05-01', '2031-10-03', '2031-01-02'].map(worked), [false, false, false, true]);
  });

  it('are counted from the day after, over holidays, and the end is uncertain where a year is not arranged', () => {
    assert.deepEqual(due('2026-03-02', 1), ['2026-03-03', true]);
    assert.deepEqual(due('2026-03-06', 1), ['2026-03-09', true]);
    // Filed on the last day before the Spring Festival: the next worked is Saturday the 14th, then the 24th.
    assert.deepEqual(due('2026-02-13', 2), ['2026-02-24', true]);
    assert.deepEqual(due('2026-09-30', 3), ['2026-10-10', true]);
    assert.deepEqual(due('2026-12-31', 1), ['2027-01-04', false]);
    assert.deepEqual(due('2026-12-25', 3), ['2026-12-30', true]);
  });

  it('end on a working day, later the longer the term, however long it is said to be', () => {
    const days = fc.integer({ min: 0, max: 1000 }).map((shift) => addDays(localDate('2025-01-01'), shift));
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: MOST_WORKING_DAYS - 1 }), (from, count) => {
        const one = workingDeadline(from, count, KNOWN_CALENDARS).due;
        const next = workingDeadline(from, count + 1, KNOWN_CALENDARS).due;
        return isWorkingDay(one, KNOWN_CALENDARS) && one > from && next > one;
      }),
    );
    const longest = workingDeadline(localDate('2026-01-01'), MOST_WORKING_DAYS, KNOWN_CALENDARS);
    assert.deepEqual(workingDeadline(localDate('2026-01-01'), 10_000, KNOWN_CALENDARS), longest);
    assert.deepEqual(
      workingDeadline(localDate('2026-01-01'), 0, KNOWN_CALENDARS),
      workingDeadline(localDate('2026-01-01'), 1, KNOWN_CALENDARS),
    );
  });

  it('are not counted by a calendar that cannot be', () => {
    const good: YearCalendar = { year: 2028, holidays: [localDate('2028-01-01')], workdays: [], notice: null };
    checkCalendar(good);
    checkCalendar({ ...good, holidays: [localDate('2027-12-31'), localDate('2028-01-01')] });
    const many = Array.from({ length: 61 }, (_, shift): LocalDate => addDays(localDate('2028-01-01'), shift));
    for (const bad of [
      { holidays: [] },
      { holidays: many },
      { holidays: [localDate('2028-01-01'), localDate('2028-01-01')] },
      { workdays: [localDate('2028-01-01')] },
      { holidays: [localDate('2029-01-01')] },
      { holidays: [localDate('2027-11-30')] },
      { workdays: [localDate('2028-01-03')] },
    ])
      assert.throws(() => checkCalendar({ ...good, ...bad }), { code: 'CALENDAR_INVALID' });
  });
});
