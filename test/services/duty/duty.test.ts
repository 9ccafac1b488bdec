/** Checking by duty over both stores: every licence that an item needs, there or not; what is missing is registered and answered. */
import assert from 'node:assert/strict';
import { addDays, localDateAt, type LocalDate } from '../../../src/base/time.ts';
import { earlierCitizenNumber } from '../../../src/domain/identifier/index.ts';
import { changeStatus, issueLicence } from '../../../src/services/licences/index.ts';
import { currentEdition, type LicenceRecord } from '../../../src/domain/licence/index.ts';
import {
  answerDemand,
  checkByDuty,
  DEMANDS_KEPT,
  sweepDemands,
  getDemand,
  listDemands,
  type DutyDependencies,
  type DutyQuestion,
} from '../../../src/services/duty/index.ts';
import { chooseCopySeal, copiesByDuty, downloadDutyCopy } from '../../../src/services/copies/index.ts';
import { createQuota } from '../../../src/services/transients/index.ts';
import { verifyFile } from '../../../src/services/verification/index.ts';
import { citizenNumber, openUseCasesOver, STORES } from '../../support/holders.ts';
import { changeType } from '../../support/licence-types.ts';
import { newestEntries } from '../../support/newest-entries.ts';
import { crypto } from '../../support/pki.ts';
import { actor, CLERK, COUNTER, order, OTHER_CLERK, PURPOSE, SEALER, type UseCases } from '../../support/use-cases.ts';

const TYPE = '11990000MB0000019F001';
const ITEM = { code: 'TEST-ITEM-1', name: '测试事项', use: 'requires' } as const;

