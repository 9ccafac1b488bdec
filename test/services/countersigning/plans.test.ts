/** Seals of several organisations on one document, by a plan: in order, each on exactly what the one before handed on, whoever dies. */
import assert from 'node:assert/strict';
import { toHex } from '../../../src/base/bytes.ts';
import type { ErrorCode } from '../../../src/base/errors/index.ts';
import type { Actor } from '../../../src/domain/access/index.ts';
import {
  beginPlan,
  currentDigest,
  findPlan,
  finishStep,
  giveUpStep,
  KEPT_FOR,
  listPlans,
  openPlan,
  prepareStep,
  putPlanDocument,
  readPlanDocument,
  refuseStep,
  sweepPlans,
  takeStep,
  withdrawPlan,
  type NewPlan,
} from '../../../src/services/countersigning/index.ts';
import { settleReservations } from '../../../src/services/licences/index.ts';
import { listStampings } from '../../../src/services/stamping/log/index.ts';
import type { CountersigningRecord } from '../../../src/services/storage/index.ts';
import { verifyFile } from '../../../src/services/verification/index.ts';
import { mortal, type LastStep } from '../../support/crash.ts';
import { newHeldKey, newHeldSeal } from '../../support/held-seal.ts';
import { ISSUER, sharedInstallation } from '../../support/http.ts';
import { allOf, assertWhole, eventsOf } from '../../support/invariants.ts';
import { sm3 } from '../../support/records.ts';
import { blankFile } from '../../support/sealing.ts';
import { actor, COUNTER, openUseCases, PURPOSE, SEALER, type Process, type UseCases } from '../../support/use-cases.ts';

const OWN_SEAL = '99010000000003';
const SECOND_SEAL = '99010000000002';
const THIRD_SEAL = '99010000001006';
const DAY = 86_400_000;
const DOCUMENT = blankFile(1);

