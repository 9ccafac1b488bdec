import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { asArray, asDictionary, reference, withEntries, type PdfObject } from '../../../src/pdf/objects/index.ts';
import { openPdf } from '../../../src/pdf/reader/index.ts';
import { finishSeal, prepareIssue } from '../../../src/pdf/sign/index.ts';
import { addObject, beginUpdate } from '../../../src/pdf/writer/index.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { needTool, rasterise, runTool } from '../../support/pdf.ts';
import { needSamples, sample } from '../../support/samples.ts';
import { BLANK_PAGE, blankFile, handMadeFile, sealRequest, stamp, VALUE, zlib } from '../../support/sealing.ts';

const BOX = '/MediaBox [0 0 600 800]';
const ORDINARY = [
  'annotation-fileattachment',
  'arial_unicode_ab_cidfont',
  'bug1669097',
  'bug1885505',
  'empty',
  'find_all',
  'form_two_pages',
  'freetexts',
  'issue11045',
  'issue13201',
  'issue269_1',
  'issue5475',
  'issue7403',
  'issue840',
  'issue9713',
  'minimal-hybrid-xref',
  'minimal-with-orphaned-xrefs',
  'minimal-xref',
  'nested_outline',
  'uncompressed-objstream-sample',
] as const;
const REFUSED = {
  'minimal-aes256': 'PDF_ENCRYPTED',
  'minimal-rc4': 'PDF_ENCRYPTED',
  'circular-page-tree': 'PDF_MALFORMED',
  'no-mediabox': 'PDF_NOT_STAMPABLE',
} as const;

function fieldNames(bytes: Uint8Array): readonly string[] {
  const document = openPdf(bytes, { zlib });
  const form = asDictionary(document.get(document.catalog(), 'AcroForm'));
  return (form ? (asArray(document.get(form, 'Fields'))?.items ?? []) : []).map((item: PdfObject) => {
    const field = asDictionary(document.resolve(item));
    const name = field && document.get(field, 'T');
    return name?.kind === 'string' ? Buffer.from(name.bytes).toString('latin1') : '';
  });
}

