import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { openPdf } from '../../../src/pdf/reader/index.ts';
import { PLAIN, writeRevision, type FixtureObject } from '../../support/pdf-file.ts';
import { verifyFile, zlib } from '../../support/pdf-verify.ts';

/** Reads all there is to read; answers with the codes of the errors on the way. */
function readAll(bytes: Uint8Array): readonly string[] {
  const codes: string[] = [];
  const attempt = (run: () => void): void => {
    try {
      run();
    } catch (error) {
      assert.ok(isYinzhengError(error), error instanceof Error ? error.stack : String(error));
      codes.push(error.code);
    }
  };
  attempt(() => {
    const document = openPdf(bytes, { zlib });
    attempt(() => void document.pages());
    for (const { entries, index } of document.revisions) {
      for (const [number, entry] of entries) {
        const generation = entry.kind === 'compressed' ? 0 : entry.generation;
        attempt(() => {
          const object = document.resolve({ kind: 'reference', number, generation }, index);
          if (object.kind === 'stream') document.decode(object, index);
        });
      }
    }
  });
  attempt(() => void verifyFile(bytes));
  return codes;
}

const withObjects = (objects: Record<number, FixtureObject>): Uint8Array =>
  writeRevision(null, { objects: { ...PLAIN.objects, ...objects } });
const flate = (data: Uint8Array, more = ''): FixtureObject => ({
  entries: `/Filter /FlateDecode ${more}`,
  data: deflateSync(data),
});

