/** Putting a backup into a store: broken off at any step, and what a store that moves on may do to a copy. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { createBackupFolder, openBackupFolder } from '../../../src/adapters/backup/index.ts';
import { createEmbeddedStore } from '../../../src/adapters/embedded/index.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { chainEvent, EMPTY_HEAD, type DomainEvent } from '../../../src/domain/journal/index.ts';
import { verifyJournal } from '../../../src/services/journal/index.ts';
import {
  checkBackup,
  checkNotOlder,
  checkWhole,
  makeBackup,
  restoreBackup,
  type BackupManifest,
  type BackupReader,
} from '../../../src/services/maintenance/index.ts';
import { SERVER_ACTOR } from '../../../src/services/platform.ts';
import type { OpenStore, StoreSnapshot } from '../../../src/services/storage/index.ts';
import { BLOB_KEYS, claim, edition, event, licence, setting, sm3, stamping } from '../../support/records.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const clock = { now: () => Date.UTC(2026, 4, 2) };
const authenticate = (bytes: Uint8Array): Uint8Array => createHmac('sha256', 'tests').update(bytes).digest();
const NONE = { list: () => Promise.resolve([]) };

const openAt = (folder: string): Promise<OpenStore> => createEmbeddedStore({ folder, blobKeys: BLOB_KEYS });

async function append(store: OpenStore, ...events: readonly DomainEvent[]): Promise<void> {
  for (const told of events) await store.journal.append([chainEvent(await store.journal.head(), told, sm3)]);
}

/** A licence with a file, its claim and its entry. */
async function addLicence(store: OpenStore, id: string): Promise<void> {
  const blob = await store.blobs.put(new TextEncoder().encode(`file of ${id}`));
  const file = { format: 'pdf', role: 'original', digest: 'd'.repeat(64), size: 9, blob, recordedAt: '' } as const;
  await store.records.insert('claims', claim(`identifier:${id}`, id));
  await store.records.insert('stampings', stamping(`s-${id}`, { state: 'done' }));
  await store.records.insert('licences', licence(id, { editions: [edition(id, { files: [file] })] }));
  await append(store, event(`licences/${id}/1`, { stamping: `s-${id}` }));
}

async function backUp(store: OpenStore, folder: string): Promise<BackupReader> {
  await makeBackup({ store, keys: NONE, trust: NONE, authenticate, clock }, await createBackupFolder(folder));
  return openBackupFolder(folder);
}

const check = (source: BackupReader): Promise<BackupManifest> => checkBackup(source, { authenticate, sm3 });

/** Everything a store holds, for comparison. */
async function contentOf(store: OpenStore): Promise<unknown> {
  const collections = ['licences', 'claims', 'stampings', 'settings'] as const;
  const records = await Promise.all(collections.map((name) => store.records.list(name, { limit: 1000 })));
  const files = [];
  for await (const key of store.blobs.keys()) files.push([key, Buffer.from(await store.blobs.get(key)).toString()]);
  return { records, files, journal: await store.journal.read(1, 1000) };
}

/** A store whose n-th write is never done, nor any after it. */
function dying(store: OpenStore, at: number): { readonly store: OpenStore; readonly died: () => boolean } {
  let writes = 0;
  const step = <T>(work: () => Promise<T>): Promise<T> =>
    ++writes < at ? work() : Promise.reject(new RangeError('the process died'));
  const { records, journal, sealed } = store;
  return {
    died: () => writes >= at,
    store: {
      ...store,
      records: {
        ...records,
        insert: (collection, record) => step(() => records.insert(collection, record)),
        replace: (collection, record) => step(() => records.replace(collection, record)),
        remove: (collection, id) => step(() => records.remove(collection, id)),
      },
      journal: { ...journal, append: (entries) => step(() => journal.append(entries)) },
      sealed: { ...sealed, write: (key, envelope) => step(() => sealed.write(key, envelope)) },
    },
  };
}

