/** Documents of a batch certified by RSA before each is sealed, over the edges of its pages: once each, whoever dies. */
import assert from 'node:assert/strict';
import { verifyDocument } from '../../../src/documents/index.ts';
import { prepareTrust } from '../../../src/pki/index.ts';
import { settleReservations } from '../../../src/services/licences/index.ts';
import { assignSignatureKey, withdrawSignatureKey } from '../../../src/services/signing/index.ts';
import {
  addToStampBatch,
  createBatchWorker,
  createStampBatch,
  fetchStampBatchItem,
  listStampBatchItems,
  stampBatchProgress,
  startStampBatch,
} from '../../../src/services/stamping/batches/index.ts';
import { stampDocument } from '../../../src/services/stamping/index.ts';
import { mortal } from '../../support/crash.ts';
import { createEvidenceSources, type EvidenceSources } from '../../support/evidence-sources.ts';
import { ISSUER, sharedInstallation } from '../../support/http.ts';
import { allOf, assertWhole } from '../../support/invariants.ts';
import { crypto } from '../../support/pki.ts';
import { needPyhanko, validateWithPyhanko } from '../../support/pyhanko.ts';
import { blankFile } from '../../support/sealing.ts';
import { grantingAtOnce, newDocumentKey, trustWith, type DocumentKey } from '../../support/signature-key.ts';
import { actor, COUNTER, openUseCases, SEALER, stampOrder, type Process, type UseCases } from '../../support/use-cases.ts';

const { document: PAGE, ...ORDER } = stampOrder(blankFile(3));
const CERTIFIED = { ...ORDER, place: { edge: 'right', pages: 'all', group: 20 }, certifyAs: 'pades' } as const;

