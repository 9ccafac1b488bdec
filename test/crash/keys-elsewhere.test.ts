/** Keys in a PKCS#11 token and with a custody server that change while a server runs: it signs with them without a restart, as seen over HTTP. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { writePem } from '../../src/pki/index.ts';
import type { KeyDescription } from '../../src/services/pki/index.ts';
import { issueFor } from '../support/certified.ts';
import { builtProgram, runBuilt } from '../support/cli.ts';
import { makeTestCustody, PASSPHRASE, type TestCustody } from '../support/custody.ts';
import { ISSUER } from '../support/http.ts';
import { needOpenssl } from '../support/openssl.ts';
import { makeRoot } from '../support/pki.ts';
import { needToken, newTokenKey, SOFTHSM, TOKEN, tokenFolder } from '../support/pkcs11-token.ts';
import { startServerProcess, type ServerProcess } from '../support/server-process.ts';
import { signOverHttp, signsWith, untilSignedWith } from '../support/signs-over-http.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { makeTlsAuthority, type TlsAuthority } from '../support/tls-certificates.ts';

const ROOT = makeRoot();
const SAID = { purposes: ['cms-signature'], createdAt: '2026-01-02T00:00:00Z' };

describe('a server whose keys are kept elsewhere', function () {
  this.timeout(180_000);
  const env: Record<string, string> = { YINZHENG_CUSTODY_FILE: 'custody.json', YINZHENG_LOG_LEVEL: 'info' };
  let folder: string;
  let server: ServerProcess;
  let token: string;

  beforeEach(() => {
    folder = join(temporaryFolder(), 'elsewhere');
    mkdirSync(folder);
  });
  afterEach(async () => {
    await server.stop();
  });

  const start = async (): Promise<void> => {
    server = (await startServerProcess(folder, [], env)) ?? assert.fail();
    token = /yz_[0-9a-f_]+/.exec(server.screen)?.[0] ?? '';
  };
  const command = async (...argv: readonly string[]): Promise<string> => {
    const ran = await runBuilt(argv, folder, [], env);
    assert.deepEqual([ran.code, ran.err], [0, ''], argv.join(' '));
    return ran.out;
  };
  const keyIdOf = async (label: string): Promise<string> => {
    const { keys } = JSON.parse(await command('key', 'list', '--json')) as { readonly keys: readonly KeyDescription[] };
    return keys.find((key) => key.label === label)?.keyId ?? assert.fail(label);
  };
  /** Gives a key a certificate by command, as one that came from a CA elsewhere. */
  const certify = async (keyId: string, publicKey: Uint8Array): Promise<Uint8Array> => {
    const certificate = issueFor(ROOT, publicKey);
    const path = join(folder, 'certificate.pem');
    writeFileSync(path, writePem('CERTIFICATE', certificate));
    await command('key', 'renew', keyId, '--certificate', path);
    return certificate;
  };
  const assign = (keyId: string): Promise<string> => command('key', 'assign', keyId, '--organisation', ISSUER);

  it('follows certificates, keys and their list at a PKCS#11 token', async function () {
    needToken(this);
    const place = tokenFolder();
    env['SOFTHSM2_CONF'] = join(place, 'softhsm2.conf');
    const keys = [{ keyLabel: 'followed', label: 'first', ...SAID }];
    const file = { kind: 'pkcs11', library: SOFTHSM, token: TOKEN, pinFile: join(place, 'pin') };
    const writeCustodyFile = (): void => writeFileSync(join(folder, 'custody.json'), JSON.stringify({ ...file, keys }));
    const objects = (): readonly string[] =>
      readdirSync(join(place, 'tokens'), { recursive: true, encoding: 'utf8' }).filter((name) =>
        /-.*\.(object|lock)$/.test(name),
      );
    const others = new Set(objects());
    const publicKey = newTokenKey('ecdsa-p256', { label: 'followed', id: 'f0' });
    const own = objects().filter((name) => !others.has(name));
    writeCustodyFile();
    await start();
    const first = await keyIdOf('first');
    const original = await certify(first, publicKey);
    await assign(first);
    await signsWith(server, token, original);

    // By command, and by whoever puts a file in place: with the next signature, not some time later.
    await signsWith(server, token, await certify(first, publicKey));
    const copied = issueFor(ROOT, publicKey);
    writeFileSync(join(folder, 'certificates', `${first}.cer`), copied);
    await signsWith(server, token, copied);

    // Another key of the token, which the custody file names from now on.
    const added = newTokenKey('rsa', { label: 'added', id: 'f1' });
    keys.push({ keyLabel: 'added', label: 'second', ...SAID });
    writeCustodyFile();
    const second = await keyIdOf('second');
    const other = await certify(second, added);
    await assign(second);
    await untilSignedWith(server, token, { certificate: other });

    // The first one is taken out of the token, and another has its name; the second goes on meanwhile.
    for (const name of own) rmSync(join(place, 'tokens', name));
    const replaced = newTokenKey('ecdsa-p256', { label: 'followed', id: 'f2' });
    const third = await keyIdOf('first');
    assert.notEqual(third, first);
    await signsWith(server, token, other);
    const last = await certify(third, replaced);
    await assign(third);
    await untilSignedWith(server, token, { certificate: last });
    const refused = (await signOverHttp(server, token, { key: first })) as { readonly code?: string };
    assert.equal(refused.code, 'SIGNATURE_KEY_UNUSABLE');

    // What cannot be used changes nothing, and is told.
    keys.push({ keyLabel: 'nowhere', label: 'fourth', ...SAID });
    writeCustodyFile();
    for (const end = Date.now() + 15_000; !/KEY_DEVICE_REFUSED.*those of before stay in use/.test(server.log());) {
      assert.ok(Date.now() < end, server.log());
      await pause(100);
    }
    await signsWith(server, token, last);
  });

  it('follows certificates and keys of a custody server over mutual TLS', async function () {
    needOpenssl(this);
    const behind = await makeTestCustody();
    const authority = makeTlsAuthority(folder, 'authority');
    const served = await startCustodyServer(behind, authority);
    try {
      const servers = [`https://127.0.0.1:${served.port}`];
      const file = { kind: 'remote', servers, authorities: authority.certificate, ...authority.issue('client') };
      writeFileSync(join(folder, 'custody.json'), JSON.stringify(file));
      // Whoever keeps the keys there works on the keystore, beside the server.
      const keeper = await behind.reopen();
      const make = (label: string): Promise<KeyDescription> =>
        keeper.generate({ label, purposes: ['cms-signature'], algorithm: 'ecdsa-p256' });
      const first = await make('first');
      await start();
      const original = await certify(first.keyId, first.publicKey);
      await assign(first.keyId);
      await untilSignedWith(server, token, { certificate: original });

      // At the keystore itself, which was changed by the server meanwhile.
      const renewed = issueFor(ROOT, first.publicKey);
      await (await behind.reopen()).attachCertificate(first.keyId, renewed);
      await untilSignedWith(server, token, { certificate: renewed, before: original });

      const second = await (await behind.reopen()).generate({ label: 'second', purposes: ['cms-signature'], algorithm: 'rsa' });
      const other = await certify(second.keyId, second.publicKey);
      await assign(second.keyId);
      await untilSignedWith(server, token, { certificate: other });

      await (await behind.reopen()).destroy(second.keyId);
      const end = Date.now() + 15_000;
      for (;;) {
        await pause(200);
        const signed = await signOverHttp(server, token);
        if ('code' in signed && signed.code === 'SIGNATURE_KEY_UNUSABLE') break;
        assert.ok(Date.now() < end, JSON.stringify(signed));
      }
      await command('key', 'withdraw', second.keyId);
      await signsWith(server, token, renewed);
    } finally {
      await served.stop();
      behind.remove();
    }
  });
});

interface CustodyServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** The built custody server over a keystore, as a process of its own. */
async function startCustodyServer({ folder }: TestCustody, authority: TlsAuthority): Promise<CustodyServer> {
  writeFileSync(join(folder, 'passphrase'), PASSPHRASE);
  const tls = { ...authority.issue('server'), clientAuthorities: authority.certificate };
  const keys = { keystore: 'keys/online.keystore', passphraseFile: 'passphrase' };
  const settings = join(folder, 'server.json');
  writeFileSync(settings, JSON.stringify({ port: 0, ...tls, ...keys }));
  const program = join(dirname(await builtProgram()), 'custody-server.js');
  const child = spawn(process.execPath, [program, settings], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const [line] = (await once(lines, 'line')) as [string];
  const { listening } = JSON.parse(line) as { readonly listening: { readonly port: number } };
  return {
    port: listening.port,
    async stop() {
      child.kill('SIGTERM');
      assert.deepEqual(await ended, [0, null]);
    },
  };
}
