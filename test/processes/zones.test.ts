/** Servers of several roles on one database: what each has, shows, asks the database for, and opens. */
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { newFileKey } from '../../src/adapters/blobs/index.ts';
import { createMongoStore, openMongoPublicStore } from '../../src/adapters/mongo/index.ts';
import { protectStore } from '../../src/adapters/protection/index.ts';
import { createTrustFiles } from '../../src/adapters/trust/index.ts';
import { createNativeProvider } from '../../src/crypto/native/index.ts';
import { VERIFICATION_CODE_BYTES, writeVerificationCode } from '../../src/domain/identifier/index.ts';
import { checkChain, EMPTY_HEAD, type JournalEntry } from '../../src/domain/journal/index.ts';
import { revocationListName } from '../../src/services/pki/make-hierarchy.ts';
import { builtProgram } from '../support/cli.ts';
import { issueRequest } from '../support/http.ts';
import { freshUrl, mongoServer } from '../support/mongodb.ts';
import { skipped } from '../support/skipped.ts';
import { openWire, type Wire, type WireCommand } from '../support/mongodb-wire.ts';
import { tracesOf } from '../support/personal-traces.ts';
import { startServerProcess, type ServerProcess } from '../support/server-process.ts';
import type { SystemCall } from '../support/system-calls.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { canTrace } from '../support/trace.ts';
import { traceWhile } from '../support/traced-process.ts';

const HOLDER = '欧阳晓样';
const LICENCES = '/api/v1/licences';
const VERIFICATIONS = '/api/v1/verifications';

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What a public server answered. */
interface Shown {
  readonly texts: readonly string[];
  readonly paths: readonly string[];
  readonly denied: ReadonlyMap<string, number>;
}

