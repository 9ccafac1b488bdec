/** Two real servers on one database, each with its signer, and a batch under way: a seal that is stopped is used by neither 2 s after. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { mongoServer } from '../support/mongodb.ts';
import { blankFile } from '../support/sealing.ts';
import { startServerProcess, type ServerProcess } from '../support/server-process.ts';
import { configOf, withOpened } from '../support/served.ts';
import { temporaryFolder } from '../support/temporary.ts';

const SEAL = '99010000000003';
const DOCUMENTS = 100;
const PURPOSE = 'item=x&cause=y';

describe('an emergency stop on two servers', function () {
  this.timeout(300_000);
  const folder = join(temporaryFolder(), 'shared');
  const servers: ServerProcess[] = [];
  let env: Readonly<Record<string, string>> = {};

  before(async function () {
    env = { YINZHENG_DATABASE_URL: (await mongoServer(this)).url(`yinzheng-stop-${process.pid}`) };
    mkdirSync(folder);
    for (let count = 0; count < 2; count++) {
      const started = await startServerProcess(folder, [], env);
      assert.ok(started);
      servers.push(started);
    }
  });
  after(() => Promise.all(servers.map((server) => server.stop())));

  const server = (index: number): ServerProcess => {
    const found = servers[index];
    assert.ok(found);
    return found;
  };
  const key = (): string => /yz_[0-9a-f_]+/.exec(server(0).screen)?.[0] ?? '';
  const call = async (
    index: number,
    path: string,
    body?: Uint8Array | object,
  ): Promise<{ readonly status: number; readonly json: Record<string, unknown> }> => {
    const isJson = body !== undefined && !(body instanceof Uint8Array);
    const answer = await fetch(`${server(index).url}/api/v1/${path}`, {
      method: body === undefined && !path.includes('?seal=') && !path.endsWith('/start') ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${key()}`,
        ...(body && { 'content-type': isJson ? 'application/json' : 'application/pdf' }),
      },
      ...(body && { body: isJson ? JSON.stringify(body) : Buffer.from(body) }),
    });
    const text = await answer.text();
    const json = answer.headers.get('content-type')?.includes('json') ? (JSON.parse(text) as Record<string, unknown>) : {};
    return { status: answer.status, json };
  };
  /** Does something on a server as somebody of the demonstration, signed in there. */
  const as = async (userName: string, index: number, path: string, body: object): Promise<Record<string, unknown>> => {
    const password = new RegExp(`^\\s+${userName}\\s+\\S+\\s+(\\S+)$`, 'm').exec(server(0).screen)?.[1] ?? '';
    const base = `${server(index).url}/api/v1`;
    const post = (route: string, sent: object, headers: Record<string, string>) =>
      fetch(`${base}/${route}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(sent),
      });
    const session = await post('session', { userName, password }, {});
    assert.equal(session.status, 201);
    const { csrfToken } = (await session.json()) as { readonly csrfToken: string };
    const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
    return (await (await post(path, body, { cookie, 'x-csrf-token': csrfToken })).json()) as Record<string, unknown>;
  };
  const stampings = () =>
    withOpened(configOf(folder, env), async ({ store }) =>
      (await store.records.find('stampings', { index: 'seal', equals: SEAL, limit: 1000 })).filter(
        ({ state }) => state === 'done',
      ),
    );

  it('ends what is under way on both, until another person resumes the seal', async () => {
    const begun = await call(0, `stamp-batches?seal=${SEAL}&page=1&x=100&y=100&${PURPOSE}`);
    assert.equal(begun.status, 201, JSON.stringify(begun.json));
    const batch = String(begun.json['id']);
    for (let count = 0; count < DOCUMENTS; count++)
      assert.equal((await call(count % 2, `stamp-batches/${batch}/documents?name=${count}.pdf`, blankFile(1))).status, 201);
    await call(0, `stamp-batches/${batch}/start`);
    while (Number((await call(1, `stamp-batches/${batch}`)).json['stamped']) < 5) await pause(50);
    const stopped = await as('keeper', 1, `seals/${SEAL}/emergency-stop`, { purpose: { item: 'x', cause: 'y' } });
    assert.equal(stopped['state'], 'stopped', JSON.stringify(stopped));
    assert.deepEqual([stopped['filed'], stopped['custody']], [true, true]);
    const seal = await call(0, `seals/${SEAL}`);
    assert.deepEqual((seal.json['versions'] as readonly { readonly state: string }[])[0]?.state, 'suspended');
    const deadline = Date.parse(String(stopped['at'])) + 2_000;
    await pause(5_000);
    const done = await stampings();
    assert.ok(done.length >= 5 && done.length < DOCUMENTS, String(done.length));
    assert.ok(done.every(({ recordedAt }) => Date.parse(recordedAt) <= deadline));
    assert.equal((await call(0, `stamp-batches/${batch}`)).json['state'], 'stopped');
    for (const index of [0, 1]) {
      const refused = await call(index, `stamps?seal=${SEAL}&page=1&x=100&y=100&${PURPOSE}`, blankFile(1));
      assert.equal(refused.json['code'], 'SEAL_STOPPED');
    }
    assert.equal((await stampings()).length, done.length);
    const own = await as('keeper', 0, `seals/${SEAL}/emergency-stop/end`, { purpose: { item: 'x', cause: 'y' } });
    assert.equal(own['code'], 'NOT_ALLOWED');
    const list = await call(1, 'seal-stops');
    assert.equal((list.json['items'] as readonly { readonly seal: string }[])[0]?.seal, SEAL);
    const resumed = await as('approver', 0, `seals/${SEAL}/emergency-stop/end`, { purpose: { item: 'x', cause: 'y' } });
    assert.equal(resumed['state'], 'resumed', JSON.stringify(resumed));
    assert.deepEqual((await call(0, 'seal-stops')).json['items'], []);
    await call(1, `stamp-batches/${batch}/start`);
    while ((await call(0, `stamp-batches/${batch}`)).json['state'] === 'running') await pause(200);
    assert.equal((await call(0, `stamp-batches/${batch}`)).json['stamped'], DOCUMENTS);
  });
});
