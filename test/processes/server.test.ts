import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { pino } from 'pino';
import { isYinzhengError, YinzhengError } from '../../src/base/errors/index.ts';
import { parseConfig } from '../../src/config/index.ts';
import type { Installation } from '../../src/processes/server/installation.ts';
import { failureText } from '../../src/processes/server/main.ts';
import { startScreen } from '../../src/processes/server/screen.ts';
import { startServer } from '../../src/processes/server/start.ts';
import { sharedDependencies, sharedInstallation } from '../support/http.ts';

const config = parseConfig({ env: { PORT: '0', HOST: '127.0.0.1' }, cwd: '/srv', readText: () => null });
const log = pino({ level: 'silent' });

describe('server process', function () {
  this.timeout(300_000);

  async function installation(steps: string[], ready: () => Promise<boolean>): Promise<Installation> {
    const dependencies = await sharedDependencies();
    return {
      dependencies: { ...dependencies, signerReady: ready },
      timeStamper: dependencies.timeStamping,
      credentials: null,
      stop: () => {
        steps.push('installation stopped');
        return Promise.resolve();
      },
    };
  }

  it('answers, finishes what has begun when it stops, and closes the installation last', async () => {
    const steps: string[] = [];
    let begun: () => void = () => undefined;
    const begins = new Promise<void>((resolve) => (begun = resolve));
    let finish: (ready: boolean) => void = () => undefined;
    const slow = new Promise<boolean>((resolve) => (finish = resolve));
    const opened = await installation(steps, () => {
      begun();
      return slow;
    });
    const server = await startServer(config, { open: () => Promise.resolve(opened), log, webRoot: '/nowhere' });
    const url = `http://127.0.0.1:${server.port}`;
    assert.equal((await fetch(`${url}/healthz`)).status, 200);
    const answer = fetch(`${url}/readyz`).then((response) => {
      steps.push('answered');
      return response.status;
    });
    await begins;
    const stopped = server.stop();
    assert.equal(server.stop(), stopped);
    await assert.rejects(fetch(`${url}/healthz`));
    assert.deepEqual(steps, []);
    finish(true);
    assert.equal(await answer, 200);
    await stopped;
    assert.deepEqual(steps, ['answered', 'installation stopped']);
  });

  it('closes the installation when it cannot listen, and says why', async () => {
    const steps: string[] = [];
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { readonly port: number };
    const opened = await installation(steps, () => Promise.resolve(true));
    await assert.rejects(
      startServer({ ...config, port }, { open: () => Promise.resolve(opened), log, webRoot: '/nowhere' }),
      (error) => isYinzhengError(error, 'ADDRESS_UNAVAILABLE') && /：已被其他程序占用（EADDRINUSE）$/.test(error.chinese),
    );
    assert.deepEqual(steps, ['installation stopped']);
    taken.close();
  });

  it('shows address, accounts, data and keys on one screen, and passwords only when they are new', async () => {
    const { credentials } = await sharedInstallation();
    const screen = startScreen(config, { port: 3000, credentials });
    assert.match(screen, /http:\/\/127\.0\.0\.1:3000/);
    assert.match(screen, /样本，无效/);
    for (const { userName, password } of credentials.accounts) {
      assert.match(screen, new RegExp(`^    ${userName} .*${password}$`, 'm'));
    }
    assert.ok(screen.includes(credentials.apiKey.text));
    assert.match(screen, /\/srv\/data\n.*\/srv\/keys/);
    assert.ok(screen.split('\n').length <= 24);
    const again = startScreen(config, { port: 3000, credentials: null });
    for (const { password } of credentials.accounts) assert.ok(!again.includes(password));
  });

  it('says in both languages why it does not start, each fault on a line', () => {
    assert.match(
      failureText(new YinzhengError('KEYS_MISSING', { path: '/k' })),
      /没有与之对应的密钥[\s\S]*keys that belong to them are not in \/k/,
    );
    const text = failureText(new YinzhengError('CONFIGURATION_INVALID', { faults: ['PORT: a', 'HOST: b'] }));
    assert.match(text, /\n {2}PORT: a\n {2}HOST: b\n/);
  });
});
