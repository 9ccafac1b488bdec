import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { openPdf } from '../../src/pdf/reader/index.ts';
import { pageGeometry } from '../../src/pdf/sign/page.ts';
import { finishStamp, prepareStamp, verifyDocument } from '../../src/documents/index.ts';
import { isYinzhengError } from '../../src/base/errors/index.ts';
import type { VerificationReport } from '../../src/report/index.ts';
import { needTool, runTool } from '../support/pdf.ts';
import { createSealingBench, SIGNING_TIME, type SealingBench } from '../support/sealed-licence.ts';
import { needSamples, sample } from '../support/samples.ts';
import { handMadeFile } from '../support/sealing.ts';

const SIGNED = [
  'dss-PAdES-LT',
  'dss-doc-firmado',
  'minimal-two-fields-signed-twice',
  'pades-lta-dss-indirect-arrs-test',
  'pdf-sig-with-econtent',
  'shadow-hide-1',
  'shadow-hide-replace-1',
  'shadow-replace-1',
  'sig-no-signed-attrs',
  'sig-with-ski-sid',
  'signed_verified',
] as const;
const SMALL_PAGES = ['IdentityToUnicodeMap_charCodeOf', 'bad-PageLabels'] as const;
const HOPELESS = ['GHOSTSCRIPT-698804-1-fuzzed', 'minimal-startxref-hopeless'] as const;
const MM = 25.4 / 72;

describe('a seal on an existing document', function () {
  this.timeout(300_000);
  let bench: SealingBench;
  before(async () => {
    bench = await createSealingBench();
  });
  after(() => bench.close());

  const stamped = async (
    document: Uint8Array,
    place: { page: number; x: number; y: number },
    unique = '1',
  ): Promise<Uint8Array> => {
    const { engine, seal, custody } = bench;
    const prepared = prepareStamp(engine, { document, place, seal, signingTime: SIGNING_TIME, unique });
    const authorisation = { actor: 'test', reference: 'test' } as const;
    const request = { keyId: seal.version.keyId ?? '', purpose: 'seal-signature', tbs: prepared.tbs, authorisation } as const;
    const { bytes, sm3 } = finishStamp(prepared, await custody.sign(request));
    assert.deepEqual(Buffer.from(sm3), createHash('sm3').update(bytes).digest());
    return bytes;
  };
  const verified = (bytes: Uint8Array): VerificationReport => {
    const { engine, trust } = bench;
    const policy = { revocation: 'if-known', acceptDemonstration: true } as const;
    return verifyDocument(engine, bytes, { trust, policy, at: SIGNING_TIME + 60_000, proofOfExistence: null });
  };
  const middle = (bytes: Uint8Array): { page: number; x: number; y: number } => {
    const document = openPdf(bytes, { zlib: bench.engine.zlib });
    const [page] = document.pages();
    assert.ok(page);
    const { box, rotation } = pageGeometry(document, page);
    const [width, height] = [box[2] - box[0], box[3] - box[1]];
    const sideways = rotation % 180 !== 0;
    return { page: 1, x: ((sideways ? height : width) / 2) * MM, y: ((sideways ? width : height) / 2) * MM };
  };

  it('passes, and a second one over it leaves the first intact', async () => {
    const text = handMadeFile('/MediaBox [0 0 600 800] /Contents 4 0 R', '', ['<<>>']);
    const first = await stamped(text, { page: 1, x: 60, y: 60 });
    assert.deepEqual(
      verified(first).signatures.map(({ conclusion, kind }) => [kind, conclusion]),
      [['seal', 'passed']],
    );
    const second = await stamped(first, { page: 1, x: 75, y: 65 }, '2');
    assert.deepEqual(
      verified(second).signatures.map(({ intact, conclusion }) => [intact, conclusion]),
      [
        [true, 'passed'],
        [true, 'passed'],
      ],
    );
  });

  describe('of other products', () => {
    before(function () {
      needSamples(this);
      needTool(this, 'pdfsig');
    });

    for (const file of SIGNED) {
      it(`leaves earlier signatures intact: ${file}`, async () => {
        const original = sample(`pdf/signed/${file}.pdf`);
        const bytes = await stamped(original, middle(original));
        assert.deepEqual(bytes.subarray(0, original.length), original);
        const [before, after] = [verified(original).signatures, verified(bytes).signatures];
        assert.deepEqual(
          after.map(({ intact }) => intact),
          [...before.map(() => true), true],
        );
        assert.equal(after.at(-1)?.conclusion, 'passed');
        const valid = (pdf: Uint8Array): number | undefined =>
          runTool(pdf, 'pdfsig', '-nocert', '{}').output.match(/Signature is Valid/g)?.length;
        assert.equal(valid(bytes), valid(original));
      });
    }

    for (const file of SMALL_PAGES) {
      it(`passes on a small page: ${file}`, async () => {
        const original = sample(`pdf/plain/${file}.pdf`);
        const bytes = await stamped(original, middle(original));
        assert.equal(runTool(bytes, 'qpdf', '--check', '{}').status, 0);
        assert.deepEqual(
          verified(bytes).signatures.map(({ conclusion }) => conclusion),
          ['passed'],
        );
      });
    }

    for (const file of HOPELESS) {
      it(`is refused where the file cannot be read: ${file}`, async () => {
        await assert.rejects(stamped(sample(`pdf/plain/${file}.pdf`), { page: 1, x: 5, y: 5 }), (error) => {
          assert.ok(isYinzhengError(error, 'PDF_MALFORMED'));
          assert.match(error.chinese, /\p{Script=Han}/u);
          return true;
        });
      });
    }
  });
});
