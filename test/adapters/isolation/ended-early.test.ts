/** Threads that are ended while they load their program, in a process of their own, which must come to its own end. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { builtProgram } from '../../support/cli.ts';

const POOL = fileURLToPath(new URL('../../../src/adapters/isolation/thread-pool.ts', import.meta.url));

/** Threads are ended a little later each time, until they are loaded before it. */
const SCRIPT = `
import { createThreadPool } from './pool.mjs';
const settings = { trustFolder: '/nowhere', policy: { revocation: 'if-known', acceptDemonstration: false } };
for (let time = 0; time < 120; time++) {
  const pool = createThreadPool({ program: new URL('./verifier.js', import.meta.url).pathname, settings, threads: 1 });
  await new Promise((resolve) => setTimeout(resolve, 10 + 2 * time));
  await pool.close();
}
console.log('well');
`;

describe('threads that are ended while they load', function () {
  this.timeout(300_000);

  it('end nothing else', async () => {
    const dist = dirname(await builtProgram());
    // As the product is built: the loader that tests run under would load otherwise.
    const bundling = { bundle: true, format: 'esm', platform: 'node', packages: 'external', logLevel: 'error' } as const;
    await build({ entryPoints: [POOL], outfile: join(dist, 'pool.mjs'), ...bundling });
    const argv = ['--input-type=module', '--eval', SCRIPT.replaceAll('import.meta.url', JSON.stringify(`file://${dist}/`))];
    const { stdout, stderr, status } = spawnSync(process.execPath, argv, { cwd: dist, encoding: 'utf8' });
    assert.deepEqual([status, stdout.trim()], [0, 'well'], stderr.slice(0, 500));
  });
});
