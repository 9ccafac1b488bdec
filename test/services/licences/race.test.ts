/** Several processes over one store that meet at the same case: every order of their steps ends well. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isYinzhengError, YinzhengError } from '../../../src/base/errors/index.ts';
import { currentEdition } from '../../../src/domain/licence/index.ts';
import { changeStatus, issueLicence, settleReservations, type IssueResult } from '../../../src/services/licences/index.ts';
import type { Signer } from '../../../src/services/pki/index.ts';
import type { RecordStore, Store } from '../../../src/services/storage/index.ts';
import { oneByOne } from '../../support/crash.ts';
import { allOf, assertWhole } from '../../support/invariants.ts';
import { sharedInstallation } from '../../support/http.ts';
import { CLERK, openUseCases, order, type UseCases } from '../../support/use-cases.ts';

const RUNS = 50;

/** Lets a scheduler decide when each step of a process is done. */
function scheduled(parts: { readonly store: Store; readonly signer: Signer }, scheduler: fc.Scheduler) {
  const { records, blobs } = parts.store;
  const wait = async <T>(label: string, work: () => Promise<T>): Promise<T> => {
    await scheduler.schedule(Promise.resolve(), label);
    return work();
  };
  const insert: RecordStore['insert'] = (collection, record) =>
    wait(`insert ${collection}`, () => records.insert(collection, record));
  const replace: RecordStore['replace'] = (collection, record) =>
    wait(`replace ${collection}`, () => records.replace(collection, record));
  return {
    signer: { sign: (request) => wait('sign', () => parts.signer.sign(request)) } satisfies Signer,
    store: {
      ...parts.store,
      records: {
        ...records,
        get: (collection, id) => wait(`get ${collection}`, () => records.get(collection, id)),
        find: (collection, query) => wait(`find ${collection}`, () => records.find(collection, query)),
        insert,
        replace,
        write: oneByOne({ insert, replace }),
        remove: (collection, id) => wait(`remove ${collection}`, () => records.remove(collection, id)),
      },
      blobs: { ...blobs, put: (bytes) => wait('put', () => blobs.put(bytes)) },
    } satisfies Store,
  };
}

type Answer = IssueResult | YinzhengError;

/** What somebody was answered; any fault but a typed one fails the test. */
async function answerOf(work: Promise<IssueResult>): Promise<Answer> {
  try {
    return await work;
  } catch (error) {
    if (isYinzhengError(error)) return error;
    throw error;
  }
}

