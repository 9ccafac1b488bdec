/** Showing and sharing over both stores: once, though two servers are asked at once; the password, its lock, and what the journal has. */
import assert from 'node:assert/strict';
import { createAttempts, type AuthenticatedHolder } from '../../../src/services/access/index.ts';
import { currentEdition, type LicenceRecord } from '../../../src/domain/licence/index.ts';
import { changeStatus, issueLicence } from '../../../src/services/licences/index.ts';
import {
  listMyPresentations,
  presentationPasswordState,
  presentLicence,
  seeLink,
  seePresentation,
  seePublicly,
  setPresentationPassword,
  sweepPresentations,
  withdrawPresentation,
  type PresentationDependencies,
  type PresentationOrder,
} from '../../../src/services/presentation/index.ts';
import {
  downloadShared,
  listMyShares,
  listShared,
  revokeShare,
  shareLicence,
  useShare,
} from '../../../src/services/shares/index.ts';
import { citizenNumber, holdersOver, openUseCasesOver, STORES, type OpenHolders, type Person } from '../../support/holders.ts';
import { newestEntries } from '../../support/newest-entries.ts';
import { crypto } from '../../support/pki.ts';
import { actor, CLERK, COUNTER, order, OTHER_CLERK, PURPOSE, SEALER, type UseCases } from '../../support/use-cases.ts';

const PASSWORD = 'hat7Zq';
const DAY = 86_400_000;

