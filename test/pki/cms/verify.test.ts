import assert from 'node:assert/strict';
import fc from 'fast-check';
import { concatBytes, latin1 } from '../../../src/base/bytes.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { derToRaw } from '../../../src/crypto/index.ts';
import { convertBer, parseSignedData, verifyDetachedCms, verifyTimeStamp, type CmsResult } from '../../../src/pki/index.ts';
import { makeCms, type CmsOptions } from '../../support/cms.ts';
import { crypto, issue, makeRoot } from '../../support/pki.ts';
import { needSamples, sample, unzip } from '../../support/samples.ts';

const CONTENT = latin1('the bytes of a document');

interface PdfSignature {
  readonly cms: Uint8Array;
  readonly content: readonly Uint8Array[];
}

/** The signatures of a PDF by text search, which is enough for these samples; the reader of PDF has its own tests. */
function signaturesOf(bytes: Uint8Array): PdfSignature[] {
  const text = Buffer.from(bytes).toString('latin1');
  const ranges = [...text.matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)].map((match) =>
    match.slice(1).map(Number),
  );
  return [...text.matchAll(/\/Contents\s*<([0-9A-Fa-f\s]{200,})>/g)].map((match) => {
    const gap = match.index + match[0].indexOf('<');
    const range = ranges.find(([, length = 0]) => Math.abs(length - gap) <= 1);
    assert.ok(range, 'a byte range ends at the contents');
    const [first = 0, firstLength = 0, second = 0, secondLength = 0] = range;
    return {
      cms: new Uint8Array(Buffer.from((match[1] ?? '').replace(/\s/g, ''), 'hex')),
      content: [bytes.subarray(first, first + firstLength), bytes.subarray(second, second + secondLength)],
    };
  });
}

function codesOf(result: CmsResult): string[] {
  return result.deviations.map(({ code }) => code);
}

function verify(cms: Uint8Array, content: Uint8Array = CONTENT): CmsResult {
  return verifyDetachedCms({ cms, content: [content.subarray(0, 5), content.subarray(5)], crypto });
}

