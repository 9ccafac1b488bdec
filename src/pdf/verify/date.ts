import { isoInstant } from '../../base/time.ts';
import { textValue, type PdfObject } from '../objects/index.ts';

const DATE = /^D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z)|([+-])(\d\d)'?(?:(\d\d)'?)?)?/;

/** The ISO 8601 text (UTC) of a PDF date (ISO 32000-1 §7.9.4), null when it is none; without a zone it is taken as UTC. */
export function dateValue(object: PdfObject | undefined): string | null {
  const matched = DATE.exec(textValue(object) ?? '');
  if (matched === null) return null;
  const [, year, month = '01', day = '01', hour = '00', minute = '00', second = '00', , sign, zoneHour = '0', zoneMinute = '0'] =
    matched;
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const offset = (Number(zoneHour) * 60 + Number(zoneMinute)) * 60_000 * (sign === '-' ? -1 : 1);
  return Number.isFinite(local) ? isoInstant(local - (sign === undefined ? 0 : offset)) : null;
}
