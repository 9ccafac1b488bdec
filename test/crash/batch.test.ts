/** A batch of documents whose server is killed with `kill -9` again and again: each document is stamped once in the end. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { toHex } from '../../src/base/bytes.ts';
import { builtProgram, installation } from '../support/cli.ts';
import { ISSUER } from '../support/http.ts';
import { allOf, assertWhole } from '../support/invariants.ts';
import { sm3 } from '../support/records.ts';
import { blankFile } from '../support/sealing.ts';
import { configOf, withOpened } from '../support/served.ts';
import { startServerProcess, type ServerProcess } from '../support/server-process.ts';
import { temporaryFolder } from '../support/temporary.ts';

const DOCUMENTS = 120;
const KILLS = 8;
const FILES = 150;
const PATH = '/api/v1/stamp-batches';

interface Batch {
  readonly id: string;
  readonly state: string;
  readonly stamped: number;
}

/** Runs a command and kills it after so many ms; its exit code, null when it was killed. */
async function killedAfter(argv: readonly string[], cwd: string, milliseconds: number): Promise<number | null> {
  const env = { PATH: process.env['PATH'] ?? '', LANG: 'en_GB.UTF-8' };
  const child = spawn(process.execPath, [await builtProgram(), ...argv], { cwd, env, stdio: 'ignore', detached: true });
  const timer = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), milliseconds);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearTimeout(timer);
  return code;
}

describe('a command that stamps a folder, killed', function () {
  this.timeout(300_000);

  it('goes on when it is run again; each file is stamped once', async () => {
    const home = await installation();
    const [folder, out] = [join(home, 'in'), join(home, 'out')];
    mkdirSync(folder);
    for (let count = 0; count < FILES; count++) writeFileSync(join(folder, `${count}.pdf`), blankFile(1));
    const command = ['stamp', '--batch', folder, '--organisation', ISSUER, '--seal', '99010000000003', '--x', '60', '--y', '60'];
    let kills = 0;
    let code: number | null = null;
    for (let life = 900; code === null; life += 250) {
      code = await killedAfter([...command, '--out', out], home, life);
      if (code === null) kills++;
    }
    assert.equal(code, 0);
    assert.ok(kills > 2, `${kills}`);
    // A file that was being written when it was killed has not got its name.
    const results = readdirSync(out).filter((name) => name.endsWith('.pdf'));
    assert.equal(results.length, FILES);
    await withOpened(configOf(home), async ({ store, relay }) => {
      await relay.drain();
      const done = (await allOf(store.records, 'stampings')).filter(({ state }) => state === 'done');
      const written = results.map((name) => toHex(sm3(readFileSync(join(out, name)))));
      assert.deepEqual(done.map(({ digestAfter }) => digestAfter).sort(), written.sort());
    });
  });
});

describe('a batch whose server is killed', function () {
  this.timeout(300_000);

  it('is gone on with at the next start; nothing is stamped twice, and nothing is lost', async () => {
    const folder = join(temporaryFolder(), 'batch');
    mkdirSync(folder);
    const start = async (): Promise<ServerProcess> => {
      const started = await startServerProcess(folder);
      assert.ok(started);
      return started;
    };
    let server = await start();
    const key = /yz_[0-9a-f_]+/.exec(server.screen)?.[0] ?? '';
    const call = (method: string, path: string, body?: Uint8Array) =>
      fetch(`${server.url}${PATH}${path}`, {
        method,
        headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/pdf' }) },
        ...(body && { body: Buffer.from(body) }),
      });
    const begun = await call('POST', '?seal=99010000000001&x=60&y=60&item=x&cause=y');
    const { id } = (await begun.json()) as Batch;
    assert.equal(begun.status, 201);
    const page = blankFile(1);
    for (let count = 0; count < DOCUMENTS; count++)
      assert.equal((await call('POST', `/${id}/documents?name=${count}.pdf`, page)).status, 201);
    assert.equal((await call('POST', `/${id}/start`)).status, 202);
    const progress = async () => (await (await call('GET', `/${id}`)).json()) as Batch;
    const seen: number[] = [];
    for (let kills = 0; kills < KILLS; kills++) {
      // However slow the machine is: killed in the middle of something, after it went on.
      let { stamped } = await progress();
      for (const before = stamped; stamped <= before && stamped < DOCUMENTS; { stamped } = await progress()) await pause(20);
      await pause(17 * kills);
      seen.push(stamped);
      await server.kill();
      server = await start();
    }
    let last = await progress();
    for (; last.state === 'running'; last = await progress()) await pause(50);
    assert.deepEqual([last.state, last.stamped], ['done', DOCUMENTS]);
    assert.ok(new Set(seen.filter((stamped) => stamped > 0 && stamped < DOCUMENTS)).size > 1, `killed at ${seen.join(', ')}`);
    const listed = (await (await call('GET', `/${id}/documents`)).json()) as {
      readonly documents: readonly { readonly id: string; readonly stamping: string; readonly stampedDigest: string }[];
    };
    const digests = new Map<string, string>();
    for (const { id: document, stamping, stampedDigest } of listed.documents) {
      const bytes = new Uint8Array(await (await call('GET', `/${id}/documents/${document}/file`)).arrayBuffer());
      assert.equal(toHex(sm3(bytes)), stampedDigest);
      digests.set(stamping, stampedDigest);
    }
    assert.equal(digests.size, DOCUMENTS);
    assert.equal(await server.stop(), 0, server.complaints());
    await withOpened(configOf(folder), async ({ store, relay }) => {
      await relay.drain();
      await assertWhole(store);
      const done = (await allOf(store.records, 'stampings')).filter(({ state }) => state === 'done');
      assert.deepEqual(new Map(done.map(({ _id, digestAfter }) => [_id, digestAfter])), digests);
    });
  });
});
