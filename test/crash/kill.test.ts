/** The server killed with `kill -9` under load, fifty times and more: nothing acknowledged is lost, nothing is half there. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { toHex } from '../../src/base/bytes.ts';
import { currentEdition, type LicenceRecord } from '../../src/domain/licence/index.ts';
import { runBuilt } from '../support/cli.ts';
import { issueRequest } from '../support/http.ts';
import { assertWhole } from '../support/invariants.ts';
import { sm3 } from '../support/records.ts';
import { startServerProcess, type ServerProcess } from '../support/server-process.ts';
import { blankFile } from '../support/sealing.ts';
import { configOf, withOpened } from '../support/served.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { canTrace } from '../support/trace.ts';

const KILLS = 30;
/** The server is also killed at its n-th flush, for each n up to this: between any two durable steps of a start and of first requests. */
const FLUSHES = 24;
const CLIENTS = 6;
const LONGEST_LIFE = 350;
/** What one key may ask in a minute must not end what a fast machine is asked in these lives. */
const UNLIMITED = { YINZHENG_ACCOUNT_REQUESTS_PER_MINUTE: '100000' };

/** What was acknowledged, as the client was told. */
interface Acknowledged {
  readonly licences: Map<string, { readonly sm3: string; readonly request: unknown }>;
  readonly revoked: Set<string>;
  readonly stamped: Map<string, string>;
}

