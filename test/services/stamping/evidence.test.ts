import assert from 'node:assert/strict';
import {
  finishCmsSigning,
  prepareCmsSigning,
  prepareFilling,
  verifyDocument,
  type CmsSigningInput,
} from '../../../src/documents/index.ts';
import { prepareTrust } from '../../../src/pki/index.ts';
import { takeEvidence, tokenRoom } from '../../../src/services/evidence/index.ts';
import {
  fetchClientStamp,
  finishClientStamp,
  prepareClientStamp,
  stampDocument,
  type StampResult,
} from '../../../src/services/stamping/index.ts';
import { signBy } from '../../support/cms-signing.ts';
import { createEvidenceSources, type EvidenceSources } from '../../support/evidence-sources.ts';
import { newHeldKey, newHeldSeal } from '../../support/held-seal.ts';
import { demonstrationClaim } from '../../support/grants.ts';
import { sharedInstallation } from '../../support/http.ts';
import { assertWhole, eventsOf } from '../../support/invariants.ts';
import { crypto, day, makeChain } from '../../support/pki.ts';
import { needPyhanko, validateWithPyhanko } from '../../support/pyhanko.ts';
import { blankFile } from '../../support/sealing.ts';
import { openUseCases, SEALER, stampOrder, type Process, type UseCases } from '../../support/use-cases.ts';

const SIGNED_AT = day(10);

