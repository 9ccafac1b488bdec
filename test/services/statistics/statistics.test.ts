/** Statistics over both stores: from the journal, each entry once; anew with the same numbers; within scopes. */
import assert from 'node:assert/strict';
import { addDays, localDateAt } from '../../../src/base/time.ts';
import type { Actor } from '../../../src/domain/access/index.ts';
import { currentEdition } from '../../../src/domain/licence/index.ts';
import { changeStatus, getLicence, issueLicence } from '../../../src/services/licences/index.ts';
import {
  followStatistics,
  getStatistics,
  rebuildStatistics,
  statisticsCsv,
  type Statistics,
  type StatisticsQuestion,
} from '../../../src/services/statistics/index.ts';
import type { OpenStore } from '../../../src/services/storage/index.ts';
import { openUseCasesOver, STORES } from '../../support/holders.ts';
import { newestEntries } from '../../support/newest-entries.ts';
import { actor, CLERK, OTHER_CLERK, order, PURPOSE, type UseCases } from '../../support/use-cases.ts';

const AUDITOR = actor('auditor', null);

for (const kind of STORES)
  describe(`statistics over ${kind}`, function () {
    this.timeout(300_000);
    let under: UseCases | null = null;
    before(async function () {
      under = await openUseCasesOver(kind, this);
    });
    after(() => under?.close());

    const opened = (): UseCases => {
      assert.ok(under);
      return under;
    };
    const follow = async (): Promise<void> => {
      await opened().relay.drain();
      while ((await followStatistics(opened())) > 0);
    };
    const read = async (who: Actor, changes: Partial<StatisticsQuestion> = {}): Promise<Statistics> => {
      const { clock, random, store } = opened().licences;
      const today = localDateAt(clock.now());
      const deps = { records: store.records, journal: opened().relay, clock, random };
      const question = { from: today, to: today, by: ['organisation', 'type'], format: 'json', ...changes } as const;
      return getStatistics(deps, who, question);
    };
    const issue = async (changes: Parameters<typeof order>[0] = {}): Promise<string> =>
      currentEdition((await issueLicence(opened().licences, CLERK, order(changes))).licence).identifier;
    const kept = async (store: OpenStore): Promise<readonly (readonly [string, unknown])[]> => {
      const all = [
        ...(await store.records.list('statistics', { limit: 1000 })),
        ...(await store.records.list('licence-standings', { limit: 1000 })),
      ];
      return all.map(({ _id, ...record }) => [_id.slice(_id.indexOf('/')), { ...record, version: 0 }] as const);
    };

    it('count what was done, once, though two servers follow and one begins again', async () => {
      await follow();
      const before = (await read(CLERK)).total;
      const identifier = await issue();
      const second = await issue();
      await getLicence(opened().licences, CLERK, { identifier, purpose: PURPOSE });
      await changeStatus(opened().licences, CLERK, {
        ...{ identifier: second, event: 'suspend', reason: 'x', documentNumber: '样〔2026〕1号' },
      });
      await opened().relay.drain();
      await Promise.all([followStatistics(opened()), followStatistics(opened())]);
      await follow();
      const { total, rows } = await read(CLERK);
      const more = (measure: keyof typeof total.counts) => total.counts[measure] - before.counts[measure];
      assert.deepEqual(
        (['issued', 'inTime', 'used', 'suspensions', 'ended', 'collected'] as const).map(more),
        [2, 2, 1, 1, 0, 0],
      );
      assert.deepEqual(
        [total.standings?.valid, total.standings?.suspended],
        [(before.standings?.valid ?? 0) + 1, (before.standings?.suspended ?? 0) + 1],
      );
      assert.ok(rows.every((row) => row.organisation === CLERK.organisation && row.organisationName !== null));
      const records = opened().store.records;
      const place = await records.get('settings', 'statistics');
      assert.ok(place);
      const again = { ...place, version: place.version + 1, value: { ...place.value, sequence: 0 } };
      const found = await kept(opened().store);
      await records.replace('settings', again);
      while ((await followStatistics(opened())) > 0);
      assert.deepEqual(await kept(opened().store), found);
    });

    it('of what expires come by themselves, and of what was done with it go', async () => {
      const today = localDateAt(opened().licences.clock.now());
      await follow();
      const before = await read(CLERK);
      const identifier = await issue({ validTo: addDays(today, 1) });
      await follow();
      const now = await read(CLERK);
      assert.equal((now.total.standings?.valid ?? 0) - (before.total.standings?.valid ?? 0), 1);
      opened().advance(3 * 86_400_000);
      const later = await read(CLERK);
      assert.equal((later.total.standings?.expired ?? 0) - (before.total.standings?.expired ?? 0), 1);
      const cancelled = { identifier, event: 'cancel', reason: '过期', documentNumber: '样〔2026〕2号' } as const;
      await changeStatus(opened().licences, CLERK, cancelled);
      await follow();
      const handled = await read(CLERK);
      assert.equal((handled.total.standings?.expired ?? 0) - (before.total.standings?.expired ?? 0), 0);
      assert.equal(handled.total.counts.ended, 1);
    });

    it('counted anew from the journal are the same', async () => {
      await issue();
      await follow();
      const found = await kept(opened().store);
      const wide = { from: '2020-01-01', to: '2029-12-01', by: ['organisation', 'type', 'item', 'month'] } as const;
      const terms = wide as unknown as Partial<StatisticsQuestion>;
      const before = await read(AUDITOR, terms);
      const { entries, generation } = await rebuildStatistics(opened());
      assert.ok(entries >= before.countedTo && generation >= 2);
      const anew = await read(AUDITOR, terms);
      assert.deepEqual(anew.rows, before.rows);
      const [old, fresh] = [new Map(found), new Map(await kept(opened().store))];
      for (const [id, record] of old) if (id.includes(CLERK.organisation ?? '?')) assert.deepEqual(fresh.get(id), record, id);
      await issue();
      await follow();
      assert.equal((await read(AUDITOR, terms)).total.counts.issued, before.total.counts.issued + 1);
    });

    it('are told within the scope, with whoever read them in the journal', async () => {
      await issue();
      await follow();
      const own = await read(CLERK, { by: ['organisation'] });
      assert.deepEqual(
        own.rows.map(({ organisation }) => organisation),
        [CLERK.organisation],
      );
      const other = await read(OTHER_CLERK, { organisation: CLERK.organisation ?? '' });
      assert.deepEqual([other.rows.length, other.total.counts.issued], [0, 0]);
      const all = await read(AUDITOR);
      assert.ok(all.total.counts.issued >= own.total.counts.issued && own.total.counts.issued > 0);
      const area = await read({ ...CLERK, dataScope: { kind: 'area', area: '990000' } }, { by: ['organisation'] });
      assert.ok(area.rows.some(({ organisation }) => organisation === CLERK.organisation));
      await assert.rejects(read(actor('seal-user')), { code: 'NOT_ALLOWED' });
      const backwards = { from: addDays(own.to, 1), to: own.to };
      await assert.rejects(read(CLERK, backwards), { code: 'INPUT_INVALID' });
      await opened().relay.drain();
      const told = (await newestEntries(opened().store)).filter(({ event }) => event.kind === 'statistics-read');
      assert.ok(told.some(({ event }) => event.actor.person === CLERK.person && event.facts['format'] === 'json'));
    });

    it('are a table for spreadsheets in which nothing is a formula', async () => {
      await issue({ purpose: { ...PURPOSE, item: '=HYPERLINK("x")', caseNumber: `F-${Math.random()}` } });
      await follow();
      const csv = statisticsCsv(await read(CLERK, { by: ['item'] }), 'zh');
      assert.ok(csv.startsWith('\ufeff机构代码,'));
      assert.ok(csv.includes(`"'=HYPERLINK(""x"")"`), csv);
      assert.match(csv, /\r\n合计,/);
      assert.ok(statisticsCsv(await read(CLERK), 'en').includes('expired, nothing done'));
    });
  });
