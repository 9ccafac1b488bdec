/** What holders see of uses, over both stores: from the journal, each once, theirs alone; and objecting. */
import assert from 'node:assert/strict';
import type { AuthenticatedHolder } from '../../../src/services/access/index.ts';
import { earlierCitizenNumber } from '../../../src/domain/identifier/index.ts';
import { currentEdition, type LicenceRecord } from '../../../src/domain/licence/index.ts';
import { getMyLicence } from '../../../src/services/holders/index.ts';
import { downloadLicence, getLicence, issueLicence, searchLicences } from '../../../src/services/licences/index.ts';
import {
  exportMyUses,
  followUses,
  forgetUsesOf,
  listMyUses,
  objectToUse,
  sweepUses,
  USES_KEPT,
  type UseDependencies,
} from '../../../src/services/uses/index.ts';
import { verifyFile } from '../../../src/services/verification/index.ts';
import { citizenNumber, holdersOver, openUseCasesOver, STORES, type OpenHolders, type Person } from '../../support/holders.ts';
import { newestEntries } from '../../support/newest-entries.ts';
import { CLERK, order, PURPOSE, type UseCases } from '../../support/use-cases.ts';

for (const kind of STORES)
  describe(`uses of a holder’s licences over ${kind}`, function () {
    this.timeout(300_000);
    let under: UseCases | null = null;
    let holders: OpenHolders;
    let deps: UseDependencies;
    let me: Person;
    let who: AuthenticatedHolder;
    let licence: LicenceRecord;
    let identifier: string;
    const pseudonym = (number: string): string => `pseudonym of ${number}`;
    before(async function () {
      under = await openUseCasesOver(kind, this);
      holders = holdersOver(under);
      deps = { ...holders.deps, journal: { ...under.relay, pseudonym } };
    });
    beforeEach(async () => {
      me = { name: '欧阳晓样', citizenNumber: citizenNumber() };
      who = await holders.enter(me);
      licence = await issue(me.name, me.citizenNumber);
      ({ identifier } = currentEdition(licence));
    });
    after(() => under?.close());

    const opened = (): UseCases => {
      assert.ok(under);
      return under;
    };
    const issue = async (name: string, code: string): Promise<LicenceRecord> =>
      (await issueLicence(opened().licences, CLERK, order({ holders: [{ name, codeType: '999', code }] }))).licence;
    const follow = async (): Promise<number> => {
      await opened().relay.drain();
      let found = 0;
      for (let last = 1; last > 0;) found += last = await followUses(opened());
      return found;
    };
    const purpose = { ...PURPOSE, caseNumber: 'C-9' };

    it('say that somebody had the file of a licence verified', async () => {
      const { bytes } = await downloadLicence(opened().licences, CLERK, { identifier, purpose });
      opened().advance(1000);
      await verifyFile(opened().verification, { ...CLERK, person: 'counter', capacity: 'verifier' }, { bytes, purpose });
      await follow();
      const { items } = await listMyUses(deps, who, {});
      const [verified] = items;
      assert.deepEqual(
        [verified?.use.kind, verified?.use.result, verified?.use.licence?.identifier, verified?.use.purpose?.caseNumber],
        ['document-verified', 'valid', identifier, 'C-9'],
      );
    });

    it('say who, when, what for and with which result, the latest first, in pages', async () => {
      await getLicence(opened().licences, CLERK, { identifier, purpose });
      opened().advance(1000);
      await downloadLicence(opened().licences, CLERK, { identifier, purpose });
      opened().advance(1000);
      await getMyLicence(holders.deps, who, { identifier });
      assert.equal(await follow(), 3);
      const { items, next } = await listMyUses(deps, who, {});
      assert.equal(next, null);
      assert.deepEqual(
        items.map(({ use, user }) => [use.kind, use.result, user.kind, use.purpose?.caseNumber ?? null]),
        [
          ['licence-read', 'data', 'yourself', null],
          ['licence-read', 'file', 'official', 'C-9'],
          ['licence-read', 'data', 'official', 'C-9'],
        ],
      );
      assert.match(items[1]?.user.organisation ?? '', /样例/);
      assert.deepEqual(items[0]?.use.licence, { id: licence._id, identifier, typeName: licence.typeName });
      const seen: string[] = [];
      for (let after: string | undefined; ;) {
        const page = await listMyUses(deps, who, { after, limit: 1 });
        seen.push(...page.items.map(({ use }) => use._id));
        if (page.next === null) break;
        after = page.next;
      }
      assert.deepEqual(
        seen,
        items.map(({ use }) => use._id),
      );
    });

    it('are made from the journal once, though two servers follow it and one begins again', async () => {
      await getLicence(opened().licences, CLERK, { identifier, purpose });
      await opened().relay.drain();
      await Promise.all([followUses(opened()), followUses(opened())]);
      await follow();
      assert.equal((await listMyUses(deps, who, {})).items.length, 1);
      const place = await opened().store.records.get('settings', 'use-log');
      assert.ok(place);
      await opened().store.records.replace('settings', { ...place, version: place.version + 1, value: { sequence: 0 } });
      assert.equal(await follow(), 0);
      assert.equal((await listMyUses(deps, who, {})).items.length, 1);
    });

    it('are told to the holder alone, and not to who had the same number of 15 digits', async () => {
      const earlier = earlierCitizenNumber(me.citizenNumber) ?? '';
      const same = await issue('欧阳同号', earlier);
      await getLicence(opened().licences, CLERK, { identifier: currentEdition(same).identifier, purpose });
      await getLicence(opened().licences, CLERK, { identifier, purpose });
      await follow();
      const { items } = await listMyUses(deps, who, {});
      assert.deepEqual(
        items.map(({ use }) => use.licence?.id),
        [licence._id],
      );
      const other = await holders.enter({ name: '李样', citizenNumber: citizenNumber() });
      assert.deepEqual((await listMyUses(deps, other, {})).items, []);
      const own = items[0]?.use._id ?? '';
      await assert.rejects(objectToUse(deps, other, { id: own, reason: 'x' }), { code: 'USE_NOT_FOUND' });
    });

    it('have questions about the person too, where no licence was found', async () => {
      const searching = { ...opened().licences, journal: { ...opened().relay, pseudonym } };
      await searchLicences(searching, CLERK, { code: me.citizenNumber, purpose });
      await follow();
      const { items } = await listMyUses(deps, who, {});
      assert.deepEqual(
        items.map(({ use }) => [use.kind, use.licence]),
        [['licences-searched', null]],
      );
      const before = { ...deps, pseudonymsOf: (number: string) => Promise.resolve([`newer of ${number}`, pseudonym(number)]) };
      assert.equal((await listMyUses(before, who, {})).items.length, 1);
      assert.equal((await listMyUses({ ...deps, journal: opened().relay }, who, {})).items.length, 0);
    });

    it('are taken out whole, which the journal has, and objected to, which is an event of its own', async () => {
      await getLicence(opened().licences, CLERK, { identifier, purpose });
      await follow();
      const all = await exportMyUses(deps, who, {});
      assert.equal(all.length, 1);
      const id = all[0]?.use._id ?? '';
      const objected = await objectToUse(deps, who, { id, reason: `${me.name}没有办过此事` });
      assert.equal(objected.use.objections.length, 1);
      for (let more = 0; more < 4; more++) await objectToUse(deps, who, { id, reason: 'x' });
      await assert.rejects(objectToUse(deps, who, { id, reason: 'x' }), { code: 'OBJECTION_REFUSED' });
      await assert.rejects(objectToUse(deps, who, { id: 'none', reason: 'x' }), { code: 'USE_NOT_FOUND' });
      await opened().relay.drain();
      const events = (await newestEntries(opened().store)).map(({ event }) => event);
      const told = events.filter(({ subject }) => subject === `uses/${id}`);
      assert.equal(told.length, 5);
      assert.deepEqual(
        [told[0]?.kind, told[0]?.facts['licence'], told[0]?.facts['organisation']],
        ['use-objected', licence._id, CLERK.organisation],
      );
      assert.ok(!JSON.stringify(told).includes(me.name));
      assert.ok(events.some((event) => event.kind === 'uses-exported'));
    });

    it('are forgotten with the licence that is destroyed, and after three years', async () => {
      await getLicence(opened().licences, CLERK, { identifier, purpose });
      const second = await issue(me.name, me.citizenNumber);
      await getLicence(opened().licences, CLERK, { identifier: currentEdition(second).identifier, purpose });
      await follow();
      await forgetUsesOf(opened().store.records, licence._id);
      assert.deepEqual(
        (await listMyUses(deps, who, {})).items.map(({ use }) => use.licence?.id),
        [second._id],
      );
      assert.equal(await sweepUses(deps), 0);
      const later = { ...deps, clock: { now: () => deps.clock.now() + USES_KEPT + 1000 } };
      assert.ok((await sweepUses(later)) > 0);
      assert.deepEqual((await listMyUses(deps, who, {})).items, []);
    });
  });
