import assert from 'node:assert/strict';
import { makeChain } from '../../support/pki.ts';
import { openPdf } from '../../../src/pdf/reader/index.ts';
import { inkOf } from '../../../src/pdf/verify/cover/ink.ts';
import { PLAIN, sign, signatureField, withFields, writeRevision, type FixtureObject } from '../../support/pdf-file.ts';
import { needTool, runTool } from '../../support/pdf.ts';
import { reasonsOf, verifyFile, zlib } from '../../support/pdf-verify.ts';
import { needSamples, sample } from '../../support/samples.ts';

/** Signs a page of 300 by 200 points with the given content; then a second signer adds a visible signature. */
function signedTwice(
  { content, page = '', objects = {} }: { content: string; page?: string; objects?: Record<number, FixtureObject> },
  second: { rectangle: string; more?: string },
): readonly [Uint8Array, ReturnType<typeof makeChain>['trust']] {
  const { signer, trust } = makeChain('p256');
  const plain = writeRevision(null, { objects: { ...PLAIN.objects, ...objects, 4: { entries: '', data: content } } });
  const first = sign(writeRevision(plain, { objects: { ...withFields([10], { page }), ...signatureField(10) } }), signer);
  const fields = { ...withFields([10, 20], { page }), ...signatureField(20, { name: 'Sig2', ...second }) };
  return [sign(writeRevision(first, { objects: fields }), signer), trust];
}

const TEXT = 'BT /F1 12 Tf 150 100 Td (100 yuan) Tj ET';

