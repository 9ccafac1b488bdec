/** The register of issued certificates: what leaves is in it, what was issued before it is entered, and OCSP answers from it. */
import assert from 'node:assert/strict';
import { fromBase64, fromHex } from '../../../src/base/bytes.ts';
import { YinzhengError } from '../../../src/base/errors/index.ts';
import {
  encodeCertificateId,
  encodeOcspRequest,
  parseCertificate,
  parseOcspResponse,
  prepareTrust,
} from '../../../src/pki/index.ts';
import {
  certifiedKeys,
  certifyNewKey,
  createOcspResponder,
  ENTERED_SETTING,
  enterKnownCertificates,
  revokeCertificate,
  unregisteredKeys,
} from '../../../src/services/pki/index.ts';
import { renewKey, rotateKey } from '../../../src/services/keys/index.ts';
import { SERVER_ACTOR } from '../../../src/services/platform.ts';
import { AUTHORISATION } from '../../support/custody.ts';
import { openTestKeys, type TestKeys } from '../../support/key-management.ts';
import { crypto, day } from '../../support/pki.ts';

describe('register of issued certificates', function () {
  this.timeout(300_000);
  let keys: TestKeys;
  beforeEach(async () => {
    keys = await openTestKeys();
    // Lists serve for thirty days.
    keys.now(day(10));
  });
  afterEach(() => keys.close());

  const entries = () => keys.store.records.list('issued-certificates', { limit: 1000 });
  const forgetAll = async () => {
    for (const { _id } of await entries()) await keys.store.records.remove('issued-certificates', _id);
  };
  const known = () => ({ ...keys.deps, records: keys.store.records });
  const says = async (serialNumber: Uint8Array): Promise<string | undefined> => {
    const { deps, hierarchy } = keys;
    const trust = prepareTrust({ ...hierarchy.trust, revocationLists: (await deps.trustStore.load()).revocationLists }, crypto);
    const respond = createOcspResponder({ ...deps, signer: deps.custody, trust: () => trust });
    const id = encodeCertificateId({ serialNumber }, hierarchy.signersCa.certificate, { digest: 'sha256', crypto });
    const { response } = parseOcspResponse((await respond(encodeOcspRequest([id], null))).bytes);
    return response?.data.responses[0]?.status.kind;
  };

  it('has everything that the hierarchy was made of, with who asked for it and what for', async () => {
    const { hierarchy, signer, deps } = keys;
    // Root, two CAs, maker, two responders, a signer.
    assert.equal((await entries()).length, 7);
    const found = await deps.register.find(hierarchy.signersCa.certificate, signer.certificate.serialNumber);
    assert.ok(found);
    assert.deepEqual(
      [found.issuedBy, found.purpose, found.notBefore, found.enteredAt],
      [AUTHORISATION.actor, AUTHORISATION.reference, '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'],
    );
    assert.match(found.subject, /33010600000001/);
    assert.equal(await deps.register.find(hierarchy.makersCa.certificate, signer.certificate.serialNumber), null);
  });

  it('says good of the certificate before a renewal until the key is rotated, and nothing good of one never issued', async () => {
    const { deps, signer } = keys;
    const { serialNumber } = signer.certificate;
    const renewed = await renewKey(deps, SERVER_ACTOR, { keyId: signer.keyId, certificate: null, remakeSeals: true });
    assert.equal(await says(serialNumber), 'good');
    assert.equal(await says(renewed.key.certificate.serialNumber), 'good');
    const rotated = await rotateKey(deps, SERVER_ACTOR, { keyId: signer.keyId, to: null, destroyOld: true });
    assert.equal(await says(serialNumber), 'revoked');
    assert.equal(await says(renewed.key.certificate.serialNumber), 'revoked');
    assert.equal(await says(rotated.key.certificate.serialNumber), 'good');
    assert.equal(await says(fromHex('40'.repeat(16))), 'unknown');
    const order = { certificate: rotated.key.certificate, reason: 'keyCompromise', invalidityDate: null } as const;
    await revokeCertificate({ ...deps, signer: deps.custody }, SERVER_ACTOR, order);
    assert.equal(await says(rotated.key.certificate.serialNumber), 'revoked');
  });

  it('says good of what is issued in the moment after it said that it does not know it', async () => {
    const { deps, hierarchy } = keys;
    const serialNumber = new Uint8Array(16).fill(0x41);
    const trust = prepareTrust(hierarchy.trust, crypto);
    const respond = createOcspResponder({ ...deps, signer: deps.custody, trust: () => trust });
    const id = encodeCertificateId({ serialNumber }, hierarchy.signersCa.certificate, { digest: 'sha256', crypto });
    const ask = async () => {
      const { bytes, freshUntil } = await respond(encodeOcspRequest([id], null));
      return [parseOcspResponse(bytes).response?.data.responses[0]?.status.kind, freshUntil !== null];
    };
    assert.deepEqual(await ask(), ['unknown', false]);
    await certifyNewKey(
      { signer: deps.custody, crypto, register: deps.register, random: { bytes: (length) => new Uint8Array(length).fill(0x41) } },
      {
        ...{ custody: deps.custody, issuer: hierarchy.signersCa, label: 'x', purposes: ['csr'], profile: 'signing' },
        ...{ subject: { commonName: 'x' }, notBefore: day(1), notAfter: day(90), authorisation: AUTHORISATION },
      },
    );
    assert.deepEqual(await ask(), ['good', true]);
  });

  it('lets no certificate leave that it could not enter', async () => {
    const { deps, signer } = keys;
    const before = await deps.custody.list();
    const register = { ...deps.register, enter: () => Promise.reject(new YinzhengError('STORE_UNAVAILABLE')) };
    const order = { keyId: signer.keyId, certificate: null, remakeSeals: true };
    await assert.rejects(renewKey({ ...deps, register }, SERVER_ACTOR, order), { code: 'STORE_UNAVAILABLE' });
    const certificatesOf = (list: typeof before) => list.map(({ certificate }) => certificate);
    assert.deepEqual(certificatesOf(await deps.custody.list()), certificatesOf(before));
    assert.deepEqual(keys.kinds(), []);
  });

  it('is filled from custody and from every version of the seals where it did not exist', async () => {
    const { deps, hierarchy, signer } = keys;
    await renewKey(deps, SERVER_ACTOR, { keyId: signer.keyId, certificate: null, remakeSeals: true });
    await forgetAll();
    assert.equal(await says(signer.certificate.serialNumber), 'unknown');
    assert.equal((await unregisteredKeys(deps)).registered, 0);
    // Maker, two responders, the signer's two certificates; the CAs are the root's, which is elsewhere.
    assert.equal(await enterKnownCertificates(known()), 5);
    assert.equal(await says(signer.certificate.serialNumber), 'good');
    const found = await deps.register.find(hierarchy.signersCa.certificate, signer.certificate.serialNumber);
    assert.deepEqual([found?.issuedBy, found?.purpose], [null, null]);
    assert.deepEqual(await unregisteredKeys(deps), { registered: 4, lacking: [] });
    assert.equal(await enterKnownCertificates(known()), 0);
  });

  it('is filled from custody at each start, from seals once, and from others’ certificates never', async () => {
    const { deps, signer } = keys;
    await enterKnownCertificates(known());
    assert.ok(await keys.store.records.get('settings', ENTERED_SETTING));
    await forgetAll();
    assert.equal(await enterKnownCertificates(known()), 4);
    const { version } = await keys.seal();
    assert.deepEqual(parseCertificate(fromBase64(version.certificate)).raw, signer.certificate.raw);
    const own = new Set(
      (await certifiedKeys(deps.custody, 'any')).map(({ certificate }) => Buffer.from(certificate.serialNumber).toString('hex')),
    );
    for (const { _id } of await entries()) assert.ok(own.has(_id.split('/')[1] ?? ''));
  });

  it('shows the keys whose certificates it lacks', async () => {
    const { deps, hierarchy, signer } = keys;
    const lost = await deps.register.find(hierarchy.signersCa.certificate, signer.certificate.serialNumber);
    await keys.store.records.remove('issued-certificates', lost?._id ?? '');
    assert.deepEqual(await unregisteredKeys(deps), { registered: 3, lacking: [signer.keyId] });
  });
});
