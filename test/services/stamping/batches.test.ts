/** Documents stamped as one task: each once and none lost, whoever dies, shares or forbids it. */
import assert from 'node:assert/strict';
import { concatBytes, toHex } from '../../../src/base/bytes.ts';
import { YinzhengError } from '../../../src/base/errors/index.ts';
import type { Actor } from '../../../src/domain/access/index.ts';
import { settleReservations } from '../../../src/services/licences/index.ts';
import {
  addToStampBatch,
  cancelStampBatch,
  createBatchWorker,
  createStampBatch,
  fetchStampBatchItem,
  forgetOverdueBatches,
  forgetStampBatch,
  listStampBatches,
  listStampBatchItems,
  stampBatchProgress,
  startStampBatch,
  zipStampBatch,
  type BatchDocument,
} from '../../../src/services/stamping/batches/index.ts';
import type { StampBatchRecord } from '../../../src/services/storage/index.ts';
import { verifyFile } from '../../../src/services/verification/index.ts';
import { mortal, type LastStep } from '../../support/crash.ts';
import { sharedInstallation } from '../../support/http.ts';
import { allOf, assertWhole, eventsOf } from '../../support/invariants.ts';
import { needTool, runTool } from '../../support/pdf.ts';
import { sm3 } from '../../support/records.ts';
import { blankFile } from '../../support/sealing.ts';
import { actor, COUNTER, openUseCases, SEALER, stampOrder, type Process, type UseCases } from '../../support/use-cases.ts';

const { document: PAGE, ...ORDER } = stampOrder();
const SEAL = ORDER.seal;

