/** An installation that uses keys of a custody server beside its keystore. */
import assert from 'node:assert/strict';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serveCustody, type ServedCustody } from '../../../src/adapters/custody/index.ts';
import { encodeName, tbsRequest } from '../../../src/pki/index.ts';
import { examine } from '../../../src/processes/cli/doctor.ts';
import { openGround } from '../../../src/processes/installation/ground.ts';
import { reconcileOver } from '../../../src/processes/installation/reconcile.ts';
import type { KeyUse } from '../../../src/services/pki/index.ts';
import { issueFor } from '../../support/certified.ts';
import { AUTHORISATION, makeTestCustody, type TestCustody } from '../../support/custody.ts';
import { needOpenssl } from '../../support/openssl.ts';
import { makeRoot } from '../../support/pki.ts';
import { configOf } from '../../support/served.ts';
import { parseTbsSign } from '../../../src/ses/index.ts';
import { claimOf, grantTerms } from '../../support/grants.ts';
import { readAudit, SIGNER_PROGRAM } from '../../support/signer.ts';
import { sealSignatureBytes } from '../../support/signing-material.ts';
import { makeTlsAuthority, type TlsFiles } from '../../support/tls-certificates.ts';

const fail = (error: unknown): never => {
  throw error;
};

describe('an installation with a custody file', function () {
  this.timeout(300_000);
  let behind: TestCustody;
  let served: ServedCustody;
  let client: TlsFiles;

  before(async function () {
    behind = await makeTestCustody();
    needOpenssl(this);
    await behind.custody.generate({ label: '某单位', purposes: ['csr', 'seal-signature'] });
    const authority = makeTlsAuthority(behind.folder, 'authority');
    const server = authority.issue('server');
    served = await serveCustody({
      ...{ custody: behind.custody, host: '127.0.0.1', port: 0 },
      certificate: readFileSync(server.certificate),
      privateKey: readFileSync(server.privateKey),
      clientAuthorities: readFileSync(authority.certificate),
      onError: fail,
    });
    client = authority.issue('client');
    const servers = [`https://127.0.0.1:${served.port}`];
    const file = { kind: 'remote', servers, authorities: authority.certificate, ...client };
    writeFileSync(join(behind.folder, 'custody.json'), JSON.stringify(file));
  });
  after(() => behind.remove());

  const configured = () => configOf(behind.folder, { YINZHENG_CUSTODY_FILE: 'custody.json', YINZHENG_KEYS_DIR: 'own' });
  const open = (uses: KeyUse[] = []) =>
    openGround(configured(), { create: true, onError: fail, onKeyUse: (use) => void uses.push(use) });

  const examined = async (wanted: string) =>
    (await examine(configured(), { onError: fail, signer: SIGNER_PROGRAM, timeZone: 'Asia/Shanghai' })).find(
      ({ id }) => id === wanted,
    );

  it('signs with the keys of either, makes new ones in the keystore, and logs both', async () => {
    const uses: KeyUse[] = [];
    const ground = await open(uses);
    const { custody } = ground;
    try {
      const own = await custody.generate({ label: 'own', purposes: ['csr'] });
      const keys = await custody.list();
      assert.deepEqual(
        keys.map(({ label }) => label),
        ['own', '某单位'],
      );
      for (const { keyId, publicKey } of keys) {
        const tbs = tbsRequest({ subject: encodeName({ commonName: 'x' }), publicKey, extensions: [] });
        await custody.sign({ keyId, purpose: 'csr', tbs, authorisation: AUTHORISATION });
        await custody.attachCertificate(keyId, issueFor(makeRoot(), publicKey));
      }
      assert.deepEqual(
        uses.map(({ keyId, outcome }) => [keyId, outcome]),
        keys.map(({ keyId }) => [keyId, 'signed']),
      );
      assert.equal(behind.uses.length, 1);
      assert.ok((await behind.custody.list())[0]?.certificate);
      await custody.destroy(own.keyId);
      assert.equal((await custody.list()).length, 1);
      const nobody = { keyId: 'nobody', purpose: 'csr', tbs: new Uint8Array(), authorisation: AUTHORISATION } as const;
      await assert.rejects(custody.sign(nobody), { code: 'KEY_NOT_FOUND' });
    } finally {
      await ground.close();
    }
  });

  it('has their uses in the log that its signer writes, and in the reconciliation', async () => {
    const [key] = await behind.custody.list();
    assert.ok(key?.certificate);
    const { keyId, publicKey } = key;
    const ground = await openGround(configured(), { create: false, onError: fail, signer: SIGNER_PROGRAM });
    try {
      const request = tbsRequest({ subject: encodeName({ commonName: 'x' }), publicKey, extensions: [] });
      await ground.custody.sign({ keyId, purpose: 'csr', tbs: request, authorisation: AUTHORISATION });
      assert.deepEqual((await reconcileOver(ground, { remember: false })).differences, 0);
      // A seal signature that no stamping asked for.
      const tbs = sealSignatureBytes(key.certificate, 1);
      const sealing = { keyId, purpose: 'seal-signature', tbs, authorisation: AUTHORISATION } as const;
      await assert.rejects(ground.custody.sign(sealing), { code: 'SEAL_USE_REFUSED' });
      const terms = grantTerms({ seal: parseTbsSign(tbs).seal.esId });
      await ground.keys.room.grants.enter({ kind: 'begin', grants: [{ grant: 'test', terms }] });
      await ground.custody.sign({ ...sealing, authorisation: { ...AUTHORISATION, use: claimOf('test') } });
      await assert.rejects(ground.custody.sign({ keyId, purpose: 'crl', tbs, authorisation: AUTHORISATION }), {
        code: 'KEY_PURPOSE_REFUSED',
        details: { keyId, purpose: 'crl', reason: { en: 'the key is not for this purpose', zh: '该密钥没有此用途' } },
      });
      const { uses, faults } = await readAudit(ground.places.audit);
      assert.deepEqual(faults, []);
      assert.deepEqual(
        uses.map((use) => [use.keyId, use.purpose, use.outcome]),
        [
          [keyId, 'csr', 'signed'],
          [keyId, 'seal-signature', 'refused'],
          [keyId, 'seal-signature', 'signed'],
          [keyId, 'crl', 'refused'],
        ],
      );
      assert.equal((await reconcileOver(ground, { remember: false })).differences, 1);
    } finally {
      await ground.close();
    }
  });

  it('does not start without them, and leaves nothing open', async () => {
    await served.close();
    await assert.rejects(open(), { code: 'KEY_DEVICE_UNAVAILABLE' });
    await assert.rejects(open(), { code: 'KEY_DEVICE_UNAVAILABLE' });
    const found = await examined('installation');
    assert.equal(found?.outcome, 'fault');
    assert.match(found.words.en, /does not answer/);
  });

  it('has a fault when others may read its secrets or write where they are named', async () => {
    assert.equal((await examined('key-files'))?.outcome, 'ok');
    for (const [path, open, closed] of [
      [client.privateKey, 0o644, 0o600],
      [join(behind.folder, 'custody.json'), 0o666, 0o600],
    ] as const) {
      chmodSync(path, open);
      assert.ok((await examined('key-files'))?.words.en.includes(path));
      chmodSync(path, closed);
    }
  });
});
