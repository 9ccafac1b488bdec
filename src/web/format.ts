import type { LONG_TERM } from '../base/time.ts';
import type { ReviewStateName } from '../report/index.ts';
import { REVIEW_STATE_WORDS } from '../report/words/index.ts';
import { language, say } from './language.ts';
import { CLAIM_WORDS } from './words/claims.ts';
import { DETAIL_WORDS } from './words/details.ts';

/** As a type only: the module itself would bring every message of the server into the page. */
const NO_END: typeof LONG_TERM = 'long-term';

/** An instant (ISO 8601) as a date and a time in China, to the second. */
export function instantText(iso: string): string {
  const instant = new Date(iso);
  if (Number.isNaN(instant.getTime())) return iso;
  return new Intl.DateTimeFormat(language.value === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone: 'Asia/Shanghai',
    year: 'numeric',
    month: language.value === 'zh' ? 'numeric' : 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  }).format(instant);
}

/** The days between which a licence is valid: legal dates `YYYY-MM-DD`, `long-term` for no end. */
export function validityText(validFrom: string, validTo: string): string {
  const from = dateText(validFrom);
  return validTo === NO_END ? say(DETAIL_WORDS.fromOn, { from }) : say(DETAIL_WORDS.fromTo, { from, to: dateText(validTo) });
}

/** How a licence stands with its annual review; null where there is none. */
export function reviewText(review: { readonly state: ReviewStateName; readonly dueOn: string } | undefined): string | null {
  if (!review) return null;
  return say(DETAIL_WORDS.reviewDue, { state: say(REVIEW_STATE_WORDS[review.state]), day: dateText(review.dueOn) });
}

/** The parts of an organisation in a certificate (O): government certificates put the 18-character credit code before the name. */
export function organisationParts(organisation: string): { readonly name: string; readonly code: string | null } {
  const [, code, name] = /^([0-9A-HJ-NPQRTUWXY]{18})\s*([^\s\dA-Z].*)$/u.exec(organisation) ?? [];
  return code !== undefined && name !== undefined ? { name, code } : { name: organisation, code: null };
}

/** A legal date `YYYY-MM-DD` in words. */
export function dateText(date: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date) ?? [];
  if (!year || !month || !day) return date;
  if (language.value === 'zh') return `${year}年${Number(month)}月${Number(day)}日`;
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', dateStyle: 'long' }).format(new Date(`${date}T00:00:00Z`));
}

/** A number of bytes in the unit that reads best. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago something was, ms, in the unit that reads best. */
export function ageText(age: number): string {
  if (age < MINUTE) return say(CLAIM_WORDS.seconds);
  if (age < HOUR) return say(CLAIM_WORDS.minutes, { n: Math.floor(age / MINUTE) });
  if (age < 2 * DAY) return say(CLAIM_WORDS.hours, { n: Math.floor(age / HOUR) });
  return say(CLAIM_WORDS.days, { n: Math.floor(age / DAY) });
}
