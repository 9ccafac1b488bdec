/** Keys that commands renew, rotate and import while a server runs: it signs with them without a restart, and says what it cannot use. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runBuilt } from '../support/cli.ts';
import { issueRequest, ISSUER } from '../support/http.ts';
import { mongoServer } from '../support/mongodb.ts';
import { writeKeyFile } from '../support/pkcs12.ts';
import { issue, makeRoot } from '../support/pki.ts';
import { startServerProcess, type ServerProcess } from '../support/server-process.ts';
import { signOverHttp, signsWith } from '../support/signs-over-http.ts';
import { temporaryFolder } from '../support/temporary.ts';

interface Key {
  readonly keyId: string;
  readonly purposes: readonly string[];
  readonly sealCodes: readonly string[];
}

/** Within which a server says what it noticed, ms. */
const NOTICED = 5_000;

for (const database of ['lmdb', 'MongoDB'] as const) {
  describe(`a server over ${database} while its keys are changed`, function () {
    this.timeout(180_000);
    const folder = join(temporaryFolder(), 'followed');
    const env: Record<string, string> = { YINZHENG_LOG_LEVEL: 'info' };
    const servers: ServerProcess[] = [];
    let token = '';

    const start = async (): Promise<ServerProcess> => {
      const started = await startServerProcess(folder, [], env);
      assert.ok(started);
      servers.push(started);
      return started;
    };
    before(async function () {
      if (database === 'MongoDB') {
        env['YINZHENG_DATABASE_URL'] = (await mongoServer(this)).url(`yinzheng-followed-${process.pid}`);
      }
      mkdirSync(folder);
      const first = await start();
      token = /yz_[0-9a-f_]+/.exec(first.screen)?.[0] ?? '';
      // Several servers share a database, not an lmdb file.
      if (database === 'MongoDB') await start();
    });
    after(async () => {
      for (const server of servers) await server.stop();
    });

    const call = async (server: ServerProcess, path: string, body: string | Uint8Array, type: string) =>
      fetch(`${server.url}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': type },
        body: typeof body === 'string' ? body : Buffer.from(body),
      });
    /** Issues and verifies a licence on each server. */
    const issueEverywhere = async (): Promise<void> => {
      for (const server of servers) {
        const issued = await call(server, '/api/v1/licences', JSON.stringify(issueRequest()), 'application/json');
        const licence = (await issued.json()) as { readonly identifier: string };
        assert.equal(issued.status, 201, JSON.stringify(licence));
        const purpose = new URLSearchParams({ item: 'x', cause: 'y' });
        const file = await fetch(`${server.url}/api/v1/licences/${licence.identifier}/file?${purpose.toString()}`, {
          headers: { authorization: `Bearer ${token}` },
        });
        const bytes = new Uint8Array(await file.arrayBuffer());
        assert.equal(file.status, 200);
        const verified = await call(server, '/api/v1/verifications', bytes, 'application/pdf');
        const { conclusion } = (await verified.json()) as { readonly conclusion: string };
        assert.equal(conclusion, 'passed');
      }
    };
    const command = async (...argv: readonly string[]): Promise<string> => {
      const ran = await runBuilt(argv, folder, [], env);
      assert.deepEqual([ran.code, ran.err], [0, ''], argv.join(' '));
      return ran.out;
    };
    const sealKey = async (): Promise<Key> => {
      const { keys } = JSON.parse(await command('key', 'list', '--json')) as { readonly keys: readonly Key[] };
      return keys.find(({ sealCodes }) => sealCodes.includes('99010000000001')) ?? assert.fail('no key');
    };
    const refusal = async (server: ServerProcess, query: Record<string, string> = {}): Promise<string> => {
      const signed = await signOverHttp(server, token, query);
      return 'code' in signed ? signed.code : assert.fail(signed.serialNumber);
    };
    const said = async (server: ServerProcess, words: RegExp): Promise<void> => {
      const end = Date.now() + NOTICED;
      while (!words.test(server.log())) {
        assert.ok(Date.now() < end, `${words.source}\n${server.log()}`);
        await pause(100);
      }
    };

    it('issues at once with a renewed certificate, and with a key that took the place of another', async () => {
      await issueEverywhere();
      const { keyId } = await sealKey();
      await command('key', 'renew', keyId, '--remake-seals');
      await issueEverywhere();
      // A list says to the second when a certificate was revoked.
      await pause(1000 - (Date.now() % 1000));
      await command('key', 'rotate', keyId, '--destroy-old');
      assert.notEqual((await sealKey()).keyId, keyId);
      await issueEverywhere();
      for (const server of servers) await said(server, /keys in custody changed"/);
    });

    it('says of a seal whose key was renewed that it is not in use, until it is made again', async () => {
      const { keyId } = await sealKey();
      await command('key', 'renew', keyId);
      for (const server of servers) {
        const issued = await call(server, '/api/v1/licences', JSON.stringify(issueRequest()), 'application/json');
        const { code, detail } = (await issued.json()) as { readonly code: string; readonly detail: string };
        assert.deepEqual([issued.status, code], [409, 'SEAL_NOT_IN_USE']);
        assert.match(detail, /another certificate|已换发证书/);
      }
      await command('key', 'renew', keyId, '--remake-seals');
      await issueEverywhere();
    });

    it('signs at once with a key that was imported, and no more with one that was destroyed', async () => {
      const root = makeRoot({ key: 'p256' });
      const identities = [1, 2].map((number) => issue(root, { key: 'p256', name: { commonName: `导入 ${number}` } }));
      const keyIds: string[] = [];
      writeFileSync(join(folder, 'passphrase.txt'), '口令\n');
      for (const identity of identities) {
        const file = join(folder, 'key.p12');
        writeFileSync(file, writeKeyFile({ keys: [identity], certificates: [identity, root], passphrase: '口令' }));
        const how = ['--purpose', 'cms-signature', '--passphrase-file', join(folder, 'passphrase.txt'), '--json'];
        const { keys } = JSON.parse(await command('key', 'import', file, ...how)) as { readonly keys: readonly Key[] };
        keyIds.push(keys[0]?.keyId ?? '');
        await command('key', 'assign', keyIds.at(-1) ?? '', '--organisation', ISSUER);
        for (const server of servers) await signsWith(server, token, identity.certificate.raw);
      }
      const [former, latter] = identities;
      assert.ok(former && latter);
      await command('key', 'withdraw', keyIds[1] ?? '');
      await command('key', 'destroy', keyIds[1] ?? '', '--yes');
      for (const server of servers) {
        await signsWith(server, token, former.certificate.raw);
        assert.deepEqual(await refusal(server, { key: keyIds[1] ?? '' }), 'SIGNATURE_KEY_MISSING');
      }
      // Destroyed by force, it is assigned still, and there is nothing to sign with.
      await command('key', 'destroy', keyIds[0] ?? '', '--yes', '--force');
      for (const server of servers) assert.equal(await refusal(server), 'SIGNATURE_KEY_UNUSABLE');
      await command('key', 'withdraw', keyIds[0] ?? '');
      for (const server of servers) assert.equal(await refusal(server), 'SIGNATURE_KEY_MISSING');
      await issueEverywhere();
    });

    it('goes on with the keys of before where those that are kept cannot be used, and says so once', async () => {
      const path = join(folder, 'keys', 'online.keystore');
      const right = readFileSync(path);
      writeFileSync(path, right.subarray(0, right.length - 200));
      await issueEverywhere();
      for (const server of servers) await said(server, /KEYSTORE_MALFORMED.*those of before stay in use/);
      await pause(2_500);
      for (const server of servers) assert.equal(server.log().split('those of before stay in use').length, 2);
      writeFileSync(path, right);
      await issueEverywhere();
      await command('doctor');
    });
  });
}