describe('servers of several roles on one MongoDB', function () {
  this.timeout(300_000);
  const home = join(temporaryFolder(), 'internal');
  const trust = join(home, 'data', 'trust');
  let url = '';
  let wire: Wire;
  let internal: ServerProcess;
  let bearer = '';
  let code = '';
  let identifier = '';
  let file: Uint8Array<ArrayBuffer>;
  let routes: readonly { readonly method: string; readonly path: string }[] = [];

  before(async function () {
    const server = await mongoServer(this);
    if (!server.restart) skipped(this, 'the server is not on this machine');
    url = freshUrl(server);
    wire = await openWire(server.restart.port);
    mkdirSync(home, { recursive: true });
    internal = await start(home, { YINZHENG_ROLES: 'api,jobs,signer', YINZHENG_ALARM_REFUSALS: '2/10' });
    bearer = `Bearer ${/yz_[0-9a-f_]+/.exec(internal.screen)?.[0] ?? ''}`;
    const issued = await post(internal.url, LICENCES, issueRequest());
    assert.equal(issued.status, 201);
    const licence = (await issued.json()) as { readonly identifier: string; readonly verificationCode: string };
    ({ identifier, verificationCode: code } = licence);
    const query = new URLSearchParams({ item: '核验', cause: '测试' });
    const download = await fetch(`${internal.url}${LICENCES}/${identifier}/file?${query}`, {
      headers: { authorization: bearer },
    });
    assert.equal(download.status, 200);
    file = new Uint8Array(await download.arrayBuffer());
    const { paths } = (await (await fetch(`${internal.url}/openapi.json`)).json()) as Description;
    routes = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => ({ method, path })));
  });
  after(async () => {
    await internal.stop();
    await wire.close();
  });

  async function start(folder: string, env: Readonly<Record<string, string>>): Promise<ServerProcess> {
    mkdirSync(folder, { recursive: true });
    const started = await startServerProcess(folder, [], { YINZHENG_DATABASE_URL: url, ...env });
    assert.ok(started);
    return started;
  }

  const post = (base: string, path: string, body: unknown): Promise<Response> =>
    fetch(`${base}${path}`, {
      method: 'POST',
      headers: { authorization: bearer, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  const read = (base: string): Promise<Response> =>
    fetch(`${base}${LICENCES}/${identifier}?${new URLSearchParams({ item: '核验', cause: '测试' })}`, {
      headers: { authorization: bearer },
    });

  const verify = (base: string): Promise<Response> =>
    fetch(`${base}${VERIFICATIONS}`, {
      method: 'POST',
      // Where there are no accounts, nobody looks at credentials.
      headers: { 'content-type': 'application/pdf', authorization: 'Bearer yz_nobody' },
      body: file,
    });

  /** Asks for everything that a public server should, and should not, answer. */
  async function askAll(base: string): Promise<Shown> {
    const verified = await verify(base);
    const text = await verified.text();
    assert.equal(verified.status, 200, text);
    assert.equal(verified.headers.get('content-location'), null);
    const report = JSON.parse(text) as {
      readonly conclusion: string;
      readonly register: { readonly status: string; readonly typeName: string; readonly holderMasked: string };
    };
    assert.deepEqual([report.conclusion, report.register.status, report.register.holderMasked], ['passed', 'valid', '']);
    assert.notEqual(report.register.typeName, '');
    const asked = await fetch(`${base}${VERIFICATIONS}/codes/${code}`);
    assert.equal(asked.status, 200);
    const answer = await asked.text();
    assert.equal((JSON.parse(answer) as { readonly identifier: string }).identifier, identifier);
    // A code of no licence may be that of a copy.
    const unknown = writeVerificationCode(new Uint8Array(VERIFICATION_CODE_BYTES).fill(7));
    assert.equal((await fetch(`${base}${VERIFICATIONS}/codes/${unknown}`)).status, 404);
    for (const path of ['key-set', 'status-lists', 'status-lists/1'])
      assert.equal((await fetch(`${base}/api/v1/${path}`)).status, 200, path);
    const page = await fetch(base);
    assert.match(page.headers.get('content-type') ?? '', /^text\/html/);
    const { paths } = (await (await fetch(`${base}/openapi.json`)).json()) as Description;
    const denied = new Map<string, number>();
    for (const { method, path } of routes) {
      if (path in paths) continue;
      const address = path.replace(/\{\w+\}/g, 'x');
      const response = await fetch(`${base}${address}`, { method: method.toUpperCase(), headers: { authorization: bearer } });
      denied.set(`${method} ${path}`, response.status);
    }
    return { texts: [text, answer, await page.text()], paths: Object.keys(paths), denied };
  }

  it('an internal server has everything but the pages of the public', async () => {
    assert.match(internal.screen, /角色 Roles api,jobs,signer/);
    assert.equal((await fetch(internal.url)).status, 404);
    assert.ok(routes.length > 50);
    const response = await read(internal.url);
    assert.equal(response.status, 200);
    assert.ok((await response.text()).includes(HOLDER));
  });

  it('whoever does jobs raises alarms of what the journal says, with a digest in place of an address', async () => {
    const lines = (): readonly string[] =>
      internal
        .log()
        .split('\n')
        .filter((line) => line.includes('ABNORMAL_USE'));
    for (let count = 0; count < 3; count++) {
      const body = { userName: `nobody${count}`, password: 'not the password' };
      assert.equal((await post(internal.url, '/api/v1/session', body)).status, 401);
    }
    while (lines().length === 0) await new Promise((resolve) => setTimeout(resolve, 200));
    const { alarm } = JSON.parse(lines()[0] ?? '') as { readonly alarm: Readonly<Record<string, unknown>> };
    const { subject, ...facts } = alarm;
    assert.deepEqual(facts, { code: 'ABNORMAL_USE', rule: 'refusals', count: 3, most: 2, seconds: 600 });
    assert.match(String(subject), /^addresses\/[0-9a-f]{32}$/);
    assert.doesNotMatch(lines().join('\n'), /nobody|127\.0\.0\.1/);
    assert.match(await (await fetch(`${internal.url}/metrics`)).text(), /^alarms_total\{rule="refusals"\} 1$/m);
  });

  it('a public server verifies without a key, a holder, or any other right, and says so in the journal', async function () {
    if (!(await canTrace())) skipped(this, 'strace is not installed, or may not trace here');
    const folder = join(temporaryFolder(), 'public');
    mkdirSync(folder, { recursive: true });
    const program = join(dirname(await builtProgram()), 'server.js');
    let shown: Shown | null = null;
    let list: Uint8Array | null = null;
    const lists = await publishedLists();
    assert.ok(lists.size > 0);
    wire.taken();
    // It is told where the keys are, and could read them.
    const env = {
      YINZHENG_DATABASE_URL: url.replace(/:\d+\//, `:${wire.port}/`),
      YINZHENG_TRUST_DIR: trust,
      YINZHENG_KEYS_DIR: join(home, 'keys'),
    };
    const work = async (base: string): Promise<void> => {
      shown = await askAll(base);
      const [name = ''] = lists.keys();
      const response = await fetch(`${base}/crl/${name}`);
      assert.equal(response.status, 200);
      list = new Uint8Array(await response.arrayBuffer());
      assert.deepEqual(list, lists.get(name));
      assert.equal((await fetch(`${base}/crl/${'0'.repeat(40)}.crl`)).status, 404);
      assert.deepEqual(await (await fetch(`${base}/readyz`)).json(), { ready: true, parts: { store: true } });
    };
    const calls = await traceWhile(folder, [program, '--roles=public'], work, env);
    const { texts, paths, denied } = shown as unknown as Shown;
    assert.deepEqual(
      [...paths].sort(),
      [
        ...['/', '/api/v1/verifications', '/api/v1/verifications/codes/{code}', '/crl/{name}', '/healthz', '/metrics'],
        ...['/openapi.json', '/readyz', '/v', '/v/{code}'],
        ...['/api/v1/key-set', '/api/v1/status-lists', '/api/v1/status-lists/{list}'],
      ].sort(),
    );
    assert.ok(denied.size > 50);
    assert.deepEqual(
      [...denied].filter(([, status]) => status !== 404),
      [],
    );
    assert.deepEqual(
      texts.flatMap((text) => tracesOf(Buffer.from(text), [HOLDER, '欧阳', '欧**'])),
      [],
    );
    assert.deepEqual(openedKeys(calls, join(home, 'keys')), []);
    assert.deepEqual(rightsOf(wire.taken()), [
      'find journal',
      'find licence-copies',
      'find licences',
      'find publications',
      'find settings',
      'insert journal',
    ]);
    const store = await openMongoPublicStore({ url });
    try {
      const entries = await store.journal.read(1, 1000);
      assert.equal(checkChain(EMPTY_HEAD, entries, sm3).fault, null);
      const verified = entries.filter(({ event }: JournalEntry) => event.kind === 'document-verified');
      assert.equal(verified.length, 1);
      const [found] = await store.records.find('licences', { index: 'state', equals: 'published', limit: 1 });
      assert.deepEqual(found?.holders, []);
    } finally {
      await store.close();
    }
    // With all that it can read, whoever has it opens no holder without the key of files and data.
    const stranger = newFileKey();
    const raw = await createMongoStore({ url, blobKeys: stranger.blobKeys });
    try {
      const [stored] = await raw.records.find('licences', { index: 'state', equals: 'published', limit: 1 });
      assert.deepEqual(tracesOf(Buffer.from(JSON.stringify(stored)), [HOLDER, '欧阳']), []);
      const protection = { secrets: stranger.protection, clock: { now: () => Date.now() }, use: 'examined' as const };
      await assert.rejects(
        protectStore(raw, protection).then(({ records }) => records.get('licences', stored?._id ?? '')),
        { code: 'STORE_DAMAGED' },
      );
    } finally {
      await raw.close();
    }
  });

  it('an api server without the keystore reads holders, and answers 503 where a key is needed', async () => {
    const folder = join(temporaryFolder(), 'api');
    const keys = join(folder, 'keys');
    mkdirSync(keys, { recursive: true });
    for (const name of ['files.key', 'passphrase']) copyFileSync(join(home, 'keys', name), join(keys, name));
    const server = await start(folder, { YINZHENG_ROLES: 'api', YINZHENG_TRUST_DIR: trust });
    try {
      const response = await read(server.url);
      assert.equal(response.status, 200);
      assert.ok((await response.text()).includes(HOLDER));
      const refused = await post(server.url, LICENCES, issueRequest());
      assert.deepEqual([refused.status, ((await refused.json()) as { readonly code: string }).code], [503, 'SIGNER_UNAVAILABLE']);
      assert.equal((await fetch(server.url)).status, 404);
      assert.deepEqual(await (await fetch(`${server.url}/readyz`)).json(), { ready: true, parts: { store: true, fonts: true } });
      assert.equal(existsSync(join(keys, 'online.keystore')), false);
    } finally {
      assert.equal(await server.stop(), 0);
    }
  });

  it('a server for jobs alone answers nothing but how it does', async () => {
    const folder = join(temporaryFolder(), 'jobs');
    const server = await start(folder, {
      ...{ YINZHENG_ROLES: 'jobs,signer', YINZHENG_TRUST_DIR: trust, YINZHENG_KEYS_DIR: join(home, 'keys') },
      YINZHENG_JOURNAL_HEAD_FILE: join(folder, 'heads'),
    });
    try {
      const { paths } = (await (await fetch(`${server.url}/openapi.json`)).json()) as Description;
      assert.deepEqual(Object.keys(paths).sort(), ['/healthz', '/metrics', '/openapi.json', '/readyz']);
      for (const path of ['/', LICENCES, VERIFICATIONS, `${VERIFICATIONS}/codes/${code}`])
        assert.equal((await fetch(`${server.url}${path}`)).status, 404, path);
    } finally {
      assert.equal(await server.stop(), 0);
    }
  });

  it('a zone without the keystore makes no installation', async function () {
    const empty = freshUrl(await mongoServer(this));
    for (const roles of ['public', 'api', 'jobs'])
      await assert.rejects(
        start(join(temporaryFolder(), roles), { YINZHENG_ROLES: roles, YINZHENG_DATABASE_URL: empty }),
        /尚无/,
      );
  });

  /** Revocation lists of the trust folder by the name that they are published under. */
  async function publishedLists(): Promise<ReadonlyMap<string, Uint8Array>> {
    const crypto = createNativeProvider();
    const { anchors, intermediates, revocationLists } = await createTrustFiles(trust, crypto).load();
    assert.ok(readdirSync(trust).length > 0);
    const found = new Map<string, Uint8Array>();
    for (const authority of [...anchors.map(({ certificate }) => certificate), ...intermediates]) {
      const name = Buffer.from(authority.subject.raw);
      const list = revocationLists.find(({ issuer }) => Buffer.from(issuer.raw).equals(name));
      if (list) found.set(revocationListName(authority, crypto), list.raw);
    }
    return found;
  }
});

const sm3 = (bytes: Uint8Array): Uint8Array => createNativeProvider().digest('sm3', bytes);

/** What was opened of the keys folder, or of the program that opens keys. */
function openedKeys(calls: readonly SystemCall[], keys: string): readonly string[] {
  const opened = calls.filter(({ name }) => name === 'openat').map(({ text }) => text);
  assert.ok(opened.length > 100);
  return opened.filter((text) => text.includes(keys) || /signer\.js|\.keystore|files\.key|passphrase/.test(text));
}

/** Commands of a user of the database, as rights: what and where; those that every user has are left out. */
function rightsOf(commands: readonly WireCommand[]): readonly string[] {
  const free = new Set(['hello', 'ismaster', 'isMaster', 'ping', 'endSessions']);
  const asked = commands.map((command) => Object.entries(command)[0] ?? ['', '']).filter(([name]) => !free.has(name));
  return [...new Set(asked.map(([name, collection]) => `${name} ${String(collection)}`))].sort();
}
