/** What custody signs as the CMS signature of a document, and what it does not. */
import assert from 'node:assert/strict';
import { der, OID } from '../../../src/asn1/index.ts';
import { concatBytes, latin1 } from '../../../src/base/bytes.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { finishCmsSigning, prepareCmsSigning } from '../../../src/documents/index.ts';
import { issueCertificate } from '../../../src/services/pki/index.ts';
import { issueFor } from '../../support/certified.ts';
import { AUTHORISATION, makeTestCustody, type TestCustody } from '../../support/custody.ts';
import { verifyFile } from '../../support/pdf-verify.ts';
import { crypto, day, makeRoot } from '../../support/pki.ts';
import { blankFile, zlib } from '../../support/sealing.ts';
import { sharedRegister } from '../../support/certificate-register.ts';

const DIGEST = crypto.digest('sm3', latin1('a document'));

describe('custody of keys for CMS signatures', () => {
  let test: TestCustody;
  let keyId = '';
  let certificate: Uint8Array;

  beforeEach(async () => {
    test = await makeTestCustody();
    const key = await test.custody.generate({ label: '某单位', purposes: ['cms-signature', 'certificate'] });
    keyId = key.keyId;
    const issued = await issueCertificate(
      { signer: test.custody, crypto, register: sharedRegister, random: { bytes: (length) => new Uint8Array(length).fill(7) } },
      {
        issuer: { keyId, certificate: null },
        profile: 'authority',
        subject: { commonName: '某单位' },
        publicKey: key.publicKey,
        notBefore: day(0),
        notAfter: day(900),
        authorisation: AUTHORISATION,
      },
    );
    certificate = issued.raw;
    await test.custody.attachCertificate(keyId, certificate);
  });
  afterEach(() => test.remove());

  const sign = (tbs: Uint8Array, key = keyId): Promise<Uint8Array> =>
    test.custody.sign({ keyId: key, purpose: 'cms-signature', tbs, authorisation: AUTHORISATION });
  const refused = (tbs: Uint8Array, key?: string): Promise<void> =>
    assert.rejects(sign(tbs, key), (error) => isYinzhengError(error, 'KEY_PURPOSE_REFUSED'));

  const attribute = (oid: string, ...values: readonly Uint8Array[]): Uint8Array =>
    der.sequence(der.oid(oid), der.setOf(...values));
  const contentType = (oid: string): Uint8Array => attribute(OID.contentType, der.oid(oid));
  const messageDigest = (digest: Uint8Array): Uint8Array => attribute(OID.messageDigest, der.octetString(digest));
  const names = (named: Uint8Array): Uint8Array => {
    const digest = der.octetString(crypto.digest('sm3', named));
    const identifier = der.sequence(der.sequence(der.oid(OID.sm3)), digest);
    return attribute(OID.signingCertificateV2, der.sequence(der.sequence(identifier)));
  };

  it('signs documents, GM CMS and CAdES, that verify', async () => {
    for (const profile of ['gm', 'pades'] as const) {
      const prepared = prepareCmsSigning(
        { crypto, zlib, seals: new Map() },
        {
          ...{ document: blankFile(), profile, signer: { certificate, chain: [] } },
          ...{ signingTime: day(10), unique: profile },
        },
      );
      const { bytes } = finishCmsSigning({ crypto }, prepared, { signature: await sign(prepared.tbs) });
      assert.equal(verifyFile(bytes)[0]?.intact, true);
    }
  });

  it('signs documents with RSA and P-256 keys, each with its digest', async () => {
    for (const algorithm of ['rsa', 'ecdsa-p256'] as const) {
      const { keyId: other, publicKey } = await test.custody.generate({ label: 'x', purposes: ['cms-signature'], algorithm });
      const own = issueFor(makeRoot(), publicKey);
      await test.custody.attachCertificate(other, own);
      const reopened = await test.reopen();
      const input = {
        document: blankFile(),
        profile: 'pades',
        certify: 'signing',
        signer: { certificate: own, chain: [] },
      } as const;
      const prepared = prepareCmsSigning(
        { crypto, zlib, seals: new Map() },
        { ...input, signingTime: day(10), unique: algorithm },
      );
      const request = { keyId: other, purpose: 'cms-signature', authorisation: AUTHORISATION } as const;
      const signature = await reopened.sign({ ...request, tbs: prepared.tbs });
      assert.equal(verifyFile(finishCmsSigning({ crypto }, prepared, { signature }).bytes)[0]?.intact, true);
      // GM data, and a digest of another length.
      const sha384 = crypto.digest('sha384', latin1('a document'));
      const wrong = [
        der.setOf(contentType(OID.gmData), messageDigest(DIGEST), names(own)),
        der.setOf(contentType(OID.data), messageDigest(sha384), names(own)),
      ];
      for (const tbs of wrong)
        await assert.rejects(
          test.reopen().then((by) => by.sign({ ...request, tbs })),
          { code: 'KEY_PURPOSE_REFUSED' },
        );
    }
  });

  it('signs the three attributes over data, and nothing else', async () => {
    const own = names(certificate);
    const [data, digest] = [contentType(OID.data), messageDigest(DIGEST)];
    await sign(der.setOf(data, digest, own));
    await sign(der.setOf(contentType(OID.gmData), digest, own));
    await refused(der.setOf(contentType(OID.tstInfo), digest, own));
    await refused(der.setOf(data, messageDigest(DIGEST.subarray(1)), own));
    await refused(der.setOf(data, digest));
    await refused(der.setOf(data, own));
    await refused(der.setOf(digest, own));
    await refused(der.setOf(data, digest, names(makeRoot().certificate.raw)));
    await refused(der.setOf(data, digest, own, attribute(OID.signingTime, der.x509Time(day(1)))));
    await refused(der.setOf(data, attribute(OID.messageDigest, der.octetString(DIGEST), der.octetString(DIGEST)), own));
  });

  it('signs nothing that is not the DER of a SET OF attributes', async () => {
    const parts = [names(certificate), messageDigest(DIGEST), contentType(OID.data)];
    const sorted = der.setOf(...parts);
    await sign(sorted);
    const content = concatBytes(...parts);
    await refused(concatBytes(sorted.subarray(0, sorted.length - content.length), content));
    await refused(Uint8Array.of(0xa0, ...sorted.subarray(1)));
    await refused(der.sequence(...parts));
    await refused(Uint8Array.of(...sorted, 0));
    await refused(DIGEST);
  });

  it('needs a certificate, and the purpose', async () => {
    const attributes = der.setOf(contentType(OID.data), messageDigest(DIGEST), names(certificate));
    const bare = await test.custody.generate({ label: 'x', purposes: ['cms-signature'] });
    await refused(attributes, bare.keyId);
    const other = await test.custody.generate({ label: 'x', purposes: ['csr'] });
    await refused(attributes, other.keyId);
  });
});
