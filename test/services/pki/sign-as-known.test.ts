/** Keys that are renewed or destroyed between the moment when a use was prepared and when custody is asked. */
import assert from 'node:assert/strict';
import { YinzhengError } from '../../../src/base/errors/index.ts';
import { parseCertificate } from '../../../src/pki/index.ts';
import { signAsKnown } from '../../../src/services/pki/index.ts';
import { issueFor } from '../../support/certified.ts';
import { AUTHORISATION, makeTestCustody, type TestCustody } from '../../support/custody.ts';
import { makeRoot } from '../../support/pki.ts';
import { certified, cmsBytes } from '../../support/signing-material.ts';

describe('signing with a key as it was known', () => {
  let test: TestCustody;
  beforeEach(async () => {
    test = await makeTestCustody();
  });
  afterEach(() => test.remove());

  const prepared = async () => {
    const { custody } = test;
    const { key, certificate } = await certified(custody, 'cms-signature');
    const tbs = cmsBytes(certificate.raw, 1);
    const told: string[] = [];
    const sign = (bytes = tbs) =>
      signAsKnown(
        { custody, signer: custody },
        { keyId: key.keyId, purpose: 'cms-signature', tbs: bytes, authorisation: AUTHORISATION },
        {
          certificate: certificate.raw,
          changed: (how) => {
            told.push(how);
            return new YinzhengError('VERSION_CONFLICT');
          },
        },
      );
    return { key, sign, told };
  };

  it('signs, and says of what the key may not sign what custody says', async () => {
    const { sign, told } = await prepared();
    assert.ok((await sign()).length > 0);
    await assert.rejects(sign(new Uint8Array(3)), { code: 'KEY_PURPOSE_REFUSED' });
    assert.deepEqual(told, []);
  });

  it('tells apart a key that has another certificate since and one that is gone', async () => {
    const { key, sign, told } = await prepared();
    const next = issueFor(makeRoot(), key.publicKey);
    assert.notDeepEqual(parseCertificate(next).serialNumber, key.certificate && parseCertificate(key.certificate).serialNumber);
    await test.custody.attachCertificate(key.keyId, next);
    await assert.rejects(sign(), { code: 'VERSION_CONFLICT' });
    await test.custody.destroy(key.keyId);
    await assert.rejects(sign(), { code: 'VERSION_CONFLICT' });
    assert.deepEqual(told, ['renewed', 'gone']);
  });
});
