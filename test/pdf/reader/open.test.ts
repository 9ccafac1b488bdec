import assert from 'node:assert/strict';
import { isYinzhengError, type ErrorCode } from '../../../src/base/errors/index.ts';
import { nameValue } from '../../../src/pdf/objects/index.ts';
import { openPdf, type PdfDocument, type PdfLimits } from '../../../src/pdf/reader/index.ts';
import { PLAIN, writeRevision, type FixtureRevision } from '../../support/pdf-file.ts';
import { zlib } from '../../support/pdf-verify.ts';
import { needSamples, sample, samplesPresent } from '../../support/samples.ts';

const open = (bytes: Uint8Array, limits: Partial<PdfLimits> = {}): PdfDocument => openPdf(bytes, { zlib, limits });
const throwing = (code: ErrorCode) => (error: unknown) => isYinzhengError(error, code);
const reference = (number: number) => ({ kind: 'reference', number, generation: 0 }) as const;
const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
const changed = (bytes: Uint8Array, from: string | RegExp, to: string | ((match: string) => string)): Uint8Array => {
  const text = latin1(bytes).replace(from, (match) => (typeof to === 'string' ? to : to(match)));
  assert.notEqual(text, latin1(bytes));
  return bytesOf(text);
};
const plain = writeRevision(null, PLAIN);

describe('opening a PDF', () => {
  for (const form of ['table', 'stream'] as const) {
    it(`keeps every revision (cross-reference ${form})`, () => {
      const first = writeRevision(null, { ...PLAIN, form });
      const second: FixtureRevision = { objects: { 5: '<</BaseFont /Courier>>', 8: '(new)' }, form };
      const both = writeRevision(first, { ...second, ...(form === 'stream' && { compressed: [5, 8] }) });
      const document = open(writeRevision(both, { objects: { 8: null }, form }));
      assert.equal(document.version, '1.7');
      assert.deepEqual(
        document.revisions.map(({ start, end }) => [start, end]),
        [
          [0, first.length],
          [first.length, both.length],
          [both.length, document.bytes.length],
        ],
      );
      const font = (revision: number) => {
        const object = document.resolve(reference(5), revision);
        return object.kind === 'dictionary' ? nameValue(object.entries.get('BaseFont')) : undefined;
      };
      assert.deepEqual([font(0), font(1), font(2)], ['Helvetica', 'Courier', 'Courier']);
      assert.deepEqual(
        [0, 1, 2].map((revision) => document.resolve(reference(8), revision).kind),
        ['null', 'string', 'null'],
      );
      assert.equal(document.resolve({ ...reference(5), generation: 1 }).kind, 'null');
      assert.equal(document.locate(4)?.revision, 0);
      assert.equal(document.pages().length, 1);
      assert.ok(document.size > 8);
      assert.deepEqual(document.anomalies, []);
    });
  }

  it('inherits page attributes', () => {
    const [page] = open(plain).pages();
    assert.equal(page?.inherited.MediaBox?.kind, 'array');
    assert.equal(page.reference.number, 3);
  });

  it('reports what it tolerates', () => {
    const junk = bytesOf(`junk\n${latin1(plain)}`);
    assert.throws(() => open(junk), throwing('PDF_MALFORMED'));
    const trailing = open(bytesOf(`${latin1(plain)}more`));
    assert.deepEqual(
      trailing.anomalies.map(({ code }) => code),
      ['TRAILING_BYTES'],
    );
    const dangling = open(writeRevision(plain, { objects: { 6: 'null' }, offsets: { 6: 3 } }));
    assert.equal(dangling.resolve(reference(6)).kind, 'null');
    assert.deepEqual(
      dangling.anomalies.map(({ code, object }) => [code, object]),
      [['DANGLING_CROSS_REFERENCE', 6]],
    );
  });

  it('takes no object of a revision from bytes appended after it', () => {
    const early = writeRevision(null, { objects: { ...PLAIN.objects, 6: 'null' }, offsets: { 6: 99_999 } });
    const promised = writeRevision(null, { objects: { ...PLAIN.objects, 6: 'null' }, offsets: { 6: early.length } });
    const document = open(writeRevision(promised, { objects: { 6: '(late)' } }));
    assert.equal(document.resolve(reference(6), 1).kind, 'string');
    assert.equal(document.resolve(reference(6), 0).kind, 'null');
  });

  const WRONG: readonly (readonly [string, () => Uint8Array])[] = [
    ['nothing', () => new Uint8Array()],
    ['no header', () => changed(plain, '%PDF-1.7', '%PPP-1.7')],
    ['no version', () => changed(plain, '%PDF-1.7', '%PDF-1x7')],
    ['no end mark', () => changed(plain, '%%EOF', '%%EOP')],
    ['no startxref', () => changed(plain, 'startxref', 'startXref')],
    ['a startxref that points elsewhere', () => changed(plain, /startxref\n\d+/, 'startxref\n20')],
    ['a startxref beyond the file', () => changed(plain, /startxref\n\d+/, 'startxref\n99999999')],
    ['a malformed entry', () => changed(plain, '00000 n', '0000x n')],
    ['an entry twice', () => changed(plain, '5 1\n', '4 1\n')],
    ['an entry of neither kind', () => changed(plain, '00000 n', '00000 m')],
    ['a table without trailer', () => changed(plain, 'trailer', 'trailxx')],
    ['too large an object number', () => changed(plain, '5 1\n', '9999999 1\n')],
    ['a range of more entries than there are', () => changed(plain, '5 1\n', '5 9\n')],
    [
      'a loop of sections',
      () => changed(writeRevision(plain, { objects: { 6: 'null' } }), /\/Prev \d+/, (match) => `/Prev ${sectionAt(match)}`),
    ],
    ['Prev that is no offset', () => changed(writeRevision(plain, { objects: { 6: 'null' } }), /\/Prev \d+/, '/Prev /Here')],
  ];
  let section = '';
  const sectionAt = (match: string): string => section.padEnd(match.length - 6);
  for (const [what, make] of WRONG) {
    it(`refuses ${what}`, () => {
      section = /startxref\n(\d+)\n%%EOF\n$/.exec(latin1(writeRevision(plain, { objects: { 6: 'null' } })))?.[1] ?? '';
      assert.throws(() => open(make()), throwing('PDF_MALFORMED'));
    });
  }

  it('refuses encrypted files', () => {
    const encrypted = writeRevision(null, { ...PLAIN, trailer: '/Root 1 0 R /Encrypt <</Filter /Standard>>' });
    assert.throws(() => open(encrypted), throwing('PDF_ENCRYPTED'));
  });

  it('is bounded', () => {
    const many = [1, 2, 3, 4].reduce((file) => writeRevision(file, { objects: { 6: 'null' } }), plain);
    assert.equal(open(many).revisions.length, 5);
    assert.throws(() => open(many, { revisions: 3 }), throwing('PDF_MALFORMED'));
    assert.throws(() => open(many, { crossReferences: 6 }), throwing('PDF_MALFORMED'));
    const loop = writeRevision(null, { objects: { ...PLAIN.objects, 6: '7 0 R', 7: '6 0 R' } });
    assert.throws(() => open(loop).resolve(reference(6)), throwing('PDF_MALFORMED'));
    const ownLength = changed(
      writeRevision(null, { objects: { ...PLAIN.objects, 6: { entries: '', data: 'x' } } }),
      '/Length 1>>',
      '/Length 6 0 R>>',
    );
    assert.throws(() => open(bytesOf(latin1(ownLength))).resolve(reference(6)), throwing('PDF_MALFORMED'));
  });

  it('bounds the work of objects within one another', () => {
    const count = 3000;
    const body = Array.from({ length: count }, (_, index) => `${index + 10} 0 obj (`).join('');
    const text = latin1(
      writeRevision(null, { objects: { ...PLAIN.objects, 6: { entries: '', data: body + ')'.repeat(count) } } }),
    );
    const nested = writeRevision(bytesOf(text), {
      objects: Object.fromEntries(Array.from({ length: count }, (_, index) => [index + 10, 'null'])),
      offsets: Object.fromEntries(
        Array.from({ length: count }, (_, index) => [index + 10, text.indexOf(`${index + 10} 0 obj (`)]),
      ),
    });
    const document = open(nested);
    assert.throws(() => {
      for (let index = 0; index < count; index++) document.resolve(reference(index + 10));
    }, throwing('PDF_MALFORMED'));
  });

  it('walks page trees within bounds', () => {
    const tree = (objects: Record<number, string>): PdfDocument =>
      open(writeRevision(null, { objects: { ...PLAIN.objects, ...objects } }));
    assert.throws(() => tree({ 2: '<</Type /Pages /Kids [2 0 R]>>' }).pages(), throwing('PDF_MALFORMED'));
    assert.throws(() => tree({ 2: '<</Type /Pages /Kids [9 0 R]>>' }).pages(), throwing('PDF_MALFORMED'));
    assert.throws(() => tree({ 1: '<</Type /Catalog>>' }).pages(), throwing('PDF_MALFORMED'));
    assert.throws(() => open(plain, { pages: 0 }).pages(), throwing('PDF_MALFORMED'));
  });
});

