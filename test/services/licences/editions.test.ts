import assert from 'node:assert/strict';
import { YinzhengError, type ErrorCode } from '../../../src/base/errors/index.ts';
import { isoInstant } from '../../../src/base/time.ts';
import type { Actor } from '../../../src/domain/access/index.ts';
import { readIdentifier } from '../../../src/domain/identifier/index.ts';
import { currentEdition, firstIssueDate, type LicenceRecord } from '../../../src/domain/licence/index.ts';
import {
  changeStatus,
  downloadLicence,
  issueLicence,
  makeEdition,
  markUsed,
  settleReservations,
  type EditionRequest,
} from '../../../src/services/licences/index.ts';
import { resealLicence } from '../../../src/services/compromise/index.ts';
import { followUses } from '../../../src/services/uses/index.ts';
import { verifyCode, verifyIdentifier } from '../../../src/services/verification/index.ts';
import { openUseCasesOver, STORES } from '../../support/holders.ts';
import { mortal } from '../../support/crash.ts';
import { sharedInstallation } from '../../support/http.ts';
import { assertWhole, eventsOf } from '../../support/invariants.ts';
import { actor, CLERK, COUNTER, order, OTHER_CLERK, PURPOSE, type UseCases } from '../../support/use-cases.ts';

let cases = 0;

