/** The forms of GM CMS that products write (GM/T 0010, GB/T 35275 in practice): each is read, verified, and its departures are told. */
import assert from 'node:assert/strict';
import { der, OID } from '../../../src/asn1/index.ts';
import { latin1 } from '../../../src/base/bytes.ts';
import { derToRaw } from '../../../src/crypto/index.ts';
import { verifyDetachedCms, type AlgorithmIdentifier, type CmsResult } from '../../../src/pki/index.ts';
import { makeCms, type CmsOptions } from '../../support/cms.ts';
import { crypto, issue, makeRoot } from '../../support/pki.ts';

const CONTENT = latin1('<ofd:Signature/>');
const SM2_WITH_SM3: AlgorithmIdentifier = { oid: OID.sm2WithSm3, parameters: null };
const SM2_WITH_SM3_NULL: AlgorithmIdentifier = { oid: OID.sm2WithSm3, parameters: der.nullValue() };
const SM2_SIGN: AlgorithmIdentifier = { oid: OID.sm2Sign, parameters: null };
const SM2_SIGN_NULL: AlgorithmIdentifier = { oid: OID.sm2Sign, parameters: der.nullValue() };

type Form = Omit<CmsOptions, 'signer' | 'content'>;
const raw = (value: Uint8Array): Uint8Array => derToRaw(value) ?? assert.fail('not SEQUENCE {r, s}');

const PRODUCTS: readonly [string, Form, readonly string[]][] = [
  [
    'GM outside, PKCS#7 data within, a GM content-type attribute, no content, .301.1 with NULL',
    { oids: 'mixed', algorithm: SM2_SIGN_NULL },
    ['MIXED_CMS_OIDS'],
  ],
  [
    'GM, the digest as content, no attributes, .501, r‖s of 64 bytes',
    { oids: 'gm', within: 'digest', attributes: 'without', algorithm: SM2_WITH_SM3, signature: raw },
    ['CMS_WITHOUT_SIGNED_ATTRIBUTES', 'CMS_DIGEST_AS_CONTENT', 'RAW_SM2_SIGNATURE'],
  ],
  ...[SM2_WITH_SM3, SM2_SIGN].map((algorithm): [string, Form, readonly string[]] => [
    `GM, the digest as content, no attributes, ${algorithm.oid.slice(20)}`,
    { oids: 'gm', within: 'digest', attributes: 'without', algorithm },
    ['CMS_WITHOUT_SIGNED_ATTRIBUTES', 'CMS_DIGEST_AS_CONTENT'],
  ]),
  ['GM, no content, attributes, .301.1', { oids: 'gm', algorithm: SM2_SIGN }, []],
  ['GM, the digest as content, attributes', { oids: 'gm', within: 'digest', algorithm: SM2_SIGN }, ['CMS_DIGEST_AS_CONTENT']],
  [
    'GM, the digest in Base64 as content, no attributes',
    { oids: 'gm', within: 'base64-digest', attributes: 'without', algorithm: SM2_SIGN },
    ['CMS_WITHOUT_SIGNED_ATTRIBUTES', 'CMS_DIGEST_AS_CONTENT'],
  ],
];

/** What may be combined: every outer and inner object identifier, content, attributes, algorithm and encoding of the value. */
const OIDS = { gm: [], pkcs7: [], mixed: ['MIXED_CMS_OIDS'], 'pkcs7-gm': ['MIXED_CMS_OIDS'] } as const;
const WITHIN = {
  nothing: [],
  content: ['CMS_WITH_EMBEDDED_CONTENT'],
  digest: ['CMS_DIGEST_AS_CONTENT'],
  'base64-digest': ['CMS_DIGEST_AS_CONTENT'],
} as const;
const ATTRIBUTES = { with: [], without: ['CMS_WITHOUT_SIGNED_ATTRIBUTES'] } as const;

describe('GM CMS of products', () => {
  const signer = issue(makeRoot());
  const verify = (form: Form, content = CONTENT): CmsResult =>
    verifyDetachedCms({ cms: makeCms({ signer, content: CONTENT, ...form }), content: [content], crypto });
  const told = ({ deviations }: CmsResult): string[] => deviations.map(({ code }) => code);

  for (const [what, form, deviations] of PRODUCTS) {
    it(`${what}: intact, told, and not over other bytes`, () => {
      const result = verify(form);
      assert.deepEqual([result.intact, result.codes, told(result)], [true, [], deviations]);
      const other = verify(form, latin1('<ofd:Signature />'));
      assert.equal(other.intact, false);
      assert.notDeepEqual(other.codes, []);
    });
  }

  it('reads every combination of what they do, and tells each departure once', () => {
    let combinations = 0;
    for (const [oids, ofOids] of entries(OIDS)) {
      for (const [within, ofContent] of entries(WITHIN)) {
        for (const [attributes, ofAttributes] of entries(ATTRIBUTES)) {
          for (const algorithm of [SM2_WITH_SM3, SM2_WITH_SM3_NULL, SM2_SIGN, SM2_SIGN_NULL]) {
            for (const signature of [undefined, raw]) {
              const form = { oids, within, attributes, algorithm, ...(signature && { signature }) };
              const result = verify(form);
              const expected = [...ofOids, ...ofContent, ...ofAttributes, ...(signature ? ['RAW_SM2_SIGNATURE'] : [])];
              const name = `${oids} ${within} ${attributes} ${algorithm.oid}`;
              assert.equal(result.intact, true, name);
              assert.deepEqual(told(result).sort(), expected.sort(), name);
              combinations++;
            }
          }
        }
      }
    }
    assert.equal(combinations, 4 * 4 * 2 * 4 * 2);
  });

  it('does not take the digest of other bytes for the content', () => {
    for (const attributes of ['with', 'without'] as const) {
      const result = verify({ oids: 'gm', within: 'digest', attributes }, latin1('other'));
      assert.deepEqual([result.intact, told(result).includes('CMS_DIGEST_AS_CONTENT')], [false, false]);
    }
  });
});

function entries<K extends string, V>(record: Readonly<Record<K, V>>): readonly [K, V][] {
  return Object.entries(record) as [K, V][];
}
