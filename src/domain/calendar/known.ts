import { localDate, type LocalDate } from '../../base/time.ts';
import type { YearCalendar } from './model.ts';

/** Days of a year as `MM-DD`. */
function days(year: number, texts: string): readonly LocalDate[] {
  return texts.split(' ').map((text) => localDate(`${year}-${text}`));
}

/**
 * The years whose arrangement is known here: by notices of the General Office of the State Council, and 2027 by the law on public holidays
 * (国令第795号) alone, until its notice is recorded.
 */
export const KNOWN_CALENDARS: readonly YearCalendar[] = [
  {
    year: 2025,
    holidays: days(
      2025,
      '01-01 01-28 01-29 01-30 01-31 02-01 02-02 02-03 02-04 04-04 04-05 04-06 05-01 05-02 05-03 05-04 05-05 05-31 06-01 06-02 10-01 10-02 10-03 10-04 10-05 10-06 10-07 10-08',
    ),
    workdays: days(2025, '01-26 02-08 04-27 09-28 10-11'),
    notice: '国办发明电〔2024〕12号',
  },
  {
    year: 2026,
    holidays: days(
      2026,
      '01-01 01-02 01-03 02-15 02-16 02-17 02-18 02-19 02-20 02-21 02-22 02-23 04-04 04-05 04-06 05-01 05-02 05-03 05-04 05-05 06-19 06-20 06-21 09-25 09-26 09-27 10-01 10-02 10-03 10-04 10-05 10-06 10-07',
    ),
    workdays: days(2026, '01-04 02-14 02-28 05-09 09-20 10-10'),
    notice: '国办发明电〔2025〕7号',
  },
  {
    year: 2027,
    holidays: days(2027, '01-01 02-05 02-06 02-07 02-08 04-05 05-01 05-02 06-09 09-15 10-01 10-02 10-03'),
    workdays: [],
    notice: null,
  },
];
