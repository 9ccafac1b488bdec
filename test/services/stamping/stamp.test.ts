import assert from 'node:assert/strict';
import { toHex } from '../../../src/base/bytes.ts';
import { YinzhengError, type ErrorCode } from '../../../src/base/errors/index.ts';
import { settleReservations } from '../../../src/services/licences/index.ts';
import { stampDocument } from '../../../src/services/stamping/index.ts';
import { recordDone, recordFailed } from '../../../src/services/stamping/outcome.ts';
import { verifyFile } from '../../../src/services/verification/index.ts';
import { mortal } from '../../support/crash.ts';
import { sharedInstallation } from '../../support/http.ts';
import { allOf, assertWhole, eventsOf } from '../../support/invariants.ts';
import { sm3 } from '../../support/records.ts';
import { blankFile } from '../../support/sealing.ts';
import {
  CLERK,
  COUNTER,
  openUseCases,
  OTHER_CLERK,
  PURPOSE,
  SEALER,
  stampOrder,
  type UseCases,
} from '../../support/use-cases.ts';

describe('stamping documents', function () {
  this.timeout(300_000);
  let under: UseCases;
  beforeEach(async () => {
    under = await openUseCases();
  });
  afterEach(async () => {
    await under.relay.drain();
    await assertWhole(under.store);
    await under.close();
  });

  const only = async () => {
    const [stamping, ...others] = await allOf(under.store.records, 'stampings');
    assert.ok(stamping && others.length === 0);
    return stamping;
  };

  it('records the intent before the key is used, and the digests after', async () => {
    const { custody } = await sharedInstallation();
    const seen: unknown[] = [];
    const watching = under.process({
      signer: {
        async sign(request) {
          const { state, digestAfter, purpose, actor } = await only();
          seen.push({ state, digestAfter, purpose, person: actor.person });
          assert.equal(request.authorisation.reference, `stampings/${(await only())._id}`);
          return custody.sign(request);
        },
      },
    });
    const original = blankFile(1);
    const { document, stamping } = await stampDocument(watching.licences, SEALER, stampOrder(original));
    assert.deepEqual(seen, [{ state: 'intended', digestAfter: null, purpose: PURPOSE, person: 'test-seal-user' }]);
    assert.deepEqual(document.slice(0, original.length), original);
    const record = await only();
    assert.equal(record._id, stamping);
    assert.deepEqual(
      [record.state, record.subject, record.digestBefore, record.digestAfter],
      ['done', null, toHex(sm3(original)), toHex(sm3(document))],
    );
    const report = await verifyFile(under.verification, COUNTER, { bytes: document });
    assert.deepEqual(
      report.signatures.map(({ intact }) => intact),
      [true],
    );
    const again = await stampDocument(under.licences, SEALER, stampOrder(document));
    const both = await verifyFile(under.verification, COUNTER, { bytes: again.document });
    assert.deepEqual(
      both.signatures.map(({ intact }) => intact),
      [true, true],
    );
  });

  it('refuses who may not and seals of others without an intent, and records what cannot be stamped as failed', async () => {
    const refused = (code: ErrorCode, by = SEALER, changes: object = {}) =>
      assert.rejects(stampDocument(under.licences, by, { ...stampOrder(), ...changes }), { code });
    await refused('NOT_ALLOWED', CLERK);
    await refused('NOT_ALLOWED', COUNTER);
    await refused('SEAL_NOT_FOUND', SEALER, { seal: '99010000000002' });
    await refused('SEAL_NOT_FOUND', { ...OTHER_CLERK, capacity: 'seal-user' });
    await refused('SEAL_NOT_FOUND', SEALER, { seal: 'none' });
    await refused('DOCUMENT_UNRECOGNISED', SEALER, { document: new TextEncoder().encode('no document') });
    const production = { ...under.licences, demonstration: false };
    await assert.rejects(stampDocument(production, SEALER, stampOrder()), { code: 'DEMONSTRATION_REFUSED' });
    assert.deepEqual(
      (await allOf(under.store.records, 'stampings')).map(({ state, failure }) => [state, failure]),
      [['failed', 'DOCUMENT_UNRECOGNISED']],
    );
  });

  it('records why a stamping failed', async () => {
    for (const [error, failure] of [
      [new YinzhengError('KEY_NOT_FOUND', { keyId: 'k' }), 'KEY_NOT_FOUND'],
      [new TypeError('a fault of ours'), 'INTERNAL'],
    ] as const) {
      const known = new Set((await allOf(under.store.records, 'stampings')).map(({ _id }) => _id));
      const failing = under.process({ signer: { sign: () => Promise.reject(error) } });
      await assert.rejects(stampDocument(failing.licences, SEALER, stampOrder()), error);
      const stamping = (await allOf(under.store.records, 'stampings')).find(({ _id }) => !known.has(_id));
      assert.deepEqual([stamping?.state, stamping?.failure], ['failed', failure]);
    }
  });

  it('shows a stamping that a crash cut off as of unknown outcome, once it is old enough', async () => {
    const { custody } = await sharedInstallation();
    for (const at of [1, 2]) {
      const dying = mortal({ store: under.store, signer: custody }, at, 'done');
      await Promise.race([dying.death, stampDocument(under.process(dying).licences, SEALER, stampOrder())]);
    }
    assert.equal((await settleReservations(under.licences, { olderThan: 60_000 })).unknownStampings, 0);
    under.advance(61_000);
    assert.equal((await settleReservations(under.licences, { olderThan: 60_000 })).unknownStampings, 2);
    for (const { state, failure } of await allOf(under.store.records, 'stampings'))
      assert.deepEqual([state, failure], ['outcome-unknown', 'OUTCOME_UNKNOWN']);
  });

  it('is done, with both events in the journal, when it was given up while it was made', async () => {
    const { custody } = await sharedInstallation();
    const slow = under.process({
      signer: {
        async sign(request) {
          assert.equal((await settleReservations(under.licences)).unknownStampings, 1);
          return custody.sign(request);
        },
      },
    });
    const { stamping } = await stampDocument(slow.licences, SEALER, stampOrder());
    assert.equal((await only()).state, 'done');
    await under.relay.drain();
    const told = (await eventsOf(under.store)).filter(({ subject }) => subject === `stampings/${stamping}`);
    assert.deepEqual(
      told.map(({ kind }) => kind),
      ['document-stamping-failed', 'document-stamped'],
    );
    assert.equal(await recordFailed(under.licences, stamping, 'INTERNAL'), false);
    await recordDone(under.licences, stamping, { digestBefore: '', digestAfter: '' });
    assert.notEqual((await only()).digestAfter, '');
    await assert.rejects(recordDone(under.licences, 'none', { digestBefore: '', digestAfter: '' }), { code: 'STAMPING_UNKNOWN' });
    assert.equal(await recordFailed(under.licences, 'none', 'INTERNAL'), false);
  });

  it('settles more than a page of them, and those that stay do not hold it up', async () => {
    const { custody } = await sharedInstallation();
    const stuck = under.process({ signer: { sign: () => new Promise<never>(() => undefined) } });
    for (let count = 0; count < 120; count++) void stampDocument(stuck.licences, SEALER, stampOrder());
    while ((await allOf(under.store.records, 'stampings')).length < 120) await new Promise((resolve) => setTimeout(resolve, 5));
    under.advance(61_000);
    const young = mortal({ store: under.store, signer: custody }, 1, 'done');
    void stampDocument(under.process(young).licences, SEALER, stampOrder());
    await young.death;
    assert.equal((await settleReservations(under.licences, { olderThan: 60_000 })).unknownStampings, 120);
    const left = await under.store.records.find('stampings', { index: 'state', equals: 'intended', limit: 10 });
    assert.equal(left.length, 1);
    assert.equal((await settleReservations(under.licences)).unknownStampings, 1);
  });
});