describe('PDFs made to exhaust a reader', function () {
  this.timeout(300_000);

  it('that inflate beyond all bounds, once or in layers', () => {
    const bomb = deflateSync(new Uint8Array(70 * 1024 * 1024));
    assert.ok(readAll(withObjects({ 6: { entries: '/Filter /FlateDecode', data: bomb } })).includes('INPUT_TOO_LARGE'));
    const layers = deflateSync(deflateSync(new Uint8Array(80 * 1024 * 1024)));
    const layered = withObjects({ 6: { entries: '/Filter [/FlateDecode /FlateDecode]', data: layers } });
    assert.ok(readAll(layered).includes('INPUT_TOO_LARGE'));
    const many = deflateSync(new Uint8Array(60 * 1024 * 1024));
    const objects = Object.fromEntries(
      Array.from({ length: 8 }, (_, index) => [6 + index, { entries: '/Filter /FlateDecode', data: many }]),
    );
    assert.ok(readAll(withObjects(objects)).includes('INPUT_TOO_LARGE'));
  });

  it('that state rows far longer than their data', () => {
    const parms = '/DecodeParms <</Predictor 12 /Colors 32 /BitsPerComponent 16 /Columns 1048576>>';
    const document = openPdf(withObjects({ 6: flate(new Uint8Array([2, 1, 2, 3]), parms) }), { zlib });
    const stream = document.resolve({ kind: 'reference', number: 6, generation: 0 });
    assert.ok(stream.kind === 'stream');
    const data = document.decode(stream);
    assert.deepEqual([...data], [1, 2, 3]);
    assert.equal(data.buffer.byteLength, 3, 'no memory for what is not there');
  });

  for (const [what, parms] of [
    ['columns', '/Predictor 12 /Columns 99999999999'],
    ['negative columns', '/Predictor 12 /Columns -5'],
    ['colours', '/Predictor 2 /Colors 4294967296 /Columns 5'],
    ['bits', '/Predictor 15 /BitsPerComponent 7 /Columns 5'],
    ['an unknown predictor', '/Predictor 9 /Columns 5'],
  ] as const) {
    it(`that have ${what} of no sense`, () => {
      assert.ok(readAll(withObjects({ 6: flate(new Uint8Array(64), `/DecodeParms <<${parms}>>`) })).includes('PDF_MALFORMED'));
    });
  }

  it('that nest deeply', () => {
    for (const [open, close] of [
      ['[', ']'],
      ['<</A ', '>>'],
    ] as const) {
      for (const depth of [65, 100_000]) {
        assert.ok(
          readAll(withObjects({ 6: open.repeat(depth) + close.repeat(depth) })).includes('PDF_MALFORMED'),
          `${depth} ${open}`,
        );
      }
      assert.ok(readAll(withObjects({ 6: open.repeat(200_000) })).includes('PDF_MALFORMED'));
    }
    assert.deepEqual(readAll(withObjects({ 6: `(${'('.repeat(50_000)}${')'.repeat(50_000)})` })), []);
  });

  it('that state more objects than they have', () => {
    const lies: readonly FixtureObject[] = [
      { entries: '/Type /ObjStm /N 1000000000 /First 10', data: '1 0 2 1 null' },
      { entries: '/Type /ObjStm /N -1 /First 0', data: '' },
      { entries: '/Type /ObjStm /N 2 /First 999999999', data: '1 0 2 1 null' },
    ];
    for (const lie of lies) {
      const base = writeRevision(null, { ...PLAIN, form: 'stream', compressed: [1, 2, 3, 5] });
      const text = Buffer.from(base).toString('latin1');
      const number = Number(/(\d+) 0 obj\n<<\/Type \/ObjStm/.exec(text)?.[1]);
      assert.ok(readAll(writeRevision(base, { objects: { [number]: lie }, form: 'stream' })).includes('PDF_MALFORMED'));
    }
  });

  it('whose cross-references lie about their size or turn in circles', () => {
    const plain = Buffer.from(writeRevision(null, PLAIN)).toString('latin1');
    const start = plain.lastIndexOf('xref\n', plain.lastIndexOf('startxref') - 1);
    const cases = [
      plain.replace(/xref\n0 1\n/, 'xref\n0 4000000000\n'),
      plain.replace(/xref\n0 1\n/, 'xref\n4000000000 1\n'),
      plain.replace('/Root 1 0 R', `/Root 1 0 R /Prev ${start}`),
      plain.replace('/Root 1 0 R', '/Root 1 0 R /Prev 99999999999999999999'),
      plain.replace('/Root 1 0 R', '/Root 1 0 R /Prev -1'),
      plain.replace(/startxref\n\d+/, 'startxref\n99999999999999999999999'),
    ];
    for (const text of cases) {
      assert.notEqual(text, plain);
      assert.ok(readAll(Buffer.from(text, 'latin1')).length > 0, text.slice(-120));
    }
    const sized = plain.replace(/\/Size \d+/, '/Size 99999999999');
    for (const code of readAll(Buffer.from(sized, 'latin1'))) assert.equal(code, 'PDF_MALFORMED');
    const stream = Buffer.from(writeRevision(null, { ...PLAIN, form: 'stream' })).toString('latin1');
    for (const [from, to] of [
      ['/W [1 4 2]', '/W [1 99999999 2]'],
      ['/W [1 4 2]', '/W [0 0 0]'],
      ['/W [1 4 2]', '/W [-1 4 2]'],
      [/\/Index \[0 1/, '/Index [0 900000000'],
    ] as const) {
      const text = stream.replace(from, to);
      assert.notEqual(text, stream);
      assert.ok(readAll(Buffer.from(text, 'latin1')).includes('PDF_MALFORMED'), to);
    }
  });

  it('whose objects need each other', () => {
    const loops = withObjects({ 6: '7 0 R', 7: '6 0 R', 8: { entries: '/Filter 9 0 R', data: 'x' }, 9: '[9 0 R]' });
    assert.ok(readAll(loops).includes('PDF_MALFORMED'));
    const kids = Array.from(
      { length: 60 },
      (_, index) => [index + 10, `<</Kids [${index + 11} 0 R ${index + 11} 0 R]>>`] as const,
    );
    const form = { 1: '<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [10 0 R]>>>>', ...Object.fromEntries(kids) };
    assert.doesNotThrow(() => readAll(withObjects(form)));
  });
});
