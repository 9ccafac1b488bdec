/** Annual review (年检): when it is due by the rule that a licence was issued with, what came of it, and what follows by the date. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { localDate, localDateAt, type Instant, type LocalDate } from '../../base/time.ts';
import type { AnnualReviewRule } from '../catalogue/index.ts';
import { currentEdition, firstIssueDate } from './editions.ts';
import type { LicenceRecord } from './model.ts';
import type { LicenceReview } from './parts.ts';
import { statusOf } from './status.ts';

/** How a licence stands with its review: nothing to do; due soon, or since less than the days of grace; overdue; failed. */
export const REVIEW_STATES = ['up-to-date', 'due', 'overdue', 'failed'] as const;

/** How a licence stands with its review, and the day on which the next is due. */
export interface ReviewStanding {
  readonly state: (typeof REVIEW_STATES)[number];
  readonly dueOn: LocalDate;
}

/** The day on which the next review is due, by a rule: so many months after the first issue, and after each that was passed. */
export function nextReview(record: LicenceRecord, { everyMonths }: Pick<AnnualReviewRule, 'everyMonths'>): LocalDate {
  const passed = (record.reviews ?? []).findLast(({ result }) => result === 'passed');
  return monthsAfter(passed?.dueOn ?? firstIssueDate(record), everyMonths);
}

/** How a licence stands with its review on a day; null where its type has none, or it has ended. */
export function reviewStanding(record: LicenceRecord, moment: Instant): ReviewStanding | null {
  const edition = currentEdition(record);
  const rule = edition.annualReview;
  if (!rule) return null;
  const { status } = statusOf(record, edition, { asOf: moment, knownAt: moment });
  if (!REVIEWED.has(status)) return null;
  const dueOn = nextReview(record, rule);
  const failed = (record.reviews ?? []).findLast((review) => review.dueOn === dueOn)?.result === 'failed';
  const today = localDateAt(moment);
  const state = failed
    ? 'failed'
    : today > daysAfter(dueOn, rule.graceDays)
      ? 'overdue'
      : today >= daysAfter(dueOn, -rule.noticeDays)
        ? 'due'
        : 'up-to-date';
  return { state, dueOn };
}

const REVIEWED: ReadonlySet<string> = new Set(['valid', 'not-yet-valid', 'suspended', 'expired']);

/**
 * The review that is recorded now.
 * @throws {YinzhengError} REVIEW_NOT_POSSIBLE where there is none to be recorded yet, or any more
 */
export function judgeReview(
  record: LicenceRecord,
  asked: Pick<LicenceReview, 'result' | 'documentNumber' | 'note'> & {
    readonly reviewedOn?: string | undefined;
    readonly now: Instant;
  },
): Omit<LicenceReview, 'actor' | 'recordedAt'> {
  const { result, documentNumber, note, now } = asked;
  const standing = reviewStanding(record, now);
  if (!standing)
    throw new YinzhengError('REVIEW_NOT_POSSIBLE', {
      reason: bilingual('its type has none, or it has ended', '该类证照无须年检，或证照已终止'),
    });
  if (standing.state === 'up-to-date')
    throw new YinzhengError('REVIEW_NOT_POSSIBLE', {
      reason: bilingual(`the next is due on ${standing.dueOn}`, `下次年检日期为 ${standing.dueOn}`),
    });
  const today = localDateAt(now);
  const reviewedOn = asked.reviewedOn === undefined ? today : localDate(asked.reviewedOn);
  if (reviewedOn > today || reviewedOn < firstIssueDate(record))
    throw new YinzhengError('REVIEW_NOT_POSSIBLE', {
      reason: bilingual('its day is to come, or before the first issue', '年检日期晚于今日或早于初次颁发日期'),
    });
  return { dueOn: standing.dueOn, result, reviewedOn, documentNumber, note };
}

/** The month, `YYYY-MM`, in which the next review of a licence is due, with its issuer before; undefined where there is none. */
export function reviewMonthKey(record: LicenceRecord): string | undefined {
  const rule = currentEdition(record).annualReview;
  return rule ? `${record.issuer.code}/${nextReview(record, rule).slice(0, 7)}` : undefined;
}

/** The same day so many months later; of a month that has no such day, its last. */
function monthsAfter(day: LocalDate, months: number): LocalDate {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const days = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return localDate(new Date(Date.UTC(year, month - 1 + months, Math.min(date, days))).toISOString().slice(0, 10));
}

function daysAfter(day: LocalDate, days: number): LocalDate {
  return localDate(new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10));
}
