import assert from 'node:assert/strict';
import { toBase64, toHex } from '../../../src/base/bytes.ts';
import type { ErrorCode } from '../../../src/base/errors/index.ts';
import { derToRaw, encodeSignature, SM2_ORDER } from '../../../src/crypto/index.ts';
import { parseCertificate } from '../../../src/pki/index.ts';
import { settleReservations } from '../../../src/services/licences/index.ts';
import {
  fetchClientStamp,
  finishClientStamp,
  forgetOverdueDrafts,
  giveUpClientStamp,
  prepareClientStamp,
  stampDocument,
  type ClientStamp,
} from '../../../src/services/stamping/index.ts';
import { verifyFile } from '../../../src/services/verification/index.ts';
import { mortal } from '../../support/crash.ts';
import { newHeldKey, newHeldSeal, type HeldKeyPair } from '../../support/held-seal.ts';
import { sharedInstallation } from '../../support/http.ts';
import { allOf, assertWhole, eventsOf } from '../../support/invariants.ts';
import { sm3 } from '../../support/records.ts';
import { blankFile } from '../../support/sealing.ts';
import { actor, CLERK, COUNTER, openUseCases, OTHER_ISSUER, SEALER, stampOrder, type UseCases } from '../../support/use-cases.ts';

const MINUTE = 60_000;

