/** `yinzheng client …`: a production installation lets its first systems in at the machine. */
import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { parseConfig } from '../../../src/config/index.ts';
import { installationOpener } from '../../../src/processes/installation/open.ts';
import { authenticateBearer, issueToken, type OAuthDependencies } from '../../../src/services/oauth/index.ts';
import { assertionClaims, signJws, systemKey } from '../../support/clients.ts';
import { run, type Ran } from '../../support/cli.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const ISSUER = 'https://licence.example';
const OWNER = '11990100MB0000027F';

describe('yinzheng client', function () {
  this.timeout(120_000);
  const home = temporaryFolder();
  const env = {
    NODE_ENV: 'production',
    YINZHENG_PUBLIC_URL: ISSUER,
    YINZHENG_KEYSTORE_PASSPHRASE_FILE: join(home, 'passphrase'),
  };
  const key = systemKey('SGD_SM3_SM2');
  before(async () => {
    writeFileSync(env.YINZHENG_KEYSTORE_PASSPHRASE_FILE, 'a passphrase for tests only\n');
    chmodSync(env.YINZHENG_KEYSTORE_PASSPHRASE_FILE, 0o600);
    writeFileSync(join(home, 'key.pem'), key.pem);
    await serve(() => Promise.resolve());
    const purpose = ['--item', '机构管理', '--cause', '新设'];
    const made = await run(
      ['organisation', 'create', OWNER, '--name', '样例局', '--class', 'department', '--area', '990100', ...purpose],
      { cwd: home, env },
    );
    assert.equal(made.code, 0, made.err);
  });
  const call = (...argv: readonly string[]): Promise<Ran> => run(argv, { cwd: home, env });
  const facts = async (...argv: readonly string[]): Promise<Record<string, unknown>> => {
    const { code, out, err } = await call(...argv, '--json');
    assert.deepEqual([code, err], [0, ''], argv.join(' '));
    return JSON.parse(out) as Record<string, unknown>;
  };
  const serve = async <T>(work: (oauth: OAuthDependencies) => Promise<T>): Promise<T> => {
    const verifier = fileURLToPath(new URL('../../../src/processes/verifier.ts', import.meta.url));
    const config = parseConfig({ env, cwd: home, readText: () => null });
    const opened = await installationOpener({ verifier })(config, pino({ level: 'silent' }));
    try {
      return await work({ ...opened.dependencies.access, issuer: ISSUER });
    } finally {
      await opened.stop();
    }
  };
  const enter = (clientId: string) =>
    serve(async (oauth) => {
      const assertion = signJws(key, assertionClaims({ clientId, audience: ISSUER, now: Date.now() }));
      const order = { grantType: 'client_credentials', clientId, assertion, scope: null, certificate: null };
      const { text } = await issueToken(oauth, order);
      return authenticateBearer(oauth, text, { thumbprint: null });
    });
  const refused = (work: Promise<unknown>) => assert.rejects(work, (error) => isYinzhengError(error, 'CLIENT_REFUSED'));

  it('records, keys, authorises, blocks and closes a system', async () => {
    const made = await facts('client', 'create', '大厅', '--organisation', OWNER, '--scope', 'licence:verify', '--per-day', '9');
    const id = String(made['clientId']);
    assert.deepEqual(
      [made['clientState'], made['scopes'], made['scopesAsked'], made['perMinute'], made['perDay']],
      ['asked', [], ['licence:verify'], 600, 9],
    );
    await facts('client', 'add-key', id, '--key', join(home, 'key.pem'), '--key-id', 'k1');
    await refused(enter(id));
    assert.equal((await facts('client', 'authorise', id))['clientState'], 'active');
    const { actor } = await enter(id);
    assert.deepEqual([actor.client, actor.organisation, actor.scopes], [id, OWNER, ['licence:verify']]);
    const changed = await facts('client', 'change', id, '--scope', 'seal:read', '--per-minute', 'none');
    assert.deepEqual([changed['awaitsAuthorisation'], changed['perMinute'], changed['perDay']], [true, null, 9]);
    await facts('client', 'block', id);
    await refused(enter(id));
    await facts('client', 'unblock', id);
    await enter(id);
    await facts('client', 'end-key', id, 'k1');
    await refused(enter(id));
    const { apiKeyText } = await facts('client', 'add-key', id, '--api-key', '--until', '2099-01-01');
    await facts('client', 'authorise', id);
    const system = await serve((oauth) => authenticateBearer(oauth, String(apiKeyText), { thumbprint: null }));
    assert.deepEqual(system.actor.scopes, ['seal:read']);
    assert.equal((await facts('client', 'close', id))['clientState'], 'closed');
    assert.equal((await facts('client', 'show', id))['clientState'], 'closed');
    const { clients } = await facts('client', 'list');
    assert.equal((clients as readonly unknown[]).length, 1);
  });

  it('says what is wrong with a call', async () => {
    for (const argv of [
      ['client', 'create', 'x', '--scope', 'licence:verify'],
      ['client', 'add-key', 'x'],
      ['client', 'add-key', 'x', '--api-key', '--key', 'key.pem'],
      ['client', 'show', 'none'],
      ['api-key', 'end', 'none'],
    ])
      assert.equal((await call(...argv)).code, 3, argv.join(' '));
    assert.deepEqual(await facts('api-key', 'list'), { apiKeys: [] });
    const printed = await call('client', 'list', '--language', 'zh');
    assert.doesNotMatch(printed.out, /undefined/);
  });
});
