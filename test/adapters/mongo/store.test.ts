import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import mongoose from 'mongoose';
import { createMongoStore, openMongoRegister } from '../../../src/adapters/mongo/index.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { createAppender, verifyJournal } from '../../../src/services/journal/index.ts';
import { describeStore } from '../../contract/store.ts';
import { freshUrl, mongoServer } from '../../support/mongodb.ts';
import { skipped } from '../../support/skipped.ts';
import { BLOB_KEYS, claim, event, licence, sm3 } from '../../support/records.ts';

/** Does something to the raw database of a URL. */
async function raw(url: string, work: (database: NonNullable<mongoose.Connection['db']>) => Promise<unknown>): Promise<void> {
  const connection = await mongoose.createConnection(url).asPromise();
  assert.ok(connection.db);
  await work(connection.db).finally(() => connection.close());
}

describeStore('MongoDB', async (context) => {
  const server = await mongoServer(context);
  const url = freshUrl(server);
  const open = () => createMongoStore({ url, blobKeys: BLOB_KEYS });
  return {
    store: await open(),
    reopen: open,
    // Java compares texts by their UTF-16 units.
    ...(server.kind === 'mongo-java-server' ? { order: (a: string, b: string) => (a < b ? -1 : 1) } : {}),
    damage: (address, how) =>
      raw(url, async (database) => {
        for (const file of await database.collection('files.files').find({ filename: address }).toArray()) {
          const chunks = database.collection('files.chunks');
          const chunk = await chunks.findOne({ files_id: file._id });
          assert.ok(chunk);
          if (how === 'remove') {
            await database.collection('files.files').deleteOne({ _id: file._id });
            continue;
          }
          const bytes = Buffer.from((chunk['data'] as mongoose.mongo.Binary).buffer);
          const changed = how === 'truncate' ? bytes.subarray(0, -1) : bytes.fill((bytes[100] ?? 0) ^ 1, 100, 101);
          await chunks.updateOne({ _id: chunk._id }, { $set: { data: new mongoose.mongo.Binary(changed) } });
        }
      }),
  };
});

