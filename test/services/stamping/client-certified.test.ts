/** A document certified by a key in custody, and sealed by a key that its holder has. */
import assert from 'node:assert/strict';
import { toHex } from '../../../src/base/bytes.ts';
import { verifyDocument } from '../../../src/documents/index.ts';
import { prepareTrust } from '../../../src/pki/index.ts';
import { settleReservations } from '../../../src/services/licences/index.ts';
import { assignSignatureKey } from '../../../src/services/signing/index.ts';
import {
  fetchClientStamp,
  finishClientStamp,
  forgetOverdueDrafts,
  giveUpClientStamp,
  prepareClientStamp,
} from '../../../src/services/stamping/index.ts';
import { mortal } from '../../support/crash.ts';
import { createEvidenceSources, type EvidenceSources } from '../../support/evidence-sources.ts';
import { newHeldKey, newHeldSeal, type HeldKeyPair } from '../../support/held-seal.ts';
import { ISSUER, sharedInstallation } from '../../support/http.ts';
import { allOf, assertWhole, eventsOf } from '../../support/invariants.ts';
import { crypto } from '../../support/pki.ts';
import { sm3 } from '../../support/records.ts';
import { blankFile } from '../../support/sealing.ts';
import { grantingAtOnce, newDocumentKey, trustWith, type DocumentKey } from '../../support/signature-key.ts';
import { actor, CLERK, openUseCases, SEALER, stampOrder, type Process, type UseCases } from '../../support/use-cases.ts';

