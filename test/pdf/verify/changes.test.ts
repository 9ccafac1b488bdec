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
  type FixtureObject,
  type FixtureRevision,
} from '../../support/pdf-file.ts';
import { reasonsOf, verifyFile } from '../../support/pdf-verify.ts';

const PAGE = '/Type /Page /Parent 2 0 R /Resources <</Font <</F1 5 0 R>>>> /Contents 4 0 R';
const CATALOG = '/Type /Catalog /Pages 2 0 R /AcroForm <</Fields [10 0 R] /SigFlags 3>>';

describe('changes after a PDF signature', () => {
  const { signer, trust } = makeChain('p256');
  const signed = signedOnce(signer);
  const intact = (bytes: Uint8Array): (boolean | null)[] => verifyFile(bytes, trust).map((report) => report.intact);
  const after = (objects: Record<number, FixtureObject>, more: Partial<FixtureRevision> = {}): Uint8Array =>
    writeRevision(signed, { objects, ...more });

  describe('that are permitted', () => {
    for (const form of ['table', 'stream'] as const) {
      it(`a second signature (cross-reference ${form})`, () => {
        const first = signedOnce(signer, form);
        const objects = { ...withFields([10, 20]), ...signatureField(20, { name: 'Sig2', rectangle: '70 10 120 60' }) };
        const both = sign(writeRevision(first, { objects, form, ...(form === 'stream' && { compressed: [1, 3, 20] }) }), signer);
        const reports = verifyFile(both, trust);
        assert.deepEqual(
          reports.map(({ field }) => field),
          ['Sig1', 'Sig2'],
        );
        assert.deepEqual(
          reports.map(({ conclusion }) => conclusion),
          ['passed', 'passed'],
        );
      });
    }

    it('a security store, and more in it', () => {
      const stored = after({
        1: `<<${CATALOG} /DSS 20 0 R>>`,
        20: '<</Certs [21 0 R]>>',
        21: { entries: '', data: 'certificate' },
      });
      assert.deepEqual(intact(stored), [true]);
      const grown = writeRevision(stored, {
        objects: { 20: '<</Certs [21 0 R 22 0 R] /CRLs [22 0 R]>>', 22: { entries: '', data: 'list' } },
      });
      assert.deepEqual(intact(grown), [true]);
      const shrunk = writeRevision(grown, { objects: { 20: '<</Certs [22 0 R] /CRLs [22 0 R]>>' } });
      assert.deepEqual(intact(shrunk), [false]);
      assert.deepEqual(reasonsOf(verifyFile(shrunk, trust)[0]), ['the security store: an item of /Certs is gone']);
    });

    it('an empty signature field that is filled', () => {
      const empty = '<</Type /Annot /Subtype /Widget /FT /Sig /T (Later) /F 4 /P 3 0 R /Rect [70 10 120 60] /Lock 25 0 R>>';
      const lock = '<</Type /SigFieldLock /Action /Include /Fields [(Later)]>>';
      const first = sign(
        writeRevision(writeRevision(null, PLAIN), {
          objects: { ...withFields([10, 20]), ...signatureField(10), 20: empty, 25: lock },
        }),
        signer,
      );
      const { 21: signature = null, 22: appearance = null } = signatureField(20);
      const field = empty.replace('/F 4', '/F 132').replace('>>', ' /V 21 0 R /AP <</N 22 0 R>>>>');
      const filled = sign(writeRevision(first, { objects: { 20: field, 21: signature, 22: appearance } }), signer);
      assert.deepEqual(intact(filled), [true, true]);
      const moved = sign(
        writeRevision(first, { objects: { 20: field.replace('70 10', '0 10'), 21: signature, 22: appearance } }),
        signer,
      );
      assert.deepEqual(intact(moved), [false, true]);
      const reused = sign(writeRevision(first, { objects: { 20: field.replace('22 0 R', '12 0 R'), 21: signature } }), signer);
      assert.deepEqual(reasonsOf(verifyFile(reused, trust)[0]), ['field Later: its appearance is not new']);
    });

    it('objects written again as they were, and the dates of saving', () => {
      const information = '<</Title (t) /ModDate (D:2026)>>';
      const base = writeRevision(null, { objects: { ...PLAIN.objects, 6: information }, trailer: '/Root 1 0 R /Info 6 0 R' });
      const trailer = '/Root 1 0 R /Info 6 0 R';
      const first = sign(writeRevision(base, { objects: { ...withFields([10]), ...signatureField(10) }, trailer }), signer);
      const again = writeRevision(first, {
        objects: { 2: PLAIN.objects[2] ?? null, 6: information.replace('2026', '2027') },
        trailer,
      });
      assert.deepEqual(intact(again), [true]);
      const titled = writeRevision(first, { objects: { 6: information.replace('(t)', '(u)') }, trailer });
      assert.deepEqual(reasonsOf(verifyFile(titled, trust)[0]), ['the document information: /Title differs']);
    });

    it('an object that nothing refers to', () => {
      assert.deepEqual(intact(after({ 40: '<</Unused true>>' })), [true]);
    });
  });

  const FORBIDDEN: readonly (readonly [string, Record<number, FixtureObject>, Partial<FixtureRevision>?])[] = [
    ['other content', { 4: { entries: '', data: 'BT /F1 12 Tf 20 100 Td (900 yuan) Tj ET' } }],
    ['another font', { 5: '<</Type /Font /Subtype /Type1 /BaseFont /Courier>>' }],
    ['another page size', { 2: '<</Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 300 100]>>' }],
    ['another page', { 2: '<</Type /Pages /Kids [3 0 R 3 0 R] /Count 2 /MediaBox [0 0 300 200]>>' }],
    [
      'other contents of a page',
      { 3: `<<${PAGE.replace('4 0 R', '20 0 R')} /Annots [10 0 R]>>`, 20: { entries: '', data: ' ' } },
    ],
    [
      'a text annotation',
      { 3: `<<${PAGE} /Annots [10 0 R 20 0 R]>>`, 20: '<</Type /Annot /Subtype /FreeText /Rect [0 0 9 9]>>' },
    ],
    ['a missing annotation', { 3: `<<${PAGE} /Annots []>>` }],
    ['a text field', { 1: `<<${CATALOG.replace('10 0 R', '10 0 R 20 0 R')}>>`, 20: '<</FT /Tx /T (t) /V (x)>>' }],
    ['an open action', { 1: `<<${CATALOG} /OpenAction <</S /JavaScript /JS (x)>>>>` }],
    ['optional content', { 1: `<<${CATALOG} /OCProperties <</OCGs []>>>>` }],
    ['a form that is regenerated', { 1: `<<${CATALOG.replace('/SigFlags', '/NeedAppearances true /SigFlags')}>>` }],
    ['weaker signature flags', { 1: `<<${CATALOG.replace('/SigFlags 3', '/SigFlags 1')}>>` }],
    [
      'a moved widget',
      {
        10: '<</Type /Annot /Subtype /Widget /FT /Sig /T (Sig1) /F 132 /P 3 0 R /Rect [0 0 90 90] /V 11 0 R /AP <</N 12 0 R>> >>',
      },
    ],
    ['another appearance of the signature', { 12: { entries: '/Type /XObject /Subtype /Form /BBox [0 0 50 50]', data: 'f' } }],
    ['a freed object', { 5: null }],
    ['another catalog', { 20: `<<${CATALOG}>>` }, { trailer: '/Root 20 0 R' }],
    ['bytes that no object declares', { 40: 'null' }, { stray: '4 0 obj\n<<>>\nendobj\n' }],
    ['metadata', { 1: `<<${CATALOG} /Metadata 20 0 R>>`, 20: { entries: '/Type /Metadata /Subtype /XML', data: '<x/>' } }],
    ['a security store of other things', { 1: `<<${CATALOG} /DSS <</Certs [20 0 R]>>>>`, 20: '<</Not /AStream>>' }],
  ];
  describe('that are not', () => {
    for (const [what, objects, more] of FORBIDDEN) {
      it(what, () => {
        const [report] = verifyFile(after(objects, more), trust);
        assert.equal(report?.intact, false);
        assert.equal(report.conclusion, 'failed');
        assert.equal(report.subIndication, 'CHANGES_NOT_EXPLAINED');
        assert.ok(reasonsOf(report).length > 0);
      });
    }

    it('metadata that differ in more than their dates, wherever and however large they are', () => {
      const outcome = (old: string, changed: string): boolean | null | undefined => {
        const metadata = (data: string): FixtureObject => ({ entries: '/Type /Metadata /Subtype /XML', data });
        const catalog = `<<${CATALOG} /Metadata 20 0 R>>`;
        const base = writeRevision(null, { objects: { ...PLAIN.objects, 1: catalog, 20: metadata(old) } });
        const first = sign(writeRevision(base, { objects: { ...withFields([10]), 1: catalog, ...signatureField(10) } }), signer);
        return intact(writeRevision(first, { objects: { 20: metadata(changed) } }))[0];
      };
      const dated = (year: number, more: string): string => `<x><xmp:ModifyDate>${year}-01-01</xmp:ModifyDate></x>${more}`;
      assert.equal(outcome(dated(2025, 'a'), dated(2026, 'a  ')), true);
      assert.equal(outcome(dated(2025, 'a'), dated(2025, 'b')), false);
      const large = 'x'.repeat(1_200_000);
      assert.equal(outcome(`${large}a`, `${large}a`), true);
      assert.equal(outcome(`${large}a`, `${large}b`), false);
    });

    it('an offset that leads back into the signed bytes', () => {
      const text = Buffer.from(signed).toString('latin1');
      const other = text.indexOf('5 0 obj');
      const hidden = sign(
        writeRevision(
          writeRevision(null, {
            objects: {
              ...PLAIN.objects,
              4: { entries: '', data: 'old\nendstream\nendobj\n4 0 obj\n<</Length 3>>\nstream\nnew' },
            },
          }),
          { objects: { ...withFields([10]), ...signatureField(10) } },
        ),
        signer,
      );
      const at = Buffer.from(hidden).toString('latin1').indexOf('4 0 obj\n<</Length 3>>');
      assert.ok(other > 0 && at > 0);
      const switched = writeRevision(hidden, { objects: { 4: 'null' }, offsets: { 4: at } });
      assert.equal(verifyFile(switched, trust)[0]?.intact, false);
    });

    it('an object that a signed reference was waiting for', () => {
      const base = writeRevision(null, { objects: { ...PLAIN.objects, 3: `<<${PAGE.replace('4 0 R', '[4 0 R 30 0 R]')}>>` } });
      const page = `<<${PAGE.replace('4 0 R', '[4 0 R 30 0 R]')} /Annots [10 0 R]>>`;
      const first = sign(writeRevision(base, { objects: { ...withFields([10]), 3: page, ...signatureField(10) } }), signer);
      assert.deepEqual(intact(first), [true]);
      const late = writeRevision(first, { objects: { 30: { entries: '/Type /ObjStm', data: 'BT (late) Tj ET' } } });
      assert.deepEqual(reasonsOf(verifyFile(late, trust)[0]), ['an earlier object already referred to this new object']);
    });

    it('a reference beyond the signed revision that later bytes satisfy', () => {
      const base = writeRevision(null, PLAIN);
      const draft = writeRevision(base, {
        objects: { ...withFields([10]), ...signatureField(10), 4: 'null' },
        offsets: { 4: 9_999_999 },
      });
      const length = draft.length;
      const first = sign(
        writeRevision(base, { objects: { ...withFields([10]), ...signatureField(10), 4: 'null' }, offsets: { 4: length } }),
        signer,
      );
      assert.deepEqual(intact(first), [true]);
      const grown = writeRevision(first, { objects: { 4: { entries: '', data: 'BT (late) Tj ET' } } });
      assert.equal(verifyFile(grown, trust)[0]?.intact, false);
    });

    it('a list that has a second use', () => {
      const base = writeRevision(null, {
        objects: { ...PLAIN.objects, 3: `<<${PAGE.replace('4 0 R', '30 0 R')}>>`, 30: '[4 0 R]' },
      });
      const objects = { ...withFields([10], { catalog: '/DSS <</Certs 30 0 R>>' }), ...signatureField(10) };
      const page = `<<${PAGE.replace('4 0 R', '30 0 R')} /Annots [10 0 R]>>`;
      const first = sign(writeRevision(base, { objects: { ...objects, 3: page } }), signer);
      assert.deepEqual(intact(first), [true]);
      const added = writeRevision(first, { objects: { 30: '[4 0 R 31 0 R]', 31: { entries: '', data: 'BT (late) Tj ET' } } });
      assert.deepEqual(reasonsOf(verifyFile(added, trust)[0]), ['an overridden object is used in other places too']);
    });

    it('a new signature that is not right itself', () => {
      const objects = { ...withFields([10, 20]), ...signatureField(20, { name: 'Sig2' }) };
      const unsigned = writeRevision(signed, { objects });
      assert.deepEqual(intact(unsigned), [false, false]);
      const flip = (right: string): string =>
        right.replace(/[1-9a-f](?=0*$)/, (digit) => (Number.parseInt(digit, 16) ^ 1).toString(16));
      const wrong = sign(unsigned, signer, { digits: flip });
      assert.deepEqual(intact(wrong), [false, false]);
    });

    it('a new field without a signature, of a known name, or with an action', () => {
      const cases: readonly (readonly [Record<number, FixtureObject>, string])[] = [
        [
          { 20: '<</Type /Annot /Subtype /Widget /FT /Sig /T (E) /Rect [0 0 50 50] /P 3 0 R>>' },
          'new field E: it has no signature',
        ],
        [signatureField(20, { name: 'Sig1' }), 'the form: a second field Sig1'],
        [signatureField(20, { name: 'S', more: '/A <</S /URI /URI (x)>>' }), 'new field S: /A is not allowed'],
      ];
      for (const [objects, reason] of cases) {
        const revision = writeRevision(signed, { objects: { ...withFields([10, 20]), ...objects } });
        const bytes = Buffer.from(revision).includes('0000000000 0000000000 0000000000') ? sign(revision, signer) : revision;
        assert.ok(reasonsOf(verifyFile(bytes, trust)[0]).includes(reason), reason);
      }
    });
  });

  describe('that a certification forbids', () => {
    const certify = (level: number): Uint8Array => {
      const reference = `/Reference [<</Type /SigRef /TransformMethod /DocMDP /TransformParams <</Type /TransformParams /P ${level}>>>>]`;
      const signature = signatureObject(`/Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached ${reference}`);
      const objects = { ...withFields([10], { catalog: '/Perms <</DocMDP 11 0 R>>' }), ...signatureField(10), 11: signature };
      return sign(writeRevision(writeRevision(null, PLAIN), { objects }), signer);
    };
    const second = (first: Uint8Array): Uint8Array => {
      const fields = withFields([10, 20], { catalog: '/Perms <</DocMDP 11 0 R>>' });
      return sign(
        writeRevision(first, { objects: { ...fields, ...signatureField(20, { name: 'Sig2', rectangle: '70 10 120 60' }) } }),
        signer,
      );
    };

    it('a second signature, at level 1', () => {
      assert.deepEqual(intact(certify(1)), [true]);
      assert.deepEqual(intact(second(certify(1))), [false, true]);
    });

    it('not at level 2', () => {
      assert.deepEqual(intact(second(certify(2))), [true, true]);
    });

    it('not a security store, at level 1', () => {
      const catalog = `<<${CATALOG} /Perms <</DocMDP 11 0 R>> /DSS <</Certs [20 0 R]>>>>`;
      assert.deepEqual(intact(writeRevision(certify(1), { objects: { 1: catalog, 20: { entries: '', data: 'c' } } })), [true]);
    });

    it('the removal of its permissions', () => {
      assert.deepEqual(intact(writeRevision(certify(1), { objects: { 1: `<<${CATALOG}>>` } })), [false]);
    });
  });
});