describe('MongoDB', function () {
  this.timeout(300_000);

  it('brings each event into the journal once when two servers append the same ones', async function () {
    const url = freshUrl(await mongoServer(this));
    const stores = await Promise.all([0, 1].map(() => createMongoStore({ url, blobKeys: BLOB_KEYS })));
    const events = Array.from({ length: 60 }, (_, index) => event(`twice/${index}`));
    await Promise.all(
      stores.map(async ({ journal }) => {
        const appender = createAppender({ journal, digest: sm3 });
        await Promise.all(events.map((one) => appender.append([one])));
      }),
    );
    const entries = (await stores[0]?.journal.read(1, 1000)) ?? [];
    assert.deepEqual(entries.map((entry) => entry.event.id).sort(), events.map(({ id }) => id).sort());
    assert.deepEqual(
      entries.map(({ sequence }) => sequence),
      events.map((_, index) => index + 1),
    );
    await Promise.all(stores.map((store) => store.close()));
  });

  it('keeps files of several chunks', async function () {
    const store = await createMongoStore({ url: freshUrl(await mongoServer(this)), blobKeys: BLOB_KEYS });
    const bytes = new Uint8Array(randomBytes(1_300_000));
    const address = await store.blobs.put(bytes);
    assert.deepEqual(Buffer.from(await store.blobs.get(address)).compare(bytes), 0);
    await store.close();
  });

  it('finds documents that were edited beside their JSON, or lost their shape', async function () {
    const url = freshUrl(await mongoServer(this));
    const store = await createMongoStore({ url, blobKeys: BLOB_KEYS });
    const appender = createAppender({ journal: store.journal, digest: sm3 });
    await store.records.insert('claims', claim('edited'));
    const address = await store.blobs.put(new Uint8Array(100));
    for (const part of [1, 2, 3]) await appender.append([event(`edited/${part}`), event(`edited/${part}/b`)]);
    const edit = (collection: string, filter: mongoose.mongo.Filter<mongoose.mongo.Document>, change: Record<string, unknown>) =>
      raw(url, async (database) => {
        assert.equal((await database.collection(collection).updateMany(filter, change)).modifiedCount, 1);
      });
    const reads = () => store.records.get('claims', 'edited');
    for (const change of [{ version: 2 }, { json: 'null' }, { json: '{' }, { json: 1 }]) {
      await edit('claims', {}, { $set: change });
      await assert.rejects(reads, { code: 'STORE_DAMAGED' }, JSON.stringify(change));
      await edit('claims', {}, { $set: { version: 1, json: JSON.stringify(claim('edited')) } });
      assert.deepEqual(await reads(), claim('edited'));
    }
    const first: mongoose.mongo.Filter<mongoose.mongo.Document> = { last: 4 };
    for (const change of [{ hash: 'f'.repeat(64) }, { events: ['edited/2', 'other'] }, { json: '[]' }, { json: 'null' }]) {
      const before: Record<string, unknown> = {};
      await raw(url, async (database) => {
        const projection = { _id: 0, hash: 1, events: 1, json: 1 };
        Object.assign(before, await database.collection('journal').findOne(first, { projection }));
      });
      await edit('journal', first, { $set: change });
      const { fault, entries } = await verifyJournal(store.journal, sm3);
      assert.deepEqual([fault, entries], [{ sequence: 3, fault: 'unreadable' }, 2], JSON.stringify(change));
      await edit('journal', first, { $set: before });
      assert.equal((await verifyJournal(store.journal, sm3)).fault, null);
    }
    for (const change of [{ $set: { data: 'text' } }, { $unset: { data: 1 } }]) {
      await edit('files.chunks', {}, change);
      await assert.rejects(store.blobs.get(address), { code: 'BLOB_DAMAGED' });
    }
    await raw(url, (database) => database.collection('files.chunks').deleteMany({}));
    await assert.rejects(store.blobs.get(address), { code: 'BLOB_DAMAGED' });
    assert.equal(await store.blobs.put(new Uint8Array(100)), address);
    assert.equal((await store.blobs.get(address)).length, 100);
    await store.close();
  });

  it('opens a register to be looked at, and makes none', async function () {
    const url = freshUrl(await mongoServer(this));
    await assert.rejects(openMongoRegister({ url }), { code: 'INSTALLATION_MISSING' });
    await raw(url, async (database) => assert.deepEqual(await database.listCollections().toArray(), []));
    const store = await createMongoStore({ url, blobKeys: BLOB_KEYS });
    await store.records.insert('licences', licence('looked/1'));
    const register = await openMongoRegister({ url });
    assert.equal((await register.value.get('licences', 'looked/1'))?._id, 'looked/1');
    await register.close();
    await store.close();
  });

  it('loses nothing that was acknowledged when the primary steps down', async function () {
    const running = await mongoServer(this);
    if (!running.replicaSet) return skipped(this, `${running.kind} is no replica set`);
    const url = freshUrl(running);
    const store = await createMongoStore({ url, blobKeys: BLOB_KEYS });
    const appender = createAppender({ journal: store.journal, digest: sm3 });
    const acknowledged: string[] = [];
    const journalled: string[] = [];
    let stop = false;
    const writing = Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        for (let index = 0; !stop; index++) {
          const id = `step-down/${writer}/${index}`;
          try {
            await store.records.insert('claims', claim(id));
            acknowledged.push(id);
            await appender.append([event(id)]);
            journalled.push(id);
          } catch (error) {
            if (!isYinzhengError(error, 'STORE_UNAVAILABLE', 'ALREADY_EXISTS')) throw error;
          }
        }
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await raw(running.url('admin'), (database) => database.command({ replSetStepDown: 10, force: true }).catch(() => undefined));
    await new Promise((resolve) => setTimeout(resolve, 15_000));
    stop = true;
    await writing;
    assert.ok(acknowledged.length > 100);
    for (const id of acknowledged) assert.ok(await store.records.get('claims', id), id);
    const found: string[] = [];
    const { fault } = await verifyJournal(store.journal, sm3, (entry) => found.push(entry.event.id));
    assert.equal(fault, null);
    assert.equal(new Set(found).size, found.length);
    const inJournal = new Set(found);
    for (const id of journalled) assert.ok(inJournal.has(id), id);
    await store.close();
  });
});
