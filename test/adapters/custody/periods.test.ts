/** When a seal and a key that signs documents may be used: custody's own clock says it, whoever asks. */
import assert from 'node:assert/strict';
import type { KeyPurpose } from '../../../src/services/pki/index.ts';
import { AUTHORISATION, makeTestCustody } from '../../support/custody.ts';
import { day } from '../../support/pki.ts';
import { materialFor } from '../../support/signing-material.ts';

describe('the time in which a key is used', () => {
  const signAt = async (purpose: KeyPurpose, at: number): Promise<string> => {
    const test = await makeTestCustody(at);
    const { custody, uses } = test;
    try {
      const { key, tbs, content } = await materialFor(custody, purpose);
      const request = { keyId: key.keyId, purpose, tbs, ...(content && { content }), authorisation: AUTHORISATION };
      return await custody.sign(request).then(
        () => 'signed',
        (error: unknown) => {
          assert.equal(uses.at(-1)?.outcome, 'refused');
          return String(error);
        },
      );
    } finally {
      test.remove();
    }
  };

  it('is that of its certificate, for seals and documents', async () => {
    for (const purpose of ['seal-signature', 'cms-signature'] as const) {
      for (const at of [day(0) - 1, day(3650) + 1])
        assert.match(await signAt(purpose, at), /the key's certificate is not valid now/);
      assert.equal(await signAt(purpose, day(3650)), 'signed');
    }
    // A seal's version begins a day after the certificate here.
    assert.equal(await signAt('cms-signature', day(0)), 'signed');
  });

  it('is that of the version of the seal besides', async () => {
    assert.match(await signAt('seal-signature', day(1) - 1), /the seal is not valid now/);
    assert.equal(await signAt('seal-signature', day(1)), 'signed');
  });
});
