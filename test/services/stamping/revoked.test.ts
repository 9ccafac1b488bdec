/** Seals whose certificate was revoked: refused at every way to use them, whoever has the key, and the journal knows. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { createTrustFiles } from '../../../src/adapters/trust/index.ts';
import { fromBase64 } from '../../../src/base/bytes.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { parseCertificate, prepareTrust } from '../../../src/pki/index.ts';
import { issueLicence, settleReservations } from '../../../src/services/licences/index.ts';
import { revokeCertificate, type RevocationOrder, type TrustStore } from '../../../src/services/pki/index.ts';
import { SERVER_ACTOR } from '../../../src/services/platform.ts';
import { finishClientStamp, prepareClientStamp, stampDocument } from '../../../src/services/stamping/index.ts';
import { sealReport, verifyFile } from '../../../src/services/verification/index.ts';
import { sharedRegister } from '../../support/certificate-register.ts';
import { newAppliedSeal, newHeldKey, newHeldSeal, sealMakingIn, type HeldKeyPair } from '../../support/held-seal.ts';
import { sharedInstallation } from '../../support/http.ts';
import { allOf, assertWhole, eventsOf } from '../../support/invariants.ts';
import { crypto } from '../../support/pki.ts';
import { blankFile } from '../../support/sealing.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { CLERK, COUNTER, openUseCases, order, SEALER, stampOrder, type Process, type UseCases } from '../../support/use-cases.ts';

describe('using a seal whose certificate was revoked', function () {
  this.timeout(300_000);
  let under: UseCases;
  let trustStore: TrustStore;
  let now: Process;
  let key: HeldKeyPair;
  let held: string;

  beforeEach(async () => {
    const { material } = await sharedInstallation();
    trustStore = createTrustFiles(join(temporaryFolder(), 'trust'), crypto);
    for (const anchor of material.anchors) await trustStore.addAnchor(anchor);
    for (const { raw } of material.intermediates) await trustStore.addIntermediate(raw);
    for (const { raw } of material.revocationLists) await trustStore.putRevocationList(raw);
    under = await openUseCases();
    now = under.process({ trust: async () => prepareTrust(await trustStore.load(), crypto) });
    key = await newHeldKey();
    held = (await newHeldSeal(under.store, under.relay, key.request))._id;
    under.advance(1000);
  });
  afterEach(async () => {
    await under.relay.drain();
    await assertWhole(under.store);
    await under.close();
  });

  const revoke = async (seal: string, why: Partial<RevocationOrder> = {}) => {
    const { custody } = await sharedInstallation();
    const version = (await under.store.records.get('seals', seal))?.versions[0];
    const certificate = parseCertificate(fromBase64(version?.certificate ?? ''));
    const deps = {
      custody,
      signer: custody,
      trustStore,
      crypto,
      register: sharedRegister,
      journal: under.relay,
      clock: { now: () => Date.now() },
    };
    await revokeCertificate(deps, SERVER_ACTOR, { certificate, reason: 'superseded', invalidityDate: null, ...why });
  };
  const refused = (work: Promise<unknown>, reason: RegExp) =>
    assert.rejects(work, (error) => {
      assert.ok(isYinzhengError(error, 'SEAL_CERTIFICATE_REVOKED'), String(error));
      assert.match(error.message, reason);
      assert.match(error.chinese, /已于 .+ 被撤销（.+）/);
      return true;
    });
  const refusals = async () => {
    await under.relay.drain();
    return (await eventsOf(under.store)).filter(({ kind }) => kind === 'seal-use-refused');
  };
  const prepare = () => prepareClientStamp(now.licences, SEALER, { ...stampOrder(), seal: held });

  it('is refused before anything is given out to the holder of the key', async () => {
    await revoke(held);
    await refused(prepare(), /another took its place/);
    assert.deepEqual(await allOf(under.store.records, 'stampings'), []);
    const [told, ...more] = await refusals();
    assert.deepEqual(
      [told?.subject, told?.actor, told?.facts['sealVersion'], told?.facts['reason'], more.length],
      [`seals/${held}`, SEALER, 1, 4, 0],
    );
  });

  it('is refused when it was revoked between the two steps, and the document waits no longer', async () => {
    const prepared = await prepare();
    const signature = key.sign(prepared.tbs);
    await revoke(held, { reason: 'keyCompromise', invalidityDate: Date.now() - 86_400_000 });
    await refused(finishClientStamp(now.licences, SEALER, { id: prepared.id, signature }), /its key was compromised/);
    const record = await under.store.records.get('stampings', prepared.id);
    assert.deepEqual([record?.state, record?.failure, record?.draft], ['failed', 'SEAL_CERTIFICATE_REVOKED', null]);
    for await (const blob of under.store.blobs.keys()) assert.fail(`the document is kept: ${blob}`);
    await assert.rejects(finishClientStamp(now.licences, SEALER, { id: prepared.id, signature }), { code: 'STAMP_EXPIRED' });
    assert.equal((await refusals()).length, 1);
    const failed = (await eventsOf(under.store)).filter(({ kind }) => kind === 'document-stamping-failed');
    assert.deepEqual(
      failed.map(({ facts }) => facts['failure']),
      ['SEAL_CERTIFICATE_REVOKED'],
    );
  });

  it('leaves a document that was finished before what it was', async () => {
    const prepared = await prepare();
    const input = { id: prepared.id, signature: key.sign(prepared.tbs) };
    const { document } = await finishClientStamp(now.licences, SEALER, input);
    await revoke(held, { reason: 'keyCompromise' });
    assert.deepEqual((await finishClientStamp(now.licences, SEALER, input)).document, document);
    assert.deepEqual(await refusals(), []);
  });

  it('is refused with a key in custody as well: stamps, licences, reports', async () => {
    const { seal } = stampOrder();
    await stampDocument(now.licences, SEALER, stampOrder());
    await revoke(seal);
    await refused(stampDocument(now.licences, SEALER, stampOrder()), /another took its place/);
    const { report } = await verifyFile(under.verification, COUNTER, { bytes: blankFile(1) }).then((found) => ({
      report: found,
    }));
    await refused(sealReport({ ...now.licences, reportSeal: seal }, { report, id: null }), /revoked/);
    await revoke('99010000000001');
    await refused(issueLicence(now.licences, CLERK, order()), /revoked/);
    assert.deepEqual(await allOf(under.store.records, 'licences'), []);
    assert.equal((await refusals()).length, 3);
  });

  it('is not made anew for a certificate that was revoked', async () => {
    await revoke(held);
    const version = (await under.store.records.get('seals', held))?.versions[0];
    const deps = { ...(await sealMakingIn(under.store, under.relay)), trust: now.licences.trust };
    const key = { kind: 'holder', certificate: version?.certificate ?? '' } as const;
    await assert.rejects(newAppliedSeal(deps, { key }), /the certificate was revoked/);
  });

  it('keeps a licence that a crash left from being made', async () => {
    const dying = under.process({ signer: { sign: () => new Promise(() => undefined) } });
    const request = order();
    void issueLicence(dying.licences, CLERK, request);
    while ((await allOf(under.store.records, 'stampings')).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const [licence] = await allOf(under.store.records, 'licences');
    await revoke(licence?.editions[0]?.intent.seal ?? '', { reason: 'keyCompromise' });
    const { completed, abandoned, unknownStampings } = await settleReservations(now.licences);
    assert.deepEqual([completed, abandoned, unknownStampings], [0, 1, 1]);
    assert.equal((await allOf(under.store.records, 'licences'))[0]?.state, 'abandoned');
    await refused(issueLicence(now.licences, CLERK, request), /compromised/);
  });
});
