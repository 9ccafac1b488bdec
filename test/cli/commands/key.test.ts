/** `yinzheng key …`: on an installation that its server made; what was sealed before and after passes. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { installation, journalOf, run, type Ran } from '../../support/cli.ts';
import { issueRequest, ISSUER } from '../../support/http.ts';
import { issue, makeRoot } from '../../support/pki.ts';
import { writeKeyFile } from '../../support/pkcs12.ts';
import { skipped } from '../../support/skipped.ts';

interface Key {
  readonly keyId: string;
  readonly purposes: readonly string[];
  readonly certificate: { readonly subject: string; readonly serialNumber: string } | null;
  readonly sealCodes: readonly string[];
}

describe('yinzheng key', function () {
  this.timeout(120_000);
  let home: string;
  let serial = 0;

  before(async () => {
    home = await installation();
  });

  const key = (...argv: readonly string[]): Promise<Ran> => run(['key', ...argv], { cwd: home });
  const facts = async <T>(...argv: readonly string[]): Promise<T> => {
    const { code, out, err } = await key(...argv, '--json');
    assert.deepEqual([code, err], [0, ''], argv.join(' '));
    return JSON.parse(out) as T;
  };
  const list = async (): Promise<readonly Key[]> => (await facts<{ readonly keys: readonly Key[] }>('list')).keys;
  const sealKey = async (): Promise<Key> => {
    const found = (await list()).find(({ sealCodes }) => sealCodes.includes('99010000000001'));
    assert.ok(found);
    return found;
  };
  const issueAndVerify = async (): Promise<string> => {
    const request = join(home, `request-${++serial}.json`);
    const out = join(home, `licence-${serial}.pdf`);
    const { purpose, ...order } = issueRequest();
    writeFileSync(request, JSON.stringify({ ...order, purpose: { ...purpose, caseNumber: `K-${serial}` } }));
    const issued = await run(['issue', request, '--organisation', ISSUER, '--out', out], { cwd: home });
    assert.equal(issued.code, 0, issued.err);
    const verified = await run(['verify', out], { cwd: home });
    assert.equal(verified.code, 0, verified.out + verified.err);
    return out;
  };

  it('lists keys with the seals that use them', async () => {
    const { certificate, purposes } = await sealKey();
    assert.deepEqual(purposes, ['seal-signature']);
    assert.match(certificate?.subject ?? '', /99010000000001/);
    const authorities = (await list()).filter((one) => one.purposes.includes('crl'));
    assert.ok(authorities.length > 0 && authorities.every(({ sealCodes }) => sealCodes.length === 0));
    const { out } = await key('list');
    assert.match(out, /Seals used with it: 99010000000001/);
  });

  it('renews, seals with the seal made again, and verifies what was sealed before', async () => {
    const before = await issueAndVerify();
    await setTimeout(1000 - (Date.now() % 1000));
    const { keyId, certificate } = await sealKey();
    const waiting = await facts<{ readonly sealsWaiting: readonly string[] }>('renew', keyId);
    assert.deepEqual(waiting.sealsWaiting, ['99010000000001']);
    const renewed = await facts<{ readonly renewed: boolean; readonly sealsRemade: readonly string[] }>(
      'renew',
      keyId,
      '--remake-seals',
    );
    assert.deepEqual([renewed.renewed, renewed.sealsRemade], [false, ['99010000000001']]);
    const after = await sealKey();
    assert.equal(after.keyId, keyId);
    assert.notEqual(after.certificate?.serialNumber, certificate?.serialNumber);
    await issueAndVerify();
    assert.equal((await run(['verify', before], { cwd: home })).code, 0);
    const made = (await journalOf(home)).filter(({ subject }) => subject === 'seals/99010000000001');
    assert.deepEqual(
      made.map(({ kind, facts: { sealVersion } }) => [kind, sealVersion]),
      [
        ['seal-made', 1],
        ['seal-made', 2],
      ],
    );
    assert.equal((await run(['doctor'], { cwd: home })).code, 0);
  });

  it('rotates and destroys, and verifies what was sealed before', async () => {
    const before = await issueAndVerify();
    // a list says to the second when a certificate was revoked
    await setTimeout(1000 - (Date.now() % 1000));
    const { keyId } = await sealKey();
    const refused = await key('destroy', keyId, '--yes');
    assert.equal(refused.code, 3);
    assert.match(refused.err, /KEY_IN_USE/);
    interface Rotated {
      readonly keyId: string;
      readonly formerKey: string;
      readonly formerRevoked: boolean;
      readonly formerDestroyed: boolean;
    }
    const rotated = await facts<Rotated>('rotate', keyId);
    assert.deepEqual([rotated.formerKey, rotated.formerRevoked, rotated.formerDestroyed], [keyId, true, false]);
    assert.equal((await sealKey()).keyId, rotated.keyId);
    await issueAndVerify();
    assert.equal((await run(['verify', before], { cwd: home })).code, 0);
    const destroyed = await facts<Rotated>('destroy', keyId, '--yes');
    assert.equal(destroyed.formerDestroyed, true);
    assert.ok((await list()).every((one) => one.keyId !== keyId));
    const about = (await journalOf(home)).filter(({ subject }) => subject === `keys/${keyId}`).map(({ kind }) => kind);
    assert.deepEqual(about, ['certificate-attached', 'key-destroyed']);
  });

  it('imports a key file once, tells the journal, and writes a request with the key', async () => {
    const root = makeRoot();
    const identity = issue(root, { name: { commonName: '导入' } });
    const file = join(home, 'key.p12');
    writeFileSync(file, writeKeyFile({ keys: [identity], certificates: [identity, root], passphrase: '口令' }));
    const passphrase = join(home, 'passphrase.txt');
    writeFileSync(passphrase, '口令\n');
    const imported = ['import', file, '--purpose', 'seal-signature,csr', '--passphrase-file', passphrase];
    const { keys } = await facts<{ readonly keys: readonly Key[] }>(...imported);
    assert.deepEqual([keys[0]?.certificate?.subject, keys[0]?.purposes], ['CN=导入', ['seal-signature', 'csr']]);
    assert.match((await key(...imported)).err, /KEY_NOT_IMPORTABLE/);
    writeFileSync(passphrase, 'wrong\n');
    assert.match((await key(...imported)).err, /PKCS12_PASSPHRASE_WRONG/);
    assert.match(
      (await key('import', passphrase, ...imported.slice(2))).err,
      /passphrase\.txt (is no key file|不是密钥文件).* \[INPUT_INVALID\]/,
    );
    const journal = (await journalOf(home)).filter(({ subject }) => subject === `keys/${keys[0]?.keyId ?? ''}`);
    assert.deepEqual(
      journal.map(({ kind }) => kind),
      ['key-imported'],
    );
    const { out } = await key('request', keys[0]?.keyId ?? '');
    assert.match(out, /CERTIFICATE REQUEST/);
  });

  it('writes a request that OpenSSL verifies, and refuses one by a key that is not for it', async function () {
    assert.match((await key('request', (await sealKey()).keyId)).err, /KEY_PURPOSE_REFUSED/);
    const made = await run(['keygen', '--label', '请求', '--json'], { cwd: home });
    const keyId = (JSON.parse(made.out) as { readonly keys: readonly Key[] }).keys[0]?.keyId ?? '';
    assert.match((await key('request', keyId)).err, /INPUT_INVALID/);
    const printed = await key('request', keyId, '--subject', 'C=CN,CN=x');
    assert.match(printed.out, /^-----BEGIN CERTIFICATE REQUEST-----\n/);
    const file = join(home, 'request.pem');
    assert.equal((await key('request', keyId, '--subject', 'C=CN,CN=x', '--out', file)).code, 0);
    assert.match((await key('request', keyId, '--subject', 'C=CN,CN=x', '--out', file)).err, /OUTPUT_EXISTS/);
    assert.match(readFileSync(file, 'utf8'), /CERTIFICATE REQUEST/);
    const openssl = spawnSync('openssl', ['req', '-in', file, '-noout', '-verify', '-vfyopt', 'distid:1234567812345678']);
    if (openssl.error) skipped(this, 'no openssl on PATH');
    assert.equal(openssl.status, 0, String(openssl.stderr));
  });
});
