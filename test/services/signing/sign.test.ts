import assert from 'node:assert/strict';
import { toHex } from '../../../src/base/bytes.ts';
import { YinzhengError, type ErrorCode } from '../../../src/base/errors/index.ts';
import { verifyDocument } from '../../../src/documents/index.ts';
import type { SignatureForm } from '../../../src/domain/signature/index.ts';
import { prepareTrust } from '../../../src/pki/index.ts';
import type { KeyAlgorithm } from '../../../src/services/pki/index.ts';
import { settleReservations } from '../../../src/services/licences/index.ts';
import {
  assignSignatureKey,
  listSignatureKeys,
  signDocument,
  withdrawSignatureKey,
} from '../../../src/services/signing/index.ts';
import { mortal } from '../../support/crash.ts';
import { createEvidenceSources, type EvidenceSources } from '../../support/evidence-sources.ts';
import { ISSUER, sharedInstallation } from '../../support/http.ts';
import { allOf, assertWhole, eventsOf } from '../../support/invariants.ts';
import { crypto } from '../../support/pki.ts';
import { needPyhanko, validateWithPyhanko } from '../../support/pyhanko.ts';
import { sm3 } from '../../support/records.ts';
import { blankFile } from '../../support/sealing.ts';
import { grantingAtOnce, newDocumentKey, trustWith, type DocumentKey } from '../../support/signature-key.ts';
import {
  actor,
  CLERK,
  COUNTER,
  openUseCases,
  OTHER_ISSUER,
  PURPOSE,
  SEALER,
  type Process,
  type UseCases,
} from '../../support/use-cases.ts';

const ADMIN = actor('administrator', null);
const OTHER_SEALER = actor('seal-user', OTHER_ISSUER);

