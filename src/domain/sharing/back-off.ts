/** When a notice that was not taken is tried again. */

const FIRST = 5_000;
const LONGEST = 3_600_000;
/** What fails for so long waits for somebody to look at it, ms. */
export const GIVEN_UP_AFTER = 7 * 86_400_000;

/**
 * Time until the next try, ms: twice as long after each failure, an hour at most, less up to a quarter, so that not all come back at once.
 * @param failures how often it failed, from 1
 * @param chance from 0 to 1
 */
export function backOff(failures: number, chance: number): number {
  const full = Math.min(LONGEST, FIRST * 2 ** Math.min(Math.max(failures, 1) - 1, 20));
  return Math.round(full * (1 - 0.25 * Math.min(1, Math.max(0, chance))));
}
