/** Two algorithms in one document: RSA or ECDSA certifies for readers without SM2, the seal fills the field that was kept for it. */
import assert from 'node:assert/strict';
import { isYinzhengError } from '../../src/base/errors/index.ts';
import {
  finishCmsSigning,
  finishFilling,
  prepareCmsSigning,
  prepareFilling,
  prepareStamp,
  verifyDocument,
  type CmsSigningInput,
  type SealField,
} from '../../src/documents/index.ts';
import { addSecurityStore, openPdf } from '../../src/pdf/index.ts';
import { prepareTrust } from '../../src/pki/index.ts';
import type { SignatureReport } from '../../src/report/index.ts';
import { signBy } from '../support/cms-signing.ts';
import { needTool, runTool } from '../support/pdf.ts';
import { checkOf, reasonsOf } from '../support/pdf-verify.ts';
import { crypto, makeChain } from '../support/pki.ts';
import { needPyhanko, validateWithPyhanko } from '../support/pyhanko.ts';
import { createSealingBench, SIGNING_TIME, type SealingBench } from '../support/sealed-licence.ts';
import { blankFile, handMadeFile, zlib } from '../support/sealing.ts';

const PLACE = { page: 1, x: 60, y: 80 } as const;

describe('a seal in a prepared field', function () {
  this.timeout(300_000);
  const chains = { rsa: makeChain('rsa'), p256: makeChain('p256') };
  let bench: SealingBench;
  before(async () => {
    bench = await createSealingBench();
  });
  after(() => bench.close());

  const field = (more: Partial<SealField> = {}): SealField => ({
    ...{ fieldName: 'Seal1', place: PLACE, seal: bench.seal, locks: true },
    ...more,
  });
  const certified = (kind: keyof typeof chains, more: Partial<CmsSigningInput> = {}): Uint8Array => {
    const { signer, ca } = chains[kind];
    const prepared = prepareCmsSigning(bench.engine, {
      document: blankFile(2),
      profile: 'pades',
      signer: { certificate: signer.certificate.raw, chain: [ca.certificate.raw] },
      signingTime: SIGNING_TIME,
      unique: kind,
      certify: 'signing',
      fields: [field()],
      ...more,
    });
    const signature = signBy(signer, prepared.signedData.signer.scheme, prepared.tbs);
    return finishCmsSigning(bench.engine, prepared, { signature }).bytes;
  };
  const filled = async (document: Uint8Array, fieldName = 'Seal1'): Promise<Uint8Array> => {
    const { engine, seal, custody } = bench;
    const prepared = prepareFilling(engine, { document, fieldName, seal, signingTime: SIGNING_TIME, unique: fieldName });
    const authorisation = { actor: 'test', reference: 'test' } as const;
    const request = { keyId: seal.version.keyId ?? '', purpose: 'seal-signature', tbs: prepared.tbs, authorisation } as const;
    return finishFilling(prepared, await custody.sign(request)).bytes;
  };
  const verified = (bytes: Uint8Array): readonly SignatureReport[] => {
    const { material } = bench;
    const anchors = [...material.anchors, ...chains.rsa.trust.anchors, ...chains.p256.trust.anchors];
    const trust = prepareTrust({ ...material, anchors }, crypto);
    const policy = { revocation: 'if-known', acceptDemonstration: true } as const;
    return verifyDocument(bench.engine, bytes, { trust, policy, at: SIGNING_TIME + 60_000, proofOfExistence: null }).signatures;
  };
  const refuses = (act: () => unknown): void => assert.throws(act, (error) => isYinzhengError(error, 'PDF_NOT_STAMPABLE'));
  const outcomes = (bytes: Uint8Array): unknown[] =>
    verified(bytes).map(({ field: name, kind, intact, conclusion }) => [name, kind, intact, conclusion]);

  for (const kind of ['rsa', 'p256'] as const) {
    it(`passes together with the certification by ${kind} that came before it`, async () => {
      const before = certified(kind);
      assert.deepEqual(outcomes(before), [['Signature1', 'cms', true, 'passed']]);
      const bytes = await filled(before);
      assert.deepEqual(bytes.subarray(0, before.length), before);
      assert.deepEqual(outcomes(bytes), [
        ['Signature1', 'cms', true, 'passed'],
        ['Seal1', 'seal', true, 'passed'],
      ]);
      const [certification, seal] = verified(bytes);
      assert.equal(checkOf(certification, 'changes')?.outcome, 'passed');
      assert.equal(checkOf(seal, 'appearance')?.outcome, 'passed');
      const { x = 0, y = 0, width = 0, height = 0, page } = seal?.place ?? {};
      assert.deepEqual([page, Math.round(x + width / 2), Math.round(y + height / 2)], [1, PLACE.x, PLACE.y]);
    });

    it(`leaves the certification by ${kind} valid for pyHanko, the seal being a permitted change`, async function () {
      needPyhanko(this);
      const root = chains[kind].root.certificate.raw;
      const status = validateWithPyhanko(await filled(certified(kind)), { field: 'Signature1', root, at: SIGNING_TIME });
      assert.deepEqual(status, {
        ...{ field: 'Signature1', intact: true, valid: true, trusted: true, bottomLine: true },
        ...{ modification: 'FORM_FILLING', docmdp: true, coverage: 'ENTIRE_REVISION' },
      });
    });
  }

  it('locks: nothing is signed after it, and evidence may still be added', async () => {
    const bytes = await filled(certified('rsa'));
    const { engine, seal } = bench;
    refuses(() => prepareStamp(engine, { document: bytes, place: PLACE, seal, signingTime: SIGNING_TIME, unique: '2' }));
    refuses(() => certified('p256', { document: bytes, certify: 'none', fields: [] }));
    const evidence = { certificates: [Uint8Array.of(0x30, 0)], revocationLists: [], ocspResponses: [] };
    const kept = addSecurityStore(openPdf(bytes, { zlib }), evidence, { revisionId: new Uint8Array(16), zlib });
    assert.deepEqual(
      verified(kept).map(({ intact }) => intact),
      [true, true],
    );
    const text = Buffer.from(bytes).toString('latin1');
    assert.match(text, /\/TransformMethod \/FieldMDP \/TransformParams <<\/Type \/TransformParams \/Action \/All /);
    assert.match(text, /<<\/Type \/SigFieldLock \/Action \/All \/P 1>>/);
  });

  it('comes after others that do not lock, on any page', async () => {
    const fields = [field({ locks: false }), field({ fieldName: 'Seal2', place: { page: 2, x: 100, y: 100 } })];
    const one = await filled(certified('p256', { fields }));
    const two = await filled(one, 'Seal2');
    assert.deepEqual(outcomes(two), [
      ['Signature1', 'cms', true, 'passed'],
      ['Seal1', 'seal', true, 'passed'],
      ['Seal2', 'seal', true, 'passed'],
    ]);
    refuses(() => certified('rsa', { document: two, certify: 'none', fields: [] }));
  });

  it('is out of order when it locks before another has come', async () => {
    const fields = [field(), field({ fieldName: 'Seal2', place: { page: 2, x: 100, y: 100 } })];
    const one = await filled(certified('p256', { fields }));
    await assert.rejects(filled(one, 'Seal2'), (error) => isYinzhengError(error, 'PDF_NOT_STAMPABLE'));
  });

  it('stands upright on a turned page', async () => {
    const document = handMadeFile('/MediaBox [0 0 600 800] /Rotate 90');
    const [, seal] = verified(await filled(certified('rsa', { document })));
    const { width, height } = bench.engine.seals.get(bench.seal.version.sealDigest)?.seal.picture ?? assert.fail('not ready');
    assert.deepEqual(
      [seal?.intact, Math.round(seal?.place?.width ?? 0), Math.round(seal?.place?.height ?? 0)],
      [true, width, height],
    );
  });

  it('shows when the locked document is changed all the same', async () => {
    const bytes = await filled(certified('rsa'));
    const later = Buffer.concat([bytes, Buffer.from('%\n1 0 obj\n<<>>\nendobj\n')]);
    const [certification, seal] = verified(later);
    for (const report of [certification, seal]) {
      assert.equal(report?.intact, false);
      assert.ok(reasonsOf(report).length > 0);
    }
  });

  it('is refused without such a field, of its size, empty and plain', async () => {
    const bytes = certified('rsa');
    await assert.rejects(filled(bytes, 'Seal9'), (error) => isYinzhengError(error, 'PDF_NOT_STAMPABLE'));
    await assert.rejects(filled(bytes, 'Signature1'), (error) => isYinzhengError(error, 'PDF_NOT_STAMPABLE'));
    const foreign = (entries: string): Uint8Array =>
      handMadeFile('/MediaBox [0 0 600 800] /Annots [4 0 R]', '/AcroForm <</Fields [4 0 R]>>', [
        `<</Type /Annot /Subtype /Widget /FT /Sig /T (Seal1) /F 4 ${entries}>>`,
      ]);
    for (const entries of ['/Rect [10 10 60 60]', '/Rect [0 0 0 0]', '/SV <<>> /Rect [10 10 60 60]', '']) {
      await assert.rejects(filled(foreign(entries)), (error) => isYinzhengError(error, 'PDF_NOT_STAMPABLE'), entries);
    }
    const { width, height } = bench.engine.seals.get(bench.seal.version.sealDigest)?.seal.picture ?? assert.fail('not ready');
    const [right, top] = [10 + (width * 72) / 25.4, 10 + (height * 72) / 25.4];
    const rectangle = `/Rect [10 10 ${right.toFixed(3)} ${top.toFixed(3)}]`;
    const included = await filled(foreign(`${rectangle} /Lock <</Type /SigFieldLock /Action /Include /Fields [(a) (b)]>>`));
    assert.deepEqual(outcomes(included), [['Seal1', 'seal', true, 'passed']]);
    assert.match(Buffer.from(included).toString('latin1'), /\/Action \/Include \/Fields \[\(a\) \(b\)\]/);
    await assert.rejects(filled(foreign(`${rectangle} /Lock <<>>`)), (error) => isYinzhengError(error, 'PDF_NOT_STAMPABLE'));
  });

  it('needs names of its own for its fields, and places on pages', () => {
    refuses(() => certified('rsa', { fields: [field(), field()] }));
    refuses(() => certified('rsa', { fields: [field({ fieldName: 'Signature1' })] }));
    refuses(() => certified('rsa', { fields: [field({ place: { page: 3, x: 1, y: 1 } })] }));
    assert.throws(
      () => certified('rsa', { fields: [field({ fieldName: 'a.b' })] }),
      (error) => isYinzhengError(error, 'INPUT_INVALID'),
    );
  });

  it('qpdf has nothing to complain about', async function () {
    needTool(this, 'qpdf');
    assert.equal(runTool(await filled(certified('rsa')), 'qpdf', '--check', '{}').status, 0);
  });
});