describe('signing documents without a seal', function () {
  this.timeout(300_000);
  const keys = new Map<KeyAlgorithm, DocumentKey>();
  let sources: EvidenceSources;
  let under: UseCases;
  let process: Process;
  before(async () => {
    for (const algorithm of ['rsa', 'ecdsa-p256', 'sm2'] as const) keys.set(algorithm, await newDocumentKey(algorithm));
    sources = await createEvidenceSources((material) => [...keys.values()].reduce(trustWith, material));
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

  const keyOf = (algorithm: KeyAlgorithm): DocumentKey => keys.get(algorithm) ?? assert.fail(algorithm);
  const desk = async () => ({
    ...{ records: under.store.records, custody: (await sharedInstallation()).custody, crypto },
    ...{ journal: process.relay, clock: process.licences.clock, grantAtOnce: grantingAtOnce(process.licences) },
  });
  const assign = async (keyId: string, organisation = ISSUER, by = ADMIN) =>
    assignSignatureKey(await desk(), by, { keyId, organisation });
  const order = (form: SignatureForm = 'pades', document = blankFile(1)) => ({ document, form, purpose: PURPOSE }) as const;
  const judge = (bytes: Uint8Array) =>
    verifyDocument(process.licences.engine, bytes, {
      trust: prepareTrust({ ...sources.material, revocationLists: [] }, crypto),
      policy: { revocation: 'require', acceptDemonstration: true },
      at: Date.now() + 60_000,
      proofOfExistence: null,
    }).signatures;
  const only = async () => {
    const [signing, ...others] = await allOf(under.store.records, 'signings');
    assert.ok(signing && others.length === 0);
    return signing;
  };

  for (const [form, algorithm] of [
    ['pades', 'rsa'],
    ['pades', 'ecdsa-p256'],
    ['pkcs7', 'rsa'],
    ['gm-cms', 'sm2'],
  ] as const) {
    it(`signs as ${form} by ${algorithm}, with evidence that proves it without the installation`, async () => {
      await assign(keyOf(algorithm).keyId);
      const original = blankFile(2);
      const result = await signDocument(process.licences, SEALER, {
        ...order(form, original),
        certify: 'signing',
        reason: '合同',
      });
      assert.deepEqual([result.evidence, sources.faults], ['B-LTA', []]);
      assert.deepEqual(result.document.subarray(0, original.length), original);
      assert.deepEqual(
        judge(result.document).map(({ kind, intact, conclusion }) => [kind, intact, conclusion]),
        [
          ['cms', true, 'passed'],
          ['time-stamp', true, 'passed'],
        ],
      );
      const record = await only();
      assert.deepEqual(
        [record._id, record.state, record.form, record.certify, record.keyId, record.organisation, record.evidence],
        [result.signing, 'done', form, 'signing', keyOf(algorithm).keyId, ISSUER, 'B-LTA'],
      );
      assert.deepEqual([record.digestBefore, record.digestAfter], [toHex(sm3(original)), toHex(sm3(result.document))]);
      await process.relay.drain();
      const [told] = (await eventsOf(under.store)).filter(({ subject }) => subject === `signings/${result.signing}`);
      assert.deepEqual([told?.kind, told?.purpose, told?.facts['evidence']], ['document-signed', PURPOSE, 'B-LTA']);
      const text = Buffer.from(result.document).toString('latin1');
      assert.match(text, /\/TransformMethod \/DocMDP \/TransformParams <<\/Type \/TransformParams \/P 2 /);
    });
  }

  it('says how far the document proves itself where evidence is not to be had', async () => {
    await assign(keyOf('rsa').keyId);
    const levels = async (): Promise<unknown> => {
      const { evidence, document } = await signDocument(process.licences, SEALER, order());
      return [evidence, judge(document).map(({ intact }) => intact)];
    };
    const stranger = await newDocumentKey('rsa');
    under.advance(1000);
    await assign(stranger.keyId);
    assert.deepEqual(await levels(), ['B-T', [true]]);
    await withdrawSignatureKey(await desk(), ADMIN, stranger.keyId);
    sources.reachable.revocation = false;
    assert.deepEqual(await levels(), ['B-T', [true]]);
    sources.reachable.timeStamps = false;
    assert.deepEqual(await levels(), ['B-B', [true]]);
    assert.equal(sources.faults.length, 3);
    await assert.rejects(signDocument(process.licences, SEALER, { ...order(), requireEvidence: true }), {
      code: 'EVIDENCE_MISSING',
    });
    assert.ok((await allOf(under.store.records, 'signings')).some(({ failure }) => failure === 'EVIDENCE_MISSING'));
    assert.equal((await signDocument(under.licences, SEALER, order())).evidence, 'B-B');
  });

  it('is valid and trusted for pyHanko, which knows no SM2 time stamps', async function () {
    needPyhanko(this);
    await assign(keyOf('rsa').keyId);
    sources.reachable.timeStamps = false;
    const { document } = await signDocument(process.licences, SEALER, order());
    const root = keyOf('rsa').root.certificate.raw;
    const status = validateWithPyhanko(document, { field: 'Signature1', root, at: Date.now() });
    assert.deepEqual([status.intact, status.valid, status.trusted], [true, true, true]);
  });

  it('records the intent before the key is used', async () => {
    const { custody } = await sharedInstallation();
    await assign(keyOf('rsa').keyId);
    const seen: unknown[] = [];
    const watching = under.process({
      signer: {
        async sign(request) {
          const { _id, state, digestAfter, purpose } = await only();
          seen.push([state, digestAfter, purpose, request.purpose, request.authorisation.reference === `signings/${_id}`]);
          return custody.sign(request);
        },
      },
    });
    await signDocument(watching.licences, SEALER, order());
    assert.deepEqual(seen, [['intended', null, PURPOSE, 'cms-signature', true]]);
  });

  it('chooses the key by the form, of several the one assigned last, or the one that is named', async () => {
    for (const algorithm of ['sm2', 'rsa', 'ecdsa-p256'] as const) {
      under.advance(1000);
      await assign(keyOf(algorithm).keyId);
    }
    const used = async (form: SignatureForm, keyId?: string) => {
      const { signing } = await signDocument(process.licences, SEALER, { ...order(form), keyId });
      return (await under.store.records.get('signings', signing))?.keyId;
    };
    assert.equal(await used('gm-cms'), keyOf('sm2').keyId);
    assert.equal(await used('pades'), keyOf('ecdsa-p256').keyId);
    assert.equal(await used('pkcs7', keyOf('rsa').keyId), keyOf('rsa').keyId);
    await assert.rejects(used('gm-cms', keyOf('rsa').keyId), { code: 'SIGNATURE_KEY_MISSING' });
    await withdrawSignatureKey(await desk(), ADMIN, keyOf('ecdsa-p256').keyId);
    assert.equal(await used('pades'), keyOf('rsa').keyId);
    await assert.rejects(used('pades', keyOf('ecdsa-p256').keyId), { code: 'SIGNATURE_KEY_MISSING' });
  });

  it('refuses who may not, organisations without a key, and documents that cannot be signed, without an intent', async () => {
    await assign(keyOf('rsa').keyId);
    const refused = (code: ErrorCode, by = SEALER, changes: object = {}) =>
      assert.rejects(signDocument(process.licences, by, { ...order(), ...changes }), { code });
    for (const by of [CLERK, COUNTER, ADMIN]) await refused('NOT_ALLOWED', by);
    await refused('NOT_ALLOWED', SEALER, { organisation: OTHER_ISSUER });
    await refused('SIGNATURE_KEY_MISSING', OTHER_SEALER);
    await refused('SIGNATURE_KEY_MISSING', SEALER, { form: 'gm-cms' });
    await refused('DOCUMENT_UNRECOGNISED', SEALER, { document: new TextEncoder().encode('no document') });
    const { document } = await signDocument(process.licences, SEALER, { ...order(), certify: 'no-changes' });
    await under.store.records.remove('signings', (await only())._id);
    await refused('PDF_NOT_STAMPABLE', SEALER, { document });
    under.advance(6 * 86_400_000);
    await refused('SIGNATURE_KEY_UNUSABLE');
    await assert.rejects(signDocument({ ...process.licences, demonstration: false }, SEALER, order()), {
      code: 'DEMONSTRATION_REFUSED',
    });
    assert.deepEqual(await allOf(under.store.records, 'signings'), []);
    await withdrawSignatureKey(await desk(), ADMIN, keyOf('rsa').keyId);
    await refused('SIGNATURE_KEY_MISSING');
  });

  it('records why a signature failed', async () => {
    await assign(keyOf('rsa').keyId);
    for (const [error, failure] of [
      [new YinzhengError('SIGNER_UNAVAILABLE'), 'SIGNER_UNAVAILABLE'],
      [new TypeError('a fault of ours'), 'INTERNAL'],
    ] as const) {
      const failing = under.process({ signer: { sign: () => Promise.reject(error) } });
      await assert.rejects(signDocument(failing.licences, SEALER, order()), error);
      const record = await only();
      assert.deepEqual([record.state, record.failure], ['failed', failure]);
      await under.relay.drain();
      await under.store.records.remove('signings', record._id);
    }
  });

  it('shows a signature that a crash cut off as of unknown outcome, once it is old enough', async () => {
    const { custody } = await sharedInstallation();
    await assign(keyOf('rsa').keyId);
    for (const at of [1, 2]) {
      const dying = mortal({ store: under.store, signer: custody }, at, 'done');
      await Promise.race([dying.death, signDocument(under.process(dying).licences, SEALER, order())]);
    }
    assert.equal((await settleReservations(under.licences, { olderThan: 60_000 })).unknownSignings, 0);
    under.advance(61_000);
    assert.equal((await settleReservations(under.licences, { olderThan: 60_000 })).unknownSignings, 2);
    for (const { state, failure } of await allOf(under.store.records, 'signings'))
      assert.deepEqual([state, failure], ['outcome-unknown', 'OUTCOME_UNKNOWN']);
  });

  it('is done when it was given up while it was made', async () => {
    const { custody } = await sharedInstallation();
    await assign(keyOf('rsa').keyId);
    const slow = under.process({
      signer: {
        async sign(request) {
          assert.equal((await settleReservations(under.licences)).unknownSignings, 1);
          return custody.sign(request);
        },
      },
    });
    await signDocument(slow.licences, SEALER, order());
    assert.deepEqual([(await only()).state, (await only()).failure], ['done', null]);
  });

  describe('by keys that are assigned', () => {
    it('are withdrawn though the journal’s relay writes the record meanwhile', async () => {
      const { keyId } = keyOf('rsa');
      await assign(keyId);
      const { records, ...given } = await desk();
      let reads = 0;
      const meanwhile: typeof records = {
        ...records,
        async get(collection, id) {
          const found = await records.get(collection, id);
          // between reading the record and writing it
          if (collection === 'signature-keys' && reads++ === 0) await process.relay.drain();
          return found;
        },
      };
      const { state } = await withdrawSignatureKey({ ...given, records: meanwhile }, ADMIN, keyId);
      assert.deepEqual([state, reads], ['withdrawn', 2]);
    });

    it('are told of in the journal, and listed for the organisation and for those who see all', async () => {
      await assign(keyOf('rsa').keyId);
      const again = await assign(keyOf('rsa').keyId);
      assert.equal(again.record.version, 1);
      await assign(keyOf('sm2').keyId, OTHER_ISSUER);
      const listed = async (by = SEALER, organisation?: string) =>
        (await listSignatureKeys(await desk(), by, organisation)).map(({ record, certificate }) => [
          record._id,
          record.organisation,
          certificate !== null,
        ]);
      const [own, others] = [
        [keyOf('rsa').keyId, ISSUER, true],
        [keyOf('sm2').keyId, OTHER_ISSUER, true],
      ];
      assert.deepEqual(await listed(), [own]);
      assert.deepEqual(await listed(ADMIN, OTHER_ISSUER), [others]);
      assert.deepEqual((await listed(ADMIN)).length, 2);
      await assert.rejects(listed(SEALER, OTHER_ISSUER), { code: 'NOT_ALLOWED' });
      await assert.rejects(listed(CLERK), { code: 'NOT_ALLOWED' });
      await withdrawSignatureKey(await desk(), ADMIN, keyOf('rsa').keyId);
      assert.deepEqual(await listed(), []);
      await assert.rejects(withdrawSignatureKey(await desk(), ADMIN, keyOf('rsa').keyId), { code: 'SIGNATURE_KEY_NOT_ASSIGNED' });
      await assign(keyOf('rsa').keyId, OTHER_ISSUER);
      await process.relay.drain();
      const told = (await eventsOf(under.store)).filter(({ subject }) => subject === `signature-keys/${keyOf('rsa').keyId}`);
      assert.deepEqual(
        told.map(({ kind, facts }) => [kind, facts['organisation']]),
        [
          ['signature-key-assigned', ISSUER],
          ['signature-key-withdrawn', ISSUER],
          ['signature-key-assigned', OTHER_ISSUER],
        ],
      );
    });

    it('are refused to who may not assign, for unknown organisations, and when they cannot sign documents', async () => {
      const { keyId } = keyOf('rsa');
      for (const by of [SEALER, CLERK, actor('auditor', null), actor('system')]) {
        await assert.rejects(assign(keyId, ISSUER, by), { code: 'NOT_ALLOWED' });
        await assert.rejects(withdrawSignatureKey(await desk(), by, keyId), { code: 'NOT_ALLOWED' });
      }
      await assert.rejects(assign(keyId, '11990100MB0000099X'), { code: 'ORGANISATION_NOT_FOUND' });
      await assign(keyId);
      const made = async (...options: Parameters<typeof newDocumentKey>) => (await newDocumentKey(...options)).keyId;
      for (const [unusable, reason] of [
        ['nothing', /none in custody/],
        [await made('sm2', { certified: false }), /no certificate/],
        [await made('sm2', { purposes: ['seal-signature'] }), /purpose/],
        [await made('ecdsa-p256', { notAfter: Date.now() - 1000 }), /period/],
        [await made('sm2', { profile: 'authority' }), /not one for signing/],
      ] as const)
        await assert.rejects(assign(unusable), (error: YinzhengError) => {
          assert.equal(error.code, 'SIGNATURE_KEY_UNUSABLE');
          assert.match(error.message, reason);
          return true;
        });
      await assert.rejects(assign(keyId, OTHER_ISSUER), { code: 'SIGNATURE_KEY_UNUSABLE' });
    });
  });
});
