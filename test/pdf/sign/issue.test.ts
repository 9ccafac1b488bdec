import assert from 'node:assert/strict';
import fc from 'fast-check';
import { latin1, toHex } from '../../../src/base/bytes.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { asArray, asDictionary, asString, integerValue, nameValue, textValue } from '../../../src/pdf/objects/index.ts';
import { openPdf } from '../../../src/pdf/reader/index.ts';
import { finishSeal, prepareIssue, type SealDraft, type SealRequest } from '../../../src/pdf/sign/index.ts';
import { needTool, rasterise, runTool } from '../../support/pdf.ts';
import { BLANK_PAGE, sealRequest, VALUE, zlib } from '../../support/sealing.ts';

function issue(more: Partial<SealRequest> = {}, pages = 1): SealDraft {
  const options = { metadata: { title: '证' }, created: 0, fileId: new Uint8Array(16).fill(1), zlib };
  return prepareIssue(
    Array.from({ length: pages }, () => BLANK_PAGE),
    options,
    sealRequest(more),
  );
}

describe('issuing a sealed PDF', () => {
  it('certifies the only revision against any change', () => {
    const bytes = finishSeal(issue({ signerName: '某某市市场监督管理局', reason: '签发', location: 'X' }), VALUE);
    const document = openPdf(bytes, { zlib });
    assert.equal(document.revisions.length, 1);
    const catalog = document.catalog();
    const form = asDictionary(document.get(catalog, 'AcroForm'));
    const permissions = asDictionary(document.get(catalog, 'Perms'));
    assert.ok(form && permissions);
    assert.equal(integerValue(document.get(form, 'SigFlags')), 3);
    const [field] = asArray(document.get(form, 'Fields'))?.items ?? [];
    const widget = asDictionary(document.resolve(field));
    assert.ok(widget);
    assert.deepEqual(document.pages()[0]?.dictionary.entries.get('Annots'), { kind: 'array', items: [field] });
    assert.deepEqual(
      ['T', 'F', 'FT', 'Subtype'].map(
        (key) =>
          textValue(document.get(widget, key)) ?? nameValue(document.get(widget, key)) ?? integerValue(document.get(widget, key)),
      ),
      ['Seal1', 132, 'Sig', 'Widget'],
    );
    const signature = asDictionary(document.get(widget, 'V'));
    assert.ok(signature);
    assert.equal(document.get(permissions, 'DocMDP'), signature);
    assert.equal(nameValue(signature.entries.get('Filter')), 'Yinzheng.GMPkiLite');
    assert.equal(nameValue(signature.entries.get('SubFilter')), 'GM.sm2seal');
    assert.equal(textValue(signature.entries.get('M')), "D:20240101080000+08'00'");
    assert.equal(textValue(signature.entries.get('Name')), '某某市市场监督管理局'.replace(/^/, ''));
    const reference = asDictionary(asArray(signature.entries.get('Reference'))?.items[0]);
    const parameters = asDictionary(reference?.entries.get('TransformParams'));
    assert.equal(nameValue(reference?.entries.get('TransformMethod')), 'DocMDP');
    assert.equal(integerValue(parameters?.entries.get('P')), 1);
  });

  it('covers every byte but the contents with their delimiters, whatever the sizes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.string({ unit: 'binary', maxLength: 30 }),
        fc.integer({ min: 1, max: 3 }),
        (contentsSize, filling, reason, page) => {
          const draft = issue({ contentsSize, reason, place: { page, x: 60, y: 60 } }, 3);
          const value = new Uint8Array(Math.floor(contentsSize * filling)).fill(0xa5);
          const bytes = finishSeal(draft, value);
          const [start, before, after, rest] = draft.byteRange;
          assert.deepEqual([start, after + rest], [0, bytes.length]);
          assert.deepEqual([bytes[before], bytes[after - 1], after - before], [0x3c, 0x3e, contentsSize * 2 + 2]);
          assert.equal(Buffer.from(bytes.subarray(before + 1, after - 1)).toString(), toHex(value).padEnd(contentsSize * 2, '0'));
          assert.deepEqual(draft.covered, [bytes.slice(0, before), bytes.slice(after)]);
          const document = openPdf(bytes, { zlib });
          const form = asDictionary(document.get(document.catalog(), 'AcroForm'));
          const field = asDictionary(document.resolve(form && asArray(document.get(form, 'Fields'))?.items[0]));
          const signature = field && asDictionary(document.get(field, 'V'));
          const range = asArray(signature?.entries.get('ByteRange'))?.items.map(integerValue);
          assert.deepEqual(range, [...draft.byteRange]);
          assert.deepEqual(asString(signature?.entries.get('Contents'))?.span, { start: before, end: after });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('leaves the draft as it is and refuses a value that is too large, telling the size needed', () => {
    const draft = issue({ contentsSize: 10 });
    const copy = draft.bytes.slice();
    finishSeal(draft, new Uint8Array(10).fill(1));
    assert.deepEqual(draft.bytes, copy);
    assert.throws(() => finishSeal(draft, new Uint8Array(11)), {
      code: 'SIGNATURE_TOO_LARGE',
      details: { needed: 11, available: 10 },
    });
  });

  for (const contentsSize of [0, -1, 1.5, 9_000_000]) {
    it(`refuses to keep ${contentsSize} bytes for the value`, () =>
      assert.throws(() => issue({ contentsSize }), { code: 'INPUT_INVALID' }));
  }

  for (const [title, place] of [
    ['a page that is not there', { page: 2, x: 60, y: 60 }],
    ['page 0', { page: 0, x: 60, y: 60 }],
    ['a place off the page', { page: 1, x: 211, y: 60 }],
    ['a place that is no number', { page: 1, x: Number.NaN, y: 60 }],
    ['no size', { page: 1, x: 60, y: 60, size: { width: 0, height: 10 } }],
    ['a size beyond all seals', { page: 1, x: 60, y: 60, size: { width: 10, height: 301 } }],
  ] as const) {
    it(`refuses ${title}`, () => assert.throws(() => issue({ place }), { code: 'PDF_NOT_STAMPABLE' }));
  }

  it('says how large the page is that a place is off', () => {
    assert.throws(
      () => issue({ place: { page: 1, x: 211, y: 60 } }),
      (error) => {
        assert.ok(isYinzhengError(error, 'PDF_NOT_STAMPABLE'));
        assert.match(error.message, /\(211, 60\) mm is not on page 1, which is 210 by 297 mm/);
        assert.match(error.chinese, /该页为 210 × 297 毫米/);
        return true;
      },
    );
  });

  it('refuses pictures of other types and damaged ones', () => {
    const picture = { data: latin1('GIF89a'), width: 10, height: 10 };
    assert.throws(() => issue({ appearance: { kind: 'picture', picture: { ...picture, type: 'GIF' } } }), {
      code: 'IMAGE_UNUSABLE',
    });
    assert.throws(() => issue({ appearance: { kind: 'picture', picture: { ...picture, type: 'jpg' } } }), {
      code: 'IMAGE_UNUSABLE',
    });
    assert.throws(() => issue({ appearance: { kind: 'picture', picture: { ...picture, type: 'png' } } }), {
      code: 'PNG_MALFORMED',
    });
  });

  it('is clean for qpdf, wholly signed for poppler, and shows the seal where it is placed', function () {
    needTool(this, 'qpdf');
    needTool(this, 'pdfsig');
    const bytes = finishSeal(issue(), VALUE);
    const check = runTool(bytes, 'qpdf', '--check', '{}');
    assert.equal(check.status, 0, check.output);
    assert.match(runTool(bytes, 'pdfsig', '{}').output, /\n {2}- Total document signed/);
    const shown = rasterise(bytes, { dpi: 254 });
    const red = [230, 0, 18];
    assert.deepEqual(shown.at(600, 600 - 174), red);
    assert.deepEqual(shown.at(600 - 174, 600), red);
    assert.deepEqual(shown.at(600, 530), red);
    assert.deepEqual(shown.at(600, 670), [255, 255, 255]);
    assert.deepEqual(shown.at(600, 600 - 205), [255, 255, 255]);
  });

  it('shows a drawn seal face as vectors, scaled to the size asked for', function () {
    needTool(this, 'pdftoppm');
    const square = [
      { op: 'm', x: 0, y: 0 },
      { op: 'l', x: 10, y: 0 },
      { op: 'l', x: 10, y: 5 },
      { op: 'l', x: 0, y: 5 },
      { op: 'z' },
    ] as const;
    const drawing = {
      width: 10,
      height: 10,
      items: [{ kind: 'path', path: square, fill: { red: 200, green: 0, blue: 0 } }],
    } as const;
    const draft = issue({
      appearance: { kind: 'drawing', drawing },
      place: { page: 1, x: 60, y: 60, size: { width: 20, height: 20 } },
    });
    const shown = rasterise(finishSeal(draft, VALUE), { dpi: 25.4 });
    assert.deepEqual(
      [shown.at(52, 52), shown.at(68, 58), shown.at(60, 63), shown.at(60, 48)].map(([red, green]) => [red, green]),
      [
        [200, 0],
        [200, 0],
        [255, 255],
        [255, 255],
      ],
    );
  });
});
