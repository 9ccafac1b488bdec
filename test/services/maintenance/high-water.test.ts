/** The mark over a real store and a real file, written by several writers. */
import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEmbeddedStore } from '../../../src/adapters/embedded/index.ts';
import { createMarkFile } from '../../../src/adapters/files/index.ts';
import { YinzhengError } from '../../../src/base/errors/index.ts';
import { chainEvent, type JournalHead } from '../../../src/domain/journal/index.ts';
import { checkHighWater, createMarkWriter, type MarkKeeper, type MarkWriter } from '../../../src/services/maintenance/index.ts';
import type { OpenStore } from '../../../src/services/storage/index.ts';
import { BLOB_KEYS, event, sm3 } from '../../support/records.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const clock = { now: () => Date.UTC(2026, 4, 1) };
const fail = (error: unknown): void => {
  throw error;
};

describe('the high-water mark', () => {
  let store: OpenStore;
  let keeper: MarkKeeper;
  let path: string;
  let count = 0;

  beforeEach(async () => {
    const folder = temporaryFolder();
    path = join(folder, 'keys', 'high-water.json');
    keeper = createMarkFile(path);
    store = await createEmbeddedStore({ folder, blobKeys: BLOB_KEYS });
  });

  afterEach(() => store.close());

  async function append(): Promise<JournalHead> {
    const entry = chainEvent(await store.journal.head(), event(`tests/${++count}`), sm3);
    await store.journal.append([entry]);
    return { sequence: entry.sequence, hash: entry.hash };
  }

  const writer = (kept: MarkKeeper = keeper, onError: (error: unknown) => void = fail): MarkWriter =>
    createMarkWriter({ keeper: kept, store, clock, onError });

  it('is the head of the journal when it was last told of one', async () => {
    const { onHead, flush } = writer();
    await flush();
    assert.equal(await keeper.read(), null, 'nothing was told');
    await append();
    onHead();
    const head = await append();
    onHead();
    await flush();
    assert.deepEqual(await keeper.read(), { store: store.identity.id, ...head, at: '2026-05-01T00:00:00.000Z' });
    assert.equal(statSync(path).mode & 0o777, 0o600);
    await checkHighWater(store, keeper);
  });

  it('follows by itself, many heads in one write', async () => {
    let writes = 0;
    let written = (): void => undefined;
    const first = new Promise<void>((resolve) => (written = resolve));
    const counting: MarkKeeper = {
      ...keeper,
      async write(mark) {
        await keeper.write(mark);
        writes++;
        written();
      },
    };
    const { onHead, flush } = writer(counting);
    for (let index = 0; index < 20; index++) {
      await append();
      onHead();
    }
    await first;
    await flush();
    assert.equal(writes, 1);
    assert.equal((await keeper.read())?.sequence, 20);
  });

  it('is taken back by nobody who wrote late', async () => {
    await append();
    const other = writer();
    let overtaken = false;
    const slow = writer({
      ...keeper,
      async write(mark) {
        if (!overtaken) {
          // While this one is about to write entry 1, another process appends and marks entry 2.
          overtaken = true;
          await append();
          other.onHead();
          await other.flush();
          assert.equal((await keeper.read())?.sequence, 2);
        }
        await keeper.write(mark);
      },
    });
    slow.onHead();
    await slow.flush();
    assert.ok(overtaken);
    assert.equal((await keeper.read())?.sequence, 2);
  });

  it('is written after all when it could not be written first', async () => {
    let failures = 1;
    const failing = writer({
      ...keeper,
      write: (mark) => (failures-- > 0 ? Promise.reject(new YinzhengError('FILE_UNWRITABLE', { path })) : keeper.write(mark)),
    });
    const head = await append();
    failing.onHead();
    await assert.rejects(failing.flush(), { code: 'FILE_UNWRITABLE' });
    await failing.flush();
    assert.equal((await keeper.read())?.hash, head.hash);
  });

  it('notices a journal that is shorter, has another entry there, or is another store’s', async () => {
    await checkHighWater(store, keeper);
    const first = await append();
    const second = await append();
    const mark = { store: store.identity.id, ...second, at: '2026-05-01T00:00:00.000Z' };
    await keeper.write({ ...mark, sequence: 1, hash: first.hash });
    await checkHighWater(store, keeper);
    await keeper.write({ ...mark, sequence: 3 });
    await assert.rejects(checkHighWater(store, keeper), { code: 'STORE_ROLLED_BACK', details: { found: 2, expected: 3 } });
    await keeper.write({ ...mark, hash: first.hash });
    await assert.rejects(checkHighWater(store, keeper), { code: 'STORE_ROLLED_BACK' });
    await keeper.write({ ...mark, store: 'another' });
    await assert.rejects(checkHighWater(store, keeper), { code: 'DATA_MISSING', details: { path } });
  });

  it('is no mark when its file is something else', async () => {
    const good = { store: 's', sequence: 1, hash: 'a'.repeat(64), at: '2026-05-01T00:00:00.000Z' };
    await keeper.write(good);
    assert.deepEqual(await keeper.read(), good);
    assert.deepEqual(JSON.parse(readFileSync(path, 'utf8')), good);
    for (const text of ['', '{}', 'null', JSON.stringify({ ...good, sequence: -1 }), JSON.stringify({ ...good, more: 1 })]) {
      writeFileSync(path, text);
      await assert.rejects(keeper.read(), { code: 'STORE_DAMAGED' }, text);
    }
  });
});
