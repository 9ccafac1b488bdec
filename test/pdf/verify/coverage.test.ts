import assert from 'node:assert/strict';
import { makeChain } from '../../support/pki.ts';
import {
  PLAIN,
  sign,
  signatureField,
  signatureObject,
  signedOnce,
  withFields,
  writeRevision,
  type SignOptions,
} from '../../support/pdf-file.ts';
import { checkOf, verifyFile } from '../../support/pdf-verify.ts';

describe('what a PDF signature covers', () => {
  const { signer, trust } = makeChain('p256');

  for (const form of ['table', 'stream'] as const) {
    it(`passes a whole file but for its contents (cross-reference ${form})`, () => {
      const [report, ...more] = verifyFile(signedOnce(signer, form), trust);
      assert.equal(more.length, 0);
      assert.equal(report?.intact, true);
      assert.equal(report.conclusion, 'passed');
      assert.equal(report.subIndication, null);
      assert.equal(report.field, 'Sig1');
      assert.equal(report.format, 'adbe.pkcs7.detached');
      assert.equal(report.trustClass, 'production');
      assert.deepEqual(
        report.checks.slice(0, 4).map(({ id, outcome }) => `${id} ${outcome}`),
        ['structure passed', 'coverage passed', 'data-hash passed', 'signature-value passed'],
      );
      assert.deepEqual(report.place, { page: 1, x: 3.528, y: 49.389, width: 17.639, height: 17.639 });
    });
  }

  it('accepts and reports a gap without the delimiters', () => {
    const range: SignOptions['range'] = ([first, open, close, tail]) => [first, open + 1, close - 1, tail + 1];
    const [report] = verifyFile(signedOnce(signer, 'table', { range }), trust);
    assert.equal(report?.intact, true);
    assert.deepEqual(report.deviations, [{ code: 'GAP_WITHOUT_DELIMITERS' }]);
  });

  const WRONG: readonly (readonly [string, SignOptions, string])[] = [
    ['a range that begins late', { range: ([, a, b, c]) => [1, a - 1, b, c] }, 'COVERAGE_INCOMPLETE'],
    ['a gap that begins early', { range: ([z, a, b, c]) => [z, a - 10, b, c] }, 'COVERAGE_INCOMPLETE'],
    ['a gap that ends late', { range: ([z, a, b, c]) => [z, a, b + 10, c - 10] }, 'COVERAGE_INCOMPLETE'],
    ['only one delimiter outside', { range: ([z, a, b, c]) => [z, a + 1, b, c] }, 'COVERAGE_INCOMPLETE'],
    ['an end before the last byte', { range: ([z, a, b, c]) => [z, a, b, c - 8] }, 'COVERAGE_INCOMPLETE'],
    ['an end beyond the file', { range: ([z, a, b, c]) => [z, a, b, c + 1] }, 'FORMAT_FAILURE'],
    ['overlapping parts', { range: ([z, a, , c]) => [z, a, a - 1, c] }, 'FORMAT_FAILURE'],
    ['a negative number', { range: ([z, a, b]) => [z, a, b, -1] }, 'FORMAT_FAILURE'],
    ['a fraction', { range: ([z, a, b, c]) => [z, a, b, c - 0.5] }, 'FORMAT_FAILURE'],
    ['three numbers', { range: ([z, a, b]) => [z, a, b] }, 'FORMAT_FAILURE'],
    ['six numbers', { range: ([z, a, b, c]) => [z, a, b, c, 1, 1] }, 'FORMAT_FAILURE'],
    ['no number', { range: () => [] }, 'FORMAT_FAILURE'],
    ['padding other than zeros', { digits: (right) => `${right.slice(0, -2)}01` }, 'FORMAT_FAILURE'],
    ['white space among the digits', { digits: (right) => `${right.slice(0, -2)} 0` }, 'FORMAT_FAILURE'],
    ['digits of both cases', { digits: (right) => right.replace('a', 'A') }, 'FORMAT_FAILURE'],
    ['only zeros', { digits: (right) => right.replace(/./g, '0') }, 'FORMAT_FAILURE'],
    ['a value longer than its string', { digits: (right) => `3083ffffff${right.slice(10)}` }, 'FORMAT_FAILURE'],
  ];
  for (const [what, options, code] of WRONG) {
    it(`fails ${what}`, () => {
      const [report] = verifyFile(signedOnce(signer, 'table', options), trust);
      assert.equal(report?.intact, false);
      assert.equal(report.conclusion, 'failed');
      assert.equal(report.subIndication, code);
    });
  }

  it('fails a literal string as contents', () => {
    const bytes = signedOnce(signer);
    const text = Buffer.from(bytes).toString('latin1');
    const open = text.indexOf('<30');
    const close = text.indexOf('>', open);
    const changed = Buffer.from(bytes);
    changed.write('(', open, 'latin1');
    changed.write(')', close, 'latin1');
    assert.equal(verifyFile(Uint8Array.from(changed), trust)[0]?.subIndication, 'FORMAT_FAILURE');
  });

  it('fails bytes after the end of the last revision, white space apart', () => {
    const bytes = signedOnce(signer);
    const append = (text: string): Uint8Array => Uint8Array.from(Buffer.concat([bytes, Buffer.from(text)]));
    assert.equal(verifyFile(append('\n\n'), trust)[0]?.intact, true);
    const [report] = verifyFile(append('11 0 obj null endobj\n'), trust);
    assert.equal(report?.intact, false);
    assert.equal(checkOf(report, 'changes')?.code, 'CHANGES_NOT_EXPLAINED');
  });

  it('fails an earlier signature whose revision is skipped by /Prev', () => {
    const first = writeRevision(null, PLAIN);
    const signed = sign(writeRevision(first, { objects: { ...withFields([10]), ...signatureField(10) } }), signer);
    const last = writeRevision(signed, { objects: { 3: '<</Type /Page /Parent 2 0 R>>' } });
    const text = Buffer.from(last).toString('latin1');
    const start = /startxref\n(\d+)/.exec(Buffer.from(first).toString('latin1'))?.[1] ?? '';
    const previous = /startxref\n(\d+)/.exec(Buffer.from(signed.subarray(first.length)).toString('latin1'))?.[1] ?? '';
    const at = text.lastIndexOf(`/Prev ${previous}`);
    const changed = Buffer.from(
      `${text.slice(0, at)}/Prev ${start.padEnd(previous.length)}${text.slice(at + 6 + previous.length)}`,
      'latin1',
    );
    for (const report of verifyFile(Uint8Array.from(changed), trust)) assert.equal(report.intact, false);
  });

  it('fails a signature that no field shows any more', () => {
    const gone = writeRevision(signedOnce(signer), { objects: { 1: '<</Type /Catalog /Pages 2 0 R>>' } });
    const [report] = verifyFile(gone, trust);
    assert.equal(report?.field, null);
    assert.equal(report.subIndication, 'FORMAT_FAILURE');
    assert.equal(report.intact, false);
  });

  it('fails a signature object that was replaced later', () => {
    const signed = signedOnce(signer);
    const replaced = sign(writeRevision(signed, { objects: { 11: signatureObject() } }), signer);
    const found = verifyFile(replaced, trust).map(({ field, intact }) => ({ field, intact }));
    assert.deepEqual(found, [
      { field: null, intact: false },
      { field: 'Sig1', intact: true },
    ]);
  });

  it('fails an old signature shown by a new field', () => {
    const signed = signedOnce(signer);
    const objects = {
      1: '<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [20 0 R] /SigFlags 3>>>>',
      20: '<</Type /Annot /Subtype /Widget /FT /Sig /T (Other) /F 132 /P 3 0 R /Rect [0 0 0 0] /V 11 0 R>>',
    };
    const [report] = verifyFile(writeRevision(signed, { objects }), trust);
    assert.equal(report?.field, 'Other');
    assert.equal(report.intact, false);
  });

  it('fails two fields that share a signature', () => {
    const fields = { ...withFields([10, 20]), ...signatureField(10) };
    const shared = writeRevision(writeRevision(null, PLAIN), {
      objects: { ...fields, 20: '<</FT /Sig /T (Twin) /V 11 0 R /Type /Annot /Subtype /Widget /Rect [0 0 0 0]>>' },
    });
    const [report] = verifyFile(sign(shared, signer), trust);
    assert.equal(report?.subIndication, 'FORMAT_FAILURE');
  });
});