describe('the server killed at any moment', function () {
  this.timeout(600_000);
  const folder = join(temporaryFolder(), 'killed');
  const acknowledged: Acknowledged = { licences: new Map(), revoked: new Set(), stamped: new Map() };
  /** Requests whose answer never came: afterwards the same request must give one licence. */
  const unanswered: unknown[] = [];
  let key = '';
  let document: Uint8Array;
  let kills = 0;

  async function call(url: string, path: string, body: unknown): Promise<Response> {
    const raw = body instanceof Uint8Array;
    const headers = { authorization: `Bearer ${key}`, 'content-type': raw ? 'application/pdf' : 'application/json' };
    return fetch(`${url}${path}`, { method: 'POST', headers, body: raw ? Buffer.from(body) : JSON.stringify(body) });
  }

  /** Issues, revokes and stamps until the server is gone. */
  async function load(url: string, client: number): Promise<void> {
    for (let turn = 0; ; turn++) {
      const request = issueRequest();
      try {
        const issued = await call(url, '/api/v1/licences', request);
        const body = (await issued.json()) as { readonly identifier: string; readonly file: { readonly sm3: string } };
        assert.equal(issued.status, 201);
        acknowledged.licences.set(body.identifier, { sm3: body.file.sm3, request });
        if ((turn + client) % 3 === 0) {
          const act = { event: 'revoke', reason: '示例', documentNumber: '样〔2026〕1号' };
          const path = `/api/v1/licences/${body.identifier}/status-events`;
          const revoked = await call(url, path, act);
          await revoked.arrayBuffer();
          if (revoked.status === 201) acknowledged.revoked.add(body.identifier);
        }
        if ((turn + client) % 4 === 1) {
          const query = 'seal=99010000000001&x=60&y=60&item=x&cause=y';
          const stamped = await call(url, `/api/v1/documents/stamped?${query}`, document);
          const bytes = new Uint8Array(await stamped.arrayBuffer());
          const id = stamped.headers.get('x-stamping');
          if (stamped.status === 201 && id !== null) acknowledged.stamped.set(id, toHex(sm3(bytes)));
        }
      } catch (error) {
        // The server is gone, in the middle of an answer or before it.
        if (!(error instanceof TypeError) && !(error instanceof SyntaxError)) throw error;
        unanswered.push(request);
        return;
      }
    }
  }

  async function loadUntilGone(server: ServerProcess): Promise<void> {
    await Promise.all([server.gone, ...Array.from({ length: CLIENTS }, (_, client) => load(server.url, client))]);
    kills++;
  }

  before(async () => {
    mkdirSync(folder);
    document = blankFile();
    const first = await startServerProcess(folder, [], UNLIMITED);
    assert.ok(first);
    key = /yz_[0-9a-f_]+/.exec(first.screen)?.[0] ?? '';
    assert.equal(await first.stop(), 0, first.complaints());
  });

  /** Kills so many servers under load, each at a moment of its own. */
  async function killAtRandom(times: number): Promise<void> {
    for (let turn = 0; turn < times; turn++) {
      const server = await startServerProcess(folder, [], UNLIMITED);
      assert.ok(server, 'the next start was not clean');
      const before = acknowledged.licences.size;
      const working = loadUntilGone(server);
      // On a slow machine most would die before their first answer: every other one lives at least until then.
      for (let wait = 0; turn % 2 === 0 && acknowledged.licences.size === before && wait < 500; wait++) await pause(10);
      await pause(10 + Math.random() * LONGEST_LIFE);
      await server.kill();
      await working;
      assert.equal(server.complaints(), '');
    }
  }

  it('under load, at random moments', () => killAtRandom(KILLS));

  it('at each of its first flushes', async function () {
    if (!(await canTrace())) {
      if (this.test) this.test.title += ' (at random moments: strace is not there, or may not trace)';
      return killAtRandom(FLUSHES);
    }
    for (let flush = 1; flush <= FLUSHES; flush++) {
      const calls = 'fsync,fdatasync';
      const inject = `inject=${calls}:signal=SIGKILL:when=${flush}`;
      const under = ['strace', '-f', '-qq', '-o', '/dev/null', '-e', `trace=${calls}`, '-e', inject];
      const server = await startServerProcess(folder, under, UNLIMITED);
      if (server === null) {
        kills++;
        continue;
      }
      const working = loadUntilGone(server);
      await Promise.race([server.gone, pause(20_000)]);
      await server.kill();
      await working;
    }
  });

  it('loses nothing acknowledged and leaves nothing half there', async () => {
    assert.ok(kills >= 50, `${kills} kills`);
    assert.ok(acknowledged.licences.size > 30, `${acknowledged.licences.size} licences`);
    assert.ok(acknowledged.revoked.size > 3 && acknowledged.stamped.size > 3);
    const server = await startServerProcess(folder, [], UNLIMITED);
    assert.ok(server);
    // Asked again with the same case number, each is answered with one licence, the one it had been if it had been made.
    const known = new Set(acknowledged.licences.keys());
    for (const request of unanswered) {
      const again = await call(server.url, '/api/v1/licences', request);
      const body = (await again.json()) as { readonly identifier: string };
      assert.ok([200, 201].includes(again.status), `${again.status} ${JSON.stringify(body)} ${server.complaints()}`);
      known.add(body.identifier);
    }
    for (const [identifier, { sm3: digest, request }] of [...acknowledged.licences].slice(-20)) {
      const again = await call(server.url, '/api/v1/licences', request);
      const body = (await again.json()) as { readonly identifier: string; readonly file: { readonly sm3: string } };
      assert.deepEqual([again.status, body.identifier, body.file.sm3], [200, identifier, digest]);
    }
    assert.equal(await server.stop(), 0);
    assert.equal(server.complaints(), '');

    await withOpened(configOf(folder), async ({ store }) => {
      const published = await assertWhole(store);
      const byIdentifier = new Map<string, LicenceRecord>(
        published.map((licence) => [currentEdition(licence).identifier, licence]),
      );
      for (const [identifier, { sm3: digest }] of acknowledged.licences) {
        const licence = byIdentifier.get(identifier);
        assert.ok(licence, `${identifier} was acknowledged and is not there`);
        assert.equal(currentEdition(licence).files[0]?.digest, digest);
        if (acknowledged.revoked.has(identifier)) assert.equal(licence.events[0]?.kind, 'revoke');
      }
      for (const [id, digest] of acknowledged.stamped) {
        const stamping = await store.records.get('stampings', id);
        assert.deepEqual([stamping?.state, stamping?.digestAfter], ['done', digest]);
      }
    });
    const journal = await runBuilt(['journal', 'verify'], folder);
    assert.equal(journal.code, 0, journal.out + journal.err);
    const doctor = await runBuilt(['doctor'], folder);
    assert.equal(doctor.code, 0, doctor.out + doctor.err);
  });
});
