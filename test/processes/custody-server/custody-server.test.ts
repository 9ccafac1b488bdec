/** The custody server as a program: its settings, its log, its end. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openCustodyFile } from '../../../src/adapters/custody/index.ts';
import { encodeName, tbsRequest } from '../../../src/pki/index.ts';
import { AUTHORISATION, makeTestCustody, PASSPHRASE, type TestCustody } from '../../support/custody.ts';
import { needOpenssl } from '../../support/openssl.ts';
import { crypto, day } from '../../support/pki.ts';
import { readAudit } from '../../support/signer.ts';
import { makeTlsAuthority } from '../../support/tls-certificates.ts';

const PROGRAM = [
  '--import',
  fileURLToPath(import.meta.resolve('tsx')),
  fileURLToPath(new URL('../../../src/processes/custody-server.ts', import.meta.url)),
];

interface Line {
  readonly listening?: { readonly port: number };
  readonly keyUse?: { readonly outcome: string; readonly actor: string };
}

describe('custody server', () => {
  let behind: TestCustody;
  before(function () {
    needOpenssl(this);
  });
  beforeEach(async () => {
    behind = await makeTestCustody();
  });
  afterEach(() => behind.remove());

  it('serves a keystore, writes down each use, and ends when told to', async () => {
    await behind.custody.generate({ label: '某单位', purposes: ['csr'] });
    const authority = makeTlsAuthority(behind.folder, 'authority');
    const client = authority.issue('client');
    writeFileSync(join(behind.folder, 'passphrase'), PASSPHRASE);
    const settings = join(behind.folder, 'server.json');
    writeFileSync(
      settings,
      JSON.stringify({
        ...{ port: 0, ...authority.issue('server'), clientAuthorities: authority.certificate },
        ...{ keystore: 'keys/online.keystore', passphraseFile: 'passphrase' },
      }),
    );
    const server = spawn(process.execPath, [...PROGRAM, settings], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(server, 'exit');
    try {
      const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
      const next = async (): Promise<Line> => JSON.parse((await lines.next()).value as string) as Line;
      const port = (await next()).listening?.port;
      const file = join(behind.folder, 'custody.json');
      const servers = [`https://127.0.0.1:${port}`];
      writeFileSync(file, JSON.stringify({ kind: 'remote', servers, authorities: authority.certificate, ...client }));
      const custody = await openCustodyFile(file, { clock: { now: () => day(3) }, crypto });
      const [key] = await custody.list();
      assert.ok(key);
      const tbs = tbsRequest({ subject: encodeName({ commonName: 'x' }), publicKey: key.publicKey, extensions: [] });
      await custody.sign({ keyId: key.keyId, purpose: 'csr', tbs, authorisation: AUTHORISATION });
      const { keyUse } = await next();
      assert.deepEqual([keyUse?.outcome, keyUse?.actor], ['signed', 'client: tester']);
      const { uses, faults } = await readAudit(join(behind.folder, 'audit'));
      assert.deepEqual([uses.map(({ actor }) => actor), faults], [['client: tester'], []]);
      await custody.close();
      server.kill('SIGTERM');
      assert.deepEqual(await ended, [0, null]);
    } finally {
      server.kill('SIGKILL');
    }
  });

  it('says what is wrong with its settings', () => {
    const path = join(behind.folder, 'server.json');
    for (const content of ['{', '{}', '{"port":0,"certificate":"a","privateKey":"b","clientAuthorities":"c","keystore":"d"}']) {
      writeFileSync(path, content);
      const { status, stderr } = spawnSync(process.execPath, [...PROGRAM, path], { encoding: 'utf8' });
      assert.equal(status, 3);
      assert.match(stderr, /密钥托管配置文件不可用/);
    }
  });
});
