import assert from 'node:assert/strict';
import { YinzhengError, type ErrorCode } from '../../../src/base/errors/index.ts';
import { fromUtf8 } from '../../../src/base/bytes.ts';
import type { Actor } from '../../../src/domain/access/index.ts';
import { currentEdition } from '../../../src/domain/licence/index.ts';
import { issueLicence, makeEdition, type EditionRequest } from '../../../src/services/licences/index.ts';
import {
  changeLicenceDraft,
  eraseWithdrawnDrafts,
  getLicenceDraft,
  issueLicenceDraft,
  KEPT_WITHDRAWN,
  listLicenceDrafts,
  makeLicenceDraft,
  previewLicence,
  previewLicenceDraft,
  returnLicenceDraft,
  withdrawLicenceDraft,
  type DraftOrder,
} from '../../../src/services/licences/drafts/index.ts';
import { ISSUER } from '../../support/http.ts';
import { openUseCasesOver, STORES } from '../../support/holders.ts';
import { allOf, assertWhole, eventsOf } from '../../support/invariants.ts';
import { changeType } from '../../support/licence-types.ts';
import { CLERK, COUNTER, order, OTHER_CLERK, PURPOSE, type UseCases } from '../../support/use-cases.ts';

const CHIEF: Actor = { ...CLERK, person: 'chief' };
const TYPE = '11990000MB0000019F001';

