/** A holder's own licences over both stores: by all of his numbers, and nobody else's. */
import assert from 'node:assert/strict';
import { LONG_TERM, localDate } from '../../../src/base/time.ts';
import { earlierCitizenNumber } from '../../../src/domain/identifier/index.ts';
import { currentEdition, type Holder, type LicenceRecord } from '../../../src/domain/licence/index.ts';
import {
  askForLink,
  decideLink,
  downloadMyLicence,
  endMyLink,
  getAskedLink,
  getMyLicence,
  listAskedLinks,
  listMyLicences,
  listMyNumbers,
} from '../../../src/services/holders/index.ts';
import { issueLicence } from '../../../src/services/licences/index.ts';
import { citizenNumber, holdersOver, openUseCasesOver, STORES, type OpenHolders } from '../../support/holders.ts';
import { eventsOf } from '../../support/invariants.ts';
import { CLERK, COUNTER, openUseCases, order, type UseCases } from '../../support/use-cases.ts';

const PROOF = { document: '护照', number: 'E12345678', issuer: '样例省出入境管理局' };
const PASSPORT = { codeType: '414', code: 'E12345678', name: 'OUYANG XIAOYANG', from: null, to: LONG_TERM } as const;

for (const kind of STORES)
  describe(`licences of a holder over ${kind}`, function () {
    this.timeout(300_000);
    let under: UseCases | null = null;
    let holders: OpenHolders;
    before(async function () {
      under = await openUseCasesOver(kind, this);
      holders = holdersOver(under);
    });
    after(() => under?.close());

    const issue = async (holder: Holder): Promise<LicenceRecord> => {
      assert.ok(under);
      return (await issueLicence(under.licences, CLERK, order({ holders: [holder] }))).licence;
    };
    const person = () => ({ name: '欧阳晓样', citizenNumber: citizenNumber() });
    const idsOf = ({ items }: { readonly items: readonly { readonly licence: LicenceRecord }[] }) =>
      items.map(({ licence }) => licence._id);

    it('are those of his number, of the same as it was written before, and of what is linked: each once, in pages', async () => {
      const me = person();
      const who = await holders.enter(me);
      const earlier = earlierCitizenNumber(me.citizenNumber) ?? '';
      const own = await issue({ name: me.name, codeType: '999', code: me.citizenNumber });
      const old = await issue({ name: me.name, codeType: '999', code: earlier });
      const doubled = await issue({ name: '欧阳同号', codeType: '999', code: earlier });
      const travelling = await issue({ name: PASSPORT.name, codeType: '414', code: PASSPORT.code });
      const mine = async (limit = 100) => idsOf(await listMyLicences(holders.deps, who, { limit }));
      assert.deepEqual(await mine(), [own._id, old._id].sort());
      assert.ok(!(await mine()).includes(doubled._id));

      const asked = await askForLink(holders.deps, who, { ...PASSPORT, proof: PROOF });
      assert.deepEqual(await mine(), [own._id, old._id].sort());
      await decideLink(holders.deps, COUNTER, { id: asked._id, step: 'accept', note: null });
      const all = [own._id, old._id, travelling._id].sort();
      assert.deepEqual(await mine(), all);
      const seen: string[] = [];
      for (let after: string | undefined; ;) {
        const page = await listMyLicences(holders.deps, who, { limit: 1, after });
        seen.push(...idsOf(page));
        if (page.next === null) break;
        after = page.next;
      }
      assert.deepEqual(seen, all);
      const { numbers } = await listMyNumbers(holders.deps, who, {});
      assert.deepEqual(
        numbers.map(({ basis }) => basis),
        ['proved', 'derived', 'linked'],
      );

      await endMyLink(holders.deps, who, { id: asked._id });
      assert.deepEqual(await mine(), [own._id, old._id].sort());
    });

    it('are read and downloaded whole by himself, which the journal has, and by nobody else', async () => {
      assert.ok(under);
      const me = person();
      const licence = await issue({ name: me.name, codeType: '999', code: me.citizenNumber });
      const { identifier } = currentEdition(licence);
      const who = await holders.enter(me);
      assert.deepEqual((await getMyLicence(holders.deps, who, { identifier })).licence, licence);
      const { bytes, file } = await downloadMyLicence(holders.deps, who, { identifier });
      assert.equal(bytes.length, file.size);
      await under.relay.drain();
      const events = (await eventsOf(under.store)).filter(({ subject }) => subject === `licences/${licence._id}`);
      assert.deepEqual(
        events
          .filter(({ kind: what }) => what === 'licence-read')
          .map(({ actor, facts }) => [actor.capacity, actor.person, facts['what']]),
        [
          ['holder', who.session.pseudonym, 'data'],
          ['holder', who.session.pseudonym, 'file'],
        ],
      );
      const other = await holders.enter(person());
      for (const read of [getMyLicence, downloadMyLicence]) {
        await assert.rejects(read(holders.deps, other, { identifier }), { code: 'LICENCE_NOT_FOUND' });
        await assert.rejects(read(holders.deps, who, { identifier: 'x' }), { code: 'IDENTIFIER_INVALID' });
      }
    });

    it('are those of the enterprise whom he acts for in the session, when he says so', async () => {
      const me = { ...person(), creditCode: '11990100MB0000027F', organisation: '样例公司' };
      const who = await holders.enter(me);
      const licence = await issue({ name: '样例公司', codeType: '001', code: me.creditCode });
      assert.deepEqual(idsOf(await listMyLicences(holders.deps, who, {})), []);
      const claim = await holders.deps.records.get('claims', `holder-code:001:${me.creditCode}`);
      const onBehalfOf = claim?.owner;
      assert.ok(idsOf(await listMyLicences(holders.deps, who, { onBehalfOf, limit: 100 })).includes(licence._id));
      const alone = await holders.enter({ name: me.name, citizenNumber: me.citizenNumber });
      await assert.rejects(listMyLicences(holders.deps, alone, { onBehalfOf }), { code: 'NOT_ALLOWED' });
    });

    it('are one holder’s: the number that is his is linked to no other, until he gives it up', async () => {
      const [first, second] = [await holders.enter(person()), await holders.enter(person())];
      const code = 'G87654321';
      const ask = (who: typeof first) => askForLink(holders.deps, who, { ...PASSPORT, code, proof: PROOF });
      const decide = (id: string) => decideLink(holders.deps, COUNTER, { id, step: 'accept', note: null });
      const [one, other] = [await ask(first), await ask(second)];
      await decide(one._id);
      await assert.rejects(decide(other._id), { code: 'HOLDER_LINK_REFUSED' });
      await assert.rejects(endMyLink(holders.deps, second, { id: one._id }), { code: 'HOLDER_APPLICATION_NOT_FOUND' });
      await assert.rejects(ask(first), { code: 'HOLDER_LINK_REFUSED' });
      await endMyLink(holders.deps, first, { id: one._id });
      assert.equal((await decide(other._id)).state, 'accepted');
      await assert.rejects(decide(other._id), { code: 'HOLDER_APPLICATION_REFUSED' });
    });

    it('keep one record of a holder, though he comes twice at once', async () => {
      const me = person();
      const sessions = await Promise.all([holders.enter(me), holders.enter(me)]);
      await Promise.all(sessions.map((who) => listMyLicences(holders.deps, who, {})));
      const asked = await askForLink(holders.deps, sessions[0], { ...PASSPORT, code: 'H00000001', proof: PROOF });
      assert.deepEqual(
        (await listMyNumbers(holders.deps, sessions[1], {})).links.map(({ _id }) => _id),
        [asked._id],
      );
    });

    it('wait to be decided where counters see them, who says what becomes of them and why', async () => {
      assert.ok(under);
      const me = person();
      const who = await holders.enter(me);
      const asked = await askForLink(holders.deps, who, {
        ...PASSPORT,
        code: 'J00000001',
        from: localDate('2010-01-01'),
        proof: PROOF,
      });
      const { items } = await listAskedLinks(holders.deps, COUNTER, { limit: 100 });
      assert.ok(items.some(({ _id }) => _id === asked._id));
      const whole = await getAskedLink(holders.deps, COUNTER, asked._id);
      assert.deepEqual([whole.link.code, whole.holder], ['J00000001', { code: me.citizenNumber, name: me.name }]);
      await decideLink(holders.deps, COUNTER, { id: asked._id, step: 'refuse', note: '材料不清' });
      const { links } = await listMyNumbers(holders.deps, who, {});
      assert.deepEqual([links[0]?.state, links[0]?.steps.at(-1)?.note], ['refused', '材料不清']);
      await assert.rejects(listAskedLinks(holders.deps, CLERK, {}), { code: 'NOT_ALLOWED' });
      await assert.rejects(decideLink(holders.deps, COUNTER, { id: 'none', step: 'accept', note: null }), {
        code: 'HOLDER_APPLICATION_NOT_FOUND',
      });
      await under.relay.drain();
      const steps = (await eventsOf(under.store)).filter(({ subject }) => subject === `holder-links/${asked._id}`);
      assert.deepEqual(steps.map(({ kind: what, facts }) => facts['step'] ?? what).sort(), [
        'ask',
        'holder-links-read',
        'refuse',
      ]);
    });

    it('are at most twenty links of one holder', async () => {
      const who = await holders.enter(person());
      const ask = (at: number) => askForLink(holders.deps, who, { ...PASSPORT, code: `K000000${10 + at}`, proof: PROOF });
      for (let at = 0; at < 20; at++) await ask(at);
      await assert.rejects(ask(20), { code: 'HOLDER_LINK_REFUSED' });
    });
  });

describe('the ways to the use cases of holders', () => {
  it('let nobody in whose actor is no holder', async () => {
    const under = await openUseCases();
    try {
      const holders = holdersOver(under);
      const who = await holders.enter({ name: '欧阳晓样', citizenNumber: citizenNumber() });
      const posing = { ...who, actor: { ...who.actor, capacity: 'verifier' as const } };
      await assert.rejects(listMyLicences(holders.deps, posing, {}), { code: 'NOT_ALLOWED' });
      await assert.rejects(askForLink(holders.deps, posing, { ...PASSPORT, proof: PROOF }), { code: 'NOT_ALLOWED' });
    } finally {
      await under.close();
    }
  });
});
