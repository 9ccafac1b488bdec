import assert from 'node:assert/strict';
import { YinzhengError } from '../../../src/base/errors/index.ts';
import { verifyDocument } from '../../../src/documents/index.ts';
import { currentEdition, originalFile, type LicenceRecord } from '../../../src/domain/licence/index.ts';
import { completePendingEvidence, listsAtHand, type EvidenceDependencies } from '../../../src/services/evidence/index.ts';
import { downloadLicence, issueLicence } from '../../../src/services/licences/index.ts';
import { verifyFile } from '../../../src/services/verification/index.ts';
import { sharedInstallation } from '../../support/http.ts';
import { assertWhole, eventsOf } from '../../support/invariants.ts';
import { issue, makeRevocationList, makeRoot } from '../../support/pki.ts';
import { makeTokenOver } from '../../support/time-stamp.ts';
import { CLERK, COUNTER, openUseCases, order, PURPOSE, type Process, type UseCases } from '../../support/use-cases.ts';
import { prepareTrust, type PreparedTrust } from '../../../src/pki/index.ts';

const DAY = 86_400_000;

describe('evidence of licences', function () {
  this.timeout(60_000);
  let under: UseCases;
  let process: Process;
  let trust: PreparedTrust;
  let evidence: EvidenceDependencies;
  const faults: unknown[] = [];
  const reachable = { timeStamps: true, revocation: true };

  before(async () => {
    under = await openUseCases();
    const { engine, material } = await sharedInstallation();
    const life = { notBefore: Date.now() - DAY, notAfter: Date.now() + 3650 * DAY };
    const root = makeRoot(life);
    const authority = issue(root, { ...life, profile: 'time-stamping' });
    const list = makeRevocationList(root, { thisUpdate: Date.now() - DAY, nextUpdate: Date.now() + 30 * DAY });
    trust = prepareTrust(
      {
        ...material,
        anchors: [...material.anchors, { certificate: root.certificate, trustClass: 'demonstration' }],
        revocationLists: [...material.revocationLists, list],
      },
      engine.crypto,
    );
    const lists = listsAtHand(() => trust);
    evidence = {
      engine,
      trust: () => trust,
      onError: (error) => void faults.push(error),
      timeStamps: {
        stamp: ({ digest }) =>
          reachable.timeStamps
            ? Promise.resolve(makeTokenOver(authority, digest, Date.now()))
            : Promise.reject(new YinzhengError('TIME_STAMP_UNAVAILABLE')),
      },
      revocation: {
        about: (...question) =>
          reachable.revocation ? lists.about(...question) : Promise.reject(new YinzhengError('REVOCATION_UNAVAILABLE')),
      },
    };
    process = under.process({ evidence });
  });
  after(() => under.close());
  beforeEach(() => {
    Object.assign(reachable, { timeStamps: true, revocation: true });
    faults.length = 0;
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
  const complete = () => completePendingEvidence({ ...process.licences, evidence });

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
    assert.deepEqual(faults, []);
    assert.deepEqual(judge(await fileOf(licence)), ['passed', 'seal', 'time-stamp']);
    await process.relay.drain();
    await assertWhole(under.store);
  });

  for (const source of ['timeStamps', 'revocation'] as const) {
    it(`is added later, in a new file, where there was no ${source}`, async () => {
      reachable[source] = false;
      const licence = await issued();
      assert.equal(levelOf(licence), source === 'timeStamps' ? 'SES' : 'SES-T');
      assert.equal(licence.evidencePending, true);
      assert.equal(faults.length, 1);
      const before = await fileOf(licence);
      const round = await complete();
      assert.deepEqual([round.completed, round.waiting], [0, 1]);
      assert.equal(round.oldest, currentEdition(licence).intent.signingTime);

      reachable[source] = true;
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
    reachable.timeStamps = false;
    for (let count = 0; count < 3; count++) await issued();
    faults.length = 0;
    assert.equal((await complete()).waiting, 3);
    assert.equal(faults.length, 1, 'one try shows that it is not to be had');
    reachable.timeStamps = true;
    assert.equal((await complete()).completed, 3);
  });

  it('is made once, however many complete it at the same time', async () => {
    reachable.timeStamps = false;
    const licence = await issued();
    reachable.timeStamps = true;
    const rounds = await Promise.all([complete(), complete(), complete()]);
    assert.equal(
      rounds.reduce((sum, { completed }) => sum + completed, 0),
      1,
    );
    assert.equal(currentEdition(await current(licence)).files.length, 2);
  });

  it('is a condition of issuing where the licence type says so', async () => {
    const { typeCode } = order();
    const type = await under.store.records.get('licence-types', typeCode);
    assert.ok(type);
    await under.store.records.replace('licence-types', { ...type, version: type.version + 1, evidence: 'require' });
    const request = order();
    const state = async (state: LicenceRecord['state']) =>
      (await under.store.records.find('licences', { index: 'state', equals: state, limit: 1000 })).length;
    const [published, abandoned] = [await state('published'), await state('abandoned')];
    for (const [index, source] of (['timeStamps', 'revocation'] as const).entries()) {
      reachable[source] = false;
      await assert.rejects(issueLicence(process.licences, CLERK, request), { code: 'EVIDENCE_UNAVAILABLE' });
      assert.deepEqual(
        [await state('published'), await state('reserved'), await state('abandoned')],
        [published, 0, abandoned + index + 1],
        'nothing is left half there',
      );
      assert.equal((await complete()).waiting, 0, 'nothing waits for evidence');
      reachable[source] = true;
    }
    await process.relay.drain();
    await assertWhole(under.store);
    const { licence } = await issueLicence(process.licences, CLERK, request);
    assert.equal(levelOf(licence), 'SES-LT');
    const changed = await under.store.records.get('licence-types', typeCode);
    assert.ok(changed);
    await under.store.records.replace('licence-types', { ...type, version: changed.version + 1 });
  });
});
