/** Evidence renewed before the certificates of its time stamps end: units of short lives, one after another. */
import assert from 'node:assert/strict';
import { isoInstant, type Instant } from '../../../src/base/time.ts';
import { lastDocumentTimeStamp, verifyDocument } from '../../../src/documents/index.ts';
import { currentEdition, originalFile, type LicenceRecord } from '../../../src/domain/licence/index.ts';
import { createVerificationCache, parseSignedData, prepareTrust, type TrustMaterial } from '../../../src/pki/index.ts';
import {
  createRenewals,
  listsAtHand,
  PROOF_ENDS,
  RENEW_BEFORE,
  type EvidenceDependencies,
  type Renewals,
} from '../../../src/services/evidence/index.ts';
import { rememberUnits } from '../../../src/services/forecast/index.ts';
import { issueLicence } from '../../../src/services/licences/index.ts';
import { createMongoStore } from '../../../src/adapters/mongo/index.ts';
import { sharedInstallation } from '../../support/http.ts';
import { assertWhole, eventsOf } from '../../support/invariants.ts';
import { freshUrl, mongoServer } from '../../support/mongodb.ts';
import { issue, makeRevocationList, makeRoot, type TestIdentity } from '../../support/pki.ts';
import { BLOB_KEYS } from '../../support/records.ts';
import { makeTokenOver } from '../../support/time-stamp.ts';
import { CLERK, openUseCases, order, type Process, type UseCases } from '../../support/use-cases.ts';

const DAY = 86_400_000;
const NOW = Math.floor(Date.now() / 1000) * 1000;