describe('stamping with keys that their holders have', function () {
  this.timeout(300_000);
  let under: UseCases;
  let key: HeldKeyPair;
  let seal: string;
  before(async () => {
    key = await newHeldKey();
  });
  beforeEach(async () => {
    under = await openUseCases();
    seal = (await newHeldSeal(under.store, under.relay, key.request))._id;
    // A seal is valid from the second in which it was made.
    under.advance(1000);
  });
  afterEach(async () => {
    await under.relay.drain();
    await assertWhole(under.store);
    await under.close();
  });

  const order = (document?: Uint8Array) => ({ ...stampOrder(document), seal });
  const prepare = (document?: Uint8Array) => prepareClientStamp(under.licences, SEALER, order(document));
  const finish = ({ id }: Pick<ClientStamp, 'id'>, signature: Uint8Array, by = SEALER) =>
    finishClientStamp(under.licences, by, { id, signature });
  const refused = (work: Promise<unknown>, code: ErrorCode) => assert.rejects(work, { code });
  const recordOf = async ({ id }: Pick<ClientStamp, 'id'>) => {
    const found = await under.store.records.get('stampings', id);
    assert.ok(found);
    return found;
  };
  const blobs = async () => {
    const keys: string[] = [];
    for await (const blob of under.store.blobs.keys()) keys.push(blob);
    return keys;
  };

  it('gives out what is to be signed, and finishes with the signature', async () => {
    const original = blankFile(2);
    const prepared = await prepare(original);
    const waiting = await recordOf(prepared);
    assert.deepEqual([waiting.state, waiting.digestBefore, waiting.digestAfter], ['prepared', toHex(sm3(original)), null]);
    const { document, stamping } = await finish(prepared, key.sign(prepared.tbs));
    assert.equal(stamping, prepared.id);
    assert.deepEqual(document.slice(0, original.length), original);
    const record = await recordOf(prepared);
    assert.deepEqual([record.state, record.failure, record.digestAfter], ['done', null, toHex(sm3(document))]);
    const [report] = (await verifyFile(under.verification, COUNTER, { bytes: document })).signatures;
    assert.equal(report?.intact, true);
    assert.equal(report.conclusion, 'passed', JSON.stringify(report.checks.filter(({ outcome }) => outcome !== 'passed')));
    await under.relay.drain();
    const told = (await eventsOf(under.store)).filter(({ subject }) => subject === `stampings/${prepared.id}`);
    assert.deepEqual(
      told.map(({ kind, facts }) => [kind, facts['digestAfter']]),
      [['document-stamped', record.digestAfter]],
    );
    assert.deepEqual((await fetchClientStamp(under.licences, SEALER, prepared.id)).document, document);
  });

  it('takes r‖s as well, and the same signature again in either form', async () => {
    const prepared = await prepare();
    const signature = key.sign(prepared.tbs);
    const raw = derToRaw(signature);
    assert.ok(raw);
    const first = await finish(prepared, raw);
    under.advance(MINUTE);
    for (const again of [signature, raw]) assert.deepEqual((await finish(prepared, again)).document, first.document);
    await refused(finish(prepared, key.sign(prepared.tbs)), 'STAMP_SIGNED_OTHERWISE');
    assert.equal((await recordOf(prepared)).digestAfter, toHex(sm3(first.document)));
  });

  it('gives the digest that a device is given which digests nothing itself', async () => {
    const { tbs, digest, certificate } = await prepare();
    const { engine } = await sharedInstallation();
    const { raw } = parseCertificate(certificate).publicKey;
    const id = Buffer.from('1234567812345678');
    const curve =
      'fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93' +
      '32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0';
    const z = engine.crypto.digest('sm3', Buffer.from([0, 128]), id, Buffer.from(curve, 'hex'), raw.subarray(raw.length - 64));
    assert.equal(toHex(digest), toHex(engine.crypto.digest('sm3', z, tbs)));
  });

  it('refuses what is not the signature of that key over those bytes, and still waits', async () => {
    const prepared = await prepare();
    const other = await newHeldKey();
    const right = key.sign(prepared.tbs);
    const changed = Uint8Array.from(right, (octet, index) => (index === right.length - 1 ? octet ^ 1 : octet));
    const raw = derToRaw(right) ?? new Uint8Array();
    const overOrder = Uint8Array.from([...raw.slice(0, 32), ...SM2_ORDER]);
    const longForm = Uint8Array.from([0x30, 0x81, ...right.slice(1)]);
    const wrong = [
      other.sign(prepared.tbs),
      key.sign(prepared.tbs.slice(1)),
      key.sign(sm3(prepared.tbs)),
      ...[changed, overOrder, longForm, Uint8Array.from([...right, 0]), raw.slice(1), Uint8Array.from([...raw, 0])],
      ...[new Uint8Array(), new Uint8Array(64), new Uint8Array(100_000)],
    ];
    for (const signature of wrong) await refused(finish(prepared, signature), 'STAMP_SIGNATURE_WRONG');
    const { r, s } = { r: raw.slice(32), s: raw.slice(0, 32) };
    await refused(finish(prepared, encodeSignature({ r, s })), 'STAMP_SIGNATURE_WRONG');
    assert.equal((await recordOf(prepared)).state, 'prepared');
    const second = await prepare();
    await refused(finish(second, right), 'STAMP_SIGNATURE_WRONG');
    await finish(prepared, right);
    await giveUpClientStamp(under.licences, SEALER, second.id);
  });

  it('is there for nobody but who prepared it', async () => {
    const prepared = await prepare();
    const signature = key.sign(prepared.tbs);
    const others = [
      { ...SEALER, person: 'test-other' },
      { ...SEALER, person: null },
      { ...SEALER, client: 'yz_other' },
      actor('seal-user', OTHER_ISSUER),
    ];
    for (const other of others) {
      await refused(finish(prepared, signature, other), 'STAMP_NOT_FOUND');
      await refused(fetchClientStamp(under.licences, other, prepared.id), 'STAMP_NOT_FOUND');
      await refused(giveUpClientStamp(under.licences, other, prepared.id), 'STAMP_NOT_FOUND');
    }
    await refused(finish(prepared, signature, CLERK), 'NOT_ALLOWED');
    const inCustody = await stampDocument(under.licences, SEALER, stampOrder());
    for (const id of ['', '0'.repeat(32), '../x', inCustody.stamping])
      await refused(finish({ id }, signature), 'STAMP_NOT_FOUND');
    await finish(prepared, signature, { ...SEALER, session: 'another session of the same account' });
  });

  it('keeps apart keys in custody and keys of holders', async () => {
    await refused(prepareClientStamp(under.licences, SEALER, stampOrder()), 'SEAL_KEY_ELSEWHERE');
    await refused(stampDocument(under.licences, SEALER, order()), 'SEAL_KEY_ELSEWHERE');
    await refused(prepareClientStamp(under.licences, CLERK, order()), 'NOT_ALLOWED');
    await refused(prepareClientStamp(under.licences, actor('seal-user', OTHER_ISSUER), order()), 'SEAL_NOT_FOUND');
    await refused(prepareClientStamp(under.licences, SEALER, order(new TextEncoder().encode('none'))), 'DOCUMENT_UNRECOGNISED');
    await refused(prepareClientStamp({ ...under.licences, demonstration: false }, SEALER, order()), 'DEMONSTRATION_REFUSED');
    assert.deepEqual(
      (await allOf(under.store.records, 'stampings')).map(({ state, failure }) => [state, failure]),
      [['failed', 'DOCUMENT_UNRECOGNISED']],
    );
    assert.deepEqual(await blobs(), []);
  });

  it('is over after its time, before and after it is forgotten', async () => {
    const [unsigned, signed] = [await prepare(), await prepare()];
    const signature = key.sign(signed.tbs);
    under.advance(9 * MINUTE);
    await finish(signed, signature);
    assert.equal((await blobs()).length, 2);
    under.advance(MINUTE);
    await refused(finish(unsigned, key.sign(unsigned.tbs)), 'STAMP_EXPIRED');
    assert.equal(await forgetOverdueDrafts(under.licences), 1);
    await refused(finish(unsigned, key.sign(unsigned.tbs)), 'STAMP_EXPIRED');
    const { state, failure, draft } = await recordOf(unsigned);
    assert.deepEqual([state, failure, draft], ['failed', 'STAMP_EXPIRED', null]);
    assert.equal((await blobs()).length, 1);
    await finish(signed, signature);
    under.advance(9 * MINUTE);
    await refused(finish(signed, signature), 'STAMP_EXPIRED');
    await refused(fetchClientStamp(under.licences, SEALER, signed.id), 'STAMP_EXPIRED');
    assert.equal(await forgetOverdueDrafts(under.licences), 1);
    assert.equal(await forgetOverdueDrafts(under.licences), 0);
    assert.deepEqual(await blobs(), []);
    const done = await recordOf(signed);
    assert.deepEqual([done.state, done.draft], ['done', null]);
    await refused(finish(signed, signature), 'STAMP_EXPIRED');
  });

  it('lets ten documents of an account wait and no more, also when many come at once', async () => {
    const tried = await Promise.allSettled(Array.from({ length: 16 }, () => prepare()));
    const taken = tried.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    for (const each of tried) if (each.status === 'rejected') assert.equal((each.reason as { code: string }).code, 'STAMPS_OPEN');
    assert.ok(taken.length <= 10);
    while (taken.length < 10) taken.push(await prepare());
    await refused(prepare(), 'STAMPS_OPEN');
    assert.equal((await allOf(under.store.records, 'stampings')).length, 10);
    assert.equal((await blobs()).length, 10);
    const colleague = { ...SEALER, person: 'test-other' };
    await giveUpClientStamp(under.licences, colleague, (await prepareClientStamp(under.licences, colleague, order())).id);
    const [first, second] = taken;
    assert.ok(first && second);
    await finish(first, key.sign(first.tbs));
    await prepare();
    await giveUpClientStamp(under.licences, SEALER, second.id);
    await refused(finish(second, key.sign(second.tbs)), 'STAMP_EXPIRED');
    assert.deepEqual([(await recordOf(second)).state, (await recordOf(second)).failure], ['failed', 'GIVEN_UP']);
    await prepare();
    await refused(prepare(), 'STAMPS_OPEN');
    under.advance(11 * MINUTE);
    await prepare();
    assert.equal((await blobs()).length, 2);
  });

  it('wants the seal in use still when the signature comes', async () => {
    const prepared = await prepare();
    const record = await under.store.records.get('seals', seal);
    assert.ok(record);
    const versions = record.versions.map((version) => ({ ...version, state: 'suspended' as const }));
    await under.store.records.replace('seals', { ...record, version: record.version + 1, versions });
    await refused(finish(prepared, key.sign(prepared.tbs)), 'SEAL_NOT_IN_USE');
    await refused(prepare(), 'SEAL_NOT_IN_USE');
    const replaced = versions.map((version) => ({ ...version, number: 2, state: 'in-use' as const }));
    await under.store.records.replace('seals', { ...record, version: record.version + 2, versions: replaced });
    await refused(finish(prepared, key.sign(prepared.tbs)), 'STAMP_EXPIRED');
    assert.equal((await recordOf(prepared)).state, 'prepared');
  });

  it('is over where its document is gone, as after the restore of a backup, which has none', async () => {
    const prepared = await prepare();
    const { draft } = await recordOf(prepared);
    await under.store.blobs.remove(draft?.blob ?? '');
    await refused(finish(prepared, key.sign(prepared.tbs)), 'STAMP_EXPIRED');
    under.advance(11 * MINUTE);
    assert.equal(await forgetOverdueDrafts(under.licences), 1);
    assert.equal((await recordOf(prepared)).failure, 'STAMP_EXPIRED');
  });

  it('makes one document of two signatures that come at once', async () => {
    const prepared = await prepare();
    const signatures = [key.sign(prepared.tbs), key.sign(prepared.tbs)];
    const answers = await Promise.allSettled([...signatures, ...signatures].map((signature) => finish(prepared, signature)));
    const done = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [toBase64(answer.value.document)] : []));
    assert.equal(done.length, 2);
    assert.equal(new Set(done).size, 1);
    for (const answer of answers)
      if (answer.status === 'rejected') assert.equal((answer.reason as { code: string }).code, 'STAMP_SIGNED_OTHERWISE');
    await under.relay.drain();
    const told = (await eventsOf(under.store)).filter(({ kind }) => kind === 'document-stamped');
    assert.equal(told.length, 1);
  });

  it('waits through the end of the process, and is finished by the next', async () => {
    const prepared = await prepare();
    under = await under.reopen();
    assert.equal((await settleReservations(under.licences)).unknownStampings, 0);
    const { document } = await finish(prepared, key.sign(prepared.tbs));
    const [report] = (await verifyFile(under.verification, COUNTER, { bytes: document })).signatures;
    assert.equal(report?.conclusion, 'passed');
  });

  it('is whole or not there when the process dies at any of its steps', async () => {
    const { custody } = await sharedInstallation();
    const died: string[] = [];
    for (const last of ['done', 'undone'] as const) {
      for (let at = 1; ; at++) {
        const before = new Set((await allOf(under.store.records, 'stampings')).map(({ _id }) => _id));
        const dying = mortal({ store: under.store, signer: custody }, at, last);
        const work = (async () => {
          const deps = under.process(dying).licences;
          const prepared = await prepareClientStamp(deps, SEALER, order());
          const signature = key.sign(prepared.tbs);
          await finishClientStamp(deps, SEALER, { id: prepared.id, signature });
          await giveUpClientStamp(deps, SEALER, prepared.id);
          return 'lived';
        })();
        if ((await Promise.race([dying.death, work])) === 'lived') break;
        died.push(dying.steps.at(-1) ?? '');
        under.advance(11 * MINUTE);
        await forgetOverdueDrafts(under.licences);
        assert.deepEqual(await blobs(), [], `${last} ${dying.steps.join(', ')}`);
        for (const { _id, state, draft, digestAfter } of await allOf(under.store.records, 'stampings')) {
          if (before.has(_id)) continue;
          assert.equal(draft, null);
          assert.ok(state === 'failed' ? digestAfter === null : state === 'done' && digestAfter !== null, state);
        }
      }
    }
    assert.deepEqual(new Set(died), new Set(['insert stampings', 'put', 'replace stampings', 'remove blob']));
  });
});