describe('countersigning by a plan', function () {
  this.timeout(300_000);
  let under: UseCases;
  let second: Actor;
  let third: Actor;
  beforeEach(async () => {
    under = await openUseCases();
    const ownerOf = async (seal: string): Promise<string> => (await under.store.records.get('seals', seal))?.owner ?? '';
    second = actor('seal-user', await ownerOf(SECOND_SEAL));
    third = actor('seal-user', await ownerOf(THIRD_SEAL));
  });
  afterEach(async () => {
    await under.relay.drain();
    await assertWhole(under.store);
    await under.close();
  });

  const place = (x: number) => ({ page: 1, x, y: 120 });
  const steps = (): NewPlan['steps'] => [
    { rank: 1, organisation: ISSUER, seal: OWN_SEAL, place: place(40) },
    { rank: 2, organisation: second.organisation ?? '', seal: SECOND_SEAL, place: place(100) },
    { rank: 2, organisation: third.organisation ?? '', seal: THIRD_SEAL, place: place(160) },
  ];
  const drafted = async (changes: Partial<NewPlan> = {}, document = DOCUMENT): Promise<string> => {
    const { _id: id } = await beginPlan(under.licences, SEALER, {
      title: '联合批文',
      purpose: PURPOSE,
      steps: steps(),
      ...changes,
    });
    await putPlanDocument(under.licences, SEALER, { id, document });
    return id;
  };
  const opened = async (changes: Partial<NewPlan> = {}): Promise<string> => {
    const id = await drafted(changes);
    await openPlan(under.licences, SEALER, id);
    return id;
  };
  const take = (id: string, step: number, by: Actor, { licences }: Pick<Process, 'licences'> = under) =>
    takeStep(licences, by, { id, step });
  const refused = (work: Promise<unknown>, code: ErrorCode) => assert.rejects(work, { code });
  const plan = async (id: string): Promise<CountersigningRecord> => {
    const found = await under.store.records.get('countersigning-plans', id);
    assert.ok(found);
    return found;
  };
  const read = (id: string, seals?: number, by = SEALER) => readPlanDocument(under.licences, by, { id, seals });

  /** Three seals, each intact, each part of the document the beginning of the next. */
  async function assertCompleted(id: string): Promise<void> {
    const done = await findPlan(under.licences, SEALER, id);
    assert.equal(done.state, 'completed');
    let before: Uint8Array = DOCUMENT;
    for (let seals = 1; seals <= 3; seals++) {
      const document = await read(id, seals);
      assert.deepEqual(document.subarray(0, before.length), before);
      assert.ok(document.length > before.length);
      before = document;
    }
    assert.equal(currentDigest(done), toHex(sm3(before)));
    const report = await verifyFile(under.verification, COUNTER, { bytes: before });
    assert.deepEqual(
      report.signatures.map(({ intact, conclusion }) => [intact, conclusion]),
      [1, 2, 3].map(() => [true, 'passed']),
    );
    const stampings = (await allOf(under.store.records, 'stampings')).filter(
      ({ plan: of, state }) => of === id && state === 'done',
    );
    assert.deepEqual(stampings.map(({ _id }) => _id).sort(), done.steps.map(({ result }) => result?.stamping ?? '').sort());
  }

  it('puts the seals on in their order, those of one rank in any, and tells journal and log of each', async () => {
    const id = await opened();
    assert.deepEqual((await plan(id)).waitingFor, [ISSUER]);
    await take(id, 1, SEALER);
    assert.deepEqual((await plan(id)).waitingFor, [second.organisation, third.organisation]);
    await take(id, 3, third);
    assert.deepEqual((await plan(id)).waitingFor, [second.organisation]);
    const last = await take(id, 2, second);
    assert.deepEqual([last.state, last.waitingFor, last.openBy], ['completed', [], null]);
    await assertCompleted(id);
    await under.relay.drain();
    const told = (await eventsOf(under.store)).filter(({ subject }) => subject === `countersigning-plans/${id}`);
    assert.deepEqual(
      told.map(({ kind }) => kind).filter((kind) => kind !== 'countersigning-document-read'),
      [
        'countersigning-begun',
        'countersigning-opened',
        'countersigning-step-done',
        'countersigning-step-done',
        'countersigning-step-done',
        'countersigning-completed',
      ],
    );
    assert.doesNotMatch(JSON.stringify(told), /联合批文/);
    const sealed = (await eventsOf(under.store)).filter(({ kind, facts }) => kind === 'document-stamped' && facts['plan'] === id);
    assert.equal(sealed.length, 3);
    const log = await listStampings(under.store.records, second, { plan: id, limit: 10 });
    assert.deepEqual(
      log.items.map(({ plan: of, planStep, organisation }) => [of, planStep, organisation]),
      [[id, 2, second.organisation]],
    );
  });

  it('refuses what is out of turn, of another organisation, done already, and not there', async () => {
    const id = await opened();
    await refused(take(id, 2, second), 'COUNTERSIGNING_OUT_OF_TURN');
    await refused(take(id, 1, second), 'NOT_ALLOWED');
    await refused(take(id, 4, second), 'COUNTERSIGNING_STEP_NOT_FOUND');
    await refused(take('none', 1, SEALER), 'COUNTERSIGNING_NOT_FOUND');
    await take(id, 1, SEALER);
    await refused(take(id, 1, SEALER), 'COUNTERSIGNING_OUT_OF_TURN');
    await refused(read(id, 2), 'COUNTERSIGNING_STEP_NOT_FOUND');
    await refused(openPlan(under.licences, second, id), 'NOT_ALLOWED');
    await refused(withdrawPlan(under.licences, second, { id, reason: 'x' }), 'NOT_ALLOWED');
  });

  it('shows a draft to who began it alone, an open plan to its parties, and neither to others', async () => {
    const stranger = actor('seal-user', COUNTER.organisation);
    const id = await drafted();
    await refused(findPlan(under.licences, second, id), 'COUNTERSIGNING_NOT_FOUND');
    const ids = async (by: Actor, of: 'waiting' | 'all') =>
      (await listPlans(under.licences, by, { of, limit: 10 })).items.map(({ _id }) => _id);
    assert.deepEqual([await ids(SEALER, 'all'), await ids(second, 'all')], [[id], []]);
    await openPlan(under.licences, SEALER, id);
    await openPlan(under.licences, SEALER, id);
    assert.deepEqual([await ids(SEALER, 'waiting'), await ids(second, 'waiting'), await ids(second, 'all')], [[id], [], [id]]);
    await take(id, 1, SEALER);
    assert.deepEqual([await ids(SEALER, 'waiting'), await ids(second, 'waiting'), await ids(third, 'waiting')], [[], [id], [id]]);
    await refused(findPlan(under.licences, stranger, id), 'COUNTERSIGNING_NOT_FOUND');
    await refused(read(id, undefined, stranger), 'COUNTERSIGNING_NOT_FOUND');
    await refused(take(id, 2, stranger), 'COUNTERSIGNING_NOT_FOUND');
    assert.deepEqual(await ids(stranger, 'all'), []);
    assert.deepEqual(await ids(actor('auditor', null), 'all'), [id]);
    await refused(readPlanDocument(under.licences, actor('auditor', null), { id }), 'NOT_ALLOWED');
    const area = { ...stranger, dataScope: { kind: 'area', area: '990100' } } as const;
    assert.deepEqual(await ids(area, 'all'), [id]);
    assert.equal((await findPlan(under.licences, area, id))._id, id);
  });

  it('ends when a party refuses, with its reason; what was sealed stays recorded', async () => {
    const id = await opened();
    await take(id, 1, SEALER);
    await refused(refuseStep(under.licences, second, { id, step: 1, reason: 'x' }), 'NOT_ALLOWED');
    await refused(refuseStep(under.licences, SEALER, { id, step: 1, reason: 'x' }), 'COUNTERSIGNING_OUT_OF_TURN');
    const over = await refuseStep(under.licences, third, { id, step: 3, reason: '内容有误' });
    assert.deepEqual(
      [over.state, over.steps[2]?.state, over.steps[2]?.reason, over.waitingFor],
      ['refused', 'refused', '内容有误', []],
    );
    await refused(take(id, 2, second), 'COUNTERSIGNING_NOT_POSSIBLE');
    await refused(withdrawPlan(under.licences, SEALER, { id, reason: 'x' }), 'COUNTERSIGNING_NOT_POSSIBLE');
    assert.ok((await read(id)).length > DOCUMENT.length);
  });

  it('is withdrawn by who began it, and expires by time; its document is forgotten after its term', async () => {
    const withdrawn = await opened();
    await withdrawPlan(under.licences, SEALER, { id: withdrawn, reason: '改版' });
    await withdrawPlan(under.licences, SEALER, { id: withdrawn, reason: '改版' });
    await refused(take(withdrawn, 1, SEALER), 'COUNTERSIGNING_NOT_POSSIBLE');
    const now = Date.now();
    const [first, ...rest] = steps();
    assert.ok(first);
    const late = await opened({ steps: [{ ...first, dueAt: now + DAY }, ...rest], expiresAt: now + 5 * DAY });
    under.advance(DAY + 60_000);
    assert.equal((await findPlan(under.licences, second, late)).state, 'expired');
    await refused(take(late, 1, SEALER), 'COUNTERSIGNING_NOT_POSSIBLE');
    assert.deepEqual((await listPlans(under.licences, SEALER, { of: 'waiting', limit: 10 })).items, []);
    assert.equal((await plan(late)).state, 'open');
    await sweepPlans(under.licences);
    assert.deepEqual([(await plan(late)).state, (await plan(late)).openBy], ['expired', null]);
    under.advance(KEPT_FOR + 60_000);
    await sweepPlans(under.licences);
    for (const id of [withdrawn, late]) {
      const { kept, title, purpose, blob, reason } = await plan(id);
      assert.deepEqual(
        { kept, title, item: purpose.item, blob, reason },
        { kept: false, title: '', item: '', blob: undefined, reason: null },
      );
      await refused(read(id), 'COUNTERSIGNING_DOCUMENT_FORGOTTEN');
    }
    const left: string[] = [];
    for await (const blob of under.store.blobs.keys()) left.push(blob);
    assert.deepEqual(left, []);
  });

  it('takes no plan that cannot be carried out, and opens none whose document does not fit', async () => {
    const wrong = (changes: Partial<NewPlan['steps'][number]>) => {
      const [first, ...rest] = steps();
      assert.ok(first);
      return refused(drafted({ steps: [{ ...first, ...changes }, ...rest] }), 'COUNTERSIGNING_INVALID');
    };
    await wrong({ rank: 2 });
    await wrong({ seal: 'none' });
    await wrong({ seal: '99010000001009' });
    await wrong({ organisation: 'none' });
    await wrong({ dueAt: Date.now() - 1 });
    await refused(drafted({ steps: [] }), 'COUNTERSIGNING_INVALID');
    await refused(drafted({ expiresAt: Date.now() + 181 * DAY }), 'COUNTERSIGNING_INVALID');
    const { _id: empty } = await beginPlan(under.licences, SEALER, { title: 'x', purpose: PURPOSE, steps: steps() });
    await refused(openPlan(under.licences, SEALER, empty), 'COUNTERSIGNING_DOCUMENT_MISSING');
    const id = await drafted({}, new TextEncoder().encode('no document'));
    await refused(openPlan(under.licences, SEALER, id), 'DOCUMENT_UNRECOGNISED');
    await putPlanDocument(under.licences, SEALER, { id, document: DOCUMENT });
    await openPlan(under.licences, SEALER, id);
    await refused(putPlanDocument(under.licences, SEALER, { id, document: blankFile(2) }), 'COUNTERSIGNING_NOT_POSSIBLE');
    const [first, next, ...rest] = steps();
    assert.ok(first && next);
    const keyword = await drafted({
      steps: [first, { ...next, place: { keyword: '没有', occurrence: 1, dx: 0, dy: 0 } }, ...rest],
    });
    await assert.rejects(openPlan(under.licences, SEALER, keyword), (error: { code?: string; details?: { step?: number } }) => {
      assert.deepEqual([error.code, error.details?.step], ['COUNTERSIGNING_INVALID', 2]);
      return true;
    });
  });

  it('gives the document to one at a time, and to nobody when it is not what was handed on', async () => {
    const id = await opened();
    await take(id, 1, SEALER);
    const ends = await Promise.allSettled([take(id, 2, second), take(id, 3, third, under.process())]);
    for (const end of ends)
      if (end.status === 'rejected')
        assert.ok(['COUNTERSIGNING_BUSY', 'COUNTERSIGNING_DOCUMENT_DIFFERS'].includes((end.reason as { code: string }).code));
    for (const [step, by] of [
      [2, second],
      [3, third],
    ] as const)
      if ((await plan(id)).steps[step - 1]?.state === 'waiting') await take(id, step, by);
    await assertCompleted(id);
    const other = await opened();
    await take(other, 1, SEALER);
    const stamping = (await plan(other)).steps[0]?.result?.stamping ?? '';
    const kept = await under.store.records.get('countersigning-results', `${other}/${stamping}`);
    assert.ok(kept);
    await under.store.records.replace('countersigning-results', { ...kept, version: 2, appended: 'AAAA' });
    await refused(take(other, 2, second), 'COUNTERSIGNING_DOCUMENT_DIFFERS');
    await refused(read(other), 'COUNTERSIGNING_DOCUMENT_DIFFERS');
    assert.equal((await plan(other)).hold, null);
  });

  it('takes the grant of each party for its own seal', async () => {
    const id = await opened();
    await under.store.records.remove('grants', `demonstration-${OWN_SEAL}`);
    await refused(take(id, 1, SEALER), 'SEAL_USE_REFUSED');
    assert.deepEqual([(await plan(id)).steps[0]?.state, (await plan(id)).hold], ['waiting', null]);
  });

  for (const last of ['done', 'undone'] as const satisfies readonly LastStep[])
    it(`puts no seal on twice and loses none, whichever step of the work was the last (${last})`, async () => {
      const { custody } = await sharedInstallation();
      const id = await opened();
      const turns = [
        [1, SEALER],
        [2, second],
        [3, third],
      ] as const;
      let deaths = 0;
      for (let at = 1; at < 40 && (await findPlan(under.licences, SEALER, id)).state !== 'completed'; at++) {
        const now = await plan(id);
        const turn = turns.find(([step]) => now.steps[step - 1]?.state === 'waiting');
        assert.ok(turn);
        const dying = mortal({ store: under.store, signer: custody }, 1 + (at % 9), last);
        const [step, by] = turn;
        await Promise.race([dying.death, take(id, step, by, under.process(dying)).catch(() => undefined)]);
        deaths++;
        // Whoever comes next waits until the one before has had his time.
        under.advance(61_000);
        if (at % 3 === 0) await settleReservations(under.licences);
        await sweepPlans(under.licences);
      }
      assert.ok(deaths > 3, `${deaths}`);
      for (const [step, by] of turns) if ((await plan(id)).steps[step - 1]?.state === 'waiting') await take(id, step, by);
      await settleReservations(under.licences);
      await sweepPlans(under.licences);
      await assertCompleted(id);
    });

  it('takes a step with a key that its holder has; others wait meanwhile, and go on when it is given up', async () => {
    const key = await newHeldKey();
    const { _id: held } = await newHeldSeal(under.store, under.relay, key.request);
    under.advance(1000);
    const [, next] = steps();
    assert.ok(next);
    const mixed = [
      { rank: 1, organisation: ISSUER, seal: held, place: place(40) },
      { ...next, rank: 1 },
    ];
    const id = await opened({ steps: mixed });
    await refused(take(id, 1, SEALER), 'SEAL_KEY_ELSEWHERE');
    await refused(prepareStep(under.licences, second, { id, step: 2 }), 'SEAL_KEY_ELSEWHERE');
    const given = await prepareStep(under.licences, SEALER, { id, step: 1 });
    await refused(take(id, 2, second), 'COUNTERSIGNING_BUSY');
    await refused(refuseStep(under.licences, second, { id, step: 2, reason: 'x' }), 'COUNTERSIGNING_BUSY');
    await refused(giveUpStep(under.licences, second, { id, step: 1 }), 'STAMP_NOT_FOUND');
    assert.equal((await giveUpStep(under.licences, SEALER, { id, step: 1 })).hold, null);
    await refused(finishStep(under.licences, SEALER, { id, step: 1, signature: key.sign(given.tbs) }), 'STAMP_NOT_FOUND');
    const left = await prepareStep(under.licences, SEALER, { id, step: 1 });
    under.advance(11 * 60_000);
    await take(id, 2, second);
    await refused(finishStep(under.licences, SEALER, { id, step: 1, signature: key.sign(left.tbs) }), 'STAMP_NOT_FOUND');
    const prepared = await prepareStep(under.licences, SEALER, { id, step: 1 });
    await refused(finishStep(under.licences, SEALER, { id, step: 1, signature: key.sign(left.tbs) }), 'STAMP_SIGNATURE_WRONG');
    const signature = key.sign(prepared.tbs);
    const done = await finishStep(under.licences, SEALER, { id, step: 1, signature });
    assert.equal(done.state, 'completed');
    assert.equal((await finishStep(under.licences, SEALER, { id, step: 1, signature })).version, done.version);
    const report = await verifyFile(under.verification, COUNTER, { bytes: await read(id) });
    assert.deepEqual(
      report.signatures.map(({ intact }) => intact),
      [true, true],
    );
  });
});
