/** When records are due to be destroyed. */
import { localDate, localDateAt, LONG_TERM, type LocalDate } from '../../base/time.ts';
import { actsInForce, currentEdition, outcomesOf, type LicenceRecord } from '../licence/index.ts';
import type { RetentionRule } from './model.ts';

const ENDED: ReadonlySet<string> = new Set(['cancelled', 'rescinded', 'revoked', 'void']);

/** The id of the rule about a kind, and a type of licence; null for all types. */
export function ruleId({ kind, type }: Pick<RetentionRule, 'kind' | 'type'>): string {
  return `${kind}:${type ?? '*'}`;
}

/** The first day on which a licence may be destroyed by a rule; null for never. */
export function licenceDue(licence: LicenceRecord, { start, years }: Pick<RetentionRule, 'start' | 'years'>): LocalDate | null {
  const edition = currentEdition(licence);
  // What was never made has no life whose end could be waited for.
  if (licence.state === 'abandoned' || start === 'recorded') return after(edition.issueDate, years);
  const last = edition.validTo === LONG_TERM ? null : edition.validTo;
  const ended = start === 'end' ? endDay(licence) : null;
  const from = ended !== null && (last === null || ended < last) ? ended : last;
  return from === null ? null : after(from, years);
}

/** The first day on which a record of a moment (ISO 8601) may be destroyed by a rule. */
export function recordDue(recordedAt: string, { years }: Pick<RetentionRule, 'years'>): LocalDate {
  return after(localDateAt(Date.parse(recordedAt)), years);
}

/** The day of the act that ended a licence, null when none did. */
function endDay(licence: LicenceRecord): LocalDate | null {
  const end = outcomesOf(actsInForce(licence)).find(({ next }) => next !== null && ENDED.has(next));
  return end ? localDateAt(Date.parse(end.event.effectiveAt)) : null;
}

/** The day after so many years: of 29 February, 1 March where there is none. */
function after(day: LocalDate, years: number): LocalDate {
  const end = new Date(`${day}T00:00:00Z`);
  end.setUTCFullYear(end.getUTCFullYear() + years);
  return localDate(new Date(end.getTime() + 86_400_000).toISOString().slice(0, 10));
}