for (const kind of STORES)
  describe(`checking by duty over ${kind}`, function () {
    this.timeout(300_000);
    let under: UseCases | null = null;
    let deps: DutyDependencies;
    let counters = 0;
    before(async function () {
      under = await openUseCasesOver(kind, this);
      const { clock, random } = under.licences;
      const { records } = under.store;
      deps = { records, journal: under.relay, quota: createQuota({ records, clock }), crypto, clock, random };
      await chooseCopySeal(under.licences, actor('seal-keeper'), { seal: '99010000000003', purpose: PURPOSE });
      await changeType(records, TYPE, { serviceItems: [ITEM, { ...ITEM, code: 'TEST-ITEM-2', use: 'produces' }] });
    });
    after(() => under?.close());

    const opened = (): UseCases => {
      assert.ok(under);
      return under;
    };
    const holder = () => ({ name: '欧阳晓样', code: citizenNumber() });
    const issue = async (
      { name, code }: { readonly name: string; readonly code: string },
      changes: object = {},
    ): Promise<LicenceRecord> =>
      (await issueLicence(opened().licences, CLERK, order({ holders: [{ name, codeType: '999', code }], ...changes }))).licence;
    const ask = (
      question: Pick<DutyQuestion, 'holder'> & Partial<DutyQuestion>,
      by = { ...COUNTER, person: `duty-${++counters}` },
    ) => checkByDuty(deps, by, { item: ITEM.code, caseNumber: `CASE-${++counters}`, cause: '受理', ...question });
    const suspend = (licence: LicenceRecord) =>
      changeStatus(opened().licences, CLERK, {
        ...{ identifier: currentEdition(licence).identifier, event: 'suspend', reason: 'x', documentNumber: '1' },
      });

    it('says of each licence whether it is there, not in force, expired or missing, the best one first', async () => {
      const me = holder();
      const missing = await ask({ holder: me });
      assert.deepEqual(
        missing.lines.map(({ type, answer, licences }) => [type.code, answer, licences.length]),
        [[TYPE, 'missing', 0]],
      );
      const today = localDateAt(deps.clock.now());
      const past = (days: number): LocalDate => addDays(today, -days);
      await issue(me, { issueDate: past(30), validFrom: past(30), validTo: past(1) });
      assert.equal((await ask({ holder: me })).lines[0]?.answer, 'expired');
      await suspend(await issue(me));
      assert.equal((await ask({ holder: me })).lines[0]?.answer, 'not-in-force');
      const good = await issue(me);
      const [line] = (await ask({ holder: me })).lines;
      assert.deepEqual([line?.answer, line?.licences[0]?.licence._id, line?.licences.length], ['there', good._id, 3]);
      assert.equal(line?.demand, null);
    });

    it('finds what is under the number of 15 digits, and nothing of somebody of another name', async () => {
      const me = holder();
      await issue({ name: '欧阳同号', code: earlierCitizenNumber(me.code) ?? '' });
      assert.equal((await ask({ holder: me })).lines[0]?.answer, 'missing');
      await issue({ name: me.name, code: earlierCitizenNumber(me.code) ?? '' });
      assert.equal((await ask({ holder: me })).lines[0]?.answer, 'there');
      assert.equal((await ask({ holder: { ...me, name: '李样' } })).lines[0]?.answer, 'missing');
    });

    it('records the check for the holder before it is answered, with item, case number and reason', async () => {
      const me = holder();
      const licence = await issue(me);
      await ask({ holder: me, caseNumber: 'C-1', cause: `${me.name}申请` });
      await ask({ holder: holder(), caseNumber: 'C-2' });
      await opened().relay.drain();
      const events = (await newestEntries(opened().store))
        .map(({ event }) => event)
        .filter((event) => event.kind === 'duty-checked');
      const found = events.find(({ subject }) => subject === `licences/${licence._id}`);
      assert.deepEqual(found?.purpose, { item: '测试事项（TEST-ITEM-1）', caseNumber: 'C-1', cause: '欧***申请' });
      assert.equal(found.facts['answer'], 'there');
      const missing = events.find(({ purpose }) => purpose?.caseNumber === 'C-2');
      assert.deepEqual([missing?.subject, missing?.facts['types']], ['licences', [TYPE]]);
    });

    it('registers what is missing once for a case, though asked twice at once, and its issuer answers once', async () => {
      const me = holder();
      const question = { holder: me, caseNumber: 'DEMAND-1' };
      const checks = await Promise.all([ask(question), ask(question), ask(question)]);
      const ids = new Set(checks.map(({ lines }) => lines[0]?.demand));
      assert.equal(ids.size, 1);
      const [id = ''] = [...ids].map(String);
      const all = async () => {
        const found: string[] = [];
        for (let after: string | undefined; ;) {
          const { items, next } = await listDemands(deps, CLERK, { type: TYPE, after, limit: 2 });
          found.push(...items.map(({ _id }) => _id));
          if (next === null) return found;
          after = next;
        }
      };
      assert.ok((await all()).includes(id));
      assert.equal((await getDemand(deps, CLERK, id)).holder, me.code);
      await assert.rejects(listDemands(deps, CLERK, { type: '11990000MB0000019F999' }), { code: 'LICENCE_TYPE_NOT_FOUND' });
      const nobody = actor('issuer', COUNTER.organisation);
      await assert.rejects(getDemand(deps, nobody, id), { code: 'DEMAND_NOT_FOUND' });
      await assert.rejects(getDemand(deps, COUNTER, id), { code: 'NOT_ALLOWED' });
      const answered = await answerDemand(deps, OTHER_CLERK, { id, answer: 'not-entitled', note: '未办理' });
      assert.deepEqual([answered.state, answered.answer?.organisation], ['answered', OTHER_CLERK.organisation]);
      await assert.rejects(answerDemand(deps, CLERK, { id, answer: 'supplied', note: null }), { code: 'DEMAND_ANSWERED' });
      await assert.rejects(answerDemand(deps, CLERK, { id: 'none', answer: 'supplied', note: null }), {
        code: 'DEMAND_NOT_FOUND',
      });
      const again = await ask(question);
      assert.equal(again.lines[0]?.demand, id);
    });

    it('forgets what was demanded three years ago, and may register it again then', async () => {
      const question = { holder: holder(), caseNumber: 'OLD-1' };
      const first = (await ask(question)).lines[0]?.demand ?? '';
      const later = { ...deps, clock: { now: () => deps.clock.now() + DEMANDS_KEPT + 1000 } };
      await sweepDemands(later);
      assert.ok(await deps.records.get('demands', first), 'the journal does not have it yet');
      await opened().relay.drain();
      assert.equal(await sweepDemands(deps), 0);
      assert.ok((await sweepDemands(later)) > 0);
      assert.equal(await deps.records.get('demands', first), null);
      assert.notEqual((await ask(question)).lines[0]?.demand, first);
    });

    it('has use copies of what is there made in the same act, sealed by the own body, which alone has their files', async () => {
      const { licences, relay } = opened();
      const me = holder();
      const { identifier } = currentEdition(await issue(me));
      const question = { holder: me, item: ITEM.code, caseNumber: 'C-3', cause: '受理' };
      const copiesUntil = deps.clock.now() + 3_600_000;
      const making = { ...deps, copies: copiesByDuty(licences) };
      const own = { ...actor('verifier'), person: 'copying' };
      await assert.rejects(checkByDuty(making, { ...COUNTER, person: 'sealless' }, { ...question, copiesUntil }), {
        code: 'COPY_SEAL_MISSING',
      });
      await assert.rejects(checkByDuty(making, own, { ...question, copiesUntil: 5 }), { code: 'COPY_REFUSED' });
      const { copies } = await checkByDuty(making, own, { ...question, copiesUntil });
      assert.deepEqual(
        copies.map((made) => made.identifier),
        [identifier],
      );
      const number = copies[0]?.copy ?? '';
      const { copy, bytes } = await downloadDutyCopy(licences, own, { number, purpose: PURPOSE });
      assert.equal(copy.use?.purpose, '测试事项（TEST-ITEM-1）');
      assert.equal(Buffer.from(bytes.subarray(0, 5)).toString(), '%PDF-');
      const report = await verifyFile(opened().verification, own, { bytes });
      assert.equal(report.conclusion, 'passed');
      assert.equal(report.register?.copy?.state, 'valid');
      await relay.drain();
      const kinds = (await newestEntries(opened().store)).map(({ event }) => event.kind);
      assert.ok(kinds.includes('licence-copied'));
      for (const [by, wanted] of [
        [{ ...COUNTER, person: 'other' }, number],
        [own, 'FB20261201000000000000'],
      ] as const)
        await assert.rejects(downloadDutyCopy(licences, by, { number: wanted, purpose: PURPOSE }), { code: 'COPY_NOT_FOUND' });
      assert.deepEqual((await ask({ holder: me })).copies, []);
    });

    it('refuses what is no item that needs a licence, who has no such duty, and who asks too often', async () => {
      const me = holder();
      for (const item of ['TEST-ITEM-2', 'none', ''])
        await assert.rejects(ask({ holder: me, item }), { code: 'SERVICE_ITEM_NOT_FOUND' });
      for (const by of [SEALER, actor('verifier', null), actor('auditor', null)])
        await assert.rejects(checkByDuty(deps, by, { holder: me, item: ITEM.code, caseNumber: 'C', cause: 'x' }), {
          code: 'NOT_ALLOWED',
        });
      const often = { ...COUNTER, person: 'often' };
      await assert.rejects(
        (async () => {
          for (let time = 0; time < 70; time++) await ask({ holder: { name: '李样', code: `X-${time}` } }, often);
        })(),
        { code: 'RATE_LIMITED' },
      );
    });
  });
