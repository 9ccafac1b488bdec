/** The queue of licences that wait for their evidence, over every store. */
import assert from 'node:assert/strict';
import { createMongoStore } from '../../../src/adapters/mongo/index.ts';
import { currentEdition, type LicenceRecord } from '../../../src/domain/licence/index.ts';
import { createPendingQueue, type PendingQueue } from '../../../src/services/evidence/index.ts';
import { issueLicence } from '../../../src/services/licences/index.ts';
import { createEvidenceSources, type EvidenceSources } from '../../support/evidence-sources.ts';
import { found, foundationOf } from '../../support/foundation.ts';
import { freshUrl, mongoServer } from '../../support/mongodb.ts';
import { BLOB_KEYS } from '../../support/records.ts';
import { CLERK, openUseCases, order, type Process, type UseCases } from '../../support/use-cases.ts';

const MINUTE = 60_000;
/** More than one round takes. */
const HOPELESS = 230;

type OpenProcess = (context: Mocha.Context, under: UseCases, sources: EvidenceSources) => Promise<Process>;

function describeQueue(name: string, open: OpenProcess): void {
  describe(`the queue of evidence over ${name}`, function () {
    this.timeout(300_000);
    let under: UseCases;
    let process: Process;
    let sources: EvidenceSources;
    let queue: PendingQueue;
    let good: LicenceRecord;
    let later: LicenceRecord;

    before(async function () {
      under = await openUseCases();
      sources = await createEvidenceSources();
      process = await open(this, under, sources);
      queue = createPendingQueue({ ...process.licences, evidence: sources.evidence });
      sources.reachable.timeStamps = false;
      good = (await issueLicence(process.licences, CLERK, order())).licence;
      later = (await issueLicence(process.licences, CLERK, order())).licence;
      const edition = currentEdition(good);
      const files = edition.files.map((file) => ({ ...file, blob: 'f'.repeat(file.blob.length) }));
      for (let index = 0; index < HOPELESS; index++) {
        // All of them come before the licences whose file is there.
        const hopeless = { ...good, _id: `!${index}`, version: 1, editions: [{ ...edition, files }], outbox: [], pending: false };
        await process.store.records.insert('licences', hopeless);
      }
      sources.faults.length = 0;
      Object.assign(sources.reachable, { timeStamps: true });
    });
    after(async () => {
      await process.relay.drain();
      if (process.store !== under.store) await process.store.close();
      await under.close();
    });

    const isPending = async ({ _id }: LicenceRecord) =>
      (await process.store.records.get('licences', _id))?.evidencePending === true;

    it('reaches what waits behind more hopeless licences than a round takes', async () => {
      assert.deepEqual(await Promise.all([isPending(good), isPending(later)]), [true, true]);
      const first = await queue.round();
      assert.deepEqual([first.completed, first.waiting], [0, HOPELESS + 2]);
      assert.equal(first.oldest, Date.parse(currentEdition(good).intent.signingTime));
      const second = await queue.round();
      assert.deepEqual([second.completed, second.waiting], [2, HOPELESS]);
      assert.deepEqual(await Promise.all([isPending(good), isPending(later)]), [false, false]);
    });

    it('lets what failed rest, longer each time, and tries it again', async () => {
      const tries: number[] = [];
      for (const pause of [0, MINUTE, 0, MINUTE, MINUTE, 3 * MINUTE, MINUTE, 24 * 60 * MINUTE]) {
        under.advance(pause);
        sources.faults.length = 0;
        for (let round = 0; round < 2; round++) assert.equal((await queue.round()).waiting, HOPELESS);
        tries.push(Math.round(sources.faults.length / HOPELESS));
      }
      // after 1 minute, then 2, then 4
      assert.deepEqual(tries, [0, 1, 0, 0, 1, 0, 1, 1]);
    });

    it('completes the rest when there are time stamps again', async () => {
      sources.reachable.timeStamps = false;
      const waits = (await issueLicence(process.licences, CLERK, order())).licence;
      sources.faults.length = 0;
      const round = await createPendingQueue({ ...process.licences, evidence: sources.evidence }).round();
      assert.deepEqual([round.completed, round.waiting], [0, HOPELESS + 1]);
      assert.ok(sources.faults.length >= 1 && sources.faults.length <= 200 + 1);
      sources.reachable.timeStamps = true;
      under.advance(24 * 60 * MINUTE);
      await queue.round();
      await queue.round();
      assert.equal(await isPending(waits), false);
    });

    it('goes on with other seals where nobody answers for the certificates of one', async () => {
      sources.reachable.timeStamps = false;
      const [silent, answered] = [
        (await issueLicence(process.licences, CLERK, order())).licence,
        (await issueLicence(process.licences, CLERK, order())).licence,
      ];
      sources.reachable.timeStamps = true;
      // The certificates of the first seal version that is met are not answered for; the other is the same seal by another name.
      const { seal, sealVersion } = currentEdition(answered).intent;
      const record = await process.store.records.get('seals', seal);
      assert.ok(record);
      await process.store.records.insert('seals', { ...record, _id: `${seal}/other`, version: 1 });
      const edition = currentEdition(silent);
      const moved = { ...edition, intent: { ...edition.intent, seal: `${seal}/other`, sealVersion } };
      await process.store.records.replace('licences', { ...silent, version: silent.version + 1, editions: [moved] });
      let asked = 0;
      const evidence = {
        ...sources.evidence,
        revocation: {
          about: (...question: Parameters<typeof sources.evidence.revocation.about>) => {
            sources.reachable.revocation = asked++ > 0;
            return sources.evidence.revocation.about(...question);
          },
        },
      };
      const own = createPendingQueue({ ...process.licences, evidence });
      assert.equal((await own.round()).completed + (await own.round()).completed, 1);
      assert.equal((await isPending(silent)) !== (await isPending(answered)), true);
      assert.equal(asked, 2, 'the seal that is not answered for rests');
      under.advance(2 * MINUTE);
      assert.equal((await own.round()).completed + (await own.round()).completed, 1);
    });
  });
}

describeQueue('lmdb', (_, under, sources) => Promise.resolve(under.process({ evidence: sources.evidence })));

describeQueue('MongoDB', async (context, under, sources) => {
  const store = await createMongoStore({ url: freshUrl(await mongoServer(context)), blobKeys: BLOB_KEYS });
  await found(store.records, await foundationOf(under.store.records));
  return under.process({ store, evidence: sources.evidence });
});