for (const kind of STORES)
  describe(`editions over ${kind}`, function () {
    this.timeout(300_000);
    let under: UseCases;
    before(async function () {
      under = await openUseCasesOver(kind, this);
    });
    after(async () => {
      await settleReservations(under.licences);
      await under.relay.drain();
      await assertWhole(under.store);
      await under.close();
    });

    const issue = async (changes: Record<string, unknown> = {}) =>
      (await issueLicence(under.licences, CLERK, order({ validTo: '2031-01-01', ...changes }))).licence;
    const asked = (licence: LicenceRecord, act: EditionRequest['act'], more: Partial<EditionRequest> = {}): EditionRequest => ({
      ...{ identifier: currentEdition(licence).identifier, act, reason: '申请', ...more },
      purpose: { item: '食品经营许可', caseNumber: `EDITION-${++cases}`, cause: '变更' },
    });
    const make = (request: EditionRequest, by = CLERK) => makeEdition(under.licences, by, request);
    const refused = (request: EditionRequest, code: ErrorCode, by = CLERK) => assert.rejects(make(request, by), { code });
    const statusOf = async (identifier: string) =>
      (await verifyIdentifier(under.verification as never, COUNTER, { identifier })).status;
    const act = (licence: LicenceRecord, event: 'revoke' | 'suspend') =>
      changeStatus(under.licences, CLERK, {
        ...{ identifier: currentEdition(licence).identifier, event, reason: '核查', documentNumber: '样〔2026〕7号' },
      });

    it('change what is stated and nothing else, under the same serial, and replace the one before', async () => {
      const licence = await issue();
      const before = currentEdition(licence);
      for (const nothing of [{}, { fields: { 住所: before.fields['住所'] ?? '' } }])
        await assert.rejects(make(asked(licence, 'change', nothing)), { code: 'FIELD_INVALID' });
      const request = asked(licence, 'change', { fields: { 住所: '样例省样例市新址' } });
      const { licence: changed, edition, repeated } = await make(request);
      assert.equal(repeated, false);
      assert.equal(edition.number, '002');
      assert.equal(readIdentifier(edition.identifier).serial, readIdentifier(before.identifier).serial);
      assert.ok(readIdentifier(edition.identifier).checkRight);
      assert.notEqual(edition.verificationCode, before.verificationCode);
      assert.deepEqual(edition.fields, { ...before.fields, 住所: '样例省样例市新址' });
      assert.deepEqual([edition.validFrom, edition.validTo], [before.validFrom, before.validTo]);
      assert.equal(firstIssueDate(changed), before.issueDate);
      assert.equal(edition.files.length, 1);
      assert.deepEqual(await under.store.records.get('licences', licence._id), changed);
      under.advance(1000);
      assert.equal(await statusOf(before.identifier), 'replaced');
      assert.equal(await statusOf(edition.identifier), 'valid');
      assert.equal((await verifyCode(under.verification as never, before.verificationCode)).status, 'replaced');
      assert.deepEqual(await make(request), { licence: changed, edition, repeated: true });
      await refused({ ...request, reason: '别的' }, 'CASE_CONFLICT');
      await refused({ ...asked(changed, 'change'), identifier: before.identifier }, 'EDITION_NOT_POSSIBLE');
      await under.relay.drain();
      const told = (await eventsOf(under.store)).filter(({ subject }) => subject === `licences/${licence._id}`);
      assert.deepEqual(
        told.filter(({ kind }) => kind.startsWith('licence')).map(({ kind, facts }) => [kind, facts['edition'], facts['act']]),
        [
          ['licence-issued', '001', undefined],
          ['licence-edition-issued', '002', 'change'],
        ],
      );
    });

    it('share case numbers with licences', async () => {
      const licence = await issue();
      const other = order();
      const request = asked(licence, 'reissue');
      await issueLicence(under.licences, CLERK, other);
      await refused({ ...request, purpose: other.purpose }, 'CASE_CONFLICT');
      await make(request);
      await assert.rejects(issueLicence(under.licences, CLERK, { ...other, purpose: request.purpose }), {
        code: 'CASE_CONFLICT',
      });
    });

    it('renew a licence from the day after it would have ended', async () => {
      const licence = await issue({ validTo: undefined });
      const { validTo } = currentEdition(licence);
      const { licence: renewed, edition } = await make(asked(licence, 'renew'));
      assert.equal(Number(edition.validTo.slice(0, 4)), Number(validTo.slice(0, 4)) + 5);
      assert.equal(firstIssueDate(renewed), currentEdition(licence).issueDate);
    });

    it('name other holders, and keep who held the one before', async () => {
      const licence = await issue();
      const holders = [{ name: '李四样', codeType: '999', code: 'TEST-0002' }] as const;
      const { licence: changed } = await make(asked(licence, 'change', { holders, fields: { 法定代表人: '李四样' } }));
      assert.deepEqual(changed.holders, holders);
      assert.deepEqual(changed.editions[0]?.holders, licence.holders);
      const found = await under.store.records.find('licences', { index: 'holderCode', equals: 'TEST-0002', limit: 100 });
      assert.ok(found.some(({ _id }) => _id === licence._id));
    });

    it('reissue without any change', async () => {
      const licence = await issue();
      await refused(asked(licence, 'reissue', { fields: { 住所: '别处' } }), 'FIELD_INVALID');
      const { edition } = await make(asked(licence, 'reissue'));
      assert.deepEqual(edition.fields, currentEdition(licence).fields);
    });

    it('void and issue again in one act, while nobody but the issuer used it', async () => {
      const licence = await issue();
      const before = currentEdition(licence);
      await downloadLicence(under.licences, CLERK, { identifier: before.identifier, purpose: PURPOSE });
      const { licence: corrected, edition } = await make(asked(licence, 'correct', { fields: { 主体业态: '食品销售经营者' } }));
      under.advance(1000);
      assert.equal(await statusOf(before.identifier), 'void');
      assert.equal(await statusOf(edition.identifier), 'valid');
      await markUsed(under.licences, corrected, edition);
      await markUsed(under.licences, corrected, edition);
      await refused(asked(corrected, 'correct'), 'LICENCE_USED');
      // What the record of uses has of others counts, and what it has of the issuer does not.
      const other = await issue();
      const use = async (of: LicenceRecord, by: Actor) => {
        const at = isoInstant(under.licences.clock.now());
        const event = { id: `verifications/${++cases}`, kind: 'fields-verified', subject: `licences/${of._id}` } as const;
        const told = { effectiveAt: at, recordedAt: at, actor: by, purpose: PURPOSE, facts: { result: 'valid' } };
        await under.relay.record([{ ...event, ...told }]);
        await under.relay.drain();
        await followUses(under);
      };
      await use(other, CLERK);
      const { licence: again } = await make(asked(other, 'correct'));
      await use(again, COUNTER);
      await refused(asked(again, 'correct'), 'LICENCE_USED');
      await make(asked(corrected, 'change', { fields: { 主体业态: '餐饮服务经营者' } }));
    });

    it('reinstate what was ended, by the document that overturned it', async () => {
      const licence = await issue();
      await act(licence, 'revoke');
      under.advance(1000);
      await refused(asked(licence, 'change'), 'EDITION_NOT_POSSIBLE');
      await refused(asked(licence, 'reinstate'), 'FIELD_INVALID');
      const { licence: reinstated, edition } = await make(
        asked(licence, 'reinstate', { documentNumber: '样行复〔2026〕1号', reason: '复议撤销原处罚决定' }),
      );
      under.advance(1000);
      assert.equal(await statusOf(currentEdition(licence).identifier), 'revoked');
      assert.equal(await statusOf(edition.identifier), 'valid');
      await act(reinstated, 'suspend');
      assert.equal(await statusOf(edition.identifier), 'suspended');
    });

    it('are not sealed again with another seal while they are made', async () => {
      const licence = await issue();
      await under.relay.drain();
      const stored = await under.store.records.get('licences', licence._id);
      assert.ok(stored);
      const coming = { edition: { ...currentEdition(licence), number: '002' }, holders: licence.holders };
      const again = { seal: currentEdition(licence).intent.seal, actor: CLERK, purpose: PURPOSE };
      await assert.rejects(resealLicence(under.licences, { ...stored, coming }, again), { code: 'VERSION_CONFLICT' });
      assert.deepEqual(await under.store.records.get('licences', licence._id), stored);
    });

    it('are the issuer’s alone', async () => {
      const licence = await issue();
      await refused(asked(licence, 'change'), 'LICENCE_NOT_FOUND', OTHER_CLERK);
      await refused(asked(licence, 'change'), 'NOT_ALLOWED', COUNTER);
      await refused(asked(licence, 'change'), 'NOT_ALLOWED', actor('issuer', null));
    });

    it('leave nothing behind when they are refused or cannot be sealed, and the case number is free', async () => {
      const licence = await issue();
      const request = asked(licence, 'change', { fields: { 法定代表人: '张𰻝' } });
      await refused(request, 'GLYPH_MISSING');
      await under.relay.drain();
      const before = await under.store.records.get('licences', licence._id);
      await refused({ ...request, fields: { 别的: 'x' } }, 'FIELD_INVALID');
      assert.deepEqual(await under.store.records.get('licences', licence._id), before);
      const failing = under.process({
        signer: { sign: () => Promise.reject(new YinzhengError('KEY_NOT_FOUND', { keyId: 'k' })) },
      });
      const right = { ...request, fields: { 法定代表人: '张样' } };
      await assert.rejects(makeEdition(failing.licences, CLERK, right), { code: 'KEY_NOT_FOUND' });
      const abandoned = await under.store.records.get('licences', licence._id);
      assert.deepEqual([abandoned?.coming, abandoned?.makingEdition, abandoned?.editions.length], [undefined, undefined, 1]);
      assert.equal((await make(right)).edition.number, '002');
      const told = await under.relay.drain().then(() => eventsOf(under.store));
      assert.equal(told.filter(({ kind }) => kind === 'licence-edition-abandoned').length, 1);
    });

    it('are one of many made at once, whatever else happens to the licence', async () => {
      const licence = await issue();
      const request = asked(licence, 'change', { fields: { 住所: '同时' } });
      const { custody } = await sharedInstallation();
      let acted = false;
      const busy = under.process({
        signer: {
          sign: async (tbs) => {
            // Somebody suspends the licence while its next edition is sealed.
            if (!acted) await act(licence, 'suspend').then(() => (acted = true));
            return custody.sign(tbs);
          },
        },
      });
      const [made, again] = await Promise.all([1, 2].map(() => makeEdition(busy.licences, CLERK, request)));
      assert.equal(made?.edition.identifier, again?.edition.identifier);
      assert.deepEqual([made?.repeated, again?.repeated], [false, true]);
      assert.ok(acted);
      const kept = await under.store.records.get('licences', licence._id);
      assert.deepEqual([kept?.editions.length, kept?.events.length], [2, 1]);
    });

    // The steps of a process that dies are those of one store.
    for (const last of kind === 'lmdb' ? (['undone', 'done'] as const) : []) {
      it(`that a process dies over, at any step, which was ${last}, are made by the next start or can be asked for again`, async () => {
        const { custody } = await sharedInstallation();
        for (let at = 1; ; at++) {
          const licence = await issue();
          await under.relay.drain();
          const request = asked(licence, 'change', { fields: { 住所: '新址' } });
          const dying = mortal({ store: under.store, signer: custody }, at, last);
          const ended = makeEdition(under.process(dying).licences, CLERK, request).then(() => 'made');
          const died = (await Promise.race([ended, dying.death])) !== 'made';
          await settleReservations(under.licences);
          const { licence: made, edition } = await make(request);
          assert.equal(made.editions.length, 2);
          assert.equal(made.coming, undefined);
          assert.equal(edition.files.length, 1);
          await under.relay.drain();
          await assertWhole(under.store);
          if (!died) {
            assert.ok(at > 6, `${at}`);
            break;
          }
        }
      });
    }
  });