describe('evidence of stamped documents', function () {
  this.timeout(300_000);
  const chain = makeChain('rsa');
  let under: UseCases;
  let process: Process;
  let sources: EvidenceSources;
  before(async () => {
    under = await openUseCases();
    sources = await createEvidenceSources();
    process = under.process({ evidence: sources.evidence });
  });
  after(async () => {
    await under.relay.drain();
    await assertWhole(under.store);
    await under.close();
  });
  beforeEach(() => {
    Object.assign(sources.reachable, { timeStamps: true, revocation: true });
    sources.faults.length = 0;
  });

  const stamp = (document?: Uint8Array) => stampDocument(process.licences, SEALER, stampOrder(document));
  const held = async (document?: Uint8Array, by: Process = process): Promise<StampResult> => {
    const key = await newHeldKey();
    const { _id: seal } = await newHeldSeal(under.store, under.relay, key.request);
    under.advance(1000);
    const { id, tbs } = await prepareClientStamp(by.licences, SEALER, { ...stampOrder(document), seal });
    const signature = key.sign(tbs);
    const result = await finishClientStamp(process.licences, SEALER, { id, signature });
    sources.reachable.timeStamps = false;
    assert.deepEqual(await finishClientStamp(process.licences, SEALER, { id, signature }), result);
    assert.deepEqual(await fetchClientStamp(process.licences, SEALER, id), result);
    return result;
  };
  const levelOf = async ({ stamping }: StampResult) => (await under.store.records.get('stampings', stamping))?.evidence;
  /** What a verifier says who was given the anchors and nothing else. */
  const judge = (bytes: Uint8Array, revocation: 'require' | 'if-known' = 'require') => {
    const anchors = [...sources.material.anchors, ...chain.trust.anchors];
    const report = verifyDocument(process.licences.engine, bytes, {
      trust: prepareTrust({ ...sources.material, anchors, revocationLists: [] }, crypto),
      policy: { revocation, acceptDemonstration: true },
      at: Date.now() + 60_000,
      proofOfExistence: null,
    });
    return report.signatures.map(({ kind, intact, conclusion }) => [kind, intact, conclusion]);
  };
  /** A document that an RSA key signed. */
  const signed = (more: Partial<CmsSigningInput> = {}): Uint8Array => {
    const prepared = prepareCmsSigning(process.licences.engine, {
      document: blankFile(1),
      profile: 'pades',
      signer: { certificate: chain.signer.certificate.raw, chain: [chain.ca.certificate.raw] },
      ...{ signingTime: SIGNED_AT, unique: 'signed' },
      ...more,
    });
    const signature = signBy(chain.signer, prepared.signedData.signer.scheme, prepared.tbs);
    return finishCmsSigning(process.licences.engine, prepared, { signature }).bytes;
  };
  /** One that it certified; nothing but signatures may follow. */
  const certified = (more: Partial<CmsSigningInput> = {}): Uint8Array => signed({ certify: 'signing', ...more });
  const WITH_EVIDENCE = [
    ['seal', true, 'passed'],
    ['time-stamp', true, 'passed'],
  ];

  for (const [whose, make] of [
    ['in custody', stamp],
    ['of its holder', held],
  ] as const) {
    describe(`by a key ${whose}`, () => {
      it('is taken when the document is stamped', async () => {
        const original = blankFile(2);
        const result = await make(original);
        assert.deepEqual([result.evidence, await levelOf(result), sources.faults], ['SES-LT', 'SES-LT', []]);
        assert.deepEqual(result.document.subarray(0, original.length), original);
        assert.deepEqual(judge(result.document), WITH_EVIDENCE);
        await process.relay.drain();
        const [told] = (await eventsOf(under.store)).filter(({ subject }) => subject === `stampings/${result.stamping}`);
        assert.deepEqual([told?.kind, told?.facts['evidence']], ['document-stamped', 'SES-LT']);
      });

      for (const [source, level] of [
        ['timeStamps', 'SES'],
        ['revocation', 'SES-T'],
      ] as const) {
        it(`is less, and says so, where there is no ${source}`, async () => {
          sources.reachable[source] = false;
          const result = await make();
          assert.deepEqual([result.evidence, await levelOf(result), sources.faults.length], [level, level, 1]);
          assert.deepEqual(judge(result.document, 'if-known'), [['seal', true, 'passed']]);
        });
      }

      it('leaves an earlier certification and earlier seals with their evidence intact', async () => {
        const first = await stamp(certified());
        assert.equal(first.evidence, 'SES-LT');
        const { document } = await make(first.document);
        assert.deepEqual(document.subarray(0, first.document.length), first.document);
        assert.deepEqual(judge(document, 'if-known'), [['cms', true, 'passed'], ...WITH_EVIDENCE, ...WITH_EVIDENCE]);
      });
    });
  }

  for (const [source, level] of [
    ['timeStamps', 'SES'],
    ['revocation', 'SES-T'],
  ] as const) {
    it(`is a condition where it is required: no document without ${source}, and the use of the key is on record`, async () => {
      sources.reachable[source] = false;
      const count = async (failure: string) =>
        (await under.store.records.find('stampings', { index: 'seal', equals: stampOrder().seal, limit: 1000 })).filter(
          (stamping) => stamping.state === 'failed' && stamping.failure === failure,
        ).length;
      const before = await count('EVIDENCE_MISSING');
      const required = { ...stampOrder(), requireEvidence: true };
      await assert.rejects(stampDocument(process.licences, SEALER, required), { code: 'EVIDENCE_MISSING', details: { level } });
      assert.equal(await count('EVIDENCE_MISSING'), before + 1);
      sources.reachable[source] = true;
      assert.equal((await stampDocument(process.licences, SEALER, required)).evidence, 'SES-LT');
    });
  }

  it('is none where the process takes none, nor where the document was prepared by one that takes none', async () => {
    const plain = await stampDocument(under.licences, SEALER, stampOrder());
    assert.deepEqual([plain.evidence, await levelOf(plain)], ['SES', 'SES']);
    const prepared = await held(undefined, under);
    assert.deepEqual([prepared.evidence, sources.faults], ['SES', []]);
    for (const { document } of [plain, prepared]) assert.deepEqual(judge(document, 'if-known'), [['seal', true, 'passed']]);
  });

  /** Certified, and then sealed in the field that was kept for it, whose lock allows no changes. */
  const locked = async (): Promise<Uint8Array> => {
    const { engine, custody } = await sharedInstallation();
    const record = await under.store.records.get('seals', stampOrder().seal);
    const version = record?.versions.at(-1);
    assert.ok(record && version);
    const seal = { record, version };
    const document = certified({ fields: [{ fieldName: 'Seal1', place: { page: 1, x: 100, y: 100 }, seal, locks: true }] });
    const prepared = prepareFilling(engine, {
      ...{ document, fieldName: 'Seal1', seal, signingTime: Date.now(), unique: 'locked', timeStampSize: tokenRoom({}) },
    });
    const signature = await custody.sign({
      ...{ keyId: version.keyId ?? '', purpose: 'seal-signature', tbs: prepared.tbs },
      authorisation: { actor: 'test', reference: 'test', use: demonstrationClaim(stampOrder().seal) },
    });
    const { file, level } = await takeEvidence(sources.evidence, { prepared, signature, unique: 'locked/evidence' });
    assert.equal(level, 'SES-LT');
    return file.bytes;
  };

  it('may follow a lock that allows no changes', async () => {
    const document = await locked();
    assert.deepEqual(judge(document, 'if-known'), [['cms', true, 'passed'], ...WITH_EVIDENCE]);
    await assert.rejects(stamp(document), { code: 'PDF_NOT_STAMPABLE' });
  });

  it('pyHanko finds earlier signatures intact and the changes after them permitted', async function () {
    needPyhanko(this);
    const root = chain.root.certificate.raw;
    // After a certification pyHanko permits a seal in a field that was there, never a new field.
    for (const document of [(await stamp(signed())).document, await locked()]) {
      const status = validateWithPyhanko(document, { field: 'Signature1', root, at: SIGNED_AT });
      assert.deepEqual([status.intact, status.valid, status.docmdp, status.bottomLine], [true, true, true, true]);
    }
  });
});
