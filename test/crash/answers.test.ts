/**
 * No answer leaves before what it says is on the disk: proven by the system calls of the server, and that a store which does not flush
 * is noticed.
 */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { builtProgram } from '../support/cli.ts';
import { issueRequest } from '../support/http.ts';
import { startServerProcess } from '../support/server-process.ts';
import { notDurable } from '../support/system-calls.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { canTrace } from '../support/trace.ts';
import { traceWhile } from '../support/traced-process.ts';
import { skipped } from '../support/skipped.ts';

const FLUSHING_SERVER = fileURLToPath(new URL('../support/flushing-server.ts', import.meta.url));
/** By its place: the programs run in the folder of an installation. */
const LOADER = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const LICENCES = 5;

describe('answers, as the operating system sees them', function () {
  this.timeout(120_000);
  const folder = join(temporaryFolder(), 'installation');
  let key = '';

  before(async function () {
    if (!(await canTrace())) skipped(this, 'strace is not installed, or may not trace here');
    mkdirSync(folder);
    const first = await startServerProcess(folder);
    assert.ok(first);
    key = /yz_[0-9a-f_]+/.exec(first.screen)?.[0] ?? '';
    await first.stop();
  });

  /** Issues licences at a server; what was not durable of each when its answer left. */
  async function faultsOf(program: readonly string[]): Promise<readonly string[]> {
    const identifiers: string[] = [];
    const calls = await traceWhile(folder, program, async (url) => {
      for (let count = 0; count < LICENCES; count++) {
        const response = await fetch(`${url}/api/v1/licences`, {
          method: 'POST',
          headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
          body: JSON.stringify(issueRequest()),
        });
        const { identifier } = (await response.json()) as { readonly identifier: string };
        assert.equal(response.status, 201);
        identifiers.push(identifier);
        // What the relay writes afterwards is not part of the next answer.
        await pause(100);
      }
    });
    return identifiers.flatMap((identifier) => notDurable(calls, identifier));
  }

  const flushing = (flush: 'always' | 'never') => ['--import', LOADER, FLUSHING_SERVER, flush];

  it('no answer to an issue leaves before database, file and names are flushed', async () => {
    const server = join(dirname(await builtProgram()), 'server.js');
    assert.deepEqual(await faultsOf([server]), []);
  });

  it('the same holds of the server whose store can be told not to flush, as long as it is not', async () => {
    assert.deepEqual(await faultsOf(flushing('always')), []);
  });

  it('a store that does not flush is noticed', async () => {
    const each = [
      'the pages of the database were not flushed',
      'the file was not flushed before it had its name',
      'the name of the file was not flushed',
    ];
    const all = Array.from({ length: LICENCES }, () => each).flat();
    assert.deepEqual(await faultsOf(flushing('never')), all);
  });
});
