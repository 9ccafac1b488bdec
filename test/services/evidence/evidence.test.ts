import assert from 'node:assert/strict';
import { verifyDocument } from '../../../src/documents/index.ts';
import { currentEdition, originalFile, type LicenceRecord } from '../../../src/domain/licence/index.ts';
import { createPendingQueue, type EvidenceDependencies } from '../../../src/services/evidence/index.ts';
import { downloadLicence, issueLicence } from '../../../src/services/licences/index.ts';
import { verifyFile } from '../../../src/services/verification/index.ts';
import { createEvidenceSources, type EvidenceSources } from '../../support/evidence-sources.ts';
import { assertWhole, eventsOf } from '../../support/invariants.ts';
import { CLERK, COUNTER, openUseCases, order, PURPOSE, type Process, type UseCases } from '../../support/use-cases.ts';
import type { PreparedTrust } from '../../../src/pki/index.ts';
import { changeType } from '../../support/licence-types.ts';

describe('evidence of licences', function () {
  this.timeout(300_000);
  let under: UseCases;
  let process: Process;
  let trust: PreparedTrust;
  let evidence: EvidenceDependencies;
  let sources: EvidenceSources;

  before(async () => {
    under = await openUseCases();
    sources = await createEvidenceSources();
    ({ evidence, trust } = sources);
    process = under.process({ evidence });
  });
  after(() => under.close());
  beforeEach(() => {
    Object.assign(sources.reachable, { timeStamps: true, revocation: true });
    sources.faults.length = 0;
  });

  const issued = async (): Promise<LicenceRecord> => (await issueLicence(process.licences, CLERK, order())).licence;
  const fileOf = async (licence: LicenceRecord): Promise<Uint8Array> => {
    const identifier = currentEdition(licence).identifier;
    return (await downloadLicence(process.licences, CLERK, { identifier, purpose: PURPOSE })).bytes;
  };
  const levelOf = (licence: LicenceRecord) => originalFile(currentEdition(licence))?.evidence;
  const current = async ({ _id }: LicenceRecord): Promise<LicenceRecord> => {
    const found = await under.store.records.get('licences', _id);
    assert.ok(found);
    return found;
  };
  /** A round of a process that has just begun. */
  const complete = () => createPendingQueue({ ...process.licences, evidence }).round();

  /** What a verifier says who was given the anchors and nothing else. */
  const judge = (bytes: Uint8Array) => {
    const { engine } = process.licences;
    const report = verifyDocument(engine, bytes, {
      trust: { ...trust, revocationLists: () => [] },
      policy: { revocation: 'require', acceptDemonstration: true },
      at: Date.now(),
      proofOfExistence: null,
    });
    return [report.conclusion, ...report.signatures.map(({ kind }) => kind)];
  };

  it('goes into every licence when it is issued', async () => {
    const licence = await issued();
    assert.equal(levelOf(licence), 'SES-LT');
    assert.equal(licence.evidencePending, false);
    assert.deepEqual(sources.faults, []);
    assert.deepEqual(judge(await fileOf(licence)), ['passed', 'seal', 'time-stamp']);
    await process.relay.drain();
    await assertWhole(under.store);
  });

  for (const source of ['timeStamps', 'revocation'] as const) {
    it(`is added later, in a new file, where there was no ${source}`, async () => {
      sources.reachable[source] = false;
      const licence = await issued();
      assert.equal(levelOf(licence), source === 'timeStamps' ? 'SES' : 'SES-T');
      assert.equal(licence.evidencePending, true);
      assert.equal(sources.faults.length, 1);
      const before = await fileOf(licence);
      const round = await complete();
      assert.deepEqual([round.completed, round.waiting], [0, 1]);
      assert.equal(round.oldest, Date.parse(currentEdition(licence).intent.signingTime));

      sources.reachable[source] = true;
      assert.deepEqual(await complete(), { completed: 1, waiting: 0, oldest: null });
      const completed = await current(licence);
      assert.equal(levelOf(completed), 'SES-LT');
      assert.equal(completed.evidencePending, false);
      const after = await fileOf(completed);
      assert.deepEqual(after.subarray(0, before.length), before);
      assert.deepEqual(judge(after), ['passed', 'seal', 'time-stamp']);
      assert.deepEqual(await complete(), { completed: 0, waiting: 0, oldest: null });

      await process.relay.drain();
      const told = (await eventsOf(under.store)).filter(({ subject }) => subject === `licences/${licence._id}`);
      assert.ok(told.some(({ kind }) => kind === 'licence-evidence-added'));
      // whoever has the first file still finds its licence
      for (const bytes of [before, after]) {
        const report = await verifyFile(process.verification, COUNTER, { bytes });
        assert.equal(report.register?.identifier, currentEdition(licence).identifier);
      }
    });
  }

  it('stops at the first source that is not to be had, and goes on with the rest next time', async () => {
    sources.reachable.timeStamps = false;
    for (let count = 0; count < 3; count++) await issued();
    sources.faults.length = 0;
    assert.equal((await complete()).waiting, 3);
    assert.equal(sources.faults.length, 1, 'one try shows that it is not to be had');
    sources.reachable.timeStamps = true;
    assert.equal((await complete()).completed, 3);
  });

  it('is made once, however many complete it at the same time', async () => {
    sources.reachable.timeStamps = false;
    const licence = await issued();
    sources.reachable.timeStamps = true;
    const rounds = await Promise.all([complete(), complete(), complete()]);
    assert.equal(
      rounds.reduce((sum, { completed }) => sum + completed, 0),
      1,
    );
    assert.equal(currentEdition(await current(licence)).files.length, 2);
  });

  it('is a condition of issuing where the licence type says so', async () => {
    const { typeCode } = order();
    await changeType(under.store.records, typeCode, { evidence: 'require' });
    const request = order();
    const state = async (state: LicenceRecord['state']) =>
      (await under.store.records.find('licences', { index: 'state', equals: state, limit: 1000 })).length;
    const [published, abandoned] = [await state('published'), await state('abandoned')];
    for (const [index, source] of (['timeStamps', 'revocation'] as const).entries()) {
      sources.reachable[source] = false;
      await assert.rejects(issueLicence(process.licences, CLERK, request), { code: 'EVIDENCE_UNAVAILABLE' });
      assert.deepEqual(
        [await state('published'), await state('reserved'), await state('abandoned')],
        [published, 0, abandoned + index + 1],
        'nothing is left half there',
      );
      assert.equal((await complete()).waiting, 0, 'nothing waits for evidence');
      sources.reachable[source] = true;
    }
    await process.relay.drain();
    await assertWhole(under.store);
    const { licence } = await issueLicence(process.licences, CLERK, request);
    assert.equal(levelOf(licence), 'SES-LT');
    await changeType(under.store.records, typeCode, { evidence: 'defer' });
  });
});
