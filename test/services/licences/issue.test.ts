import assert from 'node:assert/strict';
import { currentEdition } from '../../../src/domain/licence/index.ts';
import { issueLicence, settleReservations } from '../../../src/services/licences/index.ts';
import type { RecordStore, Store } from '../../../src/services/storage/index.ts';
import { isYinzhengError, YinzhengError, type ErrorCode } from '../../../src/base/errors/index.ts';
import { oneByOne } from '../../support/crash.ts';
import { ISSUER, sharedInstallation } from '../../support/http.ts';
import { allOf, assertWhole, eventsOf } from '../../support/invariants.ts';
import { actor, CLERK, COUNTER, openUseCases, order, OTHER_CLERK, type UseCases } from '../../support/use-cases.ts';

describe('issuing', function () {
  this.timeout(300_000);
  let under: UseCases;
  before(async () => {
    under = await openUseCases();
  });
  after(() => under.close());

  const issue = (request: object, by = CLERK) => issueLicence(under.licences, by, request as ReturnType<typeof order>);
  const refused = (request: object, code: ErrorCode, by = CLERK) => assert.rejects(issue(request, by), { code });
  const inState = (state: string) => under.store.records.find('licences', { index: 'state', equals: state, limit: 1000 });

  it('publishes a licence with a sealed file, both claims, a stamping and its events', async () => {
    const { licence, repeated } = await issue(order());
    assert.equal(repeated, false);
    assert.equal(licence.state, 'published');
    assert.equal(licence.issuer.code, ISSUER);
    assert.deepEqual(await under.store.records.get('licences', licence._id), licence);
    await under.relay.drain();
    const published = await assertWhole(under.store);
    assert.ok(published.some(({ _id }) => _id === licence._id));
    const { stamping } = currentEdition(licence).intent;
    const told = (await eventsOf(under.store)).filter(({ subject }) => subject === `licences/${licence._id}`);
    assert.deepEqual(told.map(({ kind }) => kind).sort(), ['document-stamped', 'licence-issued']);
    for (const event of told) {
      assert.deepEqual(event.purpose, currentEdition(licence).purpose);
      assert.equal(event.actor.person, 'test-issuer');
    }
    assert.equal(told.find(({ kind }) => kind === 'document-stamped')?.facts['stamping'], stamping);
  });

  it('answers the same case and content with the same licence, another content with CASE_CONFLICT', async () => {
    const request = order();
    const first = await issue(request);
    const again = await issue(structuredClone(request));
    assert.deepEqual(again, { licence: first.licence, repeated: true });
    await refused({ ...request, licenceNumber: 'ANOTHER' }, 'CASE_CONFLICT');
    await refused({ ...request, holders: [{ name: '别人', codeType: '999', code: 'TEST-0002' }] }, 'CASE_CONFLICT');
    await refused({ ...request, validTo: '2031-01-01' }, 'CASE_CONFLICT');
    const elsewhere = await issue(request, OTHER_CLERK);
    assert.notEqual(elsewhere.licence._id, first.licence._id, 'case numbers are counted by organisation');
  });

  it('makes one licence of many requests at once', async () => {
    const request = order();
    const other = { ...request, licenceNumber: 'ANOTHER' };
    const answers = await Promise.allSettled([...Array.from({ length: 12 }, () => issue(request)), issue(other)]);
    const made = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    assert.equal(made.length, 12);
    assert.equal(new Set(made.map(({ licence }) => licence._id)).size, 1);
    assert.equal(made.filter(({ repeated }) => !repeated).length, 1);
    assert.ok(isYinzhengError((answers[12] as PromiseRejectedResult).reason, 'CASE_CONFLICT'));
    const records = await under.store.records.find('licences', {
      index: 'caseKey',
      equals: made[0]?.licence.caseKey ?? '',
      limit: 9,
    });
    assert.equal(records.length, 1);
  });

  it('leaves nothing behind of what it refuses, and the case number is free', async () => {
    const request = order();
    const count = async () => {
      const { records } = under.store;
      return [await allOf(records, 'licences'), await allOf(records, 'claims'), await allOf(records, 'stampings')].map(
        ({ length }) => length,
      );
    };
    const before = await count();
    const withField = (name: string, value: string) => ({ ...request, fields: { ...request.fields, [name]: value } });
    await refused({ ...request, typeCode: '11990000MB0000019F999' }, 'LICENCE_TYPE_NOT_FOUND');
    await refused(withField('别的', 'x'), 'FIELD_INVALID');
    await refused(withField('住所', '一\u0000二'), 'FIELD_INVALID');
    await refused(withField('住所', '\ud842'), 'FIELD_INVALID');
    await refused(withField('法定代表人', ' '), 'FIELD_INVALID');
    await assert.rejects(
      issue(withField('法定代表人', '张𰻝')),
      (error: unknown) => isYinzhengError(error, 'GLYPH_MISSING') && error.message.includes('𰻝 (U+30EDD)'),
    );
    await refused({ ...request, licenceNumber: ' ' }, 'FIELD_INVALID');
    await refused({ ...request, holders: [] }, 'HOLDER_INVALID');
    await refused({ ...request, holders: [{ name: '某', codeType: '111', code: '330000000000000001' }] }, 'HOLDER_INVALID');
    await refused({ ...request, issueDate: '2026-02-29' }, 'DATE_INVALID');
    await refused({ ...request, validFrom: '2026-03-02', validTo: '2026-03-01' }, 'FIELD_INVALID');
    await refused(request, 'NOT_ALLOWED', COUNTER);
    await refused(request, 'NOT_ALLOWED', actor('issuer', null));
    await refused(request, 'LICENCE_TYPE_UNUSABLE', actor('issuer', '12990100MB00000432'));
    assert.deepEqual(await count(), before);
    assert.equal((await issue(request)).repeated, false);
  });

  it('records a signer that fails, abandons the licence, and frees the case number', async () => {
    const request = order();
    const known = new Set((await allOf(under.store.records, 'licences')).map(({ _id }) => _id));
    for (const [error, failure] of [
      [new YinzhengError('KEY_NOT_FOUND', { keyId: 'k' }), 'KEY_NOT_FOUND'],
      [new TypeError('a fault of ours'), 'INTERNAL'],
    ] as const) {
      const failing = under.process({ signer: { sign: () => Promise.reject(error) } });
      await assert.rejects(issueLicence(failing.licences, CLERK, request), error);
      const [abandoned, ...others] = (await allOf(under.store.records, 'licences')).filter(({ _id }) => !known.has(_id));
      assert.ok(abandoned && others.length === 0);
      known.add(abandoned._id);
      assert.equal(abandoned.state, 'abandoned');
      const stamping = await under.store.records.get('stampings', currentEdition(abandoned).intent.stamping);
      assert.deepEqual({ state: stamping?.state, failure: stamping?.failure }, { state: 'failed', failure });
    }
    const { licence } = await issue({ ...request, licenceNumber: 'CORRECTED' });
    assert.equal(currentEdition(licence).licenceNumber, 'CORRECTED');
    assert.deepEqual(await issue({ ...request, licenceNumber: 'CORRECTED' }), { licence, repeated: true });
    await under.relay.drain();
    await assertWhole(under.store);
  });

  it('is taken up again when the store was away for a moment, and never doubled', async () => {
    const { custody } = await sharedInstallation();
    let step = 0;
    for (let at = 1; ; at++) {
      step = 0;
      const request = order();
      const away = under.process({ store: failing(under.store, () => ++step === at), signer: custody });
      const outcome = await issueLicence(away.licences, CLERK, request).then(
        () => 'issued',
        (error: unknown) => (error as YinzhengError).code,
      );
      if (step < at) {
        assert.equal(outcome, 'issued');
        assert.ok(at > 6);
        break;
      }
      assert.equal(outcome, 'STORE_UNAVAILABLE');
      const conflict = { ...request, licenceNumber: 'ANOTHER' };
      const reserved = await inState('reserved');
      if (reserved.length > 0) {
        await refused(request, 'ISSUING_INCOMPLETE');
        await refused(conflict, 'CASE_CONFLICT');
        under.advance(31_000);
      }
      const { licence, repeated } = await issue(request);
      assert.equal(licence.state, 'published');
      assert.equal(repeated, reserved.length > 0);
      await settleReservations(under.licences);
      await under.relay.drain();
      await assertWhole(under.store);
    }
  });

  it('refuses demonstration types in production', async () => {
    const production = { ...under.licences, demonstration: false };
    await assert.rejects(issueLicence(production, CLERK, order()), { code: 'DEMONSTRATION_REFUSED' });
  });
});

/** A store that is away for one write. */
function failing(store: Store, away: () => boolean): Store {
  const guard = <R>(work: () => Promise<R>): Promise<R> =>
    away() ? Promise.reject(new YinzhengError('STORE_UNAVAILABLE')) : work();
  const { records, blobs } = store;
  const insert: RecordStore['insert'] = (collection, record) => guard(() => records.insert(collection, record));
  const replace: RecordStore['replace'] = (collection, record) => guard(() => records.replace(collection, record));
  return {
    ...store,
    records: {
      ...records,
      insert,
      replace,
      write: oneByOne({ insert, replace }),
    },
    blobs: { ...blobs, put: (bytes) => guard(() => blobs.put(bytes)) },
  };
}