describe('a document certified by custody and sealed by a holder’s key', function () {
  this.timeout(120_000);
  const keys: DocumentKey[] = [];
  let held: HeldKeyPair;
  let sources: EvidenceSources;
  let under: UseCases;
  let process: Process;
  let seal: string;
  before(async () => {
    held = await newHeldKey();
    for (const algorithm of ['rsa', 'ecdsa-p256'] as const) keys.push(await newDocumentKey(algorithm));
    sources = await createEvidenceSources((material) => keys.reduce(trustWith, material));
  });
  beforeEach(async () => {
    Object.assign(sources.reachable, { timeStamps: true, revocation: true });
    under = await openUseCases();
    process = under.process({ evidence: sources.evidence });
    seal = (await newHeldSeal(under.store, under.relay, held.request))._id;
    // A seal is valid from the second in which it was made.
    under.advance(1000);
  });
  afterEach(async () => {
    await under.relay.drain();
    await assertWhole(under.store);
    await under.close();
  });

  const assign = async (keyId = keys[0]?.keyId ?? ''): Promise<void> => {
    const { custody } = await sharedInstallation();
    const { relay: journal, licences } = process;
    const grantAtOnce = grantingAtOnce(licences);
    const desk = { records: under.store.records, custody, journal, clock: licences.clock, crypto, grantAtOnce };
    await assignSignatureKey(desk, actor('administrator', null), { keyId, organisation: ISSUER });
  };
  const prepare = (document?: Uint8Array, by: Process = process, who = SEALER) =>
    prepareClientStamp(by.licences, who, { ...stampOrder(document), seal, certifyAs: 'pades' });
  const finish = ({ id, tbs }: { readonly id: string; readonly tbs: Uint8Array }, by: Process = process) =>
    finishClientStamp(by.licences, SEALER, { id, signature: held.sign(tbs) });
  const judge = (bytes: Uint8Array, revocation: 'require' | 'if-known' = 'require') =>
    verifyDocument(process.licences.engine, bytes, {
      trust: prepareTrust({ ...sources.material, revocationLists: [] }, crypto),
      policy: { revocation, acceptDemonstration: true },
      at: Date.now() + 60_000,
      proofOfExistence: null,
    }).signatures.map(({ kind, intact, conclusion }) => [kind, intact, conclusion]);

  for (const [index, kind] of ['RSA', 'P-256'].entries()) {
    it(`proves both signatures, ${kind} and SM2, without the installation`, async () => {
      await assign(keys[index]?.keyId);
      const original = blankFile(2);
      const prepared = await prepare(original);
      assert.equal(prepared.documentDigest, toHex(sm3(original)));
      const signing = await under.store.records.get('signings', prepared.signing ?? '');
      assert.deepEqual(
        [signing?.state, signing?.certify, signing?.subject, signing?.evidence, signing?.digestBefore],
        ['done', 'signing', `stampings/${prepared.id}`, 'B-T', toHex(sm3(original))],
      );
      const result = await finish(prepared);
      assert.deepEqual([result.evidence, result.signing], ['SES-LT', prepared.signing]);
      assert.deepEqual(result.document.subarray(0, original.length), original);
      assert.deepEqual(judge(result.document), [
        ['cms', true, 'passed'],
        ['seal', true, 'passed'],
        ['time-stamp', true, 'passed'],
      ]);
      assert.deepEqual(await fetchClientStamp(process.licences, SEALER, prepared.id), result);
      const stamping = await under.store.records.get('stampings', prepared.id);
      assert.deepEqual([stamping?.digestBefore, stamping?.digestAfter], [toHex(sm3(original)), toHex(sm3(result.document))]);
      const text = Buffer.from(result.document).toString('latin1');
      assert.match(text, /\/TransformMethod \/DocMDP \/TransformParams <<\/Type \/TransformParams \/P 2 /);
      assert.match(text, /\/TransformMethod \/FieldMDP \/TransformParams <<\/Type \/TransformParams \/Action \/All /);
      await assert.rejects(prepareClientStamp(process.licences, SEALER, { ...stampOrder(result.document), seal }), {
        code: 'PDF_NOT_STAMPABLE',
      });
    });
  }

  it('shows its seal over the edges of the pages, in a field that the certification kept', async () => {
    await assign();
    const order = { ...stampOrder(blankFile(4)), seal, certifyAs: 'pades' } as const;
    const place = { edge: 'left', pages: 'all', group: 20 } as const;
    const { document, stamping } = await finish(await prepareClientStamp(process.licences, SEALER, { ...order, place }));
    assert.deepEqual(judge(document), [
      ['cms', true, 'passed'],
      ['seal', true, 'passed'],
      ['time-stamp', true, 'passed'],
    ]);
    assert.equal((await under.store.records.get('stampings', stamping))?.places?.length, 4);
  });

  it('says what evidence is missing when the seal’s signature comes', async () => {
    await assign();
    const [first, second] = [await prepare(), await prepare()];
    sources.reachable.revocation = false;
    assert.equal((await finish(first)).evidence, 'SES-T');
    sources.reachable.timeStamps = false;
    const { evidence, document } = await finish(second);
    assert.equal(evidence, 'SES');
    assert.deepEqual(
      judge(document, 'if-known').map(([, intact]) => intact),
      [true, true],
    );
  });

  it('uses no key for who may not sign, without one, and for what cannot be certified', async () => {
    await assert.rejects(prepare(), { code: 'SIGNATURE_KEY_MISSING' });
    await assign();
    await assert.rejects(prepare(undefined, process, CLERK), { code: 'NOT_ALLOWED' });
    const { document } = await finish(await prepare());
    const used = (await allOf(under.store.records, 'signings')).length;
    await assert.rejects(prepare(document), { code: 'PDF_NOT_STAMPABLE' });
    for (const code of Array.from({ length: 11 }, (_, index) => (index < 10 ? null : 'STAMPS_OPEN'))) {
      if (code === null) await prepare();
      else await assert.rejects(prepare(), { code });
    }
    assert.equal((await allOf(under.store.records, 'signings')).length, used + 10);
  });

  it('leaves a certification that is done and a seal that is not where nobody signs', async () => {
    await assign();
    const [late, unwanted] = [await prepare(), await prepare()];
    await giveUpClientStamp(process.licences, SEALER, unwanted.id);
    under.advance(11 * 60_000);
    assert.equal(await forgetOverdueDrafts(process.licences), 1);
    for (const prepared of [late, unwanted]) await assert.rejects(finish(prepared), { code: 'STAMP_EXPIRED' });
    assert.deepEqual(
      (await allOf(under.store.records, 'signings')).map(({ state }) => state),
      ['done', 'done'],
    );
    await under.relay.drain();
    const told = (await eventsOf(under.store)).map(({ kind }) => kind).filter((kind) => kind.startsWith('document-'));
    assert.deepEqual(told.toSorted(), [
      ...['document-signed', 'document-signed'],
      ...['document-stamping-failed', 'document-stamping-failed'],
    ]);
  });

  it('is finished by the next process, also when this one dies at any step', async () => {
    await assign();
    await under.relay.drain();
    const { custody } = await sharedInstallation();
    for (const last of ['done', 'undone'] as const) {
      for (let at = 1; ; at++) {
        const dying = mortal({ store: under.store, signer: custody }, at, last);
        let given: Awaited<ReturnType<typeof prepare>> | null = null;
        const work = (async () => {
          const dead = under.process({ ...dying, evidence: sources.evidence });
          given = await prepare(undefined, dead);
          return finish(given, dead);
        })();
        const finished = await Promise.race([work, dying.death.then(() => null)]);
        await settleReservations(under.licences, { olderThan: 0 });
        const waiting = given as Awaited<ReturnType<typeof prepare>> | null;
        if (waiting && !finished) {
          // What was signed then is not known to the test any more where it is done: another signature is refused.
          const again = await finish(waiting).catch((error: unknown) => (error as { readonly code?: string }).code);
          if (typeof again === 'string') assert.equal(again, 'STAMP_SIGNED_OTHERWISE');
          else assert.equal(again?.evidence, 'SES-LT');
        }
        under.advance(11 * 60_000);
        await forgetOverdueDrafts(under.licences);
        await under.relay.drain();
        await assertWhole(under.store);
        for await (const blob of under.store.blobs.keys()) assert.fail(`${blob} ${dying.steps.join()}`);
        if (!finished) continue;
        assert.deepEqual(dying.steps, [
          ...['insert signings', 'sign', 'replace signings'],
          ...['insert stampings', 'put', 'replace stampings'],
        ]);
        break;
      }
    }
  });
});