describe('opening the PDFs of other products', () => {
  before(function () {
    needSamples(this);
  });

  const REFUSED: Readonly<Record<string, ErrorCode>> = {
    'minimal-aes256': 'PDF_ENCRYPTED',
    'minimal-rc4': 'PDF_ENCRYPTED',
    'minimal-startxref-hopeless': 'PDF_MALFORMED',
    'GHOSTSCRIPT-698804-1-fuzzed': 'PDF_MALFORMED',
    'circular-page-tree': 'PDF_MALFORMED',
  };
  const OPENED = [
    'empty',
    'minimal-xref',
    'minimal-hybrid-xref',
    'minimal-with-orphaned-xrefs',
    'uncompressed-objstream-sample',
    'no-mediabox',
  ]
    .concat(['bad-PageLabels', 'annotation-fileattachment', 'arial_unicode_ab_cidfont', 'bug1669097', 'bug1885505', 'find_all'])
    .concat([
      'form_two_pages',
      'freetexts',
      'issue11045',
      'issue13201',
      'issue269_1',
      'issue5475',
      'issue7403',
      'issue840',
      'issue9713',
    ])
    .concat(['nested_outline', 'IdentityToUnicodeMap_charCodeOf']);
  for (const name of OPENED) {
    it(`reads ${name}`, () => {
      const document = open(sample(`pdf/plain/${name}.pdf`));
      assert.ok(document.pages().length > 0);
      for (const [number] of document.revisions.flatMap(({ entries }) => [...entries])) document.resolve(reference(number));
    });
  }
  for (const [name, code] of Object.entries(REFUSED)) {
    it(`refuses ${name}`, () => {
      assert.throws(() => open(sample(`pdf/plain/${name}.pdf`)).pages(), throwing(code));
    });
  }

  it('finds the revisions that qpdf, poppler and others wrote', () => {
    if (!samplesPresent) return;
    const counts = ['dss-PAdES-LT', 'pades-lta-dss-indirect-arrs-test', 'minimal-two-fields-signed-twice', 'signed_verified'].map(
      (name) => open(sample(`pdf/signed/${name}.pdf`)).revisions.length,
    );
    assert.deepEqual(counts, [8, 5, 2, 1]);
  });
});