for (const kind of STORES)
  describe(`showing and sharing licences over ${kind}`, function () {
    this.timeout(300_000);
    let under: UseCases | null = null;
    let holders: OpenHolders;
    let deps: PresentationDependencies;
    let me: Person;
    let who: AuthenticatedHolder;
    let licence: LicenceRecord;
    let identifier: string;
    before(async function () {
      under = await openUseCasesOver(kind, this);
      holders = holdersOver(under);
      deps = { ...holders.deps, publicUrl: 'https://licence.example' };
    });
    beforeEach(async () => {
      me = { name: '欧阳晓样', citizenNumber: citizenNumber() };
      who = await holders.enter(me);
      licence = await issue(me);
      ({ identifier } = currentEdition(licence));
      await setPresentationPassword(deps, who, { next: PASSWORD, present: null });
    });
    after(() => under?.close());

    const opened = (): UseCases => {
      assert.ok(under);
      return under;
    };
    const issue = async ({ name, citizenNumber: code }: Person): Promise<LicenceRecord> =>
      (await issueLicence(opened().licences, CLERK, order({ holders: [{ name, codeType: '999', code }] }))).licence;
    /** Another server over the same store. */
    const elsewhere = (): PresentationDependencies => ({ ...deps, attempts: createAttempts({ ...deps, crypto }) });
    const show = (changes: Partial<PresentationOrder> = {}) =>
      presentLicence(deps, who, { via: 'code', identifier, fields: ['法定代表人'], seconds: 60, password: PASSWORD, ...changes });
    const told = async (subject: string) => {
      await opened().relay.drain();
      return (await newestEntries(opened().store)).map(({ event }) => event).filter((event) => event.subject === subject);
    };

    it('shows a counter live status and the chosen fields masked, once, and records who saw it and what for first', async () => {
      const { secret, presentation, url } = await show();
      assert.equal(url, `https://licence.example/#p=${secret}`);
      assert.ok(!JSON.stringify(await deps.records.get('presentations', presentation._id)).includes(secret));
      await changeStatus(opened().licences, CLERK, { identifier, event: 'suspend', reason: 'x', documentNumber: '1' });
      const purpose = { ...PURPOSE, caseNumber: 'C-7', cause: `核对${me.name}` };
      const seen = await seePresentation(deps, COUNTER, { secret, purpose });
      assert.equal(seen.report.status, 'suspended');
      assert.deepEqual(
        seen.fields.map(({ name, value }) => [name, value]),
        [['法定代表人', '欧***']],
      );
      assert.ok(!JSON.stringify(seen).includes(me.name));
      await assert.rejects(seePresentation(deps, COUNTER, { secret, purpose }), { code: 'PRESENTATION_OVER' });
      const events = await told(`presentations/${presentation._id}`);
      assert.deepEqual(
        events.map((event) => [event.kind, event.actor.capacity]),
        [
          ['presentation-made', 'holder'],
          ['presentation-used', 'verifier'],
        ],
      );
      assert.deepEqual(events[1]?.purpose, { ...purpose, cause: '核对欧***' });
      assert.deepEqual(
        [events[1].facts['licence'], events[1].facts['status'], events[1].facts['fields']],
        [licence._id, 'suspended', ['法定代表人']],
      );
    });

    it('is good once, though two servers are asked at the same time', async () => {
      for (let round = 0; round < 5; round++) {
        const { secret } = await show();
        const results = await Promise.allSettled(
          [deps, elsewhere(), deps, elsewhere()].map((server) => seePresentation(server, COUNTER, { secret, purpose: PURPOSE })),
        );
        assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
      }
    });

    it('is opened by its digits too, by who is signed in, and then by neither any more', async () => {
      const { secret, digits } = await show();
      assert.match(digits, /^\d{8}$/);
      const typed = `${digits.slice(0, 4)} ${digits.slice(4)}`;
      const by = { ...COUNTER, person: 'typing' };
      assert.equal((await seePresentation(deps, by, { digits: typed, purpose: PURPOSE })).report.identifier, identifier);
      await assert.rejects(seePresentation(deps, by, { secret, purpose: PURPOSE }), { code: 'PRESENTATION_OVER' });
      for (let wrong = 0; wrong < 9; wrong++)
        await assert.rejects(seePresentation(deps, by, { digits: `x${wrong}`, purpose: PURPOSE }), {
          code: 'PRESENTATION_NOT_FOUND',
        });
      await assert.rejects(
        (async () => {
          for (;;) await seePresentation(deps, by, { digits: 'x', purpose: PURPOSE }).catch(limited);
        })(),
        { code: 'RATE_LIMITED' },
      );
    });
    const limited = (error: unknown): void => {
      if ((error as { readonly code?: string }).code !== 'PRESENTATION_NOT_FOUND') throw error;
    };

    it('ends after its time, and when it is withdrawn', async () => {
      const withdrawn = await show();
      await withdrawPresentation(deps, who, { id: withdrawn.presentation._id });
      await assert.rejects(seePresentation(deps, COUNTER, { secret: withdrawn.secret, purpose: PURPOSE }), {
        code: 'PRESENTATION_OVER',
      });
      await assert.rejects(withdrawPresentation(deps, who, { id: withdrawn.presentation._id }), { code: 'PRESENTATION_OVER' });
      const over = await show();
      opened().advance(60_000);
      await assert.rejects(seePresentation(deps, COUNTER, { secret: over.secret, purpose: PURPOSE }), {
        code: 'PRESENTATION_OVER',
      });
      await assert.rejects(seePresentation(deps, COUNTER, { digits: over.digits, purpose: PURPOSE }), {
        code: 'PRESENTATION_NOT_FOUND',
      });
      const other = await holders.enter({ name: '李样', citizenNumber: citizenNumber() });
      await assert.rejects(withdrawPresentation(deps, other, { id: over.presentation._id }), { code: 'PRESENTATION_NOT_FOUND' });
      assert.deepEqual((await listMyPresentations(deps, who, {})).map(({ state }) => state).sort(), ['open', 'withdrawn']);
      assert.deepEqual(await listMyPresentations(deps, other, {}), []);
    });

    it('tells anybody status and type alone, and is used up by it', async () => {
      const { secret } = await show();
      const seen = await seePublicly(deps, secret);
      assert.deepEqual([seen.report.status, seen.report.identifier, seen.fields], ['valid', identifier, []]);
      await assert.rejects(seePublicly(deps, secret), { code: 'PRESENTATION_OVER' });
      for (const none of ['0'.repeat(64), 'x', ''])
        await assert.rejects(seePublicly(deps, none), { code: 'PRESENTATION_NOT_FOUND' });
    });

    it('is opened as a link by its separate code alone, five tries at most, and once', async () => {
      const { secret, digits, url } = await show({ via: 'link', seconds: 3600 });
      assert.equal(url, `https://licence.example/#s=${secret}`);
      const wrong = digits === '00000000' ? '00000001' : '00000000';
      await assert.rejects(seePublicly(deps, secret), { code: 'PRESENTATION_NOT_FOUND' });
      for (let tries = 0; tries < 4; tries++)
        await assert.rejects(seeLink(deps, { secret, code: wrong }), { code: 'PRESENTATION_CODE_REFUSED' });
      const seen = await seeLink(deps, { secret, code: digits });
      assert.equal(seen.fields.length, 1);
      await assert.rejects(seeLink(deps, { secret, code: digits }), { code: 'PRESENTATION_OVER' });
      const second = await show({ via: 'link', seconds: 3600 });
      const other = second.digits === '00000000' ? '00000001' : '00000000';
      await Promise.allSettled(Array.from({ length: 8 }, () => seeLink(elsewhere(), { secret: second.secret, code: other })));
      await assert.rejects(seeLink(deps, { secret: second.secret, code: second.digits }), { code: 'PRESENTATION_OVER' });
      const [latest] = (await listMyPresentations(deps, who, {})).filter(({ _id }) => _id === second.presentation._id);
      assert.deepEqual([latest?.state, latest?.separate?.wrong], ['locked', 5]);
    });

    it('asks for the password, counts wrong ones over all servers, and tells the journal of them', async () => {
      const wrong = (server: PresentationDependencies) =>
        presentLicence(server, who, { via: 'code', identifier, fields: [], seconds: 60, password: 'wrong-one' });
      for (const server of [deps, elsewhere(), deps, elsewhere(), deps])
        await assert.rejects(wrong(server), { code: 'PRESENTATION_PASSWORD_REFUSED' });
      await assert.rejects(show(), { code: 'RATE_LIMITED' });
      const record = (await deps.records.get('claims', `holder-code:111:${me.citizenNumber}`))?.owner ?? '';
      const refusals = (await told(`holders/${record}`)).filter((event) => event.kind === 'presentation-password-refused');
      assert.equal(refusals.length, 5);
      opened().advance(61_000);
      await show();
    });

    it('has a password chosen anew with the present one, or a short time after signing in', async () => {
      const next = 'Kite90x';
      opened().advance(11 * 60_000);
      await assert.rejects(setPresentationPassword(deps, who, { next, present: null }), {
        code: 'PRESENTATION_PASSWORD_REFUSED',
      });
      await assert.rejects(setPresentationPassword(deps, who, { next, present: 'x' }), { code: 'PRESENTATION_PASSWORD_REFUSED' });
      await setPresentationPassword(deps, who, { next, present: PASSWORD });
      await assert.rejects(show(), { code: 'PRESENTATION_PASSWORD_REFUSED' });
      const again = await holders.enter(me);
      await setPresentationPassword(deps, again, { next: PASSWORD, present: null });
      await show();
      await assert.rejects(setPresentationPassword(deps, again, { next: '123456', present: null }), { code: 'INPUT_INVALID' });
      const other = await holders.enter({ name: '李样', citizenNumber: citizenNumber() });
      assert.deepEqual(await presentationPasswordState(deps, other), { setAt: null });
      await assert.rejects(presentLicence(deps, other, { via: 'code', identifier, fields: [], seconds: 60, password: 'x' }), {
        code: 'PRESENTATION_PASSWORD_MISSING',
      });
    });

    it('shows nobody’s licence but the holder’s, nor what is not on its face, nor for longer than it may', async () => {
      const others = await issue({ name: '李样', citizenNumber: citizenNumber() });
      await assert.rejects(show({ identifier: currentEdition(others).identifier }), { code: 'LICENCE_NOT_FOUND' });
      await assert.rejects(show({ fields: ['密码'] }), { code: 'FIELD_INVALID' });
      await assert.rejects(show({ seconds: 301 }), { code: 'INPUT_INVALID' });
      await assert.rejects(seePresentation(deps, SEALER, { secret: (await show()).secret, purpose: PURPOSE }), {
        code: 'NOT_ALLOWED',
      });
    });

    it('is forgotten after a week, when the journal has it', async () => {
      const { presentation } = await show();
      opened().advance(8 * DAY + 300_000);
      assert.equal((await deps.records.get('presentations', presentation._id))?.pending, true);
      await sweepPresentations(deps);
      assert.ok(await deps.records.get('presentations', presentation._id));
      await opened().relay.drain();
      assert.ok((await sweepPresentations(deps)) > 0);
      assert.equal(await deps.records.get('presentations', presentation._id), null);
    });

    const share = (changes: Partial<Parameters<typeof shareLicence>[2]> = {}) =>
      shareLicence(deps, who, {
        ...{
          identifier,
          grantee: COUNTER.organisation ?? '',
          purpose: { item: '贷款', cause: '核对资格' },
          fields: ['法定代表人'],
        },
        ...{ file: false, until: deps.clock.now() + DAY, most: 2, password: PASSWORD, ...changes },
      });

    it('shares with one body, whole, as often as it may be used and no more, though all at once', async () => {
      const grant = await share();
      const { items } = await listShared(deps, COUNTER, { limit: 100 });
      assert.ok(items.some(({ _id }) => _id === grant._id));
      await assert.rejects(useShare(deps, OTHER_CLERK, { id: grant._id, caseNumber: null }), { code: 'SHARE_NOT_FOUND' });
      const uses = await Promise.allSettled(
        [deps, elsewhere(), deps, elsewhere(), deps].map((server) =>
          useShare(server, COUNTER, { id: grant._id, caseNumber: 'C-1' }),
        ),
      );
      const seen = uses.flatMap((use) => (use.status === 'fulfilled' ? [use.value] : []));
      assert.equal(seen.length, 2);
      assert.deepEqual(
        seen[0]?.fields.map(({ value }) => value),
        ['欧阳晓样'],
      );
      await assert.rejects(useShare(deps, COUNTER, { id: grant._id, caseNumber: null }), { code: 'SHARE_OVER' });
      const [mine] = await listMyShares(deps, who, {});
      assert.deepEqual([mine?._id, mine?.used], [grant._id, 2]);
      const events = await told(`shares/${grant._id}`);
      assert.deepEqual(
        events.map((event) => [event.kind, event.purpose?.item, event.purpose?.caseNumber]),
        [
          ['share-granted', '贷款', null],
          ['share-used', '贷款', 'C-1'],
          ['share-used', '贷款', 'C-1'],
        ],
      );
    });

    it('ends a grant at once when it is revoked, and when its time comes', async () => {
      const grant = await share();
      await useShare(deps, COUNTER, { id: grant._id, caseNumber: null });
      await revokeShare(deps, who, { id: grant._id });
      await assert.rejects(useShare(elsewhere(), COUNTER, { id: grant._id, caseNumber: null }), { code: 'SHARE_OVER' });
      await revokeShare(deps, who, { id: grant._id });
      const other = await holders.enter({ name: '李样', citizenNumber: citizenNumber() });
      await assert.rejects(revokeShare(deps, other, { id: grant._id }), { code: 'SHARE_NOT_FOUND' });
      const timed = await share({ from: deps.clock.now() + 1000 });
      await assert.rejects(useShare(deps, COUNTER, { id: timed._id, caseNumber: null }), { code: 'SHARE_OVER' });
      opened().advance(1000);
      await useShare(deps, COUNTER, { id: timed._id, caseNumber: null });
      opened().advance(DAY);
      await assert.rejects(useShare(deps, COUNTER, { id: timed._id, caseNumber: null }), { code: 'SHARE_OVER' });
    });

    it('gives the file only where the holder said so', async () => {
      const closed = await share();
      await assert.rejects(downloadShared(deps, COUNTER, { id: closed._id, caseNumber: null }), { code: 'FILE_NOT_FOUND' });
      assert.equal((await deps.records.get('shares', closed._id))?.used, 0);
      const open = await share({ file: true });
      const { bytes, file } = await downloadShared(deps, COUNTER, { id: open._id, caseNumber: null });
      assert.equal(bytes.length, file.size);
      assert.equal((await deps.records.get('shares', open._id))?.used, 1);
      await assert.rejects(share({ grantee: '91000000000000000X' }), { code: 'ORGANISATION_NOT_FOUND' });
      await assert.rejects(share({ password: 'wrong-one' }), { code: 'PRESENTATION_PASSWORD_REFUSED' });
      await assert.rejects(listShared(deps, actor('issuer', null), {}), { code: 'NOT_ALLOWED' });
    });
  });