describe('putting a backup into a store', () => {
  let source: BackupReader;
  let manifest: BackupManifest;
  const restoreInto = (store: OpenStore, complete?: () => Promise<void>) =>
    restoreBackup(source, manifest, { store, sm3, clock, actor: SERVER_ACTOR, mark: null, ...(complete ? { complete } : {}) });

  before(async () => {
    const store = await openAt(temporaryFolder());
    for (const id of ['a', 'b', 'c']) await addLicence(store, id);
    await store.records.insert('settings', setting('lease:journal', 1));
    await store.records.insert('sessions', {
      _id: 's',
      schema: 1,
      version: 1,
      account: 'a',
      createdAt: '',
      usedAt: '',
      expiresAt: '',
    });
    source = await backUp(store, join(temporaryFolder(), 'backup'));
    manifest = await check(source);
    await store.close();
  });

  it('gives everything back but sessions and leases, and says so in the journal', async () => {
    const folder = temporaryFolder();
    const store = await openAt(folder);
    const head = await restoreInto(store);
    await store.close();
    const again = await openAt(folder);
    assert.equal(again.identity.id, manifest.store.id);
    await checkWhole(again.records);
    assert.deepEqual(await verifyJournal(again.journal, sm3), { head, entries: 4, fault: null });
    const [last] = await again.journal.read(4, 1);
    assert.equal(last?.event.kind, 'store-restored');
    assert.deepEqual(last.event.facts, { backupOf: manifest.createdAt, ...manifest.head, seen: null });
    for (const id of ['a', 'b', 'c']) {
      const found = await again.records.get('licences', id);
      const bytes = await again.blobs.get(found?.editions[0]?.files[0]?.blob ?? '');
      assert.equal(new TextDecoder().decode(bytes), `file of ${id}`);
    }
    const settings = await again.records.list('settings', { limit: 10 });
    assert.deepEqual(
      settings.map(({ _id }) => _id),
      ['store'],
    );
    assert.deepEqual(await again.records.list('sessions', { limit: 10 }), []);
    await again.close();
  });

  it('broken off at any step, is not taken for whole, and comes to the same when it is done again', async () => {
    const whole = await openAt(temporaryFolder());
    await restoreInto(whole);
    const expected = await contentOf(whole);
    await whole.close();
    for (let at = 1; ; at++) {
      const folder = temporaryFolder();
      const store = await openAt(folder);
      const mortal = dying(store, at);
      let completed = 0;
      const complete = (): Promise<void> => {
        completed++;
        return Promise.resolve();
      };
      const work = restoreInto(mortal.store, complete);
      await work.catch((error: unknown) => assert.ok(error instanceof RangeError, String(error)));
      await store.close();
      const next = await openAt(folder);
      if (mortal.died() && at > 1) await assert.rejects(checkWhole(next.records), { code: 'RESTORE_UNFINISHED' }, `step ${at}`);
      await restoreInto(next, complete).catch((error: unknown) =>
        assert.ok(!mortal.died() && isYinzhengError(error, 'STORE_NOT_EMPTY'), `step ${at}: ${String(error)}`),
      );
      assert.ok(completed >= 1, `step ${at}`);
      await checkWhole(next.records);
      assert.deepEqual(await contentOf(next), expected, `step ${at}`);
      await next.close();
      if (!mortal.died()) {
        assert.ok(at > 10, `${at} steps`);
        return;
      }
    }
  });

  it('goes into no store that holds data, nor into one begun with another backup', async () => {
    const occupied = await openAt(temporaryFolder());
    await occupied.records.insert('claims', claim('c'));
    await assert.rejects(restoreInto(occupied), { code: 'STORE_NOT_EMPTY' });
    assert.deepEqual((await occupied.records.list('claims', { limit: 10 })).length, 1);
    await occupied.close();
    const begun = await openAt(temporaryFolder());
    await assert.rejects(restoreInto(dying(begun, 8).store), RangeError);
    const other = { ...manifest, createdAt: '2026-01-01T00:00:00.000Z' };
    await assert.rejects(restoreBackup(source, other, { store: begun, sm3, clock, actor: SERVER_ACTOR, mark: null }), {
      code: 'STORE_NOT_EMPTY',
    });
    await begun.close();
  });

  it('is refused where its journal does not lead past the mark', async () => {
    const [first, second] = await Promise.all(
      [1, 2].map(async (sequence) => {
        for await (const line of source.lines('journal.jsonl')) {
          const entry = JSON.parse(line) as { sequence: number; hash: string };
          if (entry.sequence === sequence) return entry.hash;
        }
        return '';
      }),
    );
    const mark = { store: manifest.store.id, sequence: 2, hash: second ?? '', at: '' };
    const refused = { code: 'STORE_ROLLED_BACK' };
    await checkNotOlder(source, manifest, null);
    await checkNotOlder(source, manifest, mark);
    await checkNotOlder(source, manifest, { ...mark, store: 'another', sequence: 99 });
    await checkNotOlder(source, manifest, { ...mark, sequence: 0, hash: EMPTY_HEAD.hash });
    await assert.rejects(checkNotOlder(source, manifest, { ...mark, sequence: 4 }), refused);
    await assert.rejects(checkNotOlder(source, manifest, { ...mark, hash: first ?? '' }), refused, 'another history');
  });
});