for (const database of ['lmdb', 'MongoDB'] as const) {
  describe(`renewing evidence over ${database}`, function () {
    this.timeout(120_000);
    const root = makeRoot({ notBefore: NOW - DAY, notAfter: NOW + 7300 * DAY, name: { commonName: '时间戳根' } });
    const unit = (days: number) =>
      issue(root, {
        profile: 'time-stamping',
        notBefore: NOW - DAY,
        notAfter: NOW + days * DAY,
        name: { commonName: `单元 ${days}` },
      });
    /** Each ends before the next; the first is due at once. */
    const [first, second, third, fourth] = [unit(100), unit(400), unit(1000), unit(1001)];
    /** Due at once after 300 days. */
    const short = unit(350);
    let under: UseCases;
    let process: Process;
    let current: TestIdentity = first;
    let shift = 0;
    const time = (): Instant => Math.floor((Date.now() + shift) / 1000) * 1000;
    let material: TrustMaterial;
    let evidence: EvidenceDependencies;
    let renewals: Renewals;
    const faults: unknown[] = [];

    const listOf = (at: Instant) => makeRevocationList(root, { thisUpdate: at - DAY, nextUpdate: at + 30 * DAY });

    before(async function () {
      if (database === 'MongoDB') {
        const url = freshUrl(await mongoServer(this));
        under = await openUseCases(() => createMongoStore({ url, blobKeys: BLOB_KEYS }));
      } else under = await openUseCases();
      const { engine, material: shared } = await sharedInstallation();
      material = { ...shared, anchors: [...shared.anchors, { certificate: root.certificate, trustClass: 'demonstration' }] };
      // The status of each unit is taken when it is asked for.
      const trust = () =>
        prepareTrust({ ...material, revocationLists: [...shared.revocationLists, listOf(time())] }, engine.crypto);
      const stamper = { stamp: ({ digest }: { digest: Uint8Array }) => Promise.resolve(makeTokenOver(current, digest, time())) };
      evidence = {
        ...{ engine, trust, onError: (error: unknown) => void faults.push(error) },
        timeStamps: rememberUnits(stamper, {
          ...{ records: under.store.records, crypto: engine.crypto },
          cache: createVerificationCache(100),
        }),
        revocation: listsAtHand(trust),
      };
      process = under.process({ evidence });
      renewals = createRenewals({ ...process.licences, evidence });
    });
    // There is none where there is no server.
    after(() => (under as UseCases | undefined)?.close());

    /** Time goes on, for the authority and for the register. */
    const advance = (days: number): void => {
      under.advance(days * DAY);
      shift += days * DAY;
    };
    const issued = async (): Promise<LicenceRecord> => (await issueLicence(process.licences, CLERK, order())).licence;
    const reread = async ({ _id }: LicenceRecord): Promise<LicenceRecord> => {
      const found = await under.store.records.get('licences', _id);
      assert.ok(found);
      return found;
    };
    const fileOf = (licence: LicenceRecord) => under.store.blobs.get(originalFile(currentEdition(licence))?.blob ?? '');
    const endOf = ({ certificate }: TestIdentity) => isoInstant(certificate.notAfter);
    /** What a verifier says at a moment who has the anchors, and the news of that day of the authority alone. */
    const judge = (bytes: Uint8Array, at: Instant) => {
      const trust = prepareTrust({ ...material, intermediates: [], revocationLists: [listOf(at)] }, evidence.engine.crypto);
      const policy = { revocation: 'require', acceptDemonstration: true } as const;
      const report = verifyDocument(evidence.engine, bytes, { trust, policy, at, proofOfExistence: null });
      return [report.conclusion, ...report.signatures.map(({ kind, conclusion }) => `${kind} ${conclusion}`)];
    };

    it('waits until there is a unit that lasts, and then keeps every licence provable through one unit after another', async () => {
      const licence = await issued();
      assert.deepEqual(faults, []);
      assert.equal(licence.proofEnds, endOf(first));
      const original = await fileOf(licence);
      // Before it is due, or without a younger unit, nothing is added.
      assert.deepEqual(await renewals.round(), { renewed: 0, left: 1 });
      assert.equal((await reread(licence)).version, licence.version);

      current = second;
      assert.deepEqual(await renewals.round(), { renewed: 1, left: 0 });
      const renewed = await reread(licence);
      assert.deepEqual([renewed.proofEnds, currentEdition(renewed).files.length], [endOf(second), 2]);
      const file = await fileOf(renewed);
      assert.deepEqual(file.subarray(0, original.length), original);
      assert.deepEqual(await renewals.round(), { renewed: 0, left: 0 }, 'once is enough');

      const chain = ['seal passed', 'time-stamp passed', 'time-stamp passed'];
      assert.deepEqual(judge(file, NOW + DAY), ['passed', ...chain]);
      // When the first unit has ended, only what was renewed is proven.
      assert.notEqual(judge(original, NOW + 200 * DAY)[0], 'passed');
      assert.deepEqual(judge(file, NOW + 200 * DAY), ['passed', ...chain]);

      current = third;
      advance(300);
      assert.deepEqual(await renewals.round(), { renewed: 1, left: 0 });
      const again = await reread(licence);
      assert.equal(again.proofEnds, endOf(third));
      const last = await fileOf(again);
      assert.deepEqual(judge(last, NOW + 900 * DAY), ['passed', ...chain, 'time-stamp passed']);
      assert.notEqual(judge(file, NOW + 900 * DAY)[0], 'passed');
      assert.deepEqual(faults, []);

      await process.relay.drain();
      const told = (await eventsOf(under.store)).filter(({ subject }) => subject === `licences/${licence._id}`);
      assert.equal(told.filter(({ kind }) => kind === 'licence-evidence-renewed').length, 2);
      await assertWhole(under.store);
    });

    it('gives each licence one more file where several servers come to it at once', async () => {
      current = short;
      const licences = [await issued(), await issued(), await issued()];
      assert.deepEqual(
        licences.map(({ proofEnds }) => proofEnds),
        licences.map(() => endOf(short)),
      );
      current = fourth;
      faults.length = 0;
      const others = [0, 1].map(() => createRenewals({ ...under.process({ evidence }).licences, evidence }));
      await Promise.all([renewals, ...others].map((one) => one.round()));
      await renewals.round();
      assert.deepEqual(faults, []);
      for (const licence of licences) {
        const found = await reread(licence);
        assert.deepEqual([found.proofEnds, currentEdition(found).files.length], [endOf(fourth), 2]);
      }
      await process.relay.drain();
      await assertWhole(under.store);
    });

    it('finds what was issued before the ends were kept', async () => {
      current = third;
      const { proofEnds, ...licence } = await issued();
      assert.equal(proofEnds, endOf(third));
      await under.store.records.replace('licences', { ...licence, version: licence.version + 1 });
      const mark = await under.store.records.get('settings', PROOF_ENDS);
      assert.equal(mark?.value['done'], true);
      await under.store.records.remove('settings', PROOF_ENDS);
      await renewals.round();
      assert.equal((await reread({ ...licence })).proofEnds, proofEnds);
      const found = await under.store.records.find('licences', { index: 'proofEnds', equals: endOf(third), limit: 10 });
      assert.ok(found.some(({ _id }) => _id === licence._id));
    });

    it('goes on past a licence whose file is gone', async () => {
      const good = await issued();
      const edition = currentEdition(good);
      const files = edition.files.map((file) => ({ ...file, blob: 'f'.repeat(file.blob.length) }));
      const gone = { ...good, _id: '!gone', version: 1, editions: [{ ...edition, files }], outbox: [], pending: false };
      await under.store.records.insert('licences', gone);
      current = unit(7000);
      advance(1000 - 300 - RENEW_BEFORE / DAY);
      faults.length = 0;
      const round = await renewals.round();
      assert.equal(round.left, 1);
      assert.ok(round.renewed >= 1);
      assert.equal((await reread(good)).proofEnds, endOf(current));
      assert.equal(faults.length, 1);
      const token = lastDocumentTimeStamp(evidence.engine, await fileOf(await reread(good)));
      assert.ok(token);
      assert.ok(parseSignedData(token).certificates.some(({ raw }) => raw.toString() === current.certificate.raw.toString()));
      assert.deepEqual(await renewals.round(), { renewed: 0, left: 0 }, 'it rests');
    });
  });
}
