import { zonedText } from '../../base/time.ts';

const ISO_8601 = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/;

/** A time of a report (ISO 8601) as people read it, in a time zone (IANA name); a text that is no time stays as it is. */
export function timeText(text: string, timeZone: string): string {
  const instant = ISO_8601.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isFinite(instant) ? zonedText(instant, timeZone) : text;
}
