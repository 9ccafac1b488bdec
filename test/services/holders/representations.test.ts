/** Acting for others over both stores: guardians and heirs by proof, enterprises down to the handler, each only as far as it goes. */
import assert from 'node:assert/strict';
import { addDays, localDateAt } from '../../../src/base/time.ts';
import type { AuthenticatedHolder } from '../../../src/services/access/index.ts';
import { currentEdition, type Holder, type LicenceRecord } from '../../../src/domain/licence/index.ts';
import {
  askToRepresent,
  decideRepresentation,
  delegate,
  downloadMyLicence,
  endRepresentation,
  getAskedRepresentation,
  getMyLicence,
  listAskedRepresentations,
  listMyLicences,
  listMyRepresentations,
} from '../../../src/services/holders/index.ts';
import { issueLicence } from '../../../src/services/licences/index.ts';
import { presentLicence, seePresentation, setPresentationPassword } from '../../../src/services/presentation/index.ts';
import { shareLicence } from '../../../src/services/shares/index.ts';
import { citizenNumber, holdersOver, openUseCasesOver, STORES, type OpenHolders, type Person } from '../../support/holders.ts';
import { newestEntries } from '../../support/newest-entries.ts';
import { CLERK, COUNTER, order, PURPOSE, type UseCases } from '../../support/use-cases.ts';

const PROOF = { document: '出生医学证明', number: 'P-1', issuer: '样例医院' };
const PASSWORD = 'hat7Zq';
const DAY = 86_400_000;

