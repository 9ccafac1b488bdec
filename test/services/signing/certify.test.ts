/** Two algorithms in one document: what readers without SM2 verify, and the seal, by one call. */
import assert from 'node:assert/strict';
import { YinzhengError } from '../../../src/base/errors/index.ts';
import { toHex } from '../../../src/base/bytes.ts';
import { verifyDocument } from '../../../src/documents/index.ts';
import { currentEdition, type LicenceRecord } from '../../../src/domain/licence/index.ts';
import { createPendingQueue } from '../../../src/services/evidence/index.ts';
import { prepareTrust, type RsaPadding } from '../../../src/pki/index.ts';
import { issueLicence, settleReservations } from '../../../src/services/licences/index.ts';
import { assignSignatureKey } from '../../../src/services/signing/index.ts';
import { stampDocument } from '../../../src/services/stamping/index.ts';
import { mortal } from '../../support/crash.ts';
import { createEvidenceSources, type EvidenceSources } from '../../support/evidence-sources.ts';
import { ISSUER, sharedInstallation } from '../../support/http.ts';
import { allOf, assertWhole } from '../../support/invariants.ts';
import { needTool, runTool } from '../../support/pdf.ts';
import { crypto } from '../../support/pki.ts';
import { needPyhanko, validateWithPyhanko } from '../../support/pyhanko.ts';
import { sm3 } from '../../support/records.ts';
import { blankFile } from '../../support/sealing.ts';
import { grantingAtOnce, newDocumentKey, trustWith, type DocumentKey } from '../../support/signature-key.ts';
import { actor, CLERK, openUseCases, order, SEALER, stampOrder, type Process, type UseCases } from '../../support/use-cases.ts';
import { changeType } from '../../support/licence-types.ts';