describe('a batch of documents that are certified and sealed', function () {
  this.timeout(300_000);
  let rsa: DocumentKey;
  let sources: EvidenceSources;
  let under: UseCases;
  let process: Process;
  before(async () => {
    rsa = await newDocumentKey('rsa');
    sources = await createEvidenceSources((material) => trustWith(material, rsa));
  });
  beforeEach(async () => {
    Object.assign(sources.reachable, { timeStamps: true, revocation: true });
    under = await openUseCases();
    process = under.process({ evidence: sources.evidence });
    await under.store.records.insert('accounts', {
      ...{ _id: SEALER.person ?? '', schema: 1, version: 1, userName: 'sealer', displayName: 'x', passwordHash: 'x' },
      ...{ organisation: SEALER.organisation, roles: ['seal-user'], demonstration: false, disabled: false },
      ...{ outbox: [], pending: false },
    });
  });
  afterEach(async () => {
    await under.relay.drain();
    await assertWhole(under.store);
    await under.close();
  });

  const desk = async () => {
    const { custody } = await sharedInstallation();
    const { relay: journal, licences } = process;
    const grantAtOnce = grantingAtOnce(licences);
    return { records: under.store.records, custody, journal, clock: licences.clock, crypto, grantAtOnce };
  };
  const assign = async (): Promise<void> => {
    await assignSignatureKey(await desk(), actor('administrator', null), { keyId: rsa.keyId, organisation: ISSUER });
  };
  /** A batch of so many documents, not started. */
  async function filled(count: number, first: Uint8Array = PAGE): Promise<string> {
    const { _id: id } = await createStampBatch(process.licences, SEALER, CERTIFIED);
    for (let index = 0; index < count; index++)
      await addToStampBatch(process.licences, SEALER, { id, name: `${index}.pdf`, document: index === 0 ? first : PAGE });
    return id;
  }
  const work = (by: Process = process) => createBatchWorker(by.licences, { owner: 'test' }).round();
  const items = (id: string) => listStampBatchItems(under.licences, SEALER, { id });
  const stateOf = async (id: string) => {
    const { batch, stamped, failed } = await stampBatchProgress(under.licences, SEALER, id);
    return [batch.state, batch.stop?.code ?? null, stamped, failed];
  };
  const judge = (bytes: Uint8Array) =>
    verifyDocument(process.licences.engine, bytes, {
      trust: prepareTrust({ ...sources.material, revocationLists: [] }, crypto),
      policy: { revocation: 'require', acceptDemonstration: true },
      at: Date.now() + 60_000,
      proofOfExistence: null,
    }).signatures.map(({ kind, intact, conclusion }) => [kind, intact, conclusion]);

  it('proves both signatures of every document, and names the record of the certification', async () => {
    await assign();
    const id = await filled(4);
    await startStampBatch(process.licences, SEALER, id);
    assert.equal(await work(), 4);
    const signings = new Set<string>();
    for (const { key } of await items(id)) {
      const { document, stamping, signing = '' } = await fetchStampBatchItem(under.licences, SEALER, { id, key });
      assert.deepEqual(document.subarray(0, PAGE.length), PAGE);
      assert.deepEqual(judge(document), [
        ['cms', true, 'passed'],
        ['seal', true, 'passed'],
        ['time-stamp', true, 'passed'],
      ]);
      const record = await under.store.records.get('signings', signing);
      assert.deepEqual([record?.state, record?.subject], ['done', `stampings/${stamping}`]);
      assert.equal((await under.store.records.get('stampings', stamping))?.places?.length, 3);
      signings.add(signing);
    }
    assert.equal(signings.size, 4);
  });

  it('is permitted after the certification for pyHanko as well', async function () {
    needPyhanko(this);
    await assign();
    // it knows no SM2 time stamps
    sources.reachable.timeStamps = false;
    const id = await filled(1);
    await startStampBatch(process.licences, SEALER, id);
    await work();
    const [item] = await items(id);
    const { document } = await fetchStampBatchItem(under.licences, SEALER, { id, key: item?.key ?? '' });
    const status = validateWithPyhanko(document, { field: 'Signature1', root: rsa.root.certificate.raw, at: Date.now() });
    assert.deepEqual([status.intact, status.valid, status.docmdp, status.bottomLine], [true, true, true, true]);
  });

  it('is not begun without a key that certifies, nor by who may not sign, and stops when the key is withdrawn', async () => {
    await assert.rejects(createStampBatch(process.licences, SEALER, CERTIFIED), { code: 'SIGNATURE_KEY_MISSING' });
    await assign();
    await assert.rejects(createStampBatch(process.licences, COUNTER, CERTIFIED), { code: 'NOT_ALLOWED' });
    const id = await filled(3);
    await startStampBatch(process.licences, SEALER, id);
    await withdrawSignatureKey(await desk(), actor('administrator', null), rsa.keyId);
    assert.equal(await work(), 0);
    assert.deepEqual(await stateOf(id), ['stopped', 'SIGNATURE_KEY_MISSING', 0, 0]);
    assert.deepEqual(await allOf(under.store.records, 'signings'), []);
    await assert.rejects(startStampBatch(process.licences, SEALER, id), { code: 'SIGNATURE_KEY_MISSING' });
    await assign();
    await startStampBatch(process.licences, SEALER, id);
    assert.equal(await work(), 3);
    assert.deepEqual(await stateOf(id), ['done', null, 3, 0]);
  });

  it('fails a document alone that is signed already, without the use of a key', async () => {
    await assign();
    const { document } = await stampDocument(under.licences, SEALER, stampOrder());
    const id = await filled(2, document);
    await startStampBatch(process.licences, SEALER, id);
    assert.equal(await work(), 1);
    const found = (await items(id)).map(({ item }) => [item.state, item.failure?.code ?? null]);
    assert.deepEqual(found, [
      ['failed', 'PDF_NOT_STAMPABLE'],
      ['stamped', null],
    ]);
    assert.equal((await allOf(under.store.records, 'signings')).length, 1);
  });

  it('has each document once when the process dies at any step, and a record of every key that was used', async () => {
    await assign();
    const { custody } = await sharedInstallation();
    for (let at = 1; ; at++) {
      const id = await filled(1);
      await startStampBatch(process.licences, SEALER, id);
      await under.relay.drain();
      const dying = mortal({ store: under.store, signer: custody }, at, 'done');
      const ended = work(under.process(dying)).then(() => true);
      const finished = await Promise.race([ended, dying.death.then(() => false)]);
      under.advance(61_000);
      await settleReservations(under.licences, { olderThan: 60_000 });
      await work();
      await settleReservations(under.licences, { olderThan: 0 });
      await under.relay.drain();
      await assertWhole(under.store);
      assert.deepEqual(await stateOf(id), ['done', null, 1, 0], `dead at ${at}: ${dying.steps.join()}`);
      const [found] = await items(id);
      const { stamping, signing } = await fetchStampBatchItem(under.licences, SEALER, { id, key: found?.key ?? '' });
      const stampings = (await allOf(under.store.records, 'stampings')).filter(({ batch }) => batch === id);
      assert.deepEqual(
        stampings.flatMap(({ _id, state }) => (state === 'done' ? [_id] : [])),
        [stamping],
      );
      assert.equal((await under.store.records.get('signings', signing ?? ''))?.subject, `stampings/${stamping}`);
      assert.ok((await allOf(under.store.records, 'signings')).every(({ state }) => state !== 'intended'));
      if (!finished) continue;
      assert.ok(dying.steps.filter((step) => step === 'sign').length === 2, dying.steps.join());
      break;
    }
  });
});
