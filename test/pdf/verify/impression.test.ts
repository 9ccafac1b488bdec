import assert from 'node:assert/strict';
import { openPdf } from '../../../src/pdf/reader/index.ts';
import { finishSeal, prepareStamp, type SealRequest } from '../../../src/pdf/sign/index.ts';
import { assembleSesSignature, tbsSign } from '../../../src/ses/index.ts';
import { PLAIN, sign, signatureField, withFields, writeRevision } from '../../support/pdf-file.ts';
import { alphaPalette, pngFile, SEAL_RED, sealPng } from '../../support/pdf.ts';
import { reasonsOf, verifyFile, zlib } from '../../support/pdf-verify.ts';
import { crypto, makeChain } from '../../support/pki.ts';
import { sealRequest } from '../../support/sealing.ts';
import { makeSealOf, makeSealWorld, SIGNED_AT } from '../../support/ses.ts';

const CLEAR = sealPng(120);
/** A picture of the same size without any clear part. */
const FILLED = pngFile(
  { width: 120, height: 120, bitDepth: 4, colourType: 3 },
  Array.from({ length: 120 }, () => new Uint8Array(60).fill(0xff)),
  alphaPalette(SEAL_RED),
);
/** The text of {@link PLAIN} stands at (20, 100) pt on a page of 300 by 200 pt. */
const OVER_TEXT = { page: 1, x: 12, y: 34 };
const BESIDE = { page: 1, x: 85, y: 50 };
const SIZE = { width: 20, height: 20 };

describe('a seal added to a signed PDF', () => {
  const world = makeSealWorld();
  const { signer, trust } = makeChain('p256');
  const first = sign(
    writeRevision(writeRevision(null, PLAIN), {
      objects: { ...withFields([10]), ...signatureField(10, { rectangle: '200 150 290 190' }) },
    }),
    signer,
  );

  /** The first signature's report after a seal of 20 mm, whose picture is `inside`, was put on the page with the picture `shown`. */
  const after = (more: Partial<SealRequest>, { shown = CLEAR, inside = CLEAR } = {}): ReturnType<typeof verifyFile>[number] => {
    const request = sealRequest({
      place: OVER_TEXT,
      appearance: { kind: 'picture', picture: { type: 'PNG', data: shown, ...SIZE } },
      contentsSize: 32_768,
      claimedTime: SIGNED_AT,
      ...more,
    });
    const draft = prepareStamp(openPdf(first, { zlib }), request, { revisionId: new Uint8Array(16).fill(7), zlib });
    const seal = makeSealOf(world, { picture: { type: 'PNG', data: inside, ...SIZE } });
    const tbs = tbsSign({ seal, time: SIGNED_AT, dataHash: crypto.digest('sm3', ...draft.covered), propertyInfo: '/' });
    const contents = assembleSesSignature({
      tbs,
      signerCertificate: world.signer.certificate.raw,
      signature: world.signer.sign(tbs),
    });
    const [report] = verifyFile(finishSeal(draft, contents), trust);
    assert.ok(report);
    return report;
  };

  it('may lie over text in its own size, or smaller', () => {
    assert.equal(after({}).intact, true);
    assert.equal(after({ place: { ...OVER_TEXT, size: { width: 15, height: 15 } } }).intact, true);
  });

  it('may not lie over text larger than it is', () => {
    const report = after({ place: { ...OVER_TEXT, size: { width: 24, height: 24 } } });
    assert.equal(report.intact, false);
    assert.deepEqual(reasonsOf(report), ['the added signature Seal1 covers text on page 1']);
  });

  it('may not lie over text with another picture than its own', () => {
    assert.equal(after({}, { shown: FILLED }).intact, false);
    assert.equal(after({ place: BESIDE }, { shown: FILLED }).intact, true, 'that is for its own report to say');
  });

  it('may not lie over text with a picture that hides it', () => {
    assert.equal(after({}, { shown: FILLED, inside: FILLED }).intact, false);
    assert.equal(after({ place: BESIDE }, { shown: FILLED, inside: FILLED }).intact, true);
  });
});
