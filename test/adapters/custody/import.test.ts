/** Keys made elsewhere, taken into custody in this process and into that of a signer: they sign, survive, and leave nothing behind. */
import assert from 'node:assert/strict';
import { toHex } from '../../../src/base/bytes.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { DEFAULT_SM2_USER_ID } from '../../../src/crypto/index.ts';
import { openSoftwareCustody, type SigningCustody } from '../../../src/adapters/custody/index.ts';
import type { ForeignKey, KeyDescription } from '../../../src/services/pki/index.ts';
import { AUTHORISATION, makeTestCustody, PASSPHRASE } from '../../support/custody.ts';
import { crypto, issue, makeRoot, type TestIdentity } from '../../support/pki.ts';
import { signerPlaces, startTestSigner } from '../../support/signer.ts';
import { requestBytes } from '../../support/signing-material.ts';

interface Opened {
  readonly custody: SigningCustody;
  /** The same keystore, opened again by somebody else. */
  reopen(): Promise<SigningCustody>;
  close(): Promise<void>;
}

async function inThisProcess(): Promise<Opened> {
  const test = await makeTestCustody();
  return { custody: test.custody, reopen: () => test.reopen(), close: () => Promise.resolve().then(() => test.remove()) };
}

async function inASigner(): Promise<Opened> {
  const places = signerPlaces();
  const signer = await startTestSigner(places);
  const options = { path: places.keystore, passphrase: PASSPHRASE, clock: { now: () => Date.now() }, crypto };
  return { custody: await signer.make(null), reopen: () => openSoftwareCustody(options), close: () => signer.close() };
}

for (const [where, open] of [
  ['in this process', inThisProcess],
  ['in a signer', inASigner],
] as const) {
  describe(`importing a key, ${where}`, function () {
    this.timeout(300_000);
    const root = makeRoot();
    let opened: Opened;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());

    const foreign = (identity: TestIdentity, certificate = identity): ForeignKey => ({
      ...{ label: '导入的密钥', purposes: ['csr', 'seal-signature'], privateKeyInfo: new Uint8Array(identity.pkcs8) },
      certificate: certificate.certificate.raw,
    });
    const take = async (key: ForeignKey): Promise<KeyDescription> => {
      assert.ok(opened.custody.importKey);
      return await opened.custody.importKey(key);
    };
    const rejects = async (key: ForeignKey, code: string): Promise<void> => {
      await assert.rejects(take(key), (error) => isYinzhengError(error) && error.code === code);
      assert.ok(key.privateKeyInfo.every((byte) => byte === 0));
    };

    it('keeps it with its certificate, signs with it, and wipes what came in', async () => {
      const identity = issue(root);
      const key = foreign(identity);
      const { keyId, publicKey, certificate, label, purposes } = await take(key);
      assert.equal(toHex(publicKey), toHex(identity.certificate.publicKey.raw));
      assert.equal(certificate && toHex(certificate), toHex(identity.certificate.raw));
      assert.deepEqual([label, purposes], ['导入的密钥', ['csr', 'seal-signature']]);
      assert.ok(key.privateKeyInfo.every((byte) => byte === 0));
      const tbs = requestBytes(publicKey, 'x');
      for (const custody of [opened.custody, await opened.reopen()]) {
        const signature = await custody.sign({ keyId, purpose: 'csr', tbs, authorisation: AUTHORISATION });
        assert.ok(crypto.verify({ kind: 'sm2', userId: DEFAULT_SM2_USER_ID }, publicKey, [tbs], signature));
      }
    });

    it('refuses one that is there, one of another certificate, and what is no key', async () => {
      const identity = issue(root);
      await take(foreign(identity));
      await rejects(foreign(identity), 'KEY_NOT_IMPORTABLE');
      await rejects(foreign(issue(root), identity), 'KEYSTORE_KEY_MISMATCH');
      await rejects({ ...foreign(identity), privateKeyInfo: Uint8Array.of(1, 2, 3) }, 'KEY_INVALID');
      await rejects(foreign(issue(root, { key: 'p384' })), 'KEY_INVALID');
      assert.equal((await opened.custody.list()).length, 1);
    });

    it('keeps a P-256 key', async () => {
      const identity = issue(root, { key: 'p256', profile: 'time-stamping' });
      const { publicKey } = await take({ ...foreign(identity), purposes: ['time-stamp'] });
      assert.equal(toHex(publicKey), toHex(identity.certificate.publicKey.raw));
    });
  });
}
