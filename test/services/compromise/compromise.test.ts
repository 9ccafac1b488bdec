/** A seal's key in other hands: stopped, revoked with the date, holders noted, sealed again, and the old verdict explains itself. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { createTrustFiles } from '../../../src/adapters/trust/index.ts';
import { currentEdition, originalFile, type LicenceRecord } from '../../../src/domain/licence/index.ts';
import { prepareTrust, type PreparedTrust } from '../../../src/pki/index.ts';
import { PUBLIC_ACTOR } from '../../../src/services/access/index.ts';
import {
  getCompromise,
  listCompromised,
  listNotices,
  orderReseal,
  reportCompromise,
  workOnCompromises,
  type CompromiseDependencies,
} from '../../../src/services/compromise/index.ts';
import { issueLicence } from '../../../src/services/licences/index.ts';
import type { TrustStore } from '../../../src/services/pki/index.ts';
import { verifyFile } from '../../../src/services/verification/index.ts';
import { sharedRegister } from '../../support/certificate-register.ts';
import { testLedger } from '../../support/grants.ts';
import { sharedInstallation } from '../../support/http.ts';
import { assertWhole } from '../../support/invariants.ts';
import { crypto } from '../../support/pki.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { actor, CLERK, openUseCases, order, OTHER_ISSUER, type Process, type UseCases } from '../../support/use-cases.ts';

const SEAL = '99010000000001';
const OTHER = '99010000000003';
const KEEPER = actor('seal-keeper');
const PURPOSE = { item: '印章失控', caseNumber: null, cause: 'UKey 丢失' };
const MINUTE = 60_000;

describe('a seal whose key is in other hands', function () {
  this.timeout(300_000);
  let under: UseCases;
  let now: Process;
  let trustStore: TrustStore;
  let deps: CompromiseDependencies;
  let ledger: ReturnType<typeof testLedger>;
  let trust: () => Promise<PreparedTrust>;
  let before: LicenceRecord;
  let after: readonly LicenceRecord[];
  let since: number;
  /** Licences then have two originals, where those who look at all of them expect one. */
  let resealed: boolean;

  beforeEach(async () => {
    resealed = false;
    const { material, custody } = await sharedInstallation();
    trustStore = createTrustFiles(join(temporaryFolder(), 'trust'), crypto);
    for (const anchor of material.anchors) await trustStore.addAnchor(anchor);
    for (const { raw } of material.intermediates) await trustStore.addIntermediate(raw);
    for (const { raw } of material.revocationLists) await trustStore.putRevocationList(raw);
    for (const maker of material.sealMakers) await trustStore.authoriseSealMaker(maker);
    trust = async () => prepareTrust(await trustStore.load(), crypto);
    under = await openUseCases();
    now = under.process({ trust });
    ledger = testLedger({ mode: 'demonstration' });
    const { clock, random, journal } = now.licences;
    deps = {
      records: under.store.records,
      journal,
      clock,
      random,
      grants: ledger,
      custody,
      signer: custody,
      trustStore,
      crypto,
      register: sharedRegister,
    };
    before = (await issueLicence(now.licences, CLERK, order())).licence;
    under.advance(MINUTE);
    since = clock.now();
    under.advance(MINUTE);
    after = [
      (await issueLicence(now.licences, CLERK, order())).licence,
      (await issueLicence(now.licences, CLERK, order())).licence,
    ];
    under.advance(MINUTE);
  });
  afterEach(async () => {
    await ledger.close();
    await under.relay.drain();
    if (!resealed) await assertWhole(under.store);
    await under.close();
  });

  const report = () => reportCompromise(deps, KEEPER, { seal: SEAL, since, purpose: PURPOSE });
  const work = async () => {
    for (let turn = 0; turn < 20 && (await workOnCompromises(now.licences)); turn++);
  };
  const verdict = async (licence: LicenceRecord) => {
    const current = (await under.store.records.get('licences', licence._id)) ?? licence;
    const [file] = currentEdition(current).files;
    const bytes = await under.store.blobs.get(file?.blob ?? '', file?.key);
    const known = await trust();
    const report = await verifyFile({ ...now.verification, trust: () => known }, PUBLIC_ACTOR, { bytes });
    return { conclusion: report.conclusion, text: JSON.stringify(report) };
  };

  it('is stopped and never used again, and its certificate is revoked with the date', async () => {
    const record = await report();
    assert.deepEqual([record.since, record.revoked.length, record.notOurs], [new Date(since).toISOString(), 1, []]);
    await assert.rejects(issueLicence(now.licences, CLERK, order()), { code: 'SEAL_NOT_IN_USE' });
    assert.deepEqual((await ledger.standing()).stopped, [SEAL]);
    const [entry] = (await trustStore.load()).revocationLists.flatMap(({ entries }) => [...entries.values()]);
    assert.deepEqual([entry?.reason, entry?.invalidityDate], [1, Math.floor(since / 1000) * 1000]);
    assert.deepEqual(await report(), await under.store.records.get('seal-compromises', SEAL));
    await assert.rejects(reportCompromise(deps, actor('seal-keeper', OTHER_ISSUER), { seal: SEAL, since, purpose: PURPOSE }), {
      code: 'SEAL_NOT_FOUND',
    });
    await assert.rejects(reportCompromise(deps, KEEPER, { seal: OTHER, since: since + 10 * MINUTE, purpose: PURPOSE }), {
      code: 'SEAL_STEP_REFUSED',
    });
  });

  it('has every document since then listed, with what proves its time, and each holder noted', async () => {
    await report();
    const { items } = await listCompromised(under.store.records, KEEPER, { seal: SEAL, since, limit: 100 });
    assert.deepEqual(items.map(({ licence }) => licence?._id).toSorted(), after.map(({ _id }) => _id).toSorted());
    assert.ok(items.every(({ evidence, recordedAt }) => evidence === 'SES' && recordedAt !== null));
    await work();
    const { noting, work: left } = await getCompromise(under.store.records, KEEPER, SEAL);
    assert.deepEqual([noting.documents, noting.holders, noting.done, left], [2, 2, true, false]);
    const notices = (await listNotices(under.store.records, KEEPER, { seal: SEAL, limit: 10 })).items;
    assert.deepEqual(notices.map(({ licence }) => licence).toSorted(), after.map(({ _id }) => _id).toSorted());
    assert.ok(!JSON.stringify(notices).includes(after[0]?.holders[0]?.name ?? '?'));
    const told = (await under.store.records.list('inbox', { limit: 100 })).filter((one) => one.kind === 'seal-compromised');
    assert.deepEqual(
      told.map(({ licence, code }) => [licence?.id, code]).toSorted(),
      after.map(({ _id, holders }) => [_id, holders[0]?.code]).toSorted(),
    );
  });

  it('leaves what provably is from before, and says of the rest since when the key proves nothing', async () => {
    assert.equal((await verdict(before)).conclusion, 'passed');
    await report();
    const old = await verdict(before);
    assert.equal(old.conclusion, 'passed', old.text);
    for (const licence of after) {
      const { conclusion, text } = await verdict(licence);
      assert.notEqual(conclusion, 'passed');
      assert.match(text, new RegExp(new Date(Math.floor(since / 1000) * 1000).toISOString().replace('.000', '(.000)?')));
    }
  });

  it('has its licences sealed again with another seal, each once, also after the work was cut off', async () => {
    await assert.rejects(orderReseal(deps, KEEPER, { seal: SEAL, by: OTHER, purpose: PURPOSE }), { code: 'SEAL_STEP_REFUSED' });
    await report();
    await assert.rejects(orderReseal(deps, KEEPER, { seal: SEAL, by: '99010000000002', purpose: PURPOSE }), {
      code: 'SEAL_NOT_FOUND',
    });
    resealed = true;
    const ordered = await orderReseal(deps, actor('seal-keeper'), { seal: SEAL, by: OTHER, purpose: PURPOSE });
    await work();
    // As if nothing of it had been written down.
    const done = await getCompromise(under.store.records, KEEPER, SEAL);
    assert.deepEqual([done.reseal?.resealed, done.reseal?.failed, done.reseal?.done], [2, [], true]);
    await under.store.records.replace('seal-compromises', {
      ...done,
      version: done.version + 1,
      reseal: ordered.reseal,
      work: true,
    });
    await work();
    assert.equal((await getCompromise(under.store.records, KEEPER, SEAL)).reseal?.resealed, 0);
    for (const { _id } of after) {
      const licence = await under.store.records.get('licences', _id);
      assert.ok(licence);
      const edition = currentEdition(licence);
      assert.deepEqual([edition.files.length, edition.intent.seal, licence.state], [2, OTHER, 'published']);
      const file = originalFile(edition);
      const bytes = await under.store.blobs.get(file?.blob ?? '', file?.key);
      const known = await trust();
      const verified = await verifyFile({ ...now.verification, trust: () => known }, PUBLIC_ACTOR, { bytes });
      assert.equal(verified.conclusion, 'passed', JSON.stringify(verified.signatures));
      const stamping = await under.store.records.get('stampings', edition.intent.stamping);
      assert.deepEqual([stamping?.applicant, stamping?.purpose.cause], [KEEPER.person, PURPOSE.cause]);
    }
    const untouched = await under.store.records.get('licences', before._id);
    assert.equal(untouched && currentEdition(untouched).files.length, 1);
  });

  it('has its licences sealed again under the same code when the seal was made again, and by none that is not in use', async () => {
    await report();
    await assert.rejects(orderReseal(deps, KEEPER, { seal: SEAL, by: SEAL, purpose: PURPOSE }), { code: 'SEAL_NOT_IN_USE' });
    resealed = true;
    const by = { seal: SEAL, by: OTHER, purpose: PURPOSE };
    await orderReseal(deps, KEEPER, by);
    await work();
    const other = await under.store.records.get('seals', OTHER);
    const [first] = other?.versions ?? [];
    assert.ok(other && first);
    const versions = [
      { ...first, state: 'replaced' as const },
      { ...first, number: 2 },
    ];
    await under.store.records.replace('seals', { ...other, version: other.version + 1, versions });
    await orderReseal(deps, KEEPER, by);
    await work();
    const { reseal } = await getCompromise(under.store.records, KEEPER, SEAL);
    assert.deepEqual([reseal?.resealed, reseal?.failed, reseal?.done], [2, [], true]);
    for (const { _id } of after) {
      const licence = await under.store.records.get('licences', _id);
      assert.deepEqual(licence && currentEdition(licence).intent.sealVersion, 2);
    }
  });
});