describe('stamping a PDF', () => {
  it('appends to the original and numbers the fields', () => {
    const original = blankFile(2);
    const first = finishSeal(stamp(original), VALUE);
    const second = finishSeal(stamp(first, { place: { page: 2, x: 100, y: 100 } }, 3), VALUE);
    assert.deepEqual(first.slice(0, original.length), original);
    assert.deepEqual(second.slice(0, first.length), first);
    assert.deepEqual(fieldNames(second), ['Seal1', 'Seal2']);
    const document = openPdf(second, { zlib });
    assert.deepEqual(
      document.pages().map(({ dictionary }) => asArray(document.get(dictionary, 'Annots'))?.items.length),
      [1, 1],
    );
    assert.deepEqual(document.anomalies, []);
  });

  it('leaves what an earlier seal covers as it was', () => {
    const digest = (parts: readonly Uint8Array[]): string => {
      const hash = createHash('sha256');
      for (const part of parts) hash.update(part);
      return hash.digest('hex');
    };
    const draft = stamp(blankFile());
    const twice = finishSeal(stamp(finishSeal(draft, VALUE), {}, 3), VALUE);
    const [start, length, after, rest] = draft.byteRange;
    assert.equal(digest([twice.subarray(start, length), twice.subarray(after, after + rest)]), digest(draft.covered));
  });

  it('touches only catalog, form, page and its annotations, and gives the same bytes each time', () => {
    const original = blankFile();
    const draft = stamp(original);
    assert.deepEqual(stamp(original), draft);
    const document = openPdf(finishSeal(draft, VALUE), { zlib });
    const [before, update] = document.revisions;
    assert.ok(before && update);
    const overridden = [...update.entries.keys()].filter((number) => before.entries.has(number));
    const root = document.trailer.entries.get('Root');
    assert.deepEqual(
      overridden.sort(),
      [root?.kind === 'reference' ? root.number : 0, document.pages()[0]?.reference.number].sort(),
    );
  });

  it('appends to lists that are objects of their own, and only overrides those', () => {
    const original = handMadeFile(`${BOX} /Annots 4 0 R`, '/AcroForm 5 0 R', ['[]', '<</Fields 6 0 R /SigFlags 3>>', '[]']);
    const document = openPdf(finishSeal(stamp(original), VALUE), { zlib });
    const before = openPdf(original, { zlib }).size;
    const overridden = [...(document.revisions[1]?.entries.keys() ?? [])].filter((number) => number < before);
    assert.deepEqual(overridden.sort(), [4, 6]);
  });

  it('does not add to a list of annotations that two pages share', () => {
    const first = openPdf(blankFile(2), { zlib });
    const update = beginUpdate(first, new Uint8Array(16).fill(9));
    const shared = reference(addObject(update, '[]'));
    for (const page of first.pages()) update.override(page.reference, withEntries(page.dictionary, { Annots: shared }));
    const original = update.finish().take();
    const document = openPdf(finishSeal(stamp(original), VALUE), { zlib });
    assert.deepEqual(
      document.pages().map(({ dictionary }) => asArray(document.get(dictionary, 'Annots'))?.items.length),
      [1, 0],
    );
  });

  for (const rotation of [0, 90, 180, 270, -90, 450]) {
    it(`places the seal as the page is shown, turned by ${rotation}°, with crop box and user unit`, function () {
      needTool(this, 'pdftoppm');
      const entries = `/MediaBox [-20 -30 980 1200] /CropBox [30 920 930 20] /Rotate ${rotation} /UserUnit 1.5`;
      const bytes = finishSeal(stamp(handMadeFile(entries), { place: { page: 1, x: 100, y: 130 } }), VALUE);
      assert.equal(runTool(bytes, 'qpdf', '--check', '{}').status, 0);
      // Poppler does not apply the user unit: its pixels are units.
      const shown = rasterise(bytes, { dpi: 72 });
      const unit = 72 / 25.4 / 1.5;
      const at = (dx: number, dy: number): boolean => shown.at((100 + dx) * unit, (130 + dy) * unit)[1] < 100;
      assert.deepEqual([at(0, -17.4), at(0, 17.4), at(-17.4, 0), at(17.4, 0), at(0, -7)], [true, true, true, true, true]);
      assert.deepEqual([at(0, 7), at(7, 0), at(-7, 0), at(0, -22)], [false, false, false, false]);
    });
  }

  it('takes the part of the crop box that lies in the media box', () => {
    const at = (boxes: string): string | undefined =>
      /\/Rect \[[^\]]*\]/.exec(Buffer.from(stamp(handMadeFile(boxes)).bytes).toString('latin1'))?.[0];
    assert.equal(at('/MediaBox [0 0 600 800] /CropBox [-100 100 500 2000]'), at('/MediaBox [0 100 500 800]'));
    assert.equal(at('/MediaBox [0 0 600 800] /CropBox [900 900 1000 1000]'), at('/MediaBox [0 0 600 800]'));
  });

  it('refuses a certified document', () => {
    const options = { metadata: { title: 't' }, created: 0, fileId: new Uint8Array(16).fill(1), zlib };
    const certified = finishSeal(prepareIssue([BLANK_PAGE], options, sealRequest()), VALUE);
    assert.throws(() => stamp(certified), { code: 'PDF_NOT_STAMPABLE' });
  });

  const signed = (lock: string, references = ''): Uint8Array =>
    handMadeFile(BOX, '/AcroForm <</Fields [4 0 R] /SigFlags 3>>', [
      `<</FT /Sig /T (Old) /V 5 0 R ${lock}>>`,
      `<</Type /Sig /Filter /X ${references}>>`,
      '<</Type /SigFieldLock /Action /All>>',
    ]);
  const fieldMdp = (action: string): string =>
    `/Reference [<</TransformMethod /FieldMDP /TransformParams <</Action ${action}>>>>]`;
  for (const [title, bytes] of [
    ['a lock of all fields', signed('/Lock 6 0 R')],
    ['a lock of all but some fields', signed('/Lock <</Action /Exclude /Fields [(Other)]>>')],
    ['a lock of the document', signed('/Lock <</Action /Include /Fields [] /P 1>>')],
    ['a signed lock of all fields', signed('', fieldMdp('/All'))],
    ['a signed lock of its name', signed('', fieldMdp('/Include /Fields [(Mine)]'))],
    ['a field of the same name', handMadeFile(BOX, '/AcroForm <</Fields [4 0 R]>>', ['<</FT /Tx /T (Mine)>>'])],
    ['a dynamic XFA form', handMadeFile(BOX, '/NeedsRendering true /AcroForm <</Fields [] /XFA 4 0 R>>', ['[]'])],
    ['no media box', handMadeFile('')],
    ['an empty media box', handMadeFile('/MediaBox [0 0 0 800]')],
    ['a page turned by 45°', handMadeFile(`${BOX} /Rotate 45`)],
    ['annotations that are no array', handMadeFile(`${BOX} /Annots 12`)],
    ['fields that are no array', handMadeFile(BOX, '/AcroForm <</Fields 12>>')],
  ] as const) {
    it(`refuses ${title}`, () => assert.throws(() => stamp(bytes, { fieldName: 'Mine' }), { code: 'PDF_NOT_STAMPABLE' }));
  }

  it('is not hindered by the lock of a field that is not signed, or of other fields', () => {
    const unsigned = handMadeFile(BOX, '/AcroForm <</Fields [4 0 R]>>', ['<</FT /Sig /T (Old) /Lock <</Action /All>>>>']);
    assert.deepEqual(fieldNames(finishSeal(stamp(unsigned), VALUE)), ['Old', 'Seal1']);
    const included = signed('', fieldMdp('/Include /Fields [(Other)]'));
    assert.equal(stamp(included).fieldName, 'Seal1');
    assert.equal(stamp(signed('', fieldMdp('/Exclude /Fields [(Mine)]')), { fieldName: 'Mine' }).fieldName, 'Mine');
  });

  it('says in both languages why it refuses', () => {
    const refused = (run: () => unknown): { readonly en: string; readonly zh: string } => {
      try {
        run();
      } catch (error) {
        assert.ok(isYinzhengError(error, 'PDF_NOT_STAMPABLE'));
        const { reason } = error.details;
        assert.ok(reason);
        return reason;
      }
      assert.fail('it was stamped');
    };
    const cases: readonly (() => unknown)[] = [
      () => stamp(blankFile(), { place: { page: 9, x: 1, y: 1 } }),
      () => stamp(blankFile(), { place: { page: 1, x: 900, y: 1 } }),
      () => stamp(blankFile(), { place: { page: 1, x: 1, y: 1, size: { width: 0, height: 1 } } }),
      () => stamp(handMadeFile('')),
      () => stamp(handMadeFile(`${BOX} /Rotate 45`)),
      () => stamp(handMadeFile(`${BOX} /Annots 12`)),
      () => stamp(signed('/Lock 6 0 R')),
      () => stamp(signed('/Lock <</Action /Include /Fields [] /P 1>>')),
    ];
    for (const run of cases) {
      const { en, zh } = refused(run);
      assert.match(en, /^[\x20-\x7e°]+$/);
      assert.match(zh, /\p{Script=Han}/u);
    }
  });

  it('refuses a field name that is empty or has a full stop', () => {
    for (const fieldName of ['', 'a.b']) assert.throws(() => stamp(blankFile(), { fieldName }), { code: 'INPUT_INVALID' });
  });

  it('refuses a file with bytes before its header', () => {
    const original = blankFile();
    const shifted = new Uint8Array(original.length + 3);
    shifted.set([0x0a, 0x0a, 0x0a]);
    shifted.set(original, 3);
    assert.throws(
      () => stamp(shifted),
      (error) => isYinzhengError(error, 'PDF_NOT_STAMPABLE', 'PDF_MALFORMED'),
    );
  });

  describe('of other products', () => {
    before(function () {
      needSamples(this);
      needTool(this, 'qpdf');
      needTool(this, 'pdftoppm');
    });

    for (const file of ORDINARY) {
      it(`opens afterwards: ${file}`, async function () {
        const original = sample(`pdf/plain/${file}.pdf`);
        const place = { page: 1, x: 20, y: 20, size: { width: 20, height: 20 } };
        const bytes = finishSeal(stamp(original, { place }), VALUE);
        assert.deepEqual(bytes.slice(0, original.length), original);
        const check = runTool(bytes, 'qpdf', '--check', '{}');
        assert.equal(check.status, 0, check.output);
        assert.match(runTool(bytes, 'pdfsig', '{}').output, /Total document signed/);
        const scale = 150 / 25.4;
        assert.deepEqual(rasterise(bytes, { dpi: 150 }).at(20 * scale, (20 - 8.7) * scale), [230, 0, 18]);
        const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
        const loading = getDocument({ data: bytes.slice(), verbosity: 0 });
        const page = await (await loading.promise).getPage(1);
        const annotations = (await page.getAnnotations()) as { fieldType?: string; fieldName?: string }[];
        assert.ok(annotations.some(({ fieldType, fieldName }) => fieldType === 'Sig' && /^Seal\d+$/.test(fieldName ?? '')));
        await loading.destroy();
      });
    }

    for (const [file, code] of Object.entries(REFUSED)) {
      it(`is refused: ${file}`, () => assert.throws(() => stamp(sample(`pdf/plain/${file}.pdf`)), { code }));
    }

    it('leaves the signatures of other products covered as they were', () => {
      const original = sample('pdf/signed/minimal-two-fields-signed-twice.pdf');
      const bytes = finishSeal(stamp(original, { place: { page: 1, x: 20, y: 20 } }), VALUE);
      assert.deepEqual(bytes.slice(0, original.length), original);
      const [before, after] = [original, bytes].map(
        (file) => runTool(file, 'pdfsig', '-nocert', '{}').output.match(/Signature is Valid/g)?.length,
      );
      assert.equal(after, before);
      assert.ok((before ?? 0) > 0);
    });
  });
});