for (const kind of STORES) {
  describe(`drafts of licences over ${kind}`, function () {
    this.timeout(300_000);
    let under: UseCases;
    before(async function () {
      under = await openUseCasesOver(kind, this);
      await changeType(under.store.records, TYPE, { twoPersons: true });
    });
    after(async () => {
      await under.relay.drain();
      await assertWhole(under.store);
      await under.close();
    });

    const wanted = (changes: object = {}): DraftOrder => ({ kind: 'issue', request: order(changes as never) });
    const make = async (of = wanted(), by = CLERK) => (await makeLicenceDraft(under.licences, by, of)).draft;
    const issue = (id: string, by = CHIEF) => issueLicenceDraft(under.licences, by, id);
    const refused = (work: Promise<unknown>, code: ErrorCode) => assert.rejects(work, { code });
    const stateOf = async (id: string) => (await under.store.records.get('licence-drafts', id))?.state;

    it('are issued by somebody else, once, and have nothing of persons then', async () => {
      const of = wanted();
      await refused(issueLicence(under.licences, CLERK, of.request as never), 'TWO_PERSONS_NEEDED');
      const draft = await make(of);
      assert.deepEqual([draft.state, draft.makers], ['waiting', ['test-issuer']]);
      assert.deepEqual(await makeLicenceDraft(under.licences, CLERK, structuredClone(of)), {
        draft: await found(draft._id),
        repeated: true,
      });
      await refused(issue(draft._id, CLERK), 'TWO_PERSONS_NEEDED');
      assert.equal(await stateOf(draft._id), 'waiting');
      const issued = await issue(draft._id);
      assert.equal(issued.draft.state, 'issued');
      assert.equal(issued.draft.content, null);
      assert.equal(issued.draft.licence, issued.edition.identifier);
      assert.deepEqual([issued.edition.madeBy, issued.edition.issuedBy.person], [['test-issuer'], 'chief']);
      assert.deepEqual(
        issued.draft.steps.map(({ step, by }) => [step, by]),
        [
          ['make', 'test-issuer'],
          ['issue', 'chief'],
        ],
      );
      await refused(issue(draft._id), 'LICENCE_DRAFT_NOT_POSSIBLE');
      await refused(make(of), 'CASE_CONFLICT');
      await under.relay.drain();
      const told = (await eventsOf(under.store)).filter(
        ({ kind: told, subject }) => told === 'licence-issued' && subject === `licences/${issued.licence._id}`,
      );
      assert.deepEqual(told[0]?.facts['makers'], ['test-issuer']);
    });

    const found = async (id: string) => {
      const draft = await under.store.records.get('licence-drafts', id);
      assert.ok(draft);
      return draft;
    };

    it('are returned, changed, and not issued by whoever changed them', async () => {
      const of = wanted();
      const { _id: id } = await make(of);
      await returnLicenceDraft(under.licences, CHIEF, { id, note: '欧阳晓样的住所有误' });
      await refused(issue(id), 'LICENCE_DRAFT_NOT_POSSIBLE');
      const other = { ...of, request: { ...of.request, licenceNumber: 'JY-9' } } as DraftOrder;
      await changeLicenceDraft(under.licences, CHIEF, { id, order: other });
      await refused(issue(id), 'TWO_PERSONS_NEEDED');
      const issued = await issue(id, { ...CLERK, person: 'third' });
      assert.equal(issued.edition.licenceNumber, 'JY-9');
      assert.deepEqual(issued.edition.madeBy, ['test-issuer', 'chief']);
      await refused(changeLicenceDraft(under.licences, CHIEF, { id, order: other }), 'LICENCE_DRAFT_NOT_POSSIBLE');
      const { _id: another } = await make();
      await refused(changeLicenceDraft(under.licences, CLERK, { id: another, order: wanted() }), 'CASE_CONFLICT');
    });

    it('are refused while their maker is there, whatever is wrong with them', async () => {
      const count = async () => (await allOf(under.store.records, 'licence-drafts')).length;
      const before = await count();
      const fields = order().fields;
      await refused(make(wanted({ fields: { ...fields, 法定代表人: '张𰻝' } })), 'GLYPH_MISSING');
      await refused(make(wanted({ fields: { ...fields, 别的: 'x' } })), 'FIELD_INVALID');
      await refused(make(wanted({ typeCode: '11990000MB0000019F999' })), 'LICENCE_TYPE_NOT_FOUND');
      await refused(make(wanted(), COUNTER), 'NOT_ALLOWED');
      assert.equal(await count(), before);
    });

    it('are the next edition of a licence too', async () => {
      const first = await issue((await make())._id);
      const request: EditionRequest = {
        ...{ identifier: first.edition.identifier, act: 'change', reason: '搬迁', fields: { 住所: '新址' } },
        purpose: { ...PURPOSE, caseNumber: `DRAFT-${first.licence._id}` },
      };
      await refused(makeEdition(under.licences, CLERK, request), 'TWO_PERSONS_NEEDED');
      const draft = await make({ kind: 'edition', request });
      const { licence } = await issue(draft._id);
      assert.deepEqual([currentEdition(licence).number, currentEdition(licence).fields['住所']], ['002', '新址']);
    });

    it('are shown as a specimen, which nothing signs', async () => {
      const of = wanted();
      const bytes = await previewLicence(under.licences, CLERK, of);
      assert.equal(fromUtf8(bytes.subarray(0, 5)), '%PDF-');
      assert.ok(!Buffer.from(bytes).includes('/ByteRange'));
      const { _id: id } = await make(of);
      const shown = await previewLicenceDraft(under.licences, CHIEF, { id, purpose: PURPOSE });
      assert.ok(shown.length > 10_000);
      await withdrawLicenceDraft(under.licences, CLERK, id);
      await under.relay.drain();
      const told = (await eventsOf(under.store)).filter(({ subject }) => subject === `licence-drafts/${id}`);
      assert.deepEqual(told.map(({ kind: event }) => event).sort(), [
        'licence-draft-changed',
        'licence-draft-made',
        'licence-draft-read',
      ]);
      assert.ok(!JSON.stringify(told).includes('欧阳晓样'));
    });

    it('are found by those who may issue them, of their own organisation', async () => {
      const { _id: id } = await make();
      const page = await listLicenceDrafts(under.licences, CHIEF, { state: 'waiting', limit: 100 });
      assert.ok(page.items.some(({ _id }) => _id === id));
      assert.ok(page.items.every(({ organisation, state }) => organisation === ISSUER && state === 'waiting'));
      const one = await listLicenceDrafts(under.licences, CHIEF, { state: 'waiting', limit: 1 });
      assert.equal(one.items.length, 1);
      const others = await listLicenceDrafts(under.licences, OTHER_CLERK, { state: 'waiting' });
      assert.deepEqual(others.items, []);
      await refused(getLicenceDraft(under.licences, OTHER_CLERK, { id, purpose: PURPOSE }), 'LICENCE_DRAFT_NOT_FOUND');
      await refused(issue(id, OTHER_CLERK), 'LICENCE_DRAFT_NOT_FOUND');
      await refused(withdrawLicenceDraft(under.licences, COUNTER, id), 'NOT_ALLOWED');
    });

    it('wait as before when they could not be sealed, and a server that died over one leaves it to the next', async () => {
      const { _id: id } = await make();
      const failing = under.process({
        signer: { sign: () => Promise.reject(new YinzhengError('KEY_NOT_FOUND', { keyId: 'k' })) },
      });
      await refused(issueLicenceDraft(failing.licences, CHIEF, id), 'KEY_NOT_FOUND');
      assert.equal(await stateOf(id), 'waiting');
      const draft = await found(id);
      await under.store.records.replace('licence-drafts', {
        ...{ ...draft, version: draft.version + 1, state: 'issuing', standing: `${ISSUER}/issuing` },
      });
      await refused(withdrawLicenceDraft(under.licences, CLERK, id), 'LICENCE_DRAFT_NOT_POSSIBLE');
      assert.equal((await issue(id)).draft.state, 'issued');
    });

    it('have nothing of persons any more a month after they were withdrawn', async () => {
      const of = wanted();
      const { _id: id } = await make(of);
      await returnLicenceDraft(under.licences, CHIEF, { id, note: '欧阳晓样' });
      await withdrawLicenceDraft(under.licences, CLERK, id);
      await eraseWithdrawnDrafts(under.licences);
      assert.equal(await stateOf(id), 'withdrawn');
      under.advance(KEPT_WITHDRAWN + 1000);
      assert.ok((await eraseWithdrawnDrafts(under.licences)) >= 1);
      const erased = await found(id);
      assert.deepEqual([erased.state, erased.content, erased.caseKey], ['erased', null, '']);
      assert.ok(erased.steps.every(({ note }) => note === null));
      assert.equal(await eraseWithdrawnDrafts(under.licences), 0);
      assert.notEqual((await make(of))._id, id);
    });
  });
}
