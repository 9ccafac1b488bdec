/** Seals stopped, let go on and lost, over a real store with real seals. */
import assert from 'node:assert/strict';
import { isYinzhengError, type ErrorCode } from '../../../src/base/errors/index.ts';
import type { Actor } from '../../../src/domain/access/index.ts';
import { getSeal, listSeals, stepSeal, type SealDependencies, type SealStepOrder } from '../../../src/services/seals/index.ts';
import { issueLicence } from '../../../src/services/licences/index.ts';
import { stampDocument } from '../../../src/services/stamping/index.ts';
import { ISSUER } from '../../support/http.ts';
import {
  actor,
  CLERK,
  openUseCases,
  order,
  OTHER_ISSUER,
  PURPOSE,
  SEALER,
  stampOrder,
  type UseCases,
} from '../../support/use-cases.ts';

const PROVINCE = '11990000MB0000050P';
const KEEPER = actor('seal-keeper');
const APPROVER = actor('seal-approver', PROVINCE);
const SECOND_APPROVER: Actor = { ...APPROVER, person: 'another' };
const MAKER = actor('seal-maker', '11990000MB0000069L');
const SEAL = '99010000000003';
const refusal = (code: ErrorCode) => (error: unknown) => isYinzhengError(error, code);

describe('services: steps in the life of a seal', function () {
  this.timeout(120_000);
  let use: UseCases;
  let deps: SealDependencies;
  beforeEach(async () => {
    use = await openUseCases();
    deps = { records: use.store.records, journal: use.relay, clock: { now: () => Date.now() } };
  });
  afterEach(() => use.close());

  const step = (by: Actor, changes: Partial<SealStepOrder>) =>
    stepSeal(deps, by, { code: SEAL, step: 'suspend', purpose: PURPOSE, ...changes });
  const stamp = () => stampDocument(use.licences, SEALER, stampOrder());
  const told = async () => {
    await use.relay.drain();
    const entries = await use.store.journal.read(1, 1000);
    return entries.map(({ event }) => event).filter(({ subject }) => subject === `seals/${SEAL}`);
  };

  it('stops a seal, so that no use of it begins, and lets it go on by another person', async () => {
    const stopped = await step(APPROVER, {});
    assert.deepEqual(
      stopped.versions.map(({ state }) => state),
      ['suspended'],
    );
    await assert.rejects(stamp(), refusal('SEAL_NOT_IN_USE'));
    await assert.rejects(step(APPROVER, { step: 'resume' }), refusal('SEAL_STEP_REFUSED'));
    await step(SECOND_APPROVER, { step: 'resume' });
    assert.ok((await stamp()).document.length > 0);
    const { filings } = await getSeal(deps.records, KEEPER, SEAL);
    assert.deepEqual(
      filings?.map(({ number, step: taken, by }) => [number, taken, by.person]),
      [
        [1, 'suspend', 'test-seal-approver'],
        [2, 'resume', 'another'],
      ],
    );
    const events = await told();
    assert.deepEqual(
      events.slice(-2).map(({ kind, facts }) => [kind, facts['from'], facts['to']]),
      [
        ['seal-changed', 'in-use', 'suspended'],
        ['seal-changed', 'suspended', 'in-use'],
      ],
    );
    assert.deepEqual(events.at(-1)?.purpose, PURPOSE);
  });

  it('stops the issuing of licences with it', async () => {
    await step(APPROVER, { code: '99010000000001' });
    await assert.rejects(issueLicence(use.licences, CLERK, order()), refusal('SEAL_NOT_IN_USE'));
  });

  it('changes nothing when it is repeated', async () => {
    const { version } = await step(KEEPER, {});
    assert.equal((await step(MAKER, {})).version, version);
    assert.equal((await told()).length, 1);
  });

  it('says since when a seal is lost, and nothing brings it back', async () => {
    const since = Date.now() - 3_600_000;
    const lost = await step(KEEPER, { step: 'report-lost', since });
    assert.equal(lost.versions[0]?.state, 'lost');
    assert.equal((await told()).at(-1)?.effectiveAt, new Date(since).toISOString());
    await assert.rejects(step(APPROVER, { step: 'resume' }), refusal('SEAL_STEP_REFUSED'));
    await assert.rejects(step(APPROVER, { step: 'suspend' }), refusal('SEAL_STEP_REFUSED'));
    await assert.rejects(stamp(), refusal('SEAL_NOT_IN_USE'));
  });

  it('takes no time that is yet to come', () =>
    assert.rejects(step(KEEPER, { step: 'report-lost', since: Date.now() + 60_000 }), refusal('SEAL_STEP_REFUSED')));

  it('is only for those whose duty it is, and tells nobody of seals outside of his scope', async () => {
    for (const capacity of ['issuer', 'seal-user', 'verifier', 'administrator', 'auditor'] as const)
      await assert.rejects(step(actor(capacity), {}), refusal('NOT_ALLOWED'), capacity);
    await assert.rejects(step(KEEPER, { step: 'resume' }), refusal('NOT_ALLOWED'));
    await assert.rejects(step(MAKER, { step: 'resume' }), refusal('NOT_ALLOWED'));
    await assert.rejects(step(actor('seal-keeper', OTHER_ISSUER), {}), refusal('SEAL_NOT_FOUND'));
    await assert.rejects(step(actor('seal-approver', ISSUER), { code: 'none' }), refusal('SEAL_NOT_FOUND'));
    await assert.rejects(getSeal(deps.records, actor('seal-keeper', OTHER_ISSUER), SEAL), refusal('SEAL_NOT_FOUND'));
  });

  it('lists the seals of a scope, page by page and each once', async () => {
    const all = async (by: Actor, limit: number) => {
      const codes: string[] = [];
      for (let after: string | undefined; ;) {
        const { items, next } = await listSeals(deps.records, by, { after, limit });
        codes.push(...items.map(({ _id }) => _id));
        if (next === null) return codes;
        after = next;
      }
    };
    const every = (await deps.records.list('seals', { limit: 100 })).map(({ _id }) => _id).sort();
    assert.ok(every.length > 3);
    for (const limit of [1, 3, every.length, 500]) {
      assert.deepEqual((await all(APPROVER, limit)).sort(), every, `${limit} a page`);
      assert.deepEqual(await all({ ...APPROVER, organisation: null }, limit), every);
      assert.deepEqual(await all(KEEPER, limit), ['99010000000001', '99010000000003']);
    }
    assert.deepEqual(await all(actor('seal-approver', 'unknown'), 10), []);
  });
});