describe('a document certified by RSA or ECDSA and sealed by SM2', function () {
  this.timeout(120_000);
  const keys: DocumentKey[] = [];
  let rsa: DocumentKey;
  let sources: EvidenceSources;
  let under: UseCases;
  let process: Process;
  before(async () => {
    rsa = await newDocumentKey('rsa');
    keys.push(rsa, await newDocumentKey('ecdsa-p256'));
    sources = await createEvidenceSources((material) => keys.reduce(trustWith, material));
  });
  beforeEach(async () => {
    Object.assign(sources.reachable, { timeStamps: true, revocation: true });
    sources.faults.length = 0;
    under = await openUseCases();
    process = under.process({ evidence: sources.evidence });
  });
  afterEach(async () => {
    await under.relay.drain();
    await assertWhole(under.store);
    await under.close();
  });

  const assign = async (keyId = rsa.keyId, padding?: RsaPadding) => {
    const { custody } = await sharedInstallation();
    const { relay: journal, licences } = process;
    const grantAtOnce = grantingAtOnce(licences);
    const desk = { records: under.store.records, custody, journal, clock: licences.clock, crypto, grantAtOnce };
    return assignSignatureKey(desk, actor('administrator', null), { keyId, organisation: ISSUER, padding });
  };
  const stamp = (document?: Uint8Array, by: Process = process) =>
    stampDocument(by.licences, SEALER, { ...stampOrder(document), certifyAs: 'pades' });
  /** What a verifier says who was given the anchors and nothing else. */
  const judge = (bytes: Uint8Array, revocation: 'require' | 'if-known' = 'require') =>
    verifyDocument(process.licences.engine, bytes, {
      trust: prepareTrust({ ...sources.material, revocationLists: [] }, crypto),
      policy: { revocation, acceptDemonstration: true },
      at: Date.now() + 60_000,
      proofOfExistence: null,
    }).signatures.map(({ kind, intact, conclusion }) => [kind, intact, conclusion]);
  const BOTH = [
    ['cms', true, 'passed'],
    ['seal', true, 'passed'],
    ['time-stamp', true, 'passed'],
  ];
  const dualType = async (): Promise<void> => {
    await changeType(under.store.records, order().typeCode, { certifyAs: 'pades' });
  };
  const fileOf = (licence: LicenceRecord): Promise<Uint8Array> =>
    under.store.blobs.get(currentEdition(licence).files.at(-1)?.blob ?? '');

  for (const [index, kind] of ['RSA', 'P-256'].entries()) {
    it(`proves both signatures, ${kind} and SM2, without the installation`, async () => {
      await assign(keys[index]?.keyId);
      const original = blankFile(2);
      const result = await stamp(original);
      assert.deepEqual([result.evidence, sources.faults], ['SES-LT', []]);
      assert.deepEqual(result.document.subarray(0, original.length), original);
      assert.deepEqual(judge(result.document), BOTH);
      const signing = await under.store.records.get('signings', result.signing ?? '');
      assert.deepEqual(
        [signing?.state, signing?.certify, signing?.subject, signing?.evidence, signing?.digestBefore],
        ['done', 'signing', `stampings/${result.stamping}`, 'B-T', toHex(sm3(original))],
      );
      const text = Buffer.from(result.document).toString('latin1');
      assert.match(text, /\/TransformMethod \/DocMDP \/TransformParams <<\/Type \/TransformParams \/P 2 /);
      assert.match(text, /\/TransformMethod \/FieldMDP \/TransformParams <<\/Type \/TransformParams \/Action \/All /);
      await assert.rejects(stampDocument(process.licences, SEALER, stampOrder(result.document)), { code: 'PDF_NOT_STAMPABLE' });
    });
  }

  const SEVERAL = {
    'on every page': { place: { pages: 'all', x: 70, y: 90 }, shown: 5 },
    'over the right edges': { place: { edge: 'right', pages: 'all', group: 20 }, shown: 5 },
    'over the upper edges of two groups': { place: { edge: 'top', pages: [1, 2, 4, 5], group: 2, at: 60 }, shown: 4 },
  } as const;
  for (const [name, { place, shown }] of Object.entries(SEVERAL))
    it(`shows its seal ${name}, the certification being intact for us, pdfsig, pyHanko and qpdf`, async function () {
      await assign();
      const order = { ...stampOrder(blankFile(5)), place, certifyAs: 'pades' } as const;
      const whole = await stampDocument(process.licences, SEALER, order);
      assert.deepEqual([whole.evidence, judge(whole.document)], ['SES-LT', BOTH]);
      const stamping = await under.store.records.get('stampings', whole.stamping);
      assert.equal(stamping?.places?.length, shown);
      const seal = verifyDocument(process.licences.engine, whole.document, {
        trust: prepareTrust(sources.material, crypto),
        policy: { revocation: 'if-known', acceptDemonstration: true },
        ...{ at: Date.now() + 60_000, proofOfExistence: null },
      }).signatures[1];
      assert.deepEqual(
        seal?.checks.filter(({ id }) => id === 'appearance').map(({ outcome }) => outcome),
        ['passed'],
      );
      needTool(this, 'qpdf');
      assert.equal(runTool(whole.document, 'qpdf', '--check', '{}').status, 0);
      needTool(this, 'pdfsig');
      const [certification = ''] = runTool(whole.document, 'pdfsig', '-nocert', '{}').output.split('Signature #2');
      assert.match(certification, /Signature Validation: Signature is Valid\./);
      needPyhanko(this);
      // it knows no SM2 time stamps
      sources.reachable.timeStamps = false;
      const { document } = await stampDocument(process.licences, SEALER, order);
      const root = rsa.root.certificate.raw;
      const status = validateWithPyhanko(document, { field: 'Signature1', root, at: Date.now() });
      assert.deepEqual([status.intact, status.valid, status.docmdp, status.bottomLine], [true, true, true, true]);
    });

  it('is valid for pdfsig as far as RSA goes', async function () {
    needTool(this, 'pdfsig');
    await assign();
    const { document } = await stamp();
    const [certification = ''] = runTool(document, 'pdfsig', '-nocert', '{}').output.split('Signature #2');
    assert.match(certification, /Signer Certificate Common Name: Sample Market Regulation Bureau/);
    assert.match(certification, /Signature Type: ETSI\.CAdES\.detached/);
    assert.match(certification, /Signature Validation: Signature is Valid\./);
  });

  it('is certified by RSASSA-PSS where the key is to sign so', async function () {
    needTool(this, 'pdfsig');
    await assign(rsa.keyId, 'pss');
    const { document } = await stamp();
    assert.deepEqual(judge(document), BOTH);
    const [certification = ''] = runTool(document, 'pdfsig', '-nocert', '{}').output.split('Signature #2');
    assert.match(certification, /Signature Validation: Signature is Valid\./);
    // rsassaPss, 1.2.840.113549.1.1.10
    assert.match(Buffer.from(document).toString('latin1'), /06092a864886f70d01010a/i);
  });

  it('is certified and trusted for pyHanko, the seal being permitted', async function () {
    needPyhanko(this);
    await assign();
    // it knows no SM2 time stamps
    sources.reachable.timeStamps = false;
    const { document } = await stamp();
    const root = rsa.root.certificate.raw;
    const status = validateWithPyhanko(document, { field: 'Signature1', root, at: Date.now() });
    assert.deepEqual([status.intact, status.valid, status.docmdp, status.bottomLine], [true, true, true, true]);
  });

  it('says what evidence is missing, also where only the certification lacks it', async () => {
    await assign((await newDocumentKey('rsa')).keyId);
    const stranger = await stamp();
    assert.equal(stranger.evidence, 'SES-T');
    sources.reachable.timeStamps = false;
    const bare = await stamp();
    assert.equal(bare.evidence, 'SES');
    assert.deepEqual(
      judge(bare.document, 'if-known').map(([, intact]) => intact),
      [true, true],
    );
    assert.equal((await under.store.records.get('signings', bare.signing ?? ''))?.evidence, 'B-B');
  });

  it('is refused without a key, to who may not sign, and for what is signed already', async () => {
    await assert.rejects(stamp(), { code: 'SIGNATURE_KEY_MISSING' });
    await assign();
    await assert.rejects(stampDocument(process.licences, CLERK, { ...stampOrder(), certifyAs: 'pades' }), {
      code: 'NOT_ALLOWED',
    });
    const { document } = await stampDocument(under.licences, SEALER, stampOrder());
    await assert.rejects(stamp(document), { code: 'PDF_NOT_STAMPABLE' });
    const outside = { ...stampOrder(), place: { page: 2, x: 10, y: 10 }, certifyAs: 'pades' } as const;
    await assert.rejects(stampDocument(process.licences, SEALER, outside), { code: 'PDF_NOT_STAMPABLE' });
    assert.deepEqual(await allOf(under.store.records, 'signings'), []);
  });

  it('leaves nothing half there when the process dies at any step', async () => {
    await assign();
    await under.relay.drain();
    const { custody } = await sharedInstallation();
    for (let at = 1; ; at++) {
      const dying = mortal({ store: under.store, signer: custody }, at, 'done');
      const ended = stamp(undefined, under.process(dying)).then(() => true);
      const finished = await Promise.race([ended, dying.death.then(() => false)]);
      under.advance(61_000);
      await settleReservations(under.licences, { olderThan: 60_000 });
      await under.relay.drain();
      await assertWhole(under.store);
      if (!finished) continue;
      assert.deepEqual(dying.steps, [
        ...['insert signings', 'sign', 'replace signings'],
        ...['insert stampings', 'sign', 'replace stampings'],
      ]);
      break;
    }
  });

  it('records the seal as failed and the certification as done where only the first key can be used', async () => {
    await assign();
    const { custody } = await sharedInstallation();
    const half = under.process({
      signer: {
        sign: (request) =>
          request.purpose === 'cms-signature' ? custody.sign(request) : Promise.reject(new YinzhengError('SIGNER_UNAVAILABLE')),
      },
    });
    await assert.rejects(stamp(undefined, half), { code: 'SIGNER_UNAVAILABLE' });
    assert.deepEqual(
      [...(await allOf(under.store.records, 'signings')), ...(await allOf(under.store.records, 'stampings'))].map(
        ({ state, failure }) => [state, failure],
      ),
      [
        ['done', null],
        ['failed', 'SIGNER_UNAVAILABLE'],
      ],
    );
  });

  describe('a licence of a type that says so', () => {
    it('is certified and sealed, with evidence for both', async () => {
      await dualType();
      await assert.rejects(issueLicence(process.licences, CLERK, order()), { code: 'SIGNATURE_KEY_MISSING' });
      assert.deepEqual(await allOf(under.store.records, 'licences'), []);
      await assign();
      const { licence } = await issueLicence(process.licences, CLERK, order());
      assert.equal(currentEdition(licence).files[0]?.evidence, 'SES-LT');
      const bytes = await fileOf(licence);
      assert.deepEqual(judge(bytes), BOTH);
      const [signing] = await allOf(under.store.records, 'signings');
      assert.deepEqual(
        [signing?.subject, signing?.state, signing?.purpose],
        [`licences/${licence._id}`, 'done', currentEdition(licence).purpose],
      );
    });

    it('is given the evidence later that was not to be had', async () => {
      await dualType();
      await assign();
      sources.reachable.revocation = false;
      const { licence } = await issueLicence(process.licences, CLERK, order());
      assert.equal(licence.evidencePending, true);
      sources.reachable.revocation = true;
      const { completed } = await createPendingQueue({ ...process.licences, evidence: sources.evidence }).round();
      assert.equal(completed, 1);
      const found = await under.store.records.get('licences', licence._id);
      assert.deepEqual(judge(await fileOf(found ?? assert.fail())), BOTH);
    });

    it('is made again where the process died', async () => {
      await dualType();
      await assign();
      await under.relay.drain();
      const { custody } = await sharedInstallation();
      for (let at = 1; ; at++) {
        const dying = mortal({ store: under.store, signer: custody }, at, 'done');
        const ended = issueLicence(under.process(dying).licences, CLERK, order()).then(() => true);
        const finished = await Promise.race([ended, dying.death.then(() => false)]);
        under.advance(61_000);
        await settleReservations(under.licences, { olderThan: 60_000 });
        await under.relay.drain();
        await assertWhole(under.store);
        if (finished) break;
      }
      assert.ok((await allOf(under.store.records, 'licences')).every(({ state }) => state === 'published'));
    });
  });
});