describe('stamping documents as a batch', function () {
  this.timeout(300_000);
  let under: UseCases;
  beforeEach(async () => {
    under = await openUseCases();
    await addAccount(SEALER);
  });
  afterEach(async () => {
    await under.relay.drain();
    await assertWhole(under.store);
    await under.close();
  });

  async function addAccount({ person, organisation }: Actor): Promise<void> {
    await under.store.records.insert('accounts', {
      ...{ _id: person ?? '', schema: 1, version: 1, userName: person ?? '', displayName: 'x', passwordHash: 'x' },
      ...{ organisation, roles: ['seal-user'], demonstration: false, disabled: false, outbox: [], pending: false },
    });
  }

  /** A batch of so many documents, not started. */
  async function filled(count: number, changes: (index: number) => Partial<BatchDocument> = () => ({})): Promise<string> {
    const { _id: id } = await createStampBatch(under.licences, SEALER, ORDER);
    for (let index = 0; index < count; index++)
      await addToStampBatch(under.licences, SEALER, { id, name: `${index}.pdf`, document: PAGE, ...changes(index) });
    return id;
  }

  const work = ({ licences }: Pick<Process, 'licences'> = under, owner = 'test') =>
    createBatchWorker(licences, { owner }).round();
  const progress = async (id: string) => {
    const { batch, waiting, working, stamped, failed } = await stampBatchProgress(under.licences, SEALER, id);
    return { state: batch.state, waiting, working, stamped, failed };
  };
  const items = (id: string) => listStampBatchItems(under.licences, SEALER, { id });

  /** Every document was stamped once: one stamping of each is done, and its document is what was recorded. */
  async function assertOnce(id: string, count: number): Promise<void> {
    assert.deepEqual(await progress(id), { state: 'done', waiting: 0, working: 0, stamped: count, failed: 0 });
    const stampings = await allOf(under.store.records, 'stampings');
    const done = stampings.filter(({ state }) => state === 'done');
    const named = (await items(id)).map(({ item }) => item.stamping ?? '');
    assert.deepEqual(done.map(({ _id }) => _id).sort(), named.toSorted());
    assert.equal(named.length, count);
    for (const { key } of await items(id)) {
      const { document, stamping } = await fetchStampBatchItem(under.licences, SEALER, { id, key });
      const record = done.find(({ _id }) => _id === stamping);
      assert.deepEqual([record?.digestBefore, record?.digestAfter, record?.batch], [toHex(sm3(PAGE)), toHex(sm3(document)), id]);
    }
  }

  it('stamps every document, each with a record of its own, and tells the journal of begin and end', async () => {
    const id = await filled(20);
    assert.deepEqual(await progress(id), { state: 'open', waiting: 20, working: 0, stamped: 0, failed: 0 });
    assert.equal(await work(), 0);
    await startStampBatch(under.licences, SEALER, id);
    assert.equal(await work(), 20);
    await assertOnce(id, 20);
    const [first] = await items(id);
    const { document } = await fetchStampBatchItem(under.licences, SEALER, { id, key: first?.key ?? '' });
    const report = await verifyFile(under.verification, COUNTER, { bytes: document });
    assert.deepEqual(
      report.signatures.map(({ intact }) => intact),
      [true],
    );
    await under.relay.drain();
    const told = (await eventsOf(under.store)).filter(({ subject }) => subject === `stamp-batches/${id}`);
    assert.deepEqual(
      told.map(({ kind, facts }) => [kind, facts['state'] ?? null, facts['stamped'] ?? null]),
      [
        ['stamp-batch-started', null, null],
        ['stamp-batch-ended', 'done', 20],
      ],
    );
  });

  it('gives its documents as a ZIP file with a list of what became of each', async function () {
    needTool(this, 'unzip');
    const id = await filled(2, (index) =>
      index === 1 ? { name: '证明 (二).pdf', place: { keyword: '没有', occurrence: 1, dx: 0, dy: 0 } } : {},
    );
    await startStampBatch(under.licences, SEALER, id);
    await work();
    const parts: Uint8Array[] = [];
    for await (const part of await zipStampBatch(under.licences, SEALER, id)) parts.push(part);
    const zip = concatBytes(...parts);
    assert.match(runTool(zip, 'unzip', '-t', '{}').output, /No errors detected/);
    const list = JSON.parse(runTool(zip, 'unzip', '-p', '{}', 'results.json').output) as readonly {
      readonly name: string;
      readonly state: string;
      readonly failure: { readonly code: string; readonly zh: string } | null;
    }[];
    assert.deepEqual(
      list.map(({ name, state, failure }) => [name, state, failure?.code ?? null]),
      [
        ['0.pdf', 'stamped', null],
        ['证明 (二).pdf', 'failed', 'KEYWORD_NOT_FOUND'],
      ],
    );
    assert.match(list[1]?.failure?.zh ?? '', /关键字/);
  });

  it('goes on after documents that cannot be stamped, and says of each why', async () => {
    const id = await filled(4, (index) => {
      if (index === 0) return { document: new TextEncoder().encode('no document') };
      if (index === 1) return { place: { page: 7, x: 1, y: 1 } };
      return index === 2 ? { seal: 'none', purpose: { item: 'other', cause: 'test', caseNumber: '1' } } : {};
    });
    await startStampBatch(under.licences, SEALER, id);
    await work();
    assert.deepEqual(await progress(id), { state: 'done', waiting: 0, working: 0, stamped: 1, failed: 3 });
    assert.deepEqual(
      (await items(id)).map(({ item }) => item.failure?.code ?? null),
      ['DOCUMENT_UNRECOGNISED', 'PDF_NOT_STAMPABLE', 'SEAL_NOT_FOUND', null],
    );
    const [first] = await items(id);
    await assert.rejects(fetchStampBatchItem(under.licences, SEALER, { id, key: first?.key ?? '' }), {
      code: 'STAMP_BATCH_DOCUMENT_UNSTAMPED',
    });
  });

  for (const last of ['done', 'undone'] as const satisfies readonly LastStep[])
    it(`stamps nothing twice and loses nothing, whichever step of the work was the last (${last})`, async () => {
      const { custody } = await sharedInstallation();
      const id = await filled(3);
      await startStampBatch(under.licences, SEALER, id);
      let deaths = 0;
      for (let at = 1; at < 60 && (await progress(id)).state !== 'done'; at++) {
        // Each process dies at a later step than the one before: every step of a document is a last one.
        const dying = mortal({ store: under.store, signer: custody }, 1 + (at % 11), last);
        await Promise.race([dying.death, work(under.process(dying))]);
        deaths++;
        if (at % 5 === 0) await settleReservations(under.licences);
        const named = (await items(id)).flatMap(({ item }) => (item.state === 'stamped' ? [item.stamping] : []));
        const done = (await allOf(under.store.records, 'stampings')).filter(({ state }) => state === 'done');
        assert.ok(done.length <= named.length + 3);
        // A document that was begun too often counts as failed; here it is the process that dies, not the document that kills it.
        for (const { item } of await items(id))
          if (item.state === 'working' && item.attempts > 3)
            await under.store.records.replace('stamp-batch-items', { ...item, version: item.version + 1, attempts: 1 });
      }
      assert.ok(deaths > 5, `${deaths}`);
      await work();
      await settleReservations(under.licences);
      await assertOnce(id, 3);
    });

  it('gives up a document that ends every process that takes it', async () => {
    const { custody } = await sharedInstallation();
    const id = await filled(1);
    await startStampBatch(under.licences, SEALER, id);
    for (let attempt = 0; attempt < 5; attempt++) {
      const dying = mortal({ store: under.store, signer: custody }, 3, 'done');
      await Promise.race([dying.death, work(under.process(dying))]);
    }
    await work();
    await settleReservations(under.licences);
    assert.deepEqual(await progress(id), { state: 'done', waiting: 0, working: 0, stamped: 0, failed: 1 });
  });

  it('is shared by several servers, and each document is stamped by one of them', async () => {
    const id = await filled(40);
    await startStampBatch(under.licences, SEALER, id);
    const counts = await Promise.all(['a', 'b', 'c'].map((owner) => work(under.process(), owner)));
    await work();
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      40,
    );
    await assertOnce(id, 40);
  });

  it('leaves a document to the server that has it until its lease is over; then what that server signs is not kept', async () => {
    const { custody } = await sharedInstallation();
    const id = await filled(1);
    await startStampBatch(under.licences, SEALER, id);
    let signed: () => void = () => undefined;
    const release = new Promise<void>((resolve) => (signed = resolve));
    let signing: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (signing = resolve));
    const slow = under.process({
      signer: {
        async sign(request) {
          signing();
          await release;
          return custody.sign(request);
        },
      },
    });
    const slowly = work(slow, 'slow');
    await begun;
    assert.equal(await work(under, 'quick'), 0);
    assert.deepEqual(await progress(id), { state: 'running', waiting: 0, working: 1, stamped: 0, failed: 0 });
    under.advance(21_000);
    assert.equal(await work(under, 'quick'), 1);
    signed();
    assert.equal(await slowly, 0);
    await assertOnce(id, 1);
  });

  it('stops before the next document when its seal is suspended, says why, and goes on when told to', async () => {
    const { custody } = await sharedInstallation();
    const id = await filled(30);
    await startStampBatch(under.licences, SEALER, id);
    const seal = await under.store.records.get('seals', SEAL);
    assert.ok(seal);
    const suspended = { ...seal, versions: seal.versions.map((version) => ({ ...version, state: 'suspended' as const })) };
    let used = 0;
    const watching = under.process({
      signer: {
        async sign(request) {
          if (++used === 5) await under.store.records.replace('seals', { ...suspended, version: seal.version + 1 });
          return custody.sign(request);
        },
      },
    });
    await work(watching);
    // Those that were about to be signed at that moment were; nothing after.
    assert.ok(used >= 5 && used <= 8, `${used}`);
    assert.deepEqual(await progress(id), { state: 'stopped', waiting: 30 - used, working: 0, stamped: used, failed: 0 });
    const { batch } = await stampBatchProgress(under.licences, SEALER, id);
    assert.equal(batch.stop?.code, 'SEAL_NOT_IN_USE');
    await assert.rejects(startStampBatch(under.licences, SEALER, id), { code: 'SEAL_NOT_IN_USE' });
    await under.store.records.replace('seals', { ...seal, version: seal.version + 2 });
    await startStampBatch(under.licences, SEALER, id);
    await work();
    await assertOnce(id, 30);
  });

  it('stops when whoever began it is locked out', async () => {
    const id = await filled(3);
    await startStampBatch(under.licences, SEALER, id);
    const account = await under.store.records.get('accounts', SEALER.person ?? '');
    assert.ok(account);
    await under.store.records.replace('accounts', { ...account, version: 2, disabled: true });
    await work();
    const { batch, waiting } = await stampBatchProgress(under.licences, SEALER, id);
    assert.deepEqual([batch.state, batch.stop?.code, waiting], ['stopped', 'NOT_ALLOWED', 3]);
  });

  it('waits while the signer is away, however long', async () => {
    const { custody } = await sharedInstallation();
    const id = await filled(2);
    await startStampBatch(under.licences, SEALER, id);
    const away = under.process({ signer: { sign: () => Promise.reject(new YinzhengError('SIGNER_UNAVAILABLE')) } });
    for (let turn = 0; turn < 8; turn++) await work(away);
    assert.deepEqual(await progress(id), { state: 'running', waiting: 2, working: 0, stamped: 0, failed: 0 });
    await work(under.process({ signer: custody }));
    await assertOnce(id, 2);
  });

  it('ends where it is when it is cancelled, and what is stamped can be fetched', async () => {
    const { custody } = await sharedInstallation();
    const id = await filled(20);
    await startStampBatch(under.licences, SEALER, id);
    let used = 0;
    const watching = under.process({
      signer: {
        async sign(request) {
          if (++used === 3) await cancelStampBatch(under.licences, SEALER, id);
          return custody.sign(request);
        },
      },
    });
    await work(watching);
    const { state, stamped, waiting } = await progress(id);
    assert.deepEqual([state, stamped, waiting], ['cancelled', used, 20 - used]);
    assert.ok(used < 8);
    await assert.rejects(startStampBatch(under.licences, SEALER, id), { code: 'STAMP_BATCH_NOT_POSSIBLE' });
    assert.equal(await work(), 0);
  });

  it('takes a document again as the same, and no other under its name, none without a file name, none once started', async () => {
    const id = await filled(1);
    const again = { id, name: '0.pdf', document: PAGE };
    assert.equal((await addToStampBatch(under.licences, SEALER, again)).number, 1);
    const differs = { code: 'STAMP_BATCH_DOCUMENT_DIFFERS' };
    await assert.rejects(addToStampBatch(under.licences, SEALER, { ...again, document: blankFile(2) }), differs);
    await assert.rejects(addToStampBatch(under.licences, SEALER, { ...again, seal: 'x' }), differs);
    for (const name of ['', '..', 'a/b.pdf', 'a\\b', ' a', 'a\u202eb', 'x'.repeat(201), 'a\0', 'a.'])
      await assert.rejects(addToStampBatch(under.licences, SEALER, { ...again, name }), { code: 'INPUT_INVALID' }, name);
    await startStampBatch(under.licences, SEALER, id);
    assert.equal((await addToStampBatch(under.licences, SEALER, again)).number, 1);
    await assert.rejects(addToStampBatch(under.licences, SEALER, { ...again, name: '1.pdf' }), {
      code: 'STAMP_BATCH_NOT_POSSIBLE',
    });
    await work();
    await assertOnce(id, 1);
    assert.equal((await allOf(under.store.records, 'stamp-batch-items')).length, 1);
  });

  it('counts a document that was added when its server died, once it is added again', async () => {
    const { custody } = await sharedInstallation();
    const { _id: id } = await createStampBatch(under.licences, SEALER, ORDER);
    for (let at = 1; at <= 3; at++)
      for (const last of ['done', 'undone'] as const) {
        const dying = mortal({ store: under.store, signer: custody }, at, last);
        const document = { id, name: `${at}-${last}.pdf`, document: PAGE };
        await Promise.race([dying.death, addToStampBatch(under.process(dying).licences, SEALER, document)]);
        await addToStampBatch(under.licences, SEALER, document);
      }
    await startStampBatch(under.licences, SEALER, id);
    await work();
    await assertOnce(id, 6);
  });

  it('is limited in documents, bytes and batches', async () => {
    const id = await filled(1);
    const full = async (changes: Partial<StampBatchRecord>, name: string) => {
      const batch = await under.store.records.get('stamp-batches', id);
      assert.ok(batch);
      await under.store.records.replace('stamp-batches', { ...batch, ...changes, version: batch.version + 1 });
      await assert.rejects(addToStampBatch(under.licences, SEALER, { id, name, document: PAGE }), { code: 'STAMP_BATCH_FULL' });
    };
    await full({ bytes: 2 * 1024 ** 3 - 10 }, 'a.pdf');
    await full({ bytes: 0, members: Array.from({ length: 1000 }, (_, index) => `${index}`) }, 'b.pdf');
    await assert.rejects(startStampBatch(under.licences, SEALER, (await createStampBatch(under.licences, SEALER, ORDER))._id), {
      code: 'STAMP_BATCH_NOT_POSSIBLE',
    });
    for (let count = 2; count < 20; count++) await createStampBatch(under.licences, SEALER, ORDER);
    await assert.rejects(createStampBatch(under.licences, SEALER, ORDER), { code: 'STAMP_BATCHES_OPEN' });
  });

  it('is found by whoever began it and by nobody else', async () => {
    const id = await filled(1);
    const missing = { code: 'STAMP_BATCH_NOT_FOUND' };
    const colleague = { ...SEALER, person: 'somebody-else' };
    for (const other of [colleague, { ...SEALER, organisation: '11990100MB0000035A' }]) {
      await assert.rejects(stampBatchProgress(under.licences, other, id), missing);
      await assert.rejects(startStampBatch(under.licences, other, id), missing);
      await assert.rejects(zipStampBatch(under.licences, other, id), missing);
      assert.deepEqual(await listStampBatches(under.licences, other), []);
    }
    await assert.rejects(stampBatchProgress(under.licences, actor('issuer'), id), { code: 'NOT_ALLOWED' });
    assert.equal((await listStampBatches(under.licences, SEALER)).length, 1);
  });

  it('keeps its documents for three days and then no byte of them, but the numbers and the records of the stampings', async () => {
    const files = async () => {
      let count = 0;
      for await (const key of under.store.blobs.keys()) count += key === '' ? 0 : 1;
      return count;
    };
    const id = await filled(3);
    const other = await filled(1);
    await startStampBatch(under.licences, SEALER, id);
    await work();
    assert.equal(await files(), 4);
    under.advance(72 * 3_600_000 - 60_000);
    assert.equal(await forgetOverdueBatches(under.licences), 0);
    under.advance(120_000);
    assert.equal(await forgetOverdueBatches(under.licences), 2);
    assert.equal(await files(), 0);
    assert.deepEqual(await allOf(under.store.records, 'stamp-batch-items'), []);
    assert.deepEqual(await allOf(under.store.records, 'stamp-batch-results'), []);
    assert.deepEqual(await progress(id), { state: 'forgotten', waiting: 0, working: 0, stamped: 3, failed: 0 });
    assert.deepEqual(await progress(other), { state: 'forgotten', waiting: 1, working: 0, stamped: 0, failed: 0 });
    assert.equal((await allOf(under.store.records, 'stampings')).length, 3);
    assert.deepEqual(await listStampBatches(under.licences, SEALER), []);
    await forgetStampBatch(under.licences, SEALER, id);
  });

  it('is not forgotten while it runs', async () => {
    const id = await filled(1);
    await startStampBatch(under.licences, SEALER, id);
    await assert.rejects(forgetStampBatch(under.licences, SEALER, id), { code: 'STAMP_BATCH_NOT_POSSIBLE' });
    under.advance(100 * 3_600_000);
    assert.equal(await forgetOverdueBatches(under.licences), 0);
    await work();
    await assertOnce(id, 1);
    await forgetStampBatch(under.licences, SEALER, id);
    assert.equal((await progress(id)).state, 'forgotten');
  });
});