describe('a signature added over what was signed', () => {
  const cases: readonly (readonly [string, string, string, boolean | null, string?])[] = [
    ['is permitted beside a text', TEXT, '70 10 120 60', true],
    ['is a fault over a text', TEXT, '140 90 220 120', false, 'the added signature Sig2 covers text on page 1'],
    ['is a fault over one letter of a text', TEXT, '197 100 250 110', false, 'the added signature Sig2 covers text on page 1'],
    [
      'is doubted close to the end of a text',
      TEXT,
      '223 95 250 112',
      null,
      'the added signature Sig2 may continue a text on page 1',
    ],
    ['is doubted close to the beginning of a text', TEXT, '100 95 149 112', null],
    ['is permitted away from a text on its line', TEXT, '232 95 260 112', true],
    ['is a fault over the whole page', TEXT, '0 0 300 200', false, 'the added signature Sig2 covers an annotation on page 1'],
    ['is a fault over an earlier signature', '', '20 20 50 50', false, 'the added signature Sig2 covers an annotation on page 1'],
    ['finds a text that a transformation moved', `q 1 0 0 1 0 50 cm ${TEXT} Q`, '140 140 220 170', false],
    ['finds a text that a transformation moved away', `q 1 0 0 1 0 50 cm ${TEXT} Q`, '140 80 220 120', true],
    ['finds a text in lines', "BT /F1 12 Tf 14 TL 150 150 Td (a) Tj T* (b) Tj (c) ' ET", '145 118 165 132', false],
    ['finds a text after a kerned one', 'BT /F1 12 Tf 100 100 Td [(a) -6000 (b)] TJ ET', '170 98 190 112', false],
    ['is permitted between kerned texts', 'BT /F1 12 Tf 100 100 Td [(a) -6000 (b)] TJ ET', '120 98 160 112', true],
    ['is permitted over lines, frames and backgrounds', '1 g 0 0 300 200 re f 90 20 m 250 20 l S', '100 10 200 60', true],
    [
      'is doubted over a figure',
      '120 20 m 130 60 150 60 160 20 c f',
      '100 10 200 60',
      null,
      'the added signature Sig2 may cover a picture or figure on page 1',
    ],
    ['is doubted over an inline image', 'q 50 0 0 50 100 10 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q', '100 10 200 60', null],
    [
      'is doubted over content that cannot be read',
      '1 0 0 rg } f',
      '100 10 200 60',
      null,
      'the added signature Sig2 may cover what cannot be read on page 1',
    ],
  ];
  for (const [title, content, rectangle, intact, reason] of cases) {
    it(title, () => {
      const [bytes, trust] = signedTwice({ content }, { rectangle });
      const [first, second] = verifyFile(bytes, trust);
      assert.equal(first?.intact, intact);
      assert.equal(second?.intact, true, 'the second one is right itself');
      assert.deepEqual(reasonsOf(first), intact === true ? [] : [reason ?? reasonsOf(first)[0]]);
      assert.equal(first.conclusion === 'passed', intact === true);
    });
  }

  it('is doubted where its place is unclear', () => {
    const { signer, trust } = makeChain('p256');
    const first = sign(
      writeRevision(writeRevision(null, PLAIN), { objects: { ...withFields([10]), ...signatureField(10) } }),
      signer,
    );
    const objects = { ...withFields([10, 20]), ...signatureField(20, { name: 'Sig2', rectangle: '0 0 300 200 5' }) };
    assert.equal(verifyFile(sign(writeRevision(first, { objects }), signer), trust)[0]?.intact, null);
  });

  it('is permitted in a field that stood empty, unless that takes half of the page', () => {
    const { signer, trust } = makeChain('p256');
    for (const [rectangle, intact] of [
      ['10 90 290 130', true],
      ['0 0 300 190', null],
    ] as const) {
      const { 20: widget = null, ...others } = signatureField(20, { name: 'Sig2', rectangle });
      assert.ok(typeof widget === 'string');
      const empty = { ...withFields([10, 20]), ...signatureField(10), 20: widget.replace(/\/V.*R>>/, '') };
      const first = sign(writeRevision(writeRevision(null, PLAIN), { objects: empty }), signer);
      const filled = sign(writeRevision(first, { objects: { 20: widget, ...others } }), signer);
      assert.equal(verifyFile(filled, trust)[0]?.intact, intact, rectangle);
    }
  });

  it('finds a text in a form within a form', () => {
    const form = (data: string, more: string): FixtureObject => ({
      entries: `/Type /XObject /Subtype /Form /BBox [0 0 300 200] ${more}`,
      data,
    });
    const objects = {
      3: '<</Type /Page /Parent 2 0 R /Resources 30 0 R /Contents 4 0 R>>',
      30: '<</Font <</F1 5 0 R>> /XObject <</A 31 0 R>>>>',
      31: form('q 1 0 0 1 50 0 cm /B Do Q', '/Resources <</XObject <</B 32 0 R>>>> /Matrix [1 0 0 1 0 -50]'),
      32: form('BT /F1 12 Tf 50 100 Td (100 yuan) Tj ET', '/Resources <</Font <</F1 5 0 R>>>>'),
    };
    const document = openPdf(
      writeRevision(null, { objects: { ...PLAIN.objects, ...objects, 4: { entries: '', data: '/A Do' } } }),
      {
        zlib,
      },
    );
    const [page] = document.pages();
    assert.ok(page);
    const [{ kind, box } = { kind: 'none', box: [] }] = inkOf(document, page, { revision: 0 });
    assert.equal(kind, 'text');
    assert.deepEqual(box.slice(0, 2), [100, 47]);
  });

  it('finds what a stream shows after one that ends in a comment', () => {
    const objects = {
      3: '<</Type /Page /Parent 2 0 R /Resources <</Font <</F1 5 0 R>>>> /Contents [30 0 R 4 0 R]>>',
      30: { entries: '', data: 'q Q % no end of line' },
      4: { entries: '', data: TEXT },
    };
    const document = openPdf(writeRevision(null, { objects: { ...PLAIN.objects, ...objects } }), { zlib });
    const [page] = document.pages();
    assert.ok(page);
    assert.equal(inkOf(document, page, { revision: 0 }).length, 1);
  });

  it('does not follow a form into itself for ever', () => {
    const objects = {
      3: '<</Type /Page /Parent 2 0 R /Resources 30 0 R /Contents 4 0 R>>',
      4: { entries: '', data: '/A Do /A Do' },
      30: '<</XObject <</A 31 0 R>>>>',
      31: { entries: '/Type /XObject /Subtype /Form /BBox [0 0 9 9]', data: '/A Do /A Do' },
    };
    const document = openPdf(writeRevision(null, { objects: { ...PLAIN.objects, ...objects } }), { zlib });
    const [page] = document.pages();
    assert.ok(page);
    assert.throws(() => inkOf(document, page, { revision: 0 }), { code: 'PDF_MALFORMED' });
  });

  describe('may not show elsewhere than it says, or only in print', () => {
    const { signer, trust } = makeChain('p256');
    const first = sign(
      writeRevision(writeRevision(null, PLAIN), { objects: { ...withFields([10]), ...signatureField(10) } }),
      signer,
    );
    const second = (rectangle: string, flags: number): ReturnType<typeof verifyFile>[number] | undefined => {
      const { 20: widget = null, ...others } = signatureField(20, { name: 'Sig2', rectangle });
      assert.ok(typeof widget === 'string');
      const objects = { ...withFields([10, 20]), ...others, 20: widget.replace('/F 132', `/F ${flags}`) };
      return verifyFile(sign(writeRevision(first, { objects }), signer), trust)[0];
    };
    for (const [flags, what] of [
      [8, 'NoZoom'],
      [16, 'NoRotate'],
      [256, 'ToggleNoView'],
    ] as const) {
      it(what, () =>
        assert.deepEqual(reasonsOf(second('70 10 120 60', 132 | flags)), ['new field Sig2: its flags move or toggle it']),
      );
    }
    it('NoView, yet printed', () => {
      assert.equal(second('0 80 300 120', 132 | 32)?.intact, false);
      assert.equal(second('0 80 300 120', 128 | 32)?.intact, true);
    });
  });

  it('finds the words of real pages where poppler finds them', function () {
    needSamples(this);
    needTool(this, 'pdftotext');
    for (const file of [
      'arial_unicode_ab_cidfont',
      'issue11045',
      'issue7403',
      'issue840',
      'bug1885505',
      'nested_outline',
      'form_two_pages',
    ]) {
      const bytes = sample(`pdf/plain/${file}.pdf`);
      const document = openPdf(bytes, { zlib });
      const [page] = document.pages();
      assert.ok(page);
      const media = document.resolve(page.inherited.CropBox ?? page.inherited.MediaBox);
      const [left = 0, , , top = 0] =
        media.kind === 'array' ? media.items.map((item) => ('value' in item ? Number(item.value) : 0)) : [];
      const texts = inkOf(document, page, { revision: document.revisions.length - 1 }).filter(({ kind }) => kind === 'text');
      const words = [
        ...runTool(bytes, 'pdftotext', '-bbox', '-l', '1', '{}', '-').output.matchAll(
          /<word xMin="(\S+)" yMin="(\S+)" xMax="(\S+)" yMax="(\S+)"/g,
        ),
      ];
      assert.ok(words.length > 0);
      const found = words.filter((match) => {
        const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = match.slice(1, 5).map(Number);
        const [x, y] = [left + (x0 + x1) / 2, top - (y0 + y1) / 2];
        return texts.some(({ box }) => box[0] <= x && x <= box[2] && box[1] <= y && y <= box[3]);
      });
      assert.ok(found.length >= words.length * 0.95, `${file}: ${found.length} of ${words.length}`);
    }
  });
});
