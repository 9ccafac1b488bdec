/** MongoDB that is away, hangs, loses messages or dies, and writers that die. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createMongoStore } from '../../../src/adapters/mongo/index.ts';
import { checkChain, EMPTY_HEAD, type JournalEntry } from '../../../src/domain/journal/index.ts';
import { createAppender } from '../../../src/services/journal/index.ts';
import type { OpenStore } from '../../../src/services/storage/index.ts';
import { freshUrl, mongoServer, type MongoServer, type ServerControl } from '../../support/mongodb.ts';
import { skipped } from '../../support/skipped.ts';
import { openWire, type Wire } from '../../support/mongodb-wire.ts';
import { BLOB_KEYS, claim, event, setting, sm3 } from '../../support/records.ts';

const WRITER = fileURLToPath(new URL('../../support/mongodb-writer.mjs', import.meta.url));

describe('MongoDB that fails', function () {
  this.timeout(240_000);
  let running: MongoServer & { readonly restart: ServerControl };
  before(async function () {
    const server = await mongoServer(this);
    const { restart } = server;
    running = restart ? { ...server, restart } : skipped(this, 'the server is not ours to stop');
  });

  const open = (url: string) => createMongoStore({ url, blobKeys: BLOB_KEYS });

  /** Everything a store can be asked. */
  const questions = (store: OpenStore, address: string): Readonly<Record<string, () => Promise<unknown>>> => ({
    get: () => store.records.get('claims', 'before'),
    insert: () => store.records.insert('claims', claim('meanwhile')),
    replace: () => store.records.replace('settings', setting('before', 2)),
    remove: () => store.records.remove('claims', 'before'),
    find: () => store.records.find('licences', { index: 'state', equals: 'reserved', limit: 1 }),
    list: () => store.records.list('claims', { limit: 1 }),
    head: () => store.journal.head(),
    read: () => store.journal.read(1, 1),
    known: () => store.journal.known(['event/1']),
    append: () => createAppender({ journal: store.journal, digest: sm3 }).append([event('event/meanwhile')]),
    blob: () => store.blobs.get(address),
    put: () => store.blobs.put(new Uint8Array([4])),
    keys: async () => {
      for await (const key of store.blobs.keys()) assert.ok(key);
    },
    sealed: () => store.sealed.read(address),
  });

  const unavailable = (asked: Readonly<Record<string, (() => Promise<unknown>) | undefined>>) =>
    Promise.all(
      Object.entries(asked).map(([name, ask]) => assert.rejects(async () => ask?.(), { code: 'STORE_UNAVAILABLE' }, name)),
    );

  async function prepared(url: string): Promise<{ readonly store: OpenStore; readonly address: string }> {
    const store = await open(url);
    await store.records.insert('claims', claim('before'));
    await store.records.insert('settings', setting('before', 1));
    return { store, address: await store.blobs.put(new Uint8Array([1, 2, 3])) };
  }

  async function worksAgain(store: OpenStore, address: string): Promise<void> {
    // The driver looks for the server again every few seconds; a slow machine takes longer to be found.
    for (let wait = 0; wait < 60 && !(await store.healthy()); wait++) await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal((await store.records.get('claims', 'before'))?._id, 'before');
    assert.equal((await store.records.get('settings', 'before'))?.version, 1);
    assert.deepEqual([...(await store.blobs.get(address))], [1, 2, 3]);
    await store.records.insert('claims', claim('after'));
    await createAppender({ journal: store.journal, digest: sm3 }).append([event('event/after')]);
    assert.equal(await store.healthy(), true);
  }

  it('answers STORE_UNAVAILABLE while it is away, and goes on when it is back', async () => {
    const url = freshUrl(running);
    const { store, address } = await prepared(url);
    await running.restart.stop();
    try {
      await unavailable({ ...questions(store, address), open: () => open(url) });
      assert.equal(await store.healthy(), false);
    } finally {
      await running.restart.start();
    }
    await worksAgain(store, address);
    await store.close();
  });

  it('answers STORE_UNAVAILABLE while it hangs, and goes on when it does', async () => {
    const { store, address } = await prepared(freshUrl(running));
    const { get, blob, head, read } = questions(store, address);
    running.restart.hang();
    // The signal takes a moment to stop every thread of the server.
    await new Promise((resolve) => setTimeout(resolve, 500));
    try {
      await unavailable({ get, blob, head, read });
      assert.equal(await store.healthy(), false);
    } finally {
      running.restart.resume();
    }
    await worksAgain(store, address);
    await store.close();
  });

  describe('over a wire that breaks', () => {
    let wire: Wire;
    let store: OpenStore;
    let address: string;
    before(async () => {
      wire = await openWire(running.restart.port);
      const url = freshUrl(running).replace(`:${running.restart.port}/`, `:${wire.port}/`);
      ({ store, address } = await prepared(url));
    });
    after(async () => {
      await store.close();
      await wire.close();
    });

    it('writes to the journals of a majority and reads what a majority has', async () => {
      wire.taken();
      for (const ask of Object.values(questions(store, address))) await ask();
      await store.records.insert('claims', claim('before'));
      const commands = wire.taken();
      const named = (name: string) => commands.filter((command) => Object.hasOwn(command, name));
      for (const name of ['insert', 'update', 'delete']) {
        assert.ok(named(name).length > 0, name);
        for (const { writeConcern } of named(name)) assert.deepEqual(writeConcern, { w: 'majority', j: true }, name);
      }
      assert.ok(named('find').length > 5);
      for (const { readConcern, $readPreference } of named('find')) {
        assert.deepEqual(readConcern, { level: 'majority' });
        assert.ok([undefined, 'primary'].includes(($readPreference as { mode?: string } | undefined)?.mode));
      }
      assert.deepEqual(
        [...named('aggregate'), ...named('findAndModify'), ...named('distinct')],
        [],
        'only what every server does alike',
      );
    });

    it('acknowledges no write whose answer is lost, and takes it when it is asked again', async () => {
      wire.breakAt('insert', 'lost-answer');
      await assert.rejects(store.records.insert('claims', claim('unanswered')), { code: 'STORE_UNAVAILABLE' });
      await assert.rejects(store.records.insert('claims', claim('unanswered')), { code: 'ALREADY_EXISTS' });
      await store.records.insert('settings', setting('unanswered', 1));
      wire.breakAt('update', 'lost-answer');
      await assert.rejects(store.records.replace('settings', setting('unanswered', 2)), { code: 'STORE_UNAVAILABLE' });
      await assert.rejects(store.records.replace('settings', setting('unanswered', 2)), { code: 'VERSION_CONFLICT' });
      const appender = createAppender({ journal: store.journal, digest: sm3 });
      wire.breakAt('insert', 'lost-answer');
      await assert.rejects(appender.append([event('event/unanswered')]), { code: 'STORE_UNAVAILABLE' });
      await appender.append([event('event/unanswered')]);
      const entries = await wholeJournal(store);
      assert.equal(entries.filter((entry) => entry.event.id === 'event/unanswered').length, 1);
    });

    it('does nothing by halves when a question is lost', async () => {
      const content = new TextEncoder().encode('file '.repeat(200_000));
      wire.breakAt('insert', 'lost-request');
      await assert.rejects(store.records.insert('claims', claim('unheard')), { code: 'STORE_UNAVAILABLE' });
      assert.equal(await store.records.get('claims', 'unheard'), null);
      wire.breakAt('insert', 'lost-request');
      await assert.rejects(store.blobs.put(content), { code: 'STORE_UNAVAILABLE' });
      const keys: string[] = [];
      for await (const key of store.blobs.keys()) keys.push(key);
      const key = await store.blobs.put(content);
      assert.equal(keys.includes(key), false);
      assert.equal(Buffer.from(await store.blobs.get(key)).equals(content), true);
    });
  });

  it('keeps what it acknowledged, and one chain, when writers and server are killed', async () => {
    const url = freshUrl(running);
    await (await open(url)).close();
    const told: Record<string, string[]> = { event: [], claim: [], file: [] };
    for (let round = 0; round < 2; round++) {
      const writers = [0, 1].map((number) => startWriter(url, `writer-${round}-${number}`, told));
      try {
        await Promise.all(writers.map(({ busy }) => busy));
        if (round === 1) {
          await running.restart.stop();
          await running.restart.start();
        }
      } finally {
        await Promise.all(writers.map(({ kill }) => kill()));
      }
    }
    const store = await open(url);
    try {
      await findsAll(store, told);
    } finally {
      await store.close();
    }
  });
});

