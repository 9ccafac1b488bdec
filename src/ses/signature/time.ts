import type { Instant } from '../../base/time.ts';

/** A signing time given as text: what was read, and whether the text is the one the standard has (UTCTime). */
export interface TimeText {
  readonly time: Instant | null;
  readonly standard: boolean;
}

const SHANGHAI = '+08:00';

/**
 * Reads the text that version 1 keeps in timeInfo: `YYMMDDhhmmssZ`, and the forms products write, `YYYYMMDDhhmmssZ`,
 * ISO 8601 in UTC, and `YYYY-MM-DD hh:mm:ss`, which is Chinese time.
 */
export function readTimeText(bytes: Uint8Array): TimeText {
  const text = String.fromCharCode(...bytes.subarray(0, 40));
  const compact = /^((?:\d\d)?\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (compact) {
    const [, years = '', month = '', day = '', hour = '', minute = '', second = ''] = compact;
    const year = years.length === 4 ? years : `${Number(years) >= 50 ? '19' : '20'}${years}`;
    const time = exactTime(`${year}-${month}-${day}`, `${hour}:${minute}:${second}`, 'Z');
    return { time, standard: years.length === 2 && time !== null };
  }
  const iso = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d(?:\.\d{1,9})?)Z$/.exec(text);
  if (iso) return { time: exactTime(iso[1] ?? '', iso[2] ?? '', 'Z'), standard: false };
  const local = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)$/.exec(text);
  if (local) return { time: exactTime(local[1] ?? '', local[2] ?? '', SHANGHAI), standard: false };
  return { time: null, standard: false };
}

/** Null for a date or time of day that does not exist: Date.parse takes 31 February for 3 March. */
function exactTime(date: string, time: string, zone: string): Instant | null {
  const day = Date.parse(`${date}T00:00:00Z`);
  if (!Number.isFinite(day) || new Date(day).toISOString().slice(0, 10) !== date || time >= '24') return null;
  const instant = Date.parse(`${date}T${time}${zone}`);
  return Number.isFinite(instant) ? instant : null;
}