describe('a seal of one pixel under a mask', () => {
  const bytes = (): Uint8Array => finishSeal(stamp(blankFile()), VALUE);
  const scale = 4;
  const place = (mm: number): number => Math.round((mm * 72 * scale) / 25.4);

  it('is shown by pdfium', async () => {
    const { PDFiumLibrary } = await import('@hyzyla/pdfium');
    const library = await PDFiumLibrary.init();
    const document = await library.loadDocument(Buffer.from(bytes()));
    const { data, width } = await document.getPage(0).render({ scale, render: 'bitmap', renderFormFields: true });
    const at = (x: number, y: number): readonly number[] => [
      ...data.subarray((place(y) * width + place(x)) * 4, (place(y) * width + place(x)) * 4 + 3),
    ];
    const channels = at(60, 60 - 17.4);
    document.destroy();
    library.destroy();
    assert.deepEqual(
      [...channels].sort((left, right) => left - right),
      [0, 18, 230],
    );
  });

  it('is shown by pdf.js', async function () {
    if (!existsSync(new URL('../../../node_modules/@napi-rs/canvas', import.meta.url))) {
      if (this.test) this.test.title += ' (skipped: no canvas for Node)';
      this.skip();
    }
    const { createCanvas } = await import('@napi-rs/canvas');
    const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
    const loading = getDocument({ data: bytes(), verbosity: 0 });
    const page = await (await loading.promise).getPage(1);
    const viewport = page.getViewport({ scale });
    const canvas = createCanvas(viewport.width, viewport.height);
    await page.render({ canvas: canvas as unknown as HTMLCanvasElement, viewport }).promise;
    const at = (x: number, y: number): readonly number[] =>
      [...canvas.getContext('2d').getImageData(place(x), place(y), 1, 1).data].slice(0, 3);
    assert.deepEqual(
      [at(60, 60 - 17.4), at(60, 53), at(60, 67)],
      [
        [230, 0, 18],
        [230, 0, 18],
        [255, 255, 255],
      ],
    );
    await loading.destroy();
  });
});
