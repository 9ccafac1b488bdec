import assert from 'node:assert/strict';
import { children, der, readDer, type DerNode } from '../../../src/asn1/index.ts';
import { concatBytes, latin1 } from '../../../src/base/bytes.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { derToRaw, type SignatureScheme } from '../../../src/crypto/index.ts';
import {
  addSignatureTimeStamp,
  addUnsignedAttribute,
  finishSignedData,
  parseSignedAttributes,
  parseSignedData,
  prepareSignedData,
  signedDataSize,
  usualScheme,
  verifyDetachedCms,
  verifyTimeStamp,
} from '../../../src/pki/index.ts';
import { prepareCms, PSS, signBy, writeCms, type SigningOptions } from '../../support/cms-signing.ts';
import { crypto, day, issue, makeChain, type TestIdentity } from '../../support/pki.ts';
import { makeToken } from '../../support/time-stamp.ts';

const CONTENT = latin1('the bytes of a document');

/** The value at a path of positions, from 0, in nested values. */
function at(bytes: Uint8Array, ...path: readonly number[]): DerNode {
  return path.reduce((node, position) => children(node)[position] ?? assert.fail(`nothing at ${position}`), readDer(bytes));
}

describe('writing SignedData', () => {
  const chains = { sm2: makeChain(), rsa: makeChain('rsa'), p256: makeChain('p256'), p384: makeChain('p384') };
  const cases: readonly [string, keyof typeof chains, SigningOptions, string][] = [
    ['SM2 in the GM form', 'sm2', { form: 'gm' }, '1.2.156.10197.1.301.1'],
    ['SM2', 'sm2', {}, '1.2.156.10197.1.501'],
    ['RSA PKCS#1', 'rsa', {}, '1.2.840.113549.1.1.11'],
    ['RSA PKCS#1 with SHA-384', 'rsa', { scheme: { kind: 'rsa-pkcs1', digest: 'sha384' } }, '1.2.840.113549.1.1.12'],
    ['RSA-PSS', 'rsa', { scheme: PSS }, '1.2.840.113549.1.1.10'],
    [
      'RSA-PSS with SHA-384',
      'rsa',
      { scheme: { ...PSS, digest: 'sha384', saltLength: 48 } as SignatureScheme },
      '1.2.840.113549.1.1.10',
    ],
    ['RSA-PSS with the default salt', 'rsa', { scheme: { ...PSS, saltLength: 20 } as SignatureScheme }, '1.2.840.113549.1.1.10'],
    ['ECDSA P-256', 'p256', {}, '1.2.840.10045.4.3.2'],
    ['ECDSA P-384', 'p384', {}, '1.2.840.10045.4.3.3'],
  ];

  for (const [what, kind, options, algorithm] of cases) {
    it(`${what}: is intact, without deviations, and not over another content`, () => {
      const { signer, ca } = chains[kind];
      const cms = writeCms(signer, CONTENT, { ...options, chain: [ca] });
      const result = verifyDetachedCms({ cms, content: [CONTENT], crypto });
      assert.deepEqual([result.intact, result.codes, result.deviations], [true, [], []]);
      assert.deepEqual(result.signerCertificate?.raw, signer.certificate.raw);
      assert.equal(result.certificates.length, 2);
      assert.equal(result.signingTime, null);
      assert.equal(result.signedAttributes?.signingCertificates.length, 1);
      assert.equal(parseSignedData(cms).signer.signatureAlgorithm.oid, algorithm);
      assert.equal(verifyDetachedCms({ cms, content: [CONTENT, Uint8Array.of(0)], crypto }).intact, false);
      const { publicKey } = signer.certificate;
      const size = signedDataSize(
        { form: 'pkcs7', scheme: usualScheme(publicKey), ...options, chain: [ca.certificate], certificate: signer.certificate },
        crypto,
      );
      assert.ok(size >= cms.length && size <= cms.length + 6, `${size} for ${cms.length}`);
    });
  }

  it('uses the object identifiers of its form and nothing of the other', () => {
    const [gm, usual] = (['gm', 'pkcs7'] as const).map((form) => parseSignedData(writeCms(chains.sm2.signer, CONTENT, { form })));
    assert.deepEqual([gm?.contentInfoType, gm?.contentType], ['1.2.156.10197.6.1.4.2.2', '1.2.156.10197.6.1.4.2.1']);
    assert.deepEqual([usual?.contentInfoType, usual?.contentType], ['1.2.840.113549.1.7.2', '1.2.840.113549.1.7.1']);
    for (const data of [gm, usual]) assert.equal(data?.content, null);
  });

  it('orders every SET OF by its encodings (X.690 §11.6)', () => {
    const { signer, ca, root } = chains.p256;
    const [one = [], other] = [
      [ca, root, signer],
      [root, signer, ca],
    ].map((chain) => {
      const certificates = at(writeCms(signer, CONTENT, { chain }), 1, 0, 3);
      return children(certificates).map(({ raw }) => Buffer.from(raw).toString('hex'));
    });
    assert.equal(one.length, 3);
    assert.deepEqual(one, [...one].sort());
    assert.deepEqual(other, one);
    const attributes = parseSignedAttributes(prepareCms(signer, CONTENT).tbs).map(({ oid }) => oid);
    assert.deepEqual(attributes, ['1.2.840.113549.1.9.3', '1.2.840.113549.1.9.4', '1.2.840.113549.1.9.16.2.47']);
  });

  it('states the digest algorithm of the certificate unless it is the default, SHA-256 (RFC 5035 §3)', () => {
    const named = (identity: TestIdentity): readonly number[] =>
      children(at(prepareCms(identity, CONTENT).tbs, 2, 1, 0, 0, 0)).map(({ tag }) => tag);
    assert.deepEqual(named(chains.p256.signer), [4]);
    assert.deepEqual(named(chains.p384.signer), [16, 4]);
    assert.deepEqual(named(chains.sm2.signer), [16, 4]);
  });

  it('refuses what does not fit together', () => {
    const { certificate } = chains.rsa.signer;
    const base = { form: 'pkcs7', certificate, chain: [], scheme: usualScheme(certificate.publicKey) } as const;
    const invalid = (act: () => unknown): void => assert.throws(act, (error) => isYinzhengError(error, 'INPUT_INVALID'));
    const digest = new Uint8Array(32);
    invalid(() => prepareSignedData({ ...base, form: 'gm' }, digest, crypto));
    invalid(() => prepareSignedData({ ...base, scheme: { kind: 'ecdsa', digest: 'sha256' } }, digest, crypto));
    invalid(() => prepareSignedData({ ...base, scheme: { kind: 'rsa-pkcs1', digest: 'sha1' } }, digest.subarray(12), crypto));
    invalid(() => prepareSignedData(base, digest.subarray(1), crypto));
    invalid(() => finishSignedData(prepareSignedData(base, digest, crypto), new Uint8Array(255)));
    const sm2 = prepareCms(chains.sm2.signer, CONTENT);
    const value = signBy(chains.sm2.signer, sm2.signer.scheme, sm2.tbs);
    invalid(() => finishSignedData(sm2, derToRaw(value) ?? value));
    invalid(() => finishSignedData(prepareCms(chains.p256.signer, CONTENT), concatBytes(value, Uint8Array.of(0))));
  });

  describe('unsigned attributes', () => {
    const { signer, ca } = chains.sm2;
    const cms = writeCms(signer, CONTENT, { form: 'gm', chain: [ca] });

    it('takes a time stamp over the signature without disturbing what is signed', () => {
      const before = parseSignedData(cms).signer;
      const token = makeToken(issue(ca, { profile: 'time-stamping' }), before.signature, day(11));
      const stamped = addSignatureTimeStamp(cms, token);
      const result = verifyDetachedCms({ cms: stamped, content: [CONTENT], crypto });
      assert.deepEqual([result.intact, result.deviations, result.length], [true, [], stamped.length]);
      assert.deepEqual(parseSignedData(stamped).signer.signedAttributesDer, before.signedAttributesDer);
      assert.deepEqual(result.timeStampToken, token);
      assert.equal(verifyTimeStamp({ cms: token, content: [result.signature], crypto }).intact, true);
      assert.throws(
        () => addSignatureTimeStamp(stamped, token),
        (error) => isYinzhengError(error, 'INPUT_INVALID'),
      );
    });

    it('keeps the attributes that are there, in order', () => {
      const one = addUnsignedAttribute(cms, '1.2.3.5', der.integer(1));
      const two = addUnsignedAttribute(one, '1.2.3.4', der.integer(2));
      const { signer: changed, certificates } = parseSignedData(two);
      assert.deepEqual(
        changed.unsignedAttributes.map(({ oid }) => oid),
        ['1.2.3.4', '1.2.3.5'],
      );
      assert.deepEqual(certificates, parseSignedData(cms).certificates);
      assert.equal(verifyDetachedCms({ cms: two, content: [CONTENT], crypto }).intact, true);
    });

    it('takes no padded signature', () => {
      assert.throws(
        () => addUnsignedAttribute(concatBytes(cms, Uint8Array.of(0)), '1.2.3.4', der.integer(1)),
        (error) => isYinzhengError(error, 'DER_MALFORMED'),
      );
    });
  });
});
