/** What decides how a signed file looks without being part of a page: defaults of the form, what the trailer counts, printing. */
import assert from 'node:assert/strict';
import { makeChain } from '../../support/pki.ts';
import { PLAIN, sign, signatureField, withFields, writeRevision, type FixtureObject } from '../../support/pdf-file.ts';
import { reasonsOf, verifyFile } from '../../support/pdf-verify.ts';

const PAGE = '/Type /Page /Parent 2 0 R /Resources <</Font <</F1 5 0 R>>>> /Contents 4 0 R';
const TEXT = '/Type /Annot /Subtype /Widget /FT /Tx /T (Amount) /V (900 yuan) /F 4 /P 3 0 R /Rect [20 90 120 110]';
const PAINTED = { entries: '/Type /XObject /Subtype /Form /BBox [0 0 100 20]', data: '' };

describe('what a later revision could show without touching a page', () => {
  const { signer, trust } = makeChain('p256');

  /** A signed file with a text field, then a second signature whose revision writes the form as given. */
  function twice({ field, before, after }: { field: string; before: string; after: string }): Uint8Array {
    const form = (fields: string, more: string): Record<number, FixtureObject> => ({
      1: `<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [8 0 R ${fields}] /SigFlags 3 ${more}>>>>`,
      3: `<<${PAGE} /Annots [8 0 R ${fields}]>>`,
    });
    const first = sign(
      writeRevision(writeRevision(null, { objects: { ...PLAIN.objects, 8: `<<${TEXT} ${field}>>`, 9: PAINTED } }), {
        objects: { ...form('10 0 R', before), ...signatureField(10) },
      }),
      signer,
    );
    const objects = { ...form('10 0 R 20 0 R', after), ...signatureField(20, { name: 'Sig2', rectangle: '200 10 250 60' }) };
    return sign(writeRevision(first, { objects }), signer);
  }

  const FONT = '/Helv <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>';
  for (const [what, form, reason] of [
    ['a default appearance', { field: '', before: '', after: '/DA (/Helv 12 Tf 0 g)' }, 'the form: a new /DA shows fields'],
    [
      'a font in the default resources',
      { field: '/DA (/Helv 12 Tf)', before: '/DR <</Font <<>>>>', after: `/DR <</Font <<${FONT}>>>>` },
      'the form: another /DR shows fields',
    ],
    [
      'a default appearance where readers are to paint all fields',
      { field: '/AP <</N 9 0 R>>', before: '/NeedAppearances true', after: '/NeedAppearances true /DA (/Helv 12 Tf)' },
      'the form: a new /DA shows fields',
    ],
  ] as const) {
    it(`is a field that waited for ${what}`, () => {
      const [report] = verifyFile(twice(form), trust);
      assert.equal(report?.intact, false);
      assert.deepEqual(reasonsOf(report), [reason]);
    });
  }

  it('is nothing where the fields have appearances of their own', () => {
    const painted = { field: '/AP <</N 9 0 R>>', before: '', after: `/DA (/Helv 12 Tf 0 g) /DR <</Font <<${FONT}>>>>` };
    assert.deepEqual(
      verifyFile(twice(painted), trust).map(({ intact }) => intact),
      [true, true],
    );
  });

  it('is less, where its trailer counts fewer objects', () => {
    const base = writeRevision(writeRevision(null, PLAIN), { objects: { ...withFields([10]), ...signatureField(10) } });
    const later = writeRevision(sign(base, signer), { objects: { 40: '<</Unused true>>' } });
    const text = Buffer.from(later).toString('latin1');
    const at = text.lastIndexOf('/Size 41');
    assert.ok(at > 0);
    const fewer = Uint8Array.from(Buffer.from(`${text.slice(0, at)}/Size 04${text.slice(at + 8)}`, 'latin1'));
    assert.deepEqual(verifyFile(later, trust)[0]?.intact, true);
    const [report] = verifyFile(fewer, trust);
    assert.equal(report?.intact, false);
    assert.deepEqual(reasonsOf(report), ['the trailer leaves out earlier objects']);
  });
});