/** Finds in a store all that was acknowledged, and nothing by halves. */
async function findsAll(store: OpenStore, told: Readonly<Record<string, readonly string[]>>): Promise<void> {
  const entries = await wholeJournal(store);
  const ids = new Set(entries.map((entry) => entry.event.id));
  assert.equal(ids.size, entries.length);
  for (const id of told['event'] ?? []) assert.ok(ids.has(id), id);
  // Of three events that were appended together all are there or none.
  for (const id of ids) for (const part of [0, 1, 2]) assert.ok(ids.has(id.replace(/\d$/, `${part}`)), id);
  for (const id of told['claim'] ?? []) assert.ok(await store.records.get('claims', id), id);
  for (const address of told['file'] ?? []) assert.ok((await store.blobs.get(address)).length > 0);
  for await (const key of store.blobs.keys()) assert.ok((await store.blobs.get(key)).length > 0);
}

/** All entries, whose chain is found unbroken. */
async function wholeJournal(store: OpenStore): Promise<readonly JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for (let page = await store.journal.read(1, 1000); page.length > 0; page = await store.journal.read(entries.length + 1, 1000))
    entries.push(...page);
  assert.equal(checkChain(EMPTY_HEAD, entries, sm3).fault, null);
  return entries;
}

/** Starts a process that writes; `busy` resolves when it has done some of everything. */
function startWriter(
  url: string,
  name: string,
  told: Record<string, string[]>,
): { readonly busy: Promise<void>; readonly kill: () => Promise<void> } {
  const child = spawn(process.execPath, ['--import=tsx', WRITER, url, name], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  const complaints: Buffer[] = [];
  child.stderr.on('data', (data: Buffer) => complaints.push(data));
  const count = { event: 0, claim: 0, file: 0 };
  const busy = new Promise<void>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      const [kind = '', value = ''] = line.split(' ');
      told[kind]?.push(value);
      if (Object.hasOwn(count, kind)) count[kind as keyof typeof count]++;
      if (count.event >= 9 && count.claim >= 3 && count.file >= 1) resolve();
    });
    void ended.then(() => reject(new Error(`a writer ended early: ${Buffer.concat(complaints).toString()}`)));
  });
  return {
    busy,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
