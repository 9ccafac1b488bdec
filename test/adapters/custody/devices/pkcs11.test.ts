/** Custody over a PKCS#11 token: SoftHSM, as Debian has it. */
import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCustodyFile, type DeviceCustody } from '../../../../src/adapters/custody/index.ts';
import { isYinzhengError, type ErrorCode } from '../../../../src/base/errors/index.ts';
import { finishCmsSigning, prepareCmsSigning } from '../../../../src/documents/index.ts';
import { encodeName, parseCertificate, tbsRequest, usualScheme } from '../../../../src/pki/index.ts';
import type { KeyDescription } from '../../../../src/services/pki/index.ts';
import { AUTHORISATION } from '../../../support/custody.ts';
import { issueFor } from '../../../support/certified.ts';
import { verifyFile } from '../../../support/pdf-verify.ts';
import { crypto, day, makeRoot } from '../../../support/pki.ts';
import { needToken, newTokenKey, SOFTHSM, TOKEN, tokenFolder } from '../../../support/pkcs11-token.ts';
import { blankFile, zlib } from '../../../support/sealing.ts';

const SAID = { purposes: ['csr', 'cms-signature'], createdAt: '2026-01-02T00:00:00Z' };

describe('custody over a PKCS#11 token', () => {
  let folder = '';
  const opened: DeviceCustody[] = [];
  const publicKeys: Buffer[] = [];

  before(function () {
    needToken(this);
    folder = tokenFolder();
    publicKeys.push(newTokenKey('rsa', { label: 'key0', id: '00' }), newTokenKey('ecdsa-p256', { label: 'key1', id: '01' }));
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((custody) => custody.close()));
  });

  async function open(more: Record<string, unknown> = {}): Promise<DeviceCustody> {
    const path = join(folder, 'custody.json');
    const keys = [
      { keyLabel: 'key0', label: 'RSA', ...SAID },
      { keyIdentifier: '01', label: 'P-256', ...SAID },
    ];
    writeFileSync(path, JSON.stringify({ kind: 'pkcs11', library: SOFTHSM, token: TOKEN, pinFile: 'pin', keys, ...more }));
    const custody = await openCustodyFile(path, { clock: { now: () => day(3) }, crypto });
    opened.push(custody);
    return custody;
  }

  const request = ({ publicKey }: KeyDescription, name = 'x'): Uint8Array =>
    tbsRequest({ subject: encodeName({ commonName: name }), publicKey, extensions: [] });
  const signCsr = (custody: DeviceCustody, { keyId }: KeyDescription, tbs: Uint8Array): Promise<Uint8Array> =>
    custody.sign({ keyId, purpose: 'csr', tbs, authorisation: AUTHORISATION });
  const rejects = (promise: Promise<unknown>, code: ErrorCode, reason = /./): Promise<void> =>
    assert.rejects(promise, (error) => {
      assert.ok(isYinzhengError(error, code), String(error));
      assert.match(error.message, reason);
      return true;
    });
  const verifies = ({ publicKey }: KeyDescription, tbs: Uint8Array, signature: Uint8Array): boolean =>
    verify('sha256', tbs, createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' }), signature);

  it('finds RSA and P-256 keys by label and by identifier, and signs with SHA-256', async () => {
    const custody = await open();
    const keys = await custody.list();
    assert.deepEqual(
      keys.map(({ publicKey }) => Buffer.from(publicKey).toString('hex')),
      publicKeys.map((key) => key.toString('hex')),
    );
    for (const key of keys) {
      // Numbers of an ECDSA signature are shorter now and then.
      for (let turn = 0; turn < 20; turn++) {
        const tbs = request(key, `n${turn}`);
        assert.ok(verifies(key, tbs, await signCsr(custody, key, tbs)));
      }
      await rejects(signCsr(custody, key, Uint8Array.of(0x30, 0)), 'KEY_PURPOSE_REFUSED');
    }
  });

  it('signs documents with RSA of either padding and P-256, certifying them', async () => {
    const custody = await open();
    const [rsa, p256] = await custody.list();
    assert.ok(rsa && p256);
    for (const [{ keyId, publicKey }, padding] of [[rsa], [rsa, 'pss'], [p256]] as const) {
      const certificate = issueFor(makeRoot(), publicKey);
      await custody.attachCertificate(keyId, certificate);
      const prepared = prepareCmsSigning(
        { crypto, zlib, seals: new Map() },
        {
          ...{ document: blankFile(), profile: 'pades', certify: 'signing', signingTime: day(10), unique: keyId },
          signer: { certificate, chain: [], scheme: usualScheme(parseCertificate(certificate).publicKey, padding) },
        },
      );
      const { tbs } = prepared;
      const signature = await custody.sign({ keyId, purpose: 'cms-signature', tbs, padding, authorisation: AUTHORISATION });
      const [signed] = verifyFile(finishCmsSigning({ crypto }, prepared, { signature }).bytes);
      assert.equal(signed?.intact, true);
      await rejects(
        custody.sign({ keyId, purpose: 'cms-signature', tbs: tbs.subarray(1), authorisation: AUTHORISATION }),
        'KEY_PURPOSE_REFUSED',
      );
    }
  });

  it('serves 32 at once', async () => {
    const custody = await open({ sessions: 3 });
    const [, key] = await custody.list();
    assert.ok(key);
    const all = Array.from({ length: 32 }, (_, index) => request(key, `n${index}`));
    const signatures = await Promise.all(all.map((tbs) => signCsr(custody, key, tbs)));
    assert.ok(signatures.every((signature, index) => verifies(key, all[index] ?? new Uint8Array(), signature)));
  });

  it('says what is wrong with library, token, key, purpose', async () => {
    await rejects(open({ library: 'none.so' }), 'KEY_DEVICE_UNUSABLE');
    await rejects(open({ library: '/lib/x86_64-linux-gnu/libc.so.6' }), 'KEY_DEVICE_UNUSABLE');
    await rejects(open({ token: 'other' }), 'KEY_DEVICE_UNUSABLE', /no token other/);
    await rejects(open({ keys: [{ keyLabel: 'none', label: 'x', ...SAID }] }), 'KEY_DEVICE_REFUSED', /no key/);
    await rejects(open({ keys: [{ label: 'x', ...SAID }] }), 'KEY_DEVICE_REFUSED', /several keys/);
    await rejects(open({ keys: [{ keyLabel: 'key0', label: 'x', ...SAID, purposes: ['crl'] }] }), 'KEY_DEVICE_UNUSABLE', /SM2/);
    writeFileSync(join(folder, 'wrong'), '999999');
    await rejects(open({ pinFile: 'wrong' }), 'KEY_DEVICE_REFUSED', /CKR_PIN_INCORRECT/);
    await (await open()).list();
  });
});