describe('copying a store that moves on', () => {
  /** A view that does not stand still: what is done when something is read first happens before the reading. */
  function moving(store: OpenStore, hooks: Readonly<Record<string, () => Promise<void>>>): OpenStore {
    const done = new Set<string>();
    const first = async (name: string): Promise<void> => {
      if (done.has(name)) return;
      done.add(name);
      await hooks[name]?.();
    };
    const snapshot: StoreSnapshot = {
      frozen: false,
      release: () => Promise.resolve(),
      records: {
        get: (collection, id) => first(`get ${collection}/${id}`).then(() => store.records.get(collection, id)),
        list: (collection, page) => first(`list ${collection}`).then(() => store.records.list(collection, page)),
      },
      journal: {
        head: () => store.journal.head(),
        read: (from, limit) => first(`read ${from}`).then(() => store.journal.read(from, limit)),
      },
    };
    return { ...store, snapshot: () => Promise.resolve(snapshot) };
  }

  it('has no licence older than its entries, none without its claim, and no entry missing', async () => {
    const store = await openAt(temporaryFolder());
    for (const id of ['a', 'b']) await addLicence(store, id);
    const change = async (id: string, kind: 'suspend' | 'resume'): Promise<void> => {
      const found = await store.records.get('licences', id);
      assert.ok(found);
      const told = { kind, reason: '', documentNumber: '', effectiveAt: '', recordedAt: '', actor: SERVER_ACTOR };
      const version = found.version + 1;
      await store.records.replace('licences', { ...found, version, events: [...found.events, told] });
      await append(store, { ...event(`licences/${id}/${version}`), kind: 'licence-status-changed' });
    };
    const source = await backUp(
      moving(store, {
        // After the licences were listed: one changes, one is issued.
        'list organisations': () => change('a', 'suspend'),
        'list stampings': () => addLicence(store, 'new'),
        // While the changed one is read again, another one changes, and then the first once more.
        'get licences/a': () => change('b', 'suspend'),
        'get licences/b': () => change('a', 'resume'),
        // A document that is verified has no record that might have changed.
        'get licences/new': () => append(store, { ...event('verifications/v'), subject: 'documents/d' }),
        // After the journal was copied: this one is not in the copy, though its claim may be.
        'list claims': () => addLicence(store, 'late'),
      }),
      join(temporaryFolder(), 'backup'),
    );
    const manifest = await check(source);
    const restored = await openAt(temporaryFolder());
    await restoreBackup(source, manifest, { store: restored, sm3, clock, actor: SERVER_ACTOR, mark: null });
    const told = new Map<string, number>();
    await verifyJournal(restored.journal, sm3, ({ event: { kind, subject } }) => {
      if (kind === 'licence-status-changed') told.set(subject, (told.get(subject) ?? 0) + 1);
    });
    assert.deepEqual(Object.fromEntries(told), { 'licences/a': 2, 'licences/b': 1 });
    const licences = await restored.records.list('licences', { limit: 10 });
    assert.deepEqual(Object.fromEntries(licences.map(({ _id, events }) => [_id, events.length])), { a: 2, b: 1, new: 0 });
    for (const { _id, editions } of licences) {
      assert.ok(await restored.records.get('claims', `identifier:${_id}`), `${_id} has its claim`);
      assert.ok(await restored.records.get('stampings', `s-${_id}`), `${_id} has its stamping`);
      assert.ok((await restored.blobs.get(editions[0]?.files[0]?.blob ?? '')).length > 0);
    }
    await Promise.all([store.close(), restored.close()]);
  });

  it('gives up, and says so, when changes never cease', async () => {
    const store = await openAt(temporaryFolder());
    await addLicence(store, 'a');
    let version = 1;
    const { records, journal } = store;
    const restless: OpenStore = {
      ...store,
      snapshot: () =>
        Promise.resolve({
          records,
          frozen: false,
          release: () => Promise.resolve(),
          journal: {
            head: () => journal.head(),
            async read(from, limit) {
              if (version === 1) await append(store, event(`licences/a/${++version}`));
              const page = await journal.read(from, limit);
              if (page.length === 0) await append(store, event(`licences/a/${++version}`));
              return page;
            },
          },
        }),
    };
    await assert.rejects(backUp(restless, join(temporaryFolder(), 'backup')), { code: 'SERVICE_BUSY' });
    await store.close();
  });
});
