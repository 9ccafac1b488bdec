import type { Clock } from '../../services/platform.ts';

/** The clock of the machine. */
export function createSystemClock(): Clock {
  return { now: () => Date.now() };
}
