/** Findings of quality over both stores: of what was there before and of what comes; listed within the scope, handled, counted. */
import assert from 'node:assert/strict';
import { followQuality, handleFindings, listFindings, type QualityDependencies } from '../../../src/services/quality/index.ts';
import { issueLicence } from '../../../src/services/licences/index.ts';
import { openUseCasesOver, STORES } from '../../support/holders.ts';
import { newestEntries } from '../../support/newest-entries.ts';
import { actor, CLERK, OTHER_CLERK, order, type UseCases } from '../../support/use-cases.ts';

for (const kind of STORES)
  describe(`findings of quality over ${kind}`, function () {
    this.timeout(300_000);
    let under: UseCases | null = null;
    let deps: QualityDependencies;
    before(async function () {
      under = await openUseCasesOver(kind, this);
      deps = { records: under.store.records, journal: under.relay, clock: under.licences.clock };
    });
    after(() => under?.close());

    const opened = (): UseCases => {
      assert.ok(under);
      return under;
    };
    const follow = async (): Promise<void> => {
      await opened().relay.drain();
      while ((await followQuality({ ...deps, store: opened().store })) > 0);
    };
    const issueWrong = async (): Promise<string> => {
      const { licence } = await issueLicence(opened().licences, CLERK, order());
      // As a record of before the rules may be.
      const known = await deps.records.get('licences', licence._id);
      assert.ok(known);
      await deps.records.replace('licences', { ...known, version: known.version + 1, responsible: { code: 'x', name: '局' } });
      return licence._id;
    };

    it('are found once, told in the journal without values, and open until they are handled', async () => {
      const id = await issueWrong();
      await Promise.all([follow(), follow()]);
      await follow();
      const listed = await listFindings(deps, CLERK, { limit: 100 });
      const mine = listed.items.find(({ _id }) => _id === id);
      assert.deepEqual(mine?.findings, [{ rule: 'responsible-code', severity: 'warning', field: null }]);
      const handled = await handleFindings(deps, CLERK, { id, how: 'right-as-it-is' });
      assert.deepEqual([handled.open, handled.handled?.how], [false, 'right-as-it-is']);
      assert.equal((await handleFindings(deps, CLERK, { id, how: 'corrected' })).version, handled.version);
      assert.ok(!(await listFindings(deps, CLERK, { limit: 100 })).items.some(({ _id }) => _id === id));
      await opened().relay.drain();
      const told = (await newestEntries(opened().store)).map(({ event }) => event).filter(({ subject }) => subject.endsWith(id));
      assert.deepEqual(
        told.map((event) => event.kind).filter((one) => one.startsWith('quality')),
        ['quality-found', 'quality-handled'],
      );
    });

    it('go when the licence is right, and are judged again by other rules from the beginning', async () => {
      const id = await issueWrong();
      await follow();
      const licence = await deps.records.get('licences', id);
      assert.ok(licence);
      await deps.records.replace('licences', { ...licence, version: licence.version + 1, responsible: licence.issuer });
      const place = await deps.records.get('settings', 'quality');
      assert.ok(place);
      await deps.records.replace('settings', { ...place, version: place.version + 1, value: { ...place.value, rules: 0 } });
      await follow();
      const record = await deps.records.get('quality-findings', id);
      assert.deepEqual([record?.findings.length, record?.open], [0, false]);
    });

    it('are for those in whose scope the licence is', async () => {
      const id = await issueWrong();
      await follow();
      assert.deepEqual((await listFindings(deps, OTHER_CLERK, { limit: 100 })).items, []);
      await assert.rejects(handleFindings(deps, OTHER_CLERK, { id, how: 'corrected' }), { code: 'LICENCE_NOT_FOUND' });
      await assert.rejects(handleFindings(deps, CLERK, { id: 'none', how: 'corrected' }), { code: 'LICENCE_NOT_FOUND' });
      const all = await listFindings(deps, actor('auditor', null), { limit: 1 });
      assert.equal(all.items.length, 1);
      await assert.rejects(listFindings(deps, actor('seal-user'), { limit: 1 }), { code: 'NOT_ALLOWED' });
    });
  });
