import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import {
  currentEdition,
  judgeReview,
  reviewMonthKey,
  statusOf,
  type LicenceRecord,
  type ReviewResult,
} from '../../domain/licence/index.ts';
import { authorise } from '../access/authorise.ts';
import { personsTold } from '../journal/pseudonyms.ts';
import { findForActor } from './find.ts';
import type { LicenceAnswer } from './get.ts';
import type { LicencePage } from './list.ts';
import type { LicenceDependencies } from './ports.ts';

/** What came of an annual review (年检). `reviewedOn` is `YYYY-MM-DD`, today when absent. */
export interface ReviewOrder {
  readonly identifier: string;
  readonly result: ReviewResult;
  readonly reviewedOn?: string | undefined;
  readonly documentNumber?: string | undefined;
  readonly note?: string | undefined;
}

const ATTEMPTS = 5;

/**
 * Records what came of the annual review that is due; a failed one may be followed by one that is passed. Verification says so when this
 * resolves.
 * @throws {YinzhengError} REVIEW_NOT_POSSIBLE, LICENCE_NOT_FOUND, NOT_ALLOWED, DATE_INVALID
 */
export async function reviewLicence(
  deps: Pick<LicenceDependencies, 'store' | 'journal' | 'clock'>,
  actor: Actor,
  order: ReviewOrder,
): Promise<LicenceAnswer> {
  const { identifier, result, reviewedOn, documentNumber = null, note = null } = order;
  for (let attempt = 1; ; attempt++) {
    const now = deps.clock.now();
    const { licence, edition } = await findForActor(deps.store.records, {
      actor,
      action: 'licence:change-status',
      identifier,
      now,
    });
    const review = judgeReview(licence, { result, reviewedOn, documentNumber, note, now });
    const recordedAt = isoInstant(now);
    const version = licence.version + 1;
    const reviews = [...(licence.reviews ?? []), { ...review, recordedAt, actor }];
    const told: DomainEvent = {
      ...{ id: `licences/${licence._id}/${version}`, kind: 'licence-reviewed', subject: `licences/${licence._id}` },
      ...{ effectiveAt: recordedAt, recordedAt, actor, purpose: null },
      facts: {
        ...{ identifier, result, dueOn: review.dueOn, reviewedOn: review.reviewedOn, documentNumber },
        ...personsTold(deps.journal, licence.holders),
      },
    };
    const changed = withReviewMonth({ ...licence, version, reviews, outbox: [...licence.outbox, told], pending: true });
    try {
      await deps.store.records.replace('licences', changed);
    } catch (error) {
      if (isYinzhengError(error, 'VERSION_CONFLICT') && attempt < ATTEMPTS) continue;
      throw error;
    }
    deps.journal.poke();
    return { licence: changed, edition, status: statusOf(changed, edition, { asOf: now, knownAt: now }) };
  }
}

/** The licence with the month of its next review, by which it is found. */
export function withReviewMonth(licence: LicenceRecord): LicenceRecord {
  const reviewMonth = reviewMonthKey(licence);
  if (reviewMonth === licence.reviewMonth) return licence;
  if (reviewMonth !== undefined) return { ...licence, reviewMonth };
  const rest: { -readonly [K in keyof LicenceRecord]: LicenceRecord[K] } = { ...licence };
  delete rest.reviewMonth;
  return rest;
}

/**
 * Licences of the actor's organisation whose next annual review is due in a month, a page at a time, to be shown masked: those that were not
 * reviewed stay in the month in which they were due.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listReviewsDue(
  { store: { records }, clock }: Pick<LicenceDependencies, 'store' | 'clock'>,
  actor: Actor,
  { month, after, limit }: { readonly month: string; readonly after?: string | undefined; readonly limit: number },
): Promise<LicencePage> {
  const organisation = actor.organisation ?? '';
  authorise(actor, 'licence:read', organisation);
  const now = clock.now();
  const page = await records.find('licences', {
    ...{ index: 'reviewMonth', equals: `${organisation}/${month}`, limit: limit + 1 },
    ...(after !== undefined && { after }),
  });
  const shown = page.slice(0, limit);
  return {
    items: shown
      .filter(({ state, destroyed }) => state === 'published' && !destroyed)
      .map((licence) => {
        const edition = currentEdition(licence);
        return { licence, edition, status: statusOf(licence, edition, { asOf: now, knownAt: now }) };
      }),
    next: page.length > limit ? (shown.at(-1)?._id ?? null) : null,
  };
}