for (const kind of STORES)
  describe(`acting for others over ${kind}`, function () {
    this.timeout(300_000);
    let under: UseCases | null = null;
    let holders: OpenHolders;
    before(async function () {
      under = await openUseCasesOver(kind, this);
      holders = holdersOver(under);
    });
    after(() => under?.close());

    const opened = (): UseCases => {
      assert.ok(under);
      return under;
    };
    const deps = () => ({ ...holders.deps, publicUrl: 'https://licence.example' });
    const today = () => localDateAt(holders.deps.clock.now());
    const term = (days: number) => ({ from: today(), to: addDays(today(), days), matters: null });
    const person = (name = '欧阳晓样', birthday?: string): Person => ({ name, citizenNumber: citizenNumber(birthday) });
    const issue = async (holder: Holder): Promise<LicenceRecord> =>
      (await issueLicence(opened().licences, CLERK, order({ holders: [holder] }))).licence;
    const idsOf = async (who: AuthenticatedHolder, onBehalfOf: string) =>
      (await listMyLicences(holders.deps, who, { onBehalfOf, limit: 100 })).items.map(({ licence }) => licence._id);
    const named = ({ name, citizenNumber: code }: Person) => ({ kind: 'citizen', code, name }) as const;
    const accepted = async (who: AuthenticatedHolder, principal: Person, as: 'minor' | 'deceased') => {
      const { representation } = await askToRepresent(holders.deps, who, {
        kind: as,
        principal: named(principal),
        ...term(300),
        proof: PROOF,
      });
      await decideRepresentation(holders.deps, COUNTER, { id: representation._id, step: 'accept', note: null });
      return representation;
    };

    it('lets a guardian see and show a minor’s licences once a counter has accepted the proof, until its last day', async () => {
      const child = person('欧阳小样', `${Number(today().slice(0, 4)) - 8}0307`);
      const licence = await issue({ name: child.name, codeType: '999', code: child.citizenNumber });
      const parent = await holders.enter(person());
      await assert.rejects(
        askToRepresent(holders.deps, parent, { kind: 'minor', principal: named(person('成年')), ...term(30), proof: PROOF }),
        { code: 'REPRESENTATION_REFUSED' },
      );
      const { representation } = await askToRepresent(holders.deps, parent, {
        kind: 'minor',
        principal: named(child),
        ...term(300),
        proof: PROOF,
      });
      const onBehalfOf = representation.principal;
      await assert.rejects(idsOf(parent, onBehalfOf), { code: 'NOT_ALLOWED' });
      const waiting = await listAskedRepresentations(holders.deps, COUNTER, { limit: 100 });
      assert.ok(waiting.items.some((each) => each.representation._id === representation._id));
      const whole = await getAskedRepresentation(holders.deps, COUNTER, representation._id);
      assert.deepEqual([whole.principal.code, whole.representation.proof], [child.citizenNumber, PROOF]);
      await decideRepresentation(holders.deps, COUNTER, { id: representation._id, step: 'accept', note: null });
      assert.deepEqual(await idsOf(parent, onBehalfOf), [licence._id]);
      await setPresentationPassword(deps(), parent, { next: PASSWORD, present: null });
      const { identifier } = currentEdition(licence);
      const made = await presentLicence(deps(), parent, {
        via: 'code',
        identifier,
        fields: [],
        seconds: 60,
        password: PASSWORD,
        onBehalfOf,
      });
      assert.equal(
        (await seePresentation(deps(), COUNTER, { secret: made.secret, purpose: PURPOSE })).report.identifier,
        identifier,
      );
      await opened().relay.drain();
      const shown = (await newestEntries(opened().store)).find(
        ({ event }) => event.subject === `presentations/${made.presentation._id}`,
      );
      assert.deepEqual([shown?.event.actor.person, shown?.event.actor.onBehalfOf], [parent.session.pseudonym, onBehalfOf]);
      const { actsFor } = await listMyRepresentations(holders.deps, parent);
      assert.deepEqual(
        actsFor.map(({ id }) => id),
        [onBehalfOf],
      );
      const stranger = await holders.enter(person());
      await assert.rejects(idsOf(stranger, onBehalfOf), { code: 'NOT_ALLOWED' });
      await assert.rejects(endRepresentation(holders.deps, stranger, representation._id), {
        code: 'HOLDER_APPLICATION_NOT_FOUND',
      });
      await endRepresentation(holders.deps, parent, representation._id);
      await assert.rejects(idsOf(parent, onBehalfOf), { code: 'NOT_ALLOWED' });
    });

    it('lets an heir read and download, and show or share nothing', async () => {
      const dead = person('欧阳老样', '19400307');
      const licence = await issue({ name: dead.name, codeType: '999', code: dead.citizenNumber });
      const { identifier } = currentEdition(licence);
      const heir = await holders.enter(person());
      const { principal: onBehalfOf } = await accepted(heir, dead, 'deceased');
      await getMyLicence(holders.deps, heir, { identifier, onBehalfOf });
      await downloadMyLicence(holders.deps, heir, { identifier, onBehalfOf });
      await setPresentationPassword(deps(), heir, { next: PASSWORD, present: null });
      const shown = { identifier, fields: [], password: PASSWORD, onBehalfOf };
      await assert.rejects(presentLicence(deps(), heir, { ...shown, via: 'code', seconds: 60 }), { code: 'NOT_ALLOWED' });
      const share = { grantee: COUNTER.organisation ?? '', purpose: { item: 'x', cause: 'x' }, file: false, most: 1 };
      await assert.rejects(shareLicence(deps(), heir, { ...shown, ...share, until: holders.deps.clock.now() + DAY }), {
        code: 'NOT_ALLOWED',
      });
    });

    it('ends with its term', async () => {
      const dead = person('欧阳老样', '19400307');
      const heir = await holders.enter(person());
      const { representation } = await askToRepresent(holders.deps, heir, {
        kind: 'deceased',
        principal: named(dead),
        ...term(0),
        proof: PROOF,
      });
      await decideRepresentation(holders.deps, COUNTER, { id: representation._id, step: 'accept', note: null });
      await idsOf(heir, representation.principal);
      const tomorrow = { ...holders.deps, clock: { now: () => holders.deps.clock.now() + DAY } };
      await assert.rejects(listMyLicences(tomorrow, heir, { onBehalfOf: representation.principal }), { code: 'NOT_ALLOWED' });
    });

    it('goes from the legal representative to the licence manager and on to the handler, within term and matters, and ends with its giver', async () => {
      const enterprise = { creditCode: '11990100MB0000027F', organisation: '样例公司' };
      const licence = await issue({ name: enterprise.organisation, codeType: '001', code: enterprise.creditCode });
      const { identifier } = currentEdition(licence);
      const legal = await holders.enter({ ...person('法人'), ...enterprise });
      const [managing, handling] = [person('管理员甲'), person('办事人乙')];
      const onBehalfOf = (await listMyRepresentations(holders.deps, legal)).actsFor[0]?.id ?? '';
      const to = ({ name, citizenNumber: code }: Person) => ({ name, code });
      const matters = ['变更登记', '年度报告'];
      const first = await delegate(holders.deps, legal, {
        ...{ onBehalfOf, kind: 'licence-manager', representative: to(managing), ...term(100), matters, proof: PROOF },
      });
      const manager = await holders.enter(managing);
      assert.ok((await idsOf(manager, onBehalfOf)).includes(licence._id));
      const handing = { onBehalfOf, kind: 'handler', representative: to(handling), proof: PROOF } as const;
      for (const wrong of [{ ...term(101), matters }, { ...term(10), matters: ['注销登记'] }, term(10)])
        await assert.rejects(delegate(holders.deps, manager, { ...handing, ...wrong }), { code: 'REPRESENTATION_REFUSED' });
      const second = await delegate(holders.deps, manager, { ...handing, ...term(10), matters: ['年度报告'] });
      assert.equal(second.representation.parent, first.representation._id);
      const handler = await holders.enter(handling);
      await getMyLicence(holders.deps, handler, { identifier, onBehalfOf });
      await assert.rejects(downloadMyLicence(holders.deps, handler, { identifier, onBehalfOf }), { code: 'NOT_ALLOWED' });
      await assert.rejects(delegate(holders.deps, handler, { ...handing, ...term(1), matters: ['年度报告'] }), {
        code: 'NOT_ALLOWED',
      });
      await setPresentationPassword(deps(), handler, { next: PASSWORD, present: null });
      const shown = { via: 'code', identifier, fields: [], seconds: 60, password: PASSWORD, onBehalfOf } as const;
      await assert.rejects(presentLicence(deps(), handler, shown), { code: 'REPRESENTATION_REFUSED' });
      await assert.rejects(presentLicence(deps(), handler, { ...shown, matter: '变更登记' }), { code: 'REPRESENTATION_REFUSED' });
      await presentLicence(deps(), handler, { ...shown, matter: '年度报告' });
      const impostor = await holders.enter({ ...handling, name: '冒名' });
      await assert.rejects(idsOf(impostor, onBehalfOf), { code: 'NOT_ALLOWED' });
      await holders.enter(handling);
      await endRepresentation(holders.deps, legal, first.representation._id);
      for (const who of [manager, handler]) await assert.rejects(idsOf(who, onBehalfOf), { code: 'NOT_ALLOWED' });
      const { others } = await listMyRepresentations(holders.deps, legal);
      assert.deepEqual(others.map(({ representation }) => representation.state).sort(), ['accepted', 'ended']);
    });

    it('is neither asked for where it is given, nor given where it is asked for, nor by a person to himself', async () => {
      const me = person();
      const who = await holders.enter({ ...me, creditCode: '11990100MB0000035A', organisation: '另一公司' });
      const company = { kind: 'enterprise', code: '11990100MB0000035A', name: '另一公司' } as const;
      const ask = (as: 'handler' | 'deceased', principal: Parameters<typeof askToRepresent>[2]['principal']) =>
        askToRepresent(holders.deps, who, { kind: as, principal, ...term(10), matters: ['x'], proof: PROOF });
      await assert.rejects(ask('handler', company), { code: 'REPRESENTATION_REFUSED' });
      await assert.rejects(ask('deceased', named(me)), { code: 'REPRESENTATION_REFUSED' });
      await assert.rejects(ask('deceased', { kind: 'citizen', code: '11010519491231002Y', name: 'x' }), {
        code: 'HOLDER_INVALID',
      });
      const onBehalfOf = (await listMyRepresentations(holders.deps, who)).actsFor[0]?.id ?? '';
      const give = (as: 'licence-manager' | 'legal-representative', { name, citizenNumber: code }: Person) =>
        delegate(holders.deps, who, { onBehalfOf, kind: as, representative: { name, code }, ...term(10), proof: PROOF });
      await assert.rejects(give('licence-manager', me), { code: 'REPRESENTATION_REFUSED' });
      await assert.rejects(give('legal-representative', person()), { code: 'REPRESENTATION_REFUSED' });
      await assert.rejects(decideRepresentation(holders.deps, CLERK, { id: 'none', step: 'accept', note: null }), {
        code: 'NOT_ALLOWED',
      });
    });
  });
