import { LEGAL_TIME_ZONE } from '../base/time.ts';
import type { Environment } from './variables.ts';

/**
 * The time zone in which people are told times, an IANA name: `TZ` where it is one, else that of legal dates. What else `TZ` may hold
 * (POSIX rules, files) is no fault: it is not set for this program alone.
 */
export function timeZoneOf(env: Environment): string {
  const asked = env['TZ']?.trim().replace(/^:/, '') ?? '';
  return asked !== '' && exists(asked) ? asked : LEGAL_TIME_ZONE;
}

function exists(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