describe('several processes at the same case', function () {
  this.timeout(180_000);
  let under: UseCases;
  let custody: Signer;
  before(async () => {
    under = await openUseCases();
    ({ custody } = await sharedInstallation());
  });
  afterEach(async () => {
    await under.relay.drain();
    await assertWhole(under.store);
  });
  after(() => under.close());

  /** Runs processes in an order the scheduler chooses, then checks what is left; resolves to the answers and the case's licence. */
  async function run(
    scheduler: fc.Scheduler,
    works: readonly ((process: ReturnType<UseCases['process']>) => Promise<Answer | null>)[],
    request: ReturnType<typeof order>,
  ): Promise<readonly (Answer | null)[]> {
    const running = Promise.all(
      works.map((work) => work(under.process(scheduled({ store: under.store, signer: custody }, scheduler)))),
    );
    const answers = await scheduler.waitFor(running);
    await settleReservations(under.licences);
    const licences = (await allOf(under.store.records, 'licences')).filter(
      ({ editions }) => editions[0]?.licenceNumber === request.licenceNumber,
    );
    const published = licences.filter(({ state }) => state === 'published');
    assert.ok(published.length <= 1, 'two licences of one case');
    for (const answer of answers) {
      if (answer === null || isYinzhengError(answer)) continue;
      if (answer.licence.editions[0]?.licenceNumber === request.licenceNumber)
        assert.deepEqual(published[0]?._id, answer.licence._id);
    }
    const after = await answerOf(issueLicence(under.licences, CLERK, request));
    if (!isYinzhengError(after)) assert.ok(published.length === 0 || published[0]?._id === after.licence._id);
    return answers;
  }

  const issue =
    (request: ReturnType<typeof order>) =>
    ({ licences }: ReturnType<UseCases['process']>) =>
      answerOf(issueLicence(licences, CLERK, request));
  /** Settles again and again while `going`, to meet others in the middle of their work. */
  const settleWhile =
    (going: () => boolean, count: (taken: number) => void) =>
    async ({ licences }: ReturnType<UseCases['process']>) => {
      while (going()) {
        count((await settleReservations(licences)).completed);
        // Where there is nothing to settle, nothing is waited for, and the others would never come to their turn.
        await new Promise((resolve) => setImmediate(resolve));
      }
      return null;
    };

  it('two that issue it make one licence, and each is answered with it or told to ask again', () =>
    fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const request = order();
        const answers = await run(scheduler, [issue(request), issue(request)], request);
        assert.ok(answers.some((answer) => answer !== null && !isYinzhengError(answer)));
        for (const answer of answers) if (isYinzhengError(answer)) assert.equal(answer.code, 'ISSUING_INCOMPLETE');
      }),
      { numRuns: RUNS },
    ));

  it('one refused beside one that issues takes nothing from it', () =>
    fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const request = order();
        const wrong = { ...request, fields: { ...request.fields, 法定代表人: '\u{2fffd}' } };
        const answers = await run(scheduler, [issue(wrong), issue(request)], request);
        assert.ok(answers[1] && !isYinzhengError(answers[1]));
        assert.ok(isYinzhengError(answers[0], 'GLYPH_MISSING', 'CASE_CONFLICT'));
        const again = await issueLicence(under.licences, CLERK, request);
        assert.equal(again.repeated, true);
      }),
      { numRuns: RUNS },
    ));

  it('one whose signer fails beside one that issues leaves the case to it or frees it', () =>
    fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const request = order();
        const failing = { sign: () => Promise.reject(new YinzhengError('KEY_NOT_FOUND', { keyId: 'k' })) };
        await run(
          scheduler,
          [({ licences }) => answerOf(issueLicence({ ...licences, signer: failing }, CLERK, request)), issue(request)],
          request,
        );
        const again = await issueLicence(under.licences, CLERK, request);
        assert.equal(again.licence.state, 'published');
      }),
      { numRuns: RUNS },
    ));

  it('a start that settles work of others who are alive does no harm', async () => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const request = order();
        let going = true;
        const settle = settleWhile(
          () => going,
          (count) => (taken += count),
        );
        const issueFirst = (process: ReturnType<UseCases['process']>) => issue(request)(process).finally(() => (going = false));
        const [answer] = await run(scheduler, [issueFirst, settle, settle], request);
        assert.ok(answer && (!isYinzhengError(answer) || answer.code === 'ISSUING_INCOMPLETE'));
        const again = await issueLicence(under.licences, CLERK, request);
        assert.equal(again.repeated, true);
      }),
      { numRuns: RUNS },
    );
    assert.ok(taken > 0, 'no settlement met a licence in the making');
  });

  it('acts on a licence by several people are all judged on what is there', async () => {
    const { licence } = await issueLicence(under.licences, CLERK, order());
    const { identifier } = currentEdition(licence);
    const act = (event: 'suspend' | 'revoke') =>
      changeStatus(under.process().licences, CLERK, { identifier, event, reason: 'r', documentNumber: 'd' });
    const answers = await Promise.allSettled([act('suspend'), act('suspend'), act('suspend'), act('revoke')]);
    await under.relay.drain();
    await assertWhole(under.store);
    const kept = await under.store.records.get('licences', licence._id);
    const kinds = kept?.events.map(({ kind }) => kind) ?? [];
    assert.ok(['suspend,revoke', 'revoke'].includes(kinds.join()), kinds.join());
    assert.equal(answers.filter(({ status }) => status === 'fulfilled').length, kinds.length);
    for (const answer of answers)
      if (answer.status === 'rejected') assert.ok(isYinzhengError(answer.reason, 'STATUS_EVENT_NOT_POSSIBLE', 'INPUT_INVALID'));
  });
});
