/** Custody over a device of GM/T 0018, spoken to through the C interface of the standard. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openCustodyFile, type DeviceCustody } from '../../../../src/adapters/custody/index.ts';
import type { KeyDescription, KeyUse } from '../../../../src/services/pki/index.ts';
import { rejects, request, signCsr, verifies } from '../../../support/device-signing.ts';
import { AUTHORISATION } from '../../../support/custody.ts';
import { crypto, day, issue, makeRoot } from '../../../support/pki.ts';
import { makeSdfDevice, needSdfDevice, PIN, type SdfDouble } from '../../../support/sdf-device.ts';
import { issueFor } from '../../../support/certified.ts';

const COMMFAIL = 0x01000003;
const KEYNOTEXIST = 0x01000008;
const VENDOR = 0x0200abcd;

describe('custody over a device of GM/T 0018', () => {
  let device: SdfDouble;
  let folder: string;
  let uses: KeyUse[];
  const opened: DeviceCustody[] = [];

  before(function () {
    needSdfDevice(this);
  });
  beforeEach(() => {
    device = makeSdfDevice();
    folder = dirname(device.library);
    uses = [];
    writeFileSync(join(folder, 'pin'), `${PIN}\n`);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((custody) => custody.close()));
  });

  const KEY = { index: 1, pinFile: 'pin', label: '某单位', purposes: ['csr'], createdAt: '2026-01-02T00:00:00Z' };

  async function open(more: Record<string, unknown> = {}): Promise<{ custody: DeviceCustody; key: KeyDescription }> {
    const path = join(folder, 'custody.json');
    writeFileSync(path, JSON.stringify({ kind: 'sdf', library: 'libsdf.so', keys: [KEY], ...more }));
    const custody = await openCustodyFile(path, { clock: { now: () => day(3) }, crypto, onUse: (use) => void uses.push(use) });
    opened.push(custody);
    const [key] = await custody.list();
    assert.ok(key);
    return { custody, key };
  }

  it('signs what the key is for, and the device never sees anything else', async () => {
    const { custody, key } = await open();
    const tbs = request(key);
    assert.ok(verifies(key, tbs, await signCsr(custody, key, tbs)));
    await rejects(signCsr(custody, key, Uint8Array.of(0x30, 0)), 'KEY_PURPOSE_REFUSED');
    await rejects(custody.sign({ keyId: key.keyId, purpose: 'crl', tbs, authorisation: AUTHORISATION }), 'KEY_PURPOSE_REFUSED');
    await rejects(signCsr(custody, { ...key, keyId: 'none' }, tbs), 'KEY_NOT_FOUND');
    assert.equal(device.signatures(), 1);
    assert.deepEqual(
      uses.map(({ outcome }) => outcome),
      ['signed', 'refused', 'refused'],
    );
    const [after] = await custody.list();
    assert.deepEqual([after?.signatures, after?.createdAt, after?.label], [1, day(1), '某单位']);
  });

  it('signs the bytes that passed the gate, whatever becomes of them meanwhile', async () => {
    const { custody, key } = await open();
    device.delay(50);
    const tbs = request(key);
    const before = Uint8Array.from(tbs);
    const signing = signCsr(custody, key, tbs);
    tbs.fill(0);
    assert.ok(verifies(key, before, await signing));
  });

  it('serves 32 at once with the sessions it may have, none of them shared', async () => {
    const { custody, key } = await open({ sessions: 3 });
    device.delay(5);
    const all = Array.from({ length: 32 }, (_, index) => request(key, `n${index}`));
    const signatures = await Promise.all(all.map((tbs) => signCsr(custody, key, tbs)));
    assert.ok(signatures.every((signature, index) => verifies(key, all[index] ?? new Uint8Array(), signature)));
    assert.deepEqual([device.mostAtOnce(), device.shared(), device.sessions()], [3, 0, 3]);
  });

  it('leaves the event loop free while the device works', async () => {
    const { custody, key } = await open();
    device.delay(300);
    let turns = 0;
    const ticking = setInterval(() => turns++, 10);
    await signCsr(custody, key, request(key));
    clearInterval(ticking);
    assert.ok(turns >= 5, `${turns} turns`);
  });

  it('takes a new session when the device ended the old one, and tries once', async () => {
    const { custody, key } = await open({ sessions: 1 });
    await signCsr(custody, key, request(key));
    device.restart();
    await signCsr(custody, key, request(key));
    device.fail(2, COMMFAIL);
    await rejects(signCsr(custody, key, request(key)), 'KEY_DEVICE_UNAVAILABLE', /SDR_COMMFAIL/);
    await signCsr(custody, key, request(key));
    assert.equal(device.sessions(), 1);
  });

  it('opens the device again when it gives no session any more', async () => {
    const { custody, key } = await open({ sessions: 1 });
    device.restart();
    device.sessionLimit(0);
    await rejects(signCsr(custody, key, request(key)), 'KEY_DEVICE_UNAVAILABLE', /SDR_OPENSESSION/);
    assert.equal(device.devices(), 0);
    device.sessionLimit(9);
    await signCsr(custody, key, request(key));
    assert.equal(device.devices(), 1);
  });

  it('tells refusals from a device that does not answer', async () => {
    const { custody, key } = await open();
    device.fail(1, KEYNOTEXIST);
    await rejects(signCsr(custody, key, request(key)), 'KEY_DEVICE_REFUSED', /SDR_KEYNOTEXIST/);
    device.fail(2, VENDOR);
    await rejects(signCsr(custody, key, request(key)), 'KEY_DEVICE_UNAVAILABLE', /0x0200abcd/);
    assert.deepEqual(uses, []);
  });

  it('gives up on a device that takes too long, and keeps no signature of it', async () => {
    const { custody, key } = await open({ timeout: 100, sessions: 1 });
    device.delay(400);
    await rejects(signCsr(custody, key, request(key)), 'KEY_DEVICE_UNAVAILABLE', /it takes too long/);
    await rejects(signCsr(custody, key, request(key)), 'KEY_DEVICE_UNAVAILABLE', /it takes too long/);
    device.delay(0);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await signCsr(custody, key, request(key));
    assert.equal(uses.length, 1);
  });

  it('hands out no signature that the public key does not verify', async () => {
    const { custody, key } = await open();
    device.corrupt(1);
    await rejects(signCsr(custody, key, request(key)), 'KEY_DEVICE_REFUSED', /does not verify/);
  });

  it('tries a wrong password once, so that the device does not lock the key', async () => {
    const { custody, key } = await open({ sessions: 1 });
    device.password('changed');
    device.restart();
    for (let turn = 0; turn < 3; turn++) await rejects(signCsr(custody, key, request(key)), 'KEY_DEVICE_REFUSED', /SDR_PARDENY/);
    assert.equal(device.denials(), 1);
    await rejects(open(), 'KEY_DEVICE_REFUSED', /SDR_PARDENY/);
  });

  it('keeps certificates beside the keys', async () => {
    const { custody, key } = await open();
    const certificate = issueFor(makeRoot(), key.publicKey);
    await custody.attachCertificate(key.keyId, certificate);
    await rejects(custody.attachCertificate(key.keyId, issue(makeRoot()).certificate.raw), 'KEYSTORE_KEY_MISMATCH');
    const again = await open();
    assert.deepEqual(again.key.certificate && Buffer.from(again.key.certificate), Buffer.from(certificate));
  });

  it('neither makes nor destroys keys', async () => {
    const { custody, key } = await open();
    await rejects(custody.generate({ label: 'x', purposes: ['csr'] }), 'KEY_OPERATION_UNSUPPORTED');
    await rejects(custody.destroy(key.keyId), 'KEY_OPERATION_UNSUPPORTED');
  });

  it('says what is wrong with the file that describes it', async () => {
    await rejects(open({ library: 'none.so' }), 'KEY_DEVICE_UNUSABLE');
    await rejects(open({ library: '/usr/lib/locale/none' }), 'KEY_DEVICE_UNUSABLE');
    await rejects(open({ keys: [] }), 'CUSTODY_FILE_INVALID');
    await rejects(open({ keys: [{ ...KEY, purposes: ['anything'] }] }), 'CUSTODY_FILE_INVALID');
    await rejects(open({ keys: [{ ...KEY, index: 3 }] }), 'KEY_DEVICE_REFUSED', /SDR_KEYNOTEXIST/);
    await rejects(open({ keys: [{ ...KEY, pinFile: 'none' }] }), 'CUSTODY_FILE_INVALID');
    await rejects(open({ kind: 'abacus' }), 'CUSTODY_FILE_INVALID');
    await rejects(open({ surprise: 1 }), 'CUSTODY_FILE_INVALID');
    assert.equal(device.sessions(), 0);
  });
});
