/** OpenSSL's own tools verify what is written here. */
import assert from 'node:assert/strict';
import { concatBytes, latin1 } from '../../../src/base/bytes.ts';
import { addUnsignedAttribute, finishSignedData, writePem } from '../../../src/pki/index.ts';
import { der } from '../../../src/asn1/index.ts';
import { prepareCms, PSS, signBy, writeCms, type SigningOptions } from '../../support/cms-signing.ts';
import { useOpenssl } from '../../support/openssl.ts';
import { day, makeChain } from '../../support/pki.ts';

const CONTENT = latin1('the bytes of a document\r\n');

describe('OpenSSL on written SignedData', function () {
  const { at, file, openssl } = useOpenssl();

  const cases: readonly [string, 'rsa' | 'p256' | 'p384', SigningOptions][] = [
    ['RSA PKCS#1', 'rsa', {}],
    ['RSA PKCS#1 with SHA-384', 'rsa', { scheme: { kind: 'rsa-pkcs1', digest: 'sha384' } }],
    ['RSA-PSS', 'rsa', { scheme: PSS }],
    ['ECDSA P-256', 'p256', {}],
    ['ECDSA P-384', 'p384', {}],
  ];
  for (const [what, kind, options] of cases) {
    it(`verifies ${what} and its signing-certificate-v2, and not over another content`, () => {
      const { root, ca, signer } = makeChain(kind);
      const cms = addUnsignedAttribute(writeCms(signer, CONTENT, { ...options, chain: [ca] }), '1.2.3.4', der.nullValue());
      const verify = (content: Uint8Array): { ok: boolean; output: string } =>
        openssl(
          ...[
            'cms',
            '-verify',
            '-cades',
            '-binary',
            '-inform',
            'DER',
            '-in',
            file('cms', cms),
            '-content',
            file('content', content),
          ],
          ...['-CAfile', file('root.pem', writePem('CERTIFICATE', root.certificate.raw)), '-purpose', 'any'],
          ...['-attime', String(day(10) / 1000), '-out', at('out')],
        );
      const right = verify(CONTENT);
      assert.ok(right.ok && right.output.includes('CAdES Verification successful'), right.output);
      assert.equal(verify(concatBytes(CONTENT, Uint8Array.of(10))).ok, false);
    });
  }

  for (const form of ['gm', 'pkcs7'] as const) {
    it(`verifies the SM2 value of the form ${form} over the signed attributes`, () => {
      const { signer } = makeChain();
      const prepared = prepareCms(signer, CONTENT, { form });
      const value = signBy(signer, prepared.signer.scheme, prepared.tbs);
      const verify = (tbs: Uint8Array): boolean =>
        openssl(
          ...['dgst', '-sm3', '-verify', file('key.pem', writePem('PUBLIC KEY', signer.certificate.publicKey.raw))],
          ...['-sigopt', 'distid:1234567812345678', '-signature', file('value', value), file('tbs', tbs)],
        ).ok;
      assert.ok(verify(prepared.tbs));
      assert.equal(verify(concatBytes(prepared.tbs, Uint8Array.of(0))), false);
      const printed = openssl('asn1parse', '-inform', 'DER', '-in', file('cms', finishSignedData(prepared, value)));
      assert.ok(printed.ok && printed.output.includes('id-smime-aa-signingCertificateV2'), printed.output);
    });
  }
});