describe('detached CMS', () => {
  const roots = { sm2: makeRoot(), p256: makeRoot({ key: 'p256' }), rsa: makeRoot({ key: 'rsa' }) };
  const signers = { sm2: issue(roots.sm2), p256: issue(roots.p256), rsa: issue(roots.rsa) };

  describe('forms', () => {
    const cases: [string, Omit<CmsOptions, 'signer' | 'content'>, string[]][] = [
      ['the usual form', {}, []],
      ['GM OIDs', { oids: 'gm' }, []],
      ['a mixture of OIDs', { oids: 'mixed' }, ['MIXED_CMS_OIDS']],
      ['no signed attributes', { attributes: 'without' }, ['CMS_WITHOUT_SIGNED_ATTRIBUTES']],
      ['the content within', { within: 'content' }, ['CMS_WITH_EMBEDDED_CONTENT']],
      ['other content within, the attributes over the document', { within: 'other' }, ['CMS_WITH_EMBEDDED_CONTENT']],
      [
        'the digest within, signed itself',
        { oids: 'gm', attributes: 'without', within: 'digest' },
        ['CMS_WITHOUT_SIGNED_ATTRIBUTES', 'CMS_DIGEST_AS_CONTENT'],
      ],
      [
        'the digest within in Base64',
        { oids: 'gm', attributes: 'without', within: 'base64-digest' },
        ['CMS_WITHOUT_SIGNED_ATTRIBUTES', 'CMS_DIGEST_AS_CONTENT'],
      ],
    ];
    for (const [what, options, deviations] of cases) {
      for (const key of ['sm2', 'p256', 'rsa'] as const) {
        it(`accepts ${what}, ${key}, and refuses it over another document`, () => {
          const cms = makeCms({ signer: signers[key], content: CONTENT, ...options });
          const result = verify(cms);
          assert.equal(result.intact, true);
          assert.deepEqual(result.codes, []);
          assert.deepEqual(codesOf(result), deviations);
          assert.deepEqual(result.signerCertificate?.raw, signers[key].certificate.raw);
          const other = verify(cms, latin1('the bytes of a documenT'));
          assert.equal(other.intact, false);
          assert.equal(other.codes[0], options.attributes === 'without' ? 'SIG_CRYPTO_FAILURE' : 'HASH_FAILURE');
        });
      }
    }
  });

  const signer = signers.sm2;

  it('accepts a raw r‖s of SM2 and reports it', () => {
    const cms = makeCms({ signer, content: CONTENT, oids: 'gm', signature: (der) => derToRaw(der) ?? der });
    const result = verify(cms);
    assert.deepEqual([result.intact, codesOf(result)], [true, ['RAW_SM2_SIGNATURE']]);
  });

  it('tells the claimed time', () => {
    assert.equal(verify(makeCms({ signer, content: CONTENT })).signingTime, Date.UTC(2026, 0, 11));
  });

  it('cannot decide without the signer’s certificate', () => {
    for (const certificates of [[], [signers.rsa.certificate.raw]]) {
      const result = verify(makeCms({ signer, content: CONTENT, certificates }));
      assert.deepEqual([result.intact, result.codes, result.signerCertificate], [null, ['NO_SIGNING_CERTIFICATE_FOUND'], null]);
    }
  });

  it('refuses the signature of another key', () => {
    const result = verify(makeCms({ signer, content: CONTENT, signature: () => signers.sm2.sign(CONTENT) }));
    assert.deepEqual([result.intact, result.codes], [false, ['SIG_CRYPTO_FAILURE']]);
  });

  it('refuses a wrong message digest', () => {
    const result = verify(makeCms({ signer, content: CONTENT, messageDigest: new Uint8Array(32) }));
    assert.deepEqual([result.intact, result.codes], [false, ['HASH_FAILURE']]);
  });

  it('holds the signing-certificate attribute against the signer', () => {
    const right = makeCms({ signer, content: CONTENT, names: signer.certificate.raw });
    assert.equal(verify(right).intact, true);
    const wrong = verify(makeCms({ signer, content: CONTENT, names: roots.sm2.certificate.raw }));
    assert.deepEqual([wrong.intact, wrong.codes], [false, ['SIG_CONSTRAINTS_FAILURE']]);
  });

  it('picks the certificate that the attribute names among two of the same issuer and number', () => {
    const serialNumber = Uint8Array.of(7);
    const one = issue(roots.sm2, { serialNumber });
    const two = issue(roots.sm2, { serialNumber });
    const certificates = [two.certificate.raw, one.certificate.raw];
    const result = verify(makeCms({ signer: one, content: CONTENT, certificates, names: one.certificate.raw }));
    assert.equal(result.intact, true);
  });

  it('takes zeros after the structure and nothing else', () => {
    const cms = makeCms({ signer, content: CONTENT });
    const padded = concatBytes(cms, new Uint8Array(100));
    assert.deepEqual([verify(padded).intact, verify(padded).length], [true, cms.length]);
    assert.throws(
      () => verify(concatBytes(cms, Uint8Array.of(0, 1))),
      (error) => isYinzhengError(error, 'CMS_MALFORMED'),
    );
  });

  it('reads indefinite lengths and constructed strings, and says so', () => {
    const cms = makeCms({ signer, content: CONTENT });
    const indefinite = concatBytes(Uint8Array.of(0x30, 0x80), cms.subarray(cms[1] === 0x82 ? 4 : 3), new Uint8Array(2));
    const result = verify(indefinite);
    assert.deepEqual([result.intact, codesOf(result), result.length], [true, ['CMS_NOT_DER'], indefinite.length]);
    const segments = Uint8Array.of(0x24, 0x80, 4, 2, 1, 2, 0x24, 5, 4, 3, 3, 4, 5, 0, 0);
    assert.deepEqual(convertBer(segments), { der: Uint8Array.of(4, 5, 1, 2, 3, 4, 5), length: segments.length });
  });

  it('leaves DER as it is when converting', () => {
    const cms = makeCms({ signer, content: CONTENT });
    assert.deepEqual(convertBer(cms), { der: cms, length: cms.length });
  });

  it('throws nothing but typed errors, and is never intact, for altered signatures', () => {
    const cms = makeCms({ signer, content: CONTENT });
    const meaning = parseSignedData(cms);
    fc.assert(
      fc.property(fc.nat(cms.length - 1), fc.integer({ min: 1, max: 255 }), (position, change) => {
        const altered = Uint8Array.from(cms);
        altered[position] = (altered[position] ?? 0) ^ change;
        try {
          const result = verify(altered);
          // the certificate's own signature and what nobody signs may change without harm to this signature
          if (result.intact === true) assert.deepEqual(parseSignedData(altered).signer.signature, meaning.signer.signature);
        } catch (error) {
          assert.ok(isYinzhengError(error, 'CMS_MALFORMED', 'DER_MALFORMED', 'CERTIFICATE_MALFORMED'), String(error));
        }
      }),
      { numRuns: 400 },
    );
  });

  it('throws only typed errors for nesting without end and for noise', () => {
    const nested = new Uint8Array(100_000).fill(0x30);
    for (const bytes of [nested, nested.map((_, index) => (index % 2 === 0 ? 0x30 : 0x80)), new Uint8Array(0)]) {
      assert.throws(
        () => parseSignedData(bytes),
        (error) => isYinzhengError(error),
      );
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        assert.throws(
          () => parseSignedData(bytes),
          (error) => isYinzhengError(error),
        );
      }),
    );
  });

  describe('signed files of other products', function () {
    before(function () {
      needSamples(this);
    });
    const files: Record<string, string[][]> = {
      'dss-PAdES-LT': [[], [], [], []],
      'dss-doc-firmado': [['CMS_NOT_DER'], ['CMS_NOT_DER']],
      'minimal-two-fields-signed-twice': [[], []],
      'pades-lta-dss-indirect-arrs-test': [[], []],
      'pdf-sig-with-econtent': [['CMS_WITH_EMBEDDED_CONTENT']],
      'shadow-hide-1': [[]],
      'shadow-hide-replace-1': [['CMS_NOT_DER']],
      'shadow-replace-1': [['CMS_NOT_DER']],
      'sig-no-signed-attrs': [['CMS_WITHOUT_SIGNED_ATTRIBUTES']],
      'sig-with-ski-sid': [['SIGNER_BY_KEY_IDENTIFIER']],
      signed_verified: [['DIGEST_ALGORITHM_MISMATCH']],
    };
    for (const [name, deviations] of Object.entries(files)) {
      it(`${name}.pdf is intact, and not when a byte is changed`, () => {
        const found = signaturesOf(sample(`pdf/signed/${name}.pdf`));
        const judge = ({ cms, content }: PdfSignature): CmsResult => {
          const isTimeStamp = parseSignedData(cms).contentType === '1.2.840.113549.1.9.16.1.4';
          return (isTimeStamp ? verifyTimeStamp : verifyDetachedCms)({ cms, content, crypto });
        };
        assert.deepEqual(found.map(judge).map(codesOf), deviations);
        for (const signature of found) {
          assert.equal(judge(signature).intact, true);
          const [first, second = new Uint8Array(0)] = signature.content;
          const changed = Uint8Array.from(first ?? []);
          changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1;
          assert.equal(judge({ cms: signature.cms, content: [changed, second] }).intact, false);
        }
      });
    }
    it('two-cms-signatures.ofd: both GM signatures are intact', () => {
      const parts = unzip(sample('ofd/two-cms-signatures.ofd'));
      const values = [...parts.keys()].filter((path) => /SignedValue\.dat$/i.test(path));
      assert.equal(values.length, 2);
      for (const path of values) {
        const xml = parts.get(path.replace(/SignedValue\.dat$/i, 'Signature.xml'));
        const cms = parts.get(path);
        assert.ok(xml && cms);
        const result = verifyDetachedCms({ cms, content: [xml], crypto });
        assert.equal(result.intact, true);
        assert.ok(codesOf(result).includes('MIXED_CMS_OIDS'));
        assert.equal(verifyDetachedCms({ cms, content: [xml, Uint8Array.of(32)], crypto }).intact, false);
      }
    });
  });
});
