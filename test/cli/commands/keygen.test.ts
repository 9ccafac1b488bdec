/** `yinzheng keygen`: keys in the keystore of an installation, requests that OpenSSL takes, certificates that come back. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installation, journalOf, run, type Ran } from '../../support/cli.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { skipped } from '../../support/skipped.ts';

interface Key {
  readonly keyId: string;
  readonly label: string;
  readonly purposes: readonly string[];
  readonly certificate: { readonly subject: string } | null;
}

/** Version 3 is the first that makes and verifies SM2 certificates. */
const openssl3 = /^OpenSSL 3\./.test(spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout);
const UTF8 = { encoding: 'utf8', stdio: 'pipe' } as const;
const SM2 = ['-sigopt', 'distid:1234567812345678'];

describe('yinzheng keygen', function () {
  this.timeout(300_000);
  let home: string;
  const keygen = (...argv: readonly string[]): Promise<Ran> => run(['keygen', ...argv, '--json'], { cwd: home });
  const keys = async (): Promise<readonly Key[]> =>
    (JSON.parse((await keygen('--list')).out) as { readonly keys: readonly Key[] }).keys;
  const made = async (...argv: readonly string[]): Promise<Key> => {
    const { code, out, err } = await keygen(...argv);
    assert.deepEqual([code, err], [0, '']);
    const [key] = (JSON.parse(out) as { readonly keys: readonly Key[] }).keys;
    assert.ok(key);
    return key;
  };

  before(async () => {
    home = await installation();
  });

  it('makes a key that is there afterwards, and tells the journal', async () => {
    const before = await keys();
    const key = await made('--label', '样例机构签章', '--purpose', 'seal-signature', '--purpose', 'csr,crl');
    assert.match(key.keyId, /^[0-9a-f]{20}$/);
    assert.deepEqual([key.label, key.purposes, key.certificate], ['样例机构签章', ['seal-signature', 'csr', 'crl'], null]);
    const after = await keys();
    assert.equal(after.length, before.length + 1);
    assert.deepEqual(after.at(-1), key);
    const journal = await eventsAbout(home, key.keyId);
    assert.deepEqual(journal, ['key-generated']);
  });

  it('writes a request that OpenSSL verifies, and attaches the certificate that it led to', async function () {
    if (!openssl3) skipped(this, 'no openssl 3 on PATH');
    const folder = temporaryFolder();
    const csr = join(folder, 'request.pem');
    const key = await made('--label', '待签', '--csr', csr, '--subject', 'C=CN,O=样例\\,机构,CN=99010000000009');
    const verified = execFileSync('openssl', ['req', '-in', csr, '-noout', '-verify', '-vfyopt', 'distid:1234567812345678'], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
    assert.equal(typeof verified, 'string');
    const inspected = await run(['inspect', csr, '--json']);
    assert.match(inspected.out, /"subject": "CN=99010000000009,O=样例\\\\,机构,C=CN"/);
    assert.match(inspected.out, /"proofOfPossession": true/);

    const again = join(folder, 'again.pem');
    assert.equal((await made('--key', key.keyId, '--csr', again, '--subject', 'CN=x')).keyId, key.keyId);
    assert.match((await keygen('--key', key.keyId, '--csr', again, '--subject', 'CN=x')).err, /\[OUTPUT_EXISTS\]/);

    const certificate = certify(folder, csr);
    const attached = await made('--key', key.keyId, '--certificate', certificate);
    assert.match(attached.certificate?.subject ?? '', /^CN=99010000000009,/);
    assert.deepEqual(await eventsAbout(home, key.keyId), ['key-generated', 'certificate-attached']);

    const other = await made('--label', '另一密钥');
    const wrong = await keygen('--key', other.keyId, '--certificate', certificate);
    assert.equal(wrong.code, 3);
    assert.match(wrong.err, /\[KEYSTORE_KEY_MISMATCH\]/);
  });

  it('makes keys of other kinds for what is verified abroad', async () => {
    const csr = join(temporaryFolder(), 'request.pem');
    for (const [algorithm, said] of [
      ['rsa', /3072 bit/],
      ['ecdsa-p256', /prime256v1/],
    ] as const) {
      const purposes = ['--purpose', 'cms-signature,csr', '--algorithm', algorithm];
      await made('--label', algorithm, ...purposes, '--csr', csr, '--subject', 'CN=x', '--force');
      if (openssl3) assert.match(execFileSync('openssl', ['req', '-in', csr, '-noout', '-verify', '-text'], UTF8), said);
    }
    assert.match((await keygen('--label', 'x', '--algorithm', 'rsa')).err, /seal-signature needs an SM2 key/);
    assert.match((await keygen('--label', 'x', '--algorithm', 'dsa')).err, /--algorithm is one of sm2, ecdsa-p256, rsa/);
    assert.match((await keygen('--key', 'x', '--csr', csr, '--subject', 'CN=x', '--algorithm', 'rsa')).err, /exists already/);
  });

  it('makes no key for a name that cannot be written or a file that is there', async () => {
    const before = (await keys()).length;
    const there = join(temporaryFolder(), 'there.pem');
    writeFileSync(there, 'kept');
    assert.match((await keygen('--label', 'x', '--csr', there, '--subject', 'CN=x')).err, /\[OUTPUT_EXISTS\]/);
    assert.equal(readFileSync(there, 'utf8'), 'kept');
    const out = `${there}.2`;
    assert.match((await keygen('--label', 'x', '--csr', out, '--subject', 'C=China,CN=x')).err, /\[INPUT_INVALID\]/);
    assert.match((await keygen('--key', 'ffff', '--csr', out, '--subject', 'CN=x')).err, /\[KEY_NOT_FOUND\]/);
    assert.match((await keygen('--key', 'ffff', '--certificate', there)).err, /\[INPUT_INVALID\]/);
    assert.equal(existsSync(out), false);
    assert.equal((await keys()).length, before);
  });
});

/** A CA made by OpenSSL certifies a request. */
function certify(folder: string, csr: string): string {
  const [caKey, ca, out] = ['ca.key', 'ca.pem', 'out.pem'].map((name) => join(folder, name)) as [string, string, string];
  const openssl = (...argv: readonly string[]): void => void execFileSync('openssl', argv, { stdio: 'pipe' });
  openssl('genpkey', '-algorithm', 'SM2', '-out', caKey);
  openssl('req', '-new', '-x509', '-sm3', ...SM2, '-key', caKey, '-subj', '/CN=Test CA', '-days', '30', '-out', ca);
  openssl(
    'x509',
    '-req',
    '-sm3',
    ...SM2,
    '-vfyopt',
    'distid:1234567812345678',
    '-in',
    csr,
    '-CA',
    ca,
    '-CAkey',
    caKey,
    '-days',
    '9',
    '-out',
    out,
  );
  return out;
}

/** Kinds of the events that the journal has about a key. */
async function eventsAbout(home: string, keyId: string): Promise<readonly string[]> {
  const events = await journalOf(home);
  return events.filter(({ subject }) => subject === `keys/${keyId}`).map(({ kind }) => kind);
}
