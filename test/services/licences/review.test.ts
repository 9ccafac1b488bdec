import assert from 'node:assert/strict';
import { isoInstant } from '../../../src/base/time.ts';
import { currentEdition } from '../../../src/domain/licence/index.ts';
import { issueLicence, listReviewsDue, makeEdition, reviewLicence } from '../../../src/services/licences/index.ts';
import { verifyCode, verifyIdentifier } from '../../../src/services/verification/index.ts';
import { openUseCasesOver, STORES } from '../../support/holders.ts';
import { assertWhole, eventsOf } from '../../support/invariants.ts';
import { changeType } from '../../support/licence-types.ts';
import { CLERK, COUNTER, order, OTHER_CLERK, type UseCases } from '../../support/use-cases.ts';

const DAY = 86_400_000;

for (const kind of STORES)
  describe(`annual review of licences over ${kind}`, function () {
    this.timeout(300_000);
    let under: UseCases;
    before(async function () {
      under = await openUseCasesOver(kind, this);
      await changeType(under.store.records, '11990000MB0000019F001', {
        annualReview: { everyMonths: 12, noticeDays: 30, graceDays: 10 },
      });
    });
    after(async () => {
      await under.relay.drain();
      await assertWhole(under.store);
      await under.close();
    });

    it('is told by verification, recorded when it is due, and found by its month', async () => {
      const { licence } = await issueLicence(under.licences, CLERK, order());
      const { identifier, verificationCode } = currentEdition(licence);
      const told = async () => (await verifyIdentifier(under.verification as never, COUNTER, { identifier })).annualReview;
      const review = (by = CLERK) => reviewLicence(under.licences, by, { identifier, result: 'passed', note: '欧阳晓样合格' });
      const first = await told();
      assert.equal(first?.state, 'up-to-date');
      const month = first.dueOn.slice(0, 7);
      const found = async (of: string) =>
        (await listReviewsDue(under.licences, CLERK, { month: of, limit: 100 })).items.map(({ edition }) => edition.identifier);
      assert.ok((await found(month)).includes(identifier));
      await assert.rejects(review(), { code: 'REVIEW_NOT_POSSIBLE' });
      under.advance(Date.parse(first.dueOn) - under.licences.clock.now() + 20 * DAY);
      assert.equal((await told())?.state, 'overdue');
      await assert.rejects(review(OTHER_CLERK), { code: 'LICENCE_NOT_FOUND' });
      await assert.rejects(review(COUNTER), { code: 'NOT_ALLOWED' });
      await reviewLicence(under.licences, CLERK, { identifier, result: 'failed', documentNumber: '样〔2027〕1号' });
      assert.equal((await verifyCode(under.verification as never, verificationCode)).annualReview?.state, 'failed');
      const answer = await review();
      assert.deepEqual(
        answer.licence.reviews?.map(({ result, dueOn }) => [result, dueOn]),
        [
          ['failed', first.dueOn],
          ['passed', first.dueOn],
        ],
      );
      const next = await told();
      assert.equal(next?.state, 'up-to-date');
      assert.ok(!(await found(month)).includes(identifier));
      assert.ok((await found(next.dueOn.slice(0, 7))).includes(identifier));
      await under.relay.drain();
      const events = (await eventsOf(under.store)).filter(({ kind }) => kind === 'licence-reviewed');
      assert.equal(events.length, 2);
      assert.ok(!JSON.stringify(events).includes('欧阳晓样'));
      assert.deepEqual(await listReviewsDue(under.licences, OTHER_CLERK, { month, limit: 10 }), { items: [], next: null });
    });

    it('goes on with the next edition of the licence', async () => {
      const { licence } = await issueLicence(under.licences, CLERK, order({ validTo: '2099-01-01' }));
      const { identifier } = currentEdition(licence);
      const { edition, licence: changed } = await makeEdition(under.licences, CLERK, {
        ...{ identifier, act: 'change', reason: '搬迁', fields: { 住所: '新址' } },
        purpose: { item: '食品经营许可', caseNumber: `REVIEW-${isoInstant(under.licences.clock.now())}`, cause: '变更' },
      });
      assert.equal(changed.reviewMonth, licence.reviewMonth);
      under.advance(1000);
      const told = async (of: string) =>
        (await verifyIdentifier(under.verification as never, COUNTER, { identifier: of })).annualReview;
      assert.equal((await told(edition.identifier))?.state, 'up-to-date');
      assert.equal(await told(identifier), undefined);
    });
  });
