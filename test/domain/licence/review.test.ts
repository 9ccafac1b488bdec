import assert from 'node:assert/strict';
import { LONG_TERM, localDate } from '../../../src/base/time.ts';
import {
  judgeReview,
  reviewMonthKey,
  reviewStanding,
  type LicenceRecord,
  type LicenceReview,
  type ReviewResult,
} from '../../../src/domain/licence/index.ts';
import { CLERK, event, licence } from '../../support/licence.ts';

const RULE = { everyMonths: 12, noticeDays: 30, graceDays: 10 };
const at = (day: string) => Date.parse(`${day}T02:00:00.000Z`);

function reviewed(reviews: readonly LicenceReview[] = [], from = '2026-01-31'): LicenceRecord {
  const plain = licence({ from, to: LONG_TERM });
  return { ...plain, editions: plain.editions.map((edition) => ({ ...edition, annualReview: RULE })), reviews };
}

const review = (dueOn: string, result: ReviewResult): LicenceReview => ({
  ...{ dueOn: localDate(dueOn), result, reviewedOn: localDate(dueOn), documentNumber: null, note: null },
  ...{ recordedAt: `${dueOn}T02:00:00.000Z`, actor: CLERK },
});

describe('annual review', () => {
  it('is due so long after the first issue, with notice and grace', () => {
    const standing = (day: string) => reviewStanding(reviewed(), at(day))?.state;
    assert.equal(reviewStanding(reviewed(), at('2026-06-01'))?.dueOn, '2027-01-31');
    assert.equal(standing('2026-12-31'), 'up-to-date');
    assert.equal(standing('2027-01-01'), 'due');
    assert.equal(standing('2027-02-10'), 'due');
    assert.equal(standing('2027-02-11'), 'overdue');
    assert.equal(reviewStanding(licence({ from: '2026-01-01', to: LONG_TERM }), at('2028-01-01')), null);
  });

  it('follows from the reviews that were passed, whenever they were', () => {
    const once = reviewed([review('2027-01-31', 'passed')]);
    assert.deepEqual(reviewStanding(once, at('2027-03-01')), { state: 'up-to-date', dueOn: '2028-01-31' });
    const failed = reviewed([review('2027-01-31', 'failed')]);
    assert.deepEqual(reviewStanding(failed, at('2027-02-01')), { state: 'failed', dueOn: '2027-01-31' });
    const again = reviewed([review('2027-01-31', 'failed'), review('2027-01-31', 'passed')]);
    assert.equal(reviewStanding(again, at('2027-02-01'))?.state, 'up-to-date');
    assert.equal(reviewMonthKey(again), `${again.issuer.code}/2028-01`);
    assert.equal(reviewMonthKey(licence({ from: '2026-01-01', to: LONG_TERM })), undefined);
    const leap = { ...RULE, everyMonths: 1 };
    const monthly = reviewed([]);
    const short = { ...monthly, editions: monthly.editions.map((edition) => ({ ...edition, annualReview: leap })) };
    assert.equal(reviewStanding(short, at('2026-02-01'))?.dueOn, '2026-02-28');
  });

  it('ends with the licence', () => {
    const revoked = { ...reviewed(), events: [event('revoke', '2027-01-05T00:00:00.000Z')] };
    assert.equal(reviewStanding(revoked, at('2027-03-01')), null);
    const suspended = { ...reviewed(), events: [event('suspend', '2027-01-05T00:00:00.000Z')] };
    assert.equal(reviewStanding(suspended, at('2027-03-01'))?.state, 'overdue');
  });

  it('is recorded when it is due or failed, for a day that has come', () => {
    const asked = { result: 'passed', documentNumber: null, note: null, now: at('2027-02-01') } as const;
    assert.deepEqual(judgeReview(reviewed(), asked), {
      ...{ dueOn: '2027-01-31', result: 'passed', reviewedOn: '2027-02-01', documentNumber: null, note: null },
    });
    const refused = (record: LicenceRecord, more: object = {}) =>
      assert.throws(() => judgeReview(record, { ...asked, ...more }), { code: 'REVIEW_NOT_POSSIBLE' });
    refused(reviewed(), { now: at('2026-06-01') });
    refused(reviewed([review('2027-01-31', 'passed')]));
    refused(reviewed(), { reviewedOn: '2027-02-02' });
    refused(reviewed(), { reviewedOn: '2025-12-31' });
    refused(licence({ from: '2026-01-01', to: LONG_TERM }));
    assert.throws(() => judgeReview(reviewed(), { ...asked, reviewedOn: '2027-02-30' }), { code: 'DATE_INVALID' });
    assert.equal(judgeReview(reviewed([review('2027-01-31', 'failed')]), asked).dueOn, '2027-01-31');
  });
});
