/** Attacks on signed PDFs, one revision each: USF, ISA, SWA (Mladenov et al., CCS 2019), shadow and certification attacks, and more. */
import assert from 'node:assert/strict';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import type { SignatureReport } from '../../../src/report/index.ts';
import {
  PLAIN,
  sign,
  signatureField,
  signatureObject,
  signedOnce,
  withFields,
  writeRevision,
  type FixtureObject,
  type FixtureRevision,
} from '../../support/pdf-file.ts';
import { verifyFile } from '../../support/pdf-verify.ts';
import { makeChain } from '../../support/pki.ts';

const CATALOG = '/Type /Catalog /Pages 2 0 R /AcroForm <</Fields [10 0 R] /SigFlags 3>>';
const PAGE = '/Type /Page /Parent 2 0 R /Resources <</Font <</F1 5 0 R>>>> /Contents 4 0 R';
const FAKE: FixtureObject = { entries: '', data: 'BT /F1 12 Tf 20 100 Td (900 yuan) Tj ET' };

describe('attacks on a signed PDF', () => {
  const { signer, trust } = makeChain('p256');
  const signed = signedOnce(signer);
  const packed = signedOnce(signer, 'stream');

  /** The reports; null when the file is refused with a typed error. */
  const judge = (bytes: Uint8Array): readonly SignatureReport[] | null => {
    try {
      return verifyFile(bytes, trust);
    } catch (error) {
      assert.ok(isYinzhengError(error), String(error));
      return null;
    }
  };
  const neverPasses = (bytes: Uint8Array): void => {
    const reports = judge(bytes);
    if (reports === null) return;
    assert.ok(reports.length > 0, 'the signature is still seen');
    assert.ok(
      reports.some(({ conclusion }) => conclusion !== 'passed'),
      'somewhere it is not passed',
    );
    assert.notEqual(reports[0]?.intact, true);
  };
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
  const binary = (content: string): Uint8Array => Uint8Array.from(Buffer.from(content, 'latin1'));

  it('the files that are attacked pass', () => {
    for (const file of [signed, packed])
      assert.deepEqual(
        judge(file)?.map(({ conclusion }) => conclusion),
        ['passed'],
      );
  });

  const revisions: readonly (readonly [string, Record<number, FixtureObject>, Partial<FixtureRevision>?])[] = [
    ['the form is replaced by an empty one', { 1: '<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [] /SigFlags 3>>>>' }],
    ['the form is removed', { 1: '<</Type /Catalog /Pages 2 0 R>>' }],
    [
      'the form is replaced by one of other fields',
      { 1: '<</Type /Catalog /Pages 2 0 R /AcroForm 20 0 R>>', 20: '<</Fields [21 0 R]>>', 21: '<</FT /Sig /T (Sig1)>>' },
    ],
    [
      'the page tree is another',
      {
        1: `<<${CATALOG.replace('2 0 R', '20 0 R')}>>`,
        20: '<</Type /Pages /Kids [21 0 R] /Count 1 /MediaBox [0 0 300 200]>>',
        21: `<<${PAGE.replace('2 0 R', '20 0 R').replace('4 0 R', '22 0 R')}>>`,
        22: FAKE,
      },
    ],
    [
      'the page tree has other kids',
      {
        2: '<</Type /Pages /Kids [21 0 R] /Count 1 /MediaBox [0 0 300 200]>>',
        21: `<<${PAGE.replace('4 0 R', '22 0 R')}>>`,
        22: FAKE,
      },
    ],
    [
      'a page before the first',
      {
        2: '<</Type /Pages /Kids [21 0 R 3 0 R] /Count 2 /MediaBox [0 0 300 200]>>',
        21: `<<${PAGE.replace('4 0 R', '22 0 R')}>>`,
        22: FAKE,
      },
    ],
    ['the page is turned', { 3: `<<${PAGE} /Annots [10 0 R] /Rotate 180>>` }],
    ['the page is cropped', { 3: `<<${PAGE} /Annots [10 0 R] /CropBox [0 0 10 10]>>` }],
    [
      'the font is another',
      { 5: '<</Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /CharProcs <<>>>>' },
    ],
    [
      'resources are added to',
      { 3: `<<${PAGE.replace('<</F1 5 0 R>>', '<</F1 5 0 R /F2 20 0 R>>')} /Annots [10 0 R]>>`, 20: '<</Type /Font>>' },
    ],
    [
      'layers are added',
      { 1: `<<${CATALOG} /OCProperties <</OCGs [20 0 R] /D <</OFF [20 0 R]>>>>>>`, 20: '<</Type /OCG /Name (x)>>' },
    ],
    [
      'names and scripts are added',
      { 1: `<<${CATALOG} /Names <</JavaScript <</Names [(x) 20 0 R]>>>>>>`, 20: '<</S /JavaScript /JS (x)>>' },
    ],
    ['page labels are added', { 1: `<<${CATALOG} /PageLabels <</Nums [0 <</S /r>>]>>>>` }],
    [
      'an annotation of text',
      {
        3: `<<${PAGE} /Annots [10 0 R 20 0 R]>>`,
        20: '<</Type /Annot /Subtype /FreeText /Rect [20 95 120 115] /Contents (900 yuan) /DA (/Helv 12 Tf)>>',
      },
    ],
    [
      'an annotation that looks like a widget',
      {
        3: `<<${PAGE} /Annots [10 0 R 20 0 R]>>`,
        20: '<</Type /Annot /Subtype /Widget /Rect [20 95 120 115] /AP <</N 21 0 R>>>>',
        21: { entries: '/Subtype /Form /BBox [0 0 9 9]', data: '1 g 0 0 9 9 re f' },
      },
    ],
    [
      'an annotation put in the place of the signature',
      { 3: `<<${PAGE} /Annots [20 0 R]>>`, 20: '<</Type /Annot /Subtype /Stamp /Rect [10 10 60 60]>>' },
    ],
    ['a security store with a page in it', { 1: `<<${CATALOG} /DSS <</Certs [4 0 R]>>>>`, 4: FAKE }],
    ['a security store with an extra key', { 1: `<<${CATALOG} /DSS <</Certs [] /Pages 2 0 R>>>>` }],
    ['a security store that is a page tree', { 1: `<<${CATALOG} /DSS 2 0 R>>` }],
    ['an object twice in a dictionary', { 4: FAKE, 40: '<</A 1 /A 2>>' }],
    ['a dictionary that states a key twice', { 1: `<<${CATALOG} /Pages 20 0 R>>`, 20: '<<>>' }],
    ['the signature object is freed', { 11: null }],
    ['the field is freed', { 10: null }],
    [
      'the signature has another value',
      {
        10: '<</Type /Annot /Subtype /Widget /FT /Sig /T (Sig1) /F 132 /P 3 0 R /Rect [10 10 60 60] /V 20 0 R /AP <</N 12 0 R>> >>',
        20: signatureObject(),
      },
    ],
    [
      'the signature has no value',
      { 10: '<</Type /Annot /Subtype /Widget /FT /Sig /T (Sig1) /F 132 /P 3 0 R /Rect [10 10 60 60] /AP <</N 12 0 R>> >>' },
    ],
    ['comments between the objects', { 40: '<<>>' }, { stray: '% 4 0 obj << /Length 3 >> stream\n' }],
    ['an encryption', { 40: '<<>>' }, { trailer: '/Root 1 0 R /Encrypt <</Filter /Standard /V 1 /R 2>>' }],
    ['a hybrid cross-reference', { 40: '<<>>' }, { trailer: '/Root 1 0 R /XRefStm 20' }],
  ];
  for (const [what, objects, more] of revisions) {
    it(what, () => neverPasses(writeRevision(signed, { objects, ...more })));
  }

  it('an object stream that overrides objects outside of it', () => {
    const fonts = { 5: '<</Type /Font /Subtype /Type1 /BaseFont /Courier>>' };
    for (const base of [signed, packed]) neverPasses(writeRevision(base, { objects: fonts, form: 'stream', compressed: [5] }));
  });

  it('an object of a higher generation', () => {
    const later = text(writeRevision(signed, { objects: { 4: FAKE } }));
    const at = later.lastIndexOf('4 0 obj');
    const raised = `${later.slice(0, at)}4 1 obj${later.slice(at + 7)}`;
    const entry = raised.lastIndexOf(' 00000 n');
    neverPasses(binary(`${raised.slice(0, entry)} 00001 n${raised.slice(entry + 8)}`));
  });

  it('a revision without a cross-reference, or with one that nobody closes', () => {
    const body = '4 0 obj\n<</Length 39>>\nstream\nBT /F1 12 Tf 20 100 Td (900 yuan) Tj ET\nendstream\nendobj\n';
    const start = /startxref\n(\d+)\n%%EOF\n$/.exec(text(signed))?.[1] ?? '';
    for (const tail of [
      body,
      `${body}startxref\n${start}\n%%EOF\n`,
      `${body}trailer\n<</Root 1 0 R /Size 13>>\nstartxref\n0\n%%EOF\n`,
      `${body}xref\n0 0\ntrailer\n<</Root 1 0 R /Size 13 /Prev ${start}>>\n`,
      `\n${text(signed).slice(text(signed).lastIndexOf('xref\n0'))}`,
    ]) {
      neverPasses(binary(text(signed) + tail));
    }
  });

  it('contents that are a reference, or a byte range that is', () => {
    const others = signatureField(10);
    const base = writeRevision(null, PLAIN);
    const direct = signatureObject();
    const [head = '', digits = ''] = direct.split('/Contents ');
    const contents = digits.slice(0, -2);
    const elsewhere = { ...withFields([10]), ...others, 11: `${head}/Contents 30 0 R>>`, 30: contents };
    neverPasses(sign(writeRevision(base, { objects: elsewhere }), signer));
    const range = /\/ByteRange (\[[^\]]*\])/.exec(direct)?.[1] ?? '';
    const pointed = { ...withFields([10]), ...others, 11: direct.replace(`/ByteRange ${range}`, '/ByteRange 31 0 R') };
    const file = writeRevision(base, { objects: { ...pointed, 31: `[0 1 2 3] % /ByteRange ${range}` } });
    neverPasses(file);
  });

  it('a signature dictionary that states a key twice', () => {
    const others = signatureField(10);
    for (const more of ['/Contents <30>', '/ByteRange [0 1 2 3]', '/Type /Sig']) {
      const twice = signatureObject(`/Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached ${more}`);
      neverPasses(
        sign(writeRevision(writeRevision(null, PLAIN), { objects: { ...withFields([10]), ...others, 11: twice } }), signer),
      );
    }
  });

  it('content that stands in the gap', () => {
    const moved = sign(
      writeRevision(writeRevision(null, PLAIN), { objects: { ...withFields([10]), ...signatureField(10) } }),
      signer,
      { range: ([zero, start, end, rest]) => [zero, start, end + 40, rest - 40] },
    );
    neverPasses(moved);
  });

  it('a second signature whose widget hides the text, of whatever size and by whomever', () => {
    const other = makeChain('p256').signer;
    for (const rectangle of ['15 95 120 115', '0 0 300 200', '-500 -500 900 900', '120 115 15 95']) {
      for (const by of [signer, other]) {
        const field = signatureField(20, { name: 'Sig2', rectangle });
        const white: FixtureObject = { entries: '/Type /XObject /Subtype /Form /BBox [0 0 50 50]', data: '1 g 0 0 50 50 re f' };
        const objects = { ...withFields([10, 20]), ...field, 22: white };
        neverPasses(sign(writeRevision(signed, { objects }), by));
      }
    }
  });

  it('a second signature whose field is a kid, shows twice, or on another page', () => {
    const { 20: widget = '', ...others } = signatureField(20, { name: 'Sig2', rectangle: '70 10 120 60' });
    assert.ok(typeof widget === 'string');
    const cases: readonly Record<number, FixtureObject>[] = [
      { 20: widget.replace('/T (Sig2)', '/T (Sig2) /Parent 10 0 R') },
      { 20: widget, 3: `<<${PAGE} /Annots [10 0 R 20 0 R 20 0 R]>>` },
      { 20: widget.replace('/P 3 0 R', '/P 2 0 R') },
      { 20: widget.replace('/FT /Sig', '/FT /Sig /AA <</E <</S /JavaScript /JS (x)>>>>') },
      { 20: widget.replace('/FT /Sig', '/FT /Sig /OC 30 0 R'), 30: '<</Type /OCG /Name (x)>>' },
      { 20: widget.replace('22 0 R', '4 0 R') },
      { 20: widget.replace('<</N 22 0 R>>', '12 0 R') },
    ];
    for (const [index, objects] of cases.entries()) {
      const bytes = sign(writeRevision(signed, { objects: { ...withFields([10, 20]), ...others, ...objects } }), signer);
      assert.notEqual(judge(bytes)?.[0]?.intact, true, `case ${index}`);
    }
  });

  it('a shadow: content that is hidden until a later revision', () => {
    const hidden = { ...PLAIN.objects, 30: FAKE, 3: `<<${PAGE}>>` };
    const first = sign(
      writeRevision(writeRevision(null, { objects: hidden }), { objects: { ...withFields([10]), ...signatureField(10) } }),
      signer,
    );
    assert.equal(judge(first)?.[0]?.intact, true);
    neverPasses(writeRevision(first, { objects: { 3: `<<${PAGE.replace('4 0 R', '30 0 R')} /Annots [10 0 R]>>` } }));
    const at = text(first).indexOf('30 0 obj');
    neverPasses(writeRevision(first, { objects: { 4: 'null' }, offsets: { 4: at } }));
  });
});
