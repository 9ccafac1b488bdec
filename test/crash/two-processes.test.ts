/** The server and commands beside it, on one store: the same case asked of both is one licence. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { currentEdition } from '../../src/domain/licence/index.ts';
import { runBuilt } from '../support/cli.ts';
import { ISSUER, issueRequest } from '../support/http.ts';
import { assertWhole } from '../support/invariants.ts';
import { startServerProcess, type ServerProcess } from '../support/server-process.ts';
import { configOf, withOpened } from '../support/served.ts';
import { temporaryFolder } from '../support/temporary.ts';

const CASES = 8;

describe('two processes on one store', function () {
  this.timeout(180_000);
  const folder = join(temporaryFolder(), 'shared');
  let server: ServerProcess;
  let key = '';

  before(async () => {
    mkdirSync(folder);
    const started = await startServerProcess(folder);
    assert.ok(started);
    server = started;
    key = /yz_[0-9a-f_]+/.exec(server.screen)?.[0] ?? '';
  });
  after(() => (server as ServerProcess | undefined)?.stop());

  const ask = async (request: unknown) => {
    const answer = await fetch(`${server.url}/api/v1/licences`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    return { status: answer.status, body: (await answer.json()) as { readonly identifier?: string; readonly code?: string } };
  };

  it('make one licence of each case, and each answers with it or says that it is being made', async () => {
    const told = new Map<string, Set<string>>();
    for (let count = 0; count < CASES; count++) {
      const request = issueRequest();
      const path = join(folder, `request-${count}.json`);
      writeFileSync(path, JSON.stringify(request));
      const identifiers = new Set<string>();
      told.set(request.licenceNumber, identifiers);
      const command = runBuilt(['issue', path, '--organisation', ISSUER, '--json'], folder);
      // The server is asked, again and again, from a moment on that lies elsewhere in the command's life each time.
      let running = true;
      const asking = (async () => {
        await pause(count * 200);
        while (running) {
          const { status, body } = await ask(request);
          if (body.identifier !== undefined) identifiers.add(body.identifier);
          else assert.deepEqual([status, body.code], [409, 'ISSUING_INCOMPLETE']);
          await pause(5);
        }
      })();
      const { code, out, err } = await command;
      running = false;
      await asking;
      if (code === 0) identifiers.add((JSON.parse(out) as { readonly identifier: string }).identifier);
      else assert.match(err, /still being made/);
    }
    assert.equal(await server.stop(), 0, server.complaints());
    await withOpened(configOf(folder), async ({ store, relay }) => {
      await relay.drain();
      const published = await assertWhole(store);
      assert.equal(published.length, CASES);
      for (const licence of published) {
        const { licenceNumber, identifier } = currentEdition(licence);
        assert.deepEqual([...(told.get(licenceNumber) ?? [])], [identifier]);
      }
    });
  });
});
