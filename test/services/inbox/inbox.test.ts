/** Notices over both stores: each thing that happens reaches whom it concerns once, and nobody else. */
import assert from 'node:assert/strict';
import { addDays, isoInstant, localDateAt } from '../../../src/base/time.ts';
import { currentEdition, type LicenceRecord } from '../../../src/domain/licence/index.ts';
import { decideObjection, fileMyObjection, type ObjectionDependencies } from '../../../src/services/objections/index.ts';
import { delegate, listMyRepresentations } from '../../../src/services/holders/index.ts';
import {
  EXPIRING_WITHIN,
  followNotices,
  forgetNoticesOf,
  listMyNotices,
  markNoticeRead,
  NOTICES_KEPT,
  sweepNotices,
  type NoticeDependencies,
} from '../../../src/services/inbox/index.ts';
import { changeStatus, getLicence, issueLicence } from '../../../src/services/licences/index.ts';
import type { AuthenticatedHolder } from '../../../src/services/access/index.ts';
import { citizenNumber, holdersOver, openUseCasesOver, STORES, type OpenHolders, type Person } from '../../support/holders.ts';
import { crypto } from '../../support/pki.ts';
import { CLERK, order, PURPOSE, type UseCases } from '../../support/use-cases.ts';

for (const kind of STORES)
  describe(`notices over ${kind}`, function () {
    this.timeout(300_000);
    let under: UseCases | null = null;
    let holders: OpenHolders;
    let deps: NoticeDependencies;
    before(async function () {
      under = await openUseCasesOver(kind, this);
      holders = holdersOver(under);
      deps = { store: under.store, crypto, clock: under.licences.clock };
    });
    after(() => under?.close());

    const opened = (): UseCases => {
      assert.ok(under);
      return under;
    };
    const person = (): Person => ({ name: '欧阳晓样', citizenNumber: citizenNumber() });
    const issue = async ({ name, citizenNumber: code }: Person): Promise<LicenceRecord> =>
      (await issueLicence(opened().licences, CLERK, order({ holders: [{ name, codeType: '999', code }] }))).licence;
    const bring = async (): Promise<void> => {
      await opened().relay.drain();
      await Promise.all([followNotices(deps), followNotices(deps)]);
      while ((await followNotices(deps)) > 0);
    };
    const kinds = async (who: AuthenticatedHolder, unread = false): Promise<readonly string[]> =>
      (await listMyNotices(holders.deps, who, { unread, limit: 100 })).items.map((notice) => notice.kind).reverse();

    it('tell of licences issued, used, suspended and ended, of answers, each once, and nobody else', async () => {
      const me = person();
      const who = await holders.enter(me);
      const licence = await issue(me);
      const { identifier } = currentEdition(licence);
      await getLicence({ ...opened().licences, store: opened().store }, CLERK, { identifier, purpose: PURPOSE });
      const act = { identifier, reason: '核查', documentNumber: '样〔2026〕7号' } as const;
      await changeStatus(opened().licences, CLERK, { ...act, event: 'suspend' });
      await changeStatus(opened().licences, CLERK, { ...act, event: 'revoke' });
      const objections: ObjectionDependencies = { ...holders.deps, blobs: opened().store.blobs, workingDays: 5 };
      const target = { kind: 'licence', identifier } as const;
      const { _id: id } = await fileMyObjection(objections, who, { target, cause: 'wrong-status', statement: 'x' });
      await decideObjection(objections, CLERK, { step: 'answer', id, outcome: 'upheld', reason: 'x', correctedBy: null });
      await bring();
      assert.deepEqual((await kinds(who)).toSorted(), ['changed', 'ended', 'issued', 'objection-answered', 'used']);
      await opened().store.records.remove('settings', 'inbox');
      await bring();
      assert.equal((await kinds(who)).length, 5);
      const other = await holders.enter(person());
      assert.deepEqual(await kinds(other), []);

      const [first] = (await listMyNotices(holders.deps, who, { unread: true, limit: 1 })).items;
      assert.ok(first);
      await assert.rejects(markNoticeRead(holders.deps, other, { id: first._id }), { code: 'NOTICE_NOT_FOUND' });
      await assert.rejects(markNoticeRead(holders.deps, who, { id: 'none' }), { code: 'NOTICE_NOT_FOUND' });
      const read = await Promise.all([0, 1].map(() => markNoticeRead(holders.deps, who, { id: first._id })));
      assert.equal(read[0]?.readAt, read[1]?.readAt);
      assert.equal((await kinds(who, true)).length, 4);
      await forgetNoticesOf(opened().store.records, licence._id);
      assert.deepEqual(await kinds(who), []);
    });

    it('tell who was named to act', async () => {
      const legal = await holders.enter({ ...person(), creditCode: '11990100MB0000027F', organisation: '样例公司' });
      const handler = person();
      const today = localDateAt(deps.clock.now());
      const onBehalfOf = (await listMyRepresentations(holders.deps, legal)).actsFor[0]?.id ?? '';
      await delegate(holders.deps, legal, {
        ...{ onBehalfOf, kind: 'handler', representative: { code: handler.citizenNumber, name: handler.name } },
        ...{ from: today, to: addDays(today, 10), matters: ['年度报告'], proof: { document: 'x', number: '1', issuer: 'x' } },
      });
      await bring();
      assert.deepEqual(await kinds(await holders.enter(handler)), ['delegation-given']);
    });

    it('tell once that a licence ends soon, and are forgotten after a year', async () => {
      const me = person();
      const who = await holders.enter(me);
      const licence = await issue(me);
      await bring();
      const { records } = opened().store;
      const plan = (shift: number) => ({
        ...{ _id: licence._id, schema: 1 as const, dueAt: isoInstant(deps.clock.now() + shift) },
      });
      await records.insert('status-plans', { ...plan(EXPIRING_WITHIN + 86_400_000), version: 1 });
      await sweepNotices(deps);
      assert.deepEqual(await kinds(who), ['issued']);
      await records.replace('status-plans', { ...plan(EXPIRING_WITHIN - 86_400_000), version: 2 });
      const rounds = await Promise.all([sweepNotices(deps), sweepNotices(deps)]);
      assert.equal(rounds[0].told + rounds[1].told, 1);
      assert.deepEqual((await kinds(who)).toSorted(), ['expiring', 'issued']);
      opened().advance(NOTICES_KEPT + 40 * 86_400_000);
      assert.ok((await sweepNotices(deps)).forgotten > 0);
      assert.deepEqual(await kinds(who), []);
    });
  });
