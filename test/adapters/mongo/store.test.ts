import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import mongoose from 'mongoose';
import { createMongoStore, openMongoRegister } from '../../../src/adapters/mongo/index.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { createAppender } from '../../../src/services/journal/index.ts';
import { describeStore } from '../../contract/store.ts';
import { mongoServer, skipped, type MongoServer } from '../../support/mongodb.ts';
import { BLOB_KEYS, claim, event, licence, sm3 } from '../../support/records.ts';

let databases = 0;

function freshUrl(running: MongoServer): string {
  databases++;
  return running.url(`yinzheng-test-${process.pid}-${databases}`);
}

/** Does something to the raw database of a URL. */
async function raw(url: string, work: (database: NonNullable<mongoose.Connection['db']>) => Promise<unknown>): Promise<void> {
  const connection = await mongoose.createConnection(url).asPromise();
  assert.ok(connection.db);
  await work(connection.db).finally(() => connection.close());
}

describeStore('MongoDB', async (context) => {
  const url = freshUrl(await mongoServer(context));
  const open = () => createMongoStore({ url, blobKeys: BLOB_KEYS });
  return {
    store: await open(),
    reopen: open,
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
  this.timeout(60_000);

  it('answers STORE_UNAVAILABLE while it is away, and goes on when it is back', async function () {
    const running = await mongoServer(this);
    if (!running.restart) return skipped(this, 'the server is not ours to stop');
    const url = freshUrl(running);
    const store = await createMongoStore({ url, blobKeys: BLOB_KEYS });
    await store.records.insert('claims', claim('before'));
    const address = await store.blobs.put(new Uint8Array([1, 2, 3]));
    await running.restart.stop();
    const questions = [
      () => store.records.get('claims', 'before'),
      () => store.records.insert('claims', claim('meanwhile')),
      () => store.records.find('licences', { index: 'state', equals: 'reserved', limit: 1 }),
      () => store.journal.head(),
      () => store.blobs.get(address),
      () => store.blobs.put(new Uint8Array([4])),
    ];
    for (const ask of questions) await assert.rejects(ask(), { code: 'STORE_UNAVAILABLE' });
    assert.equal(await store.healthy(), false);
    await assert.rejects(createMongoStore({ url, blobKeys: BLOB_KEYS }), { code: 'STORE_UNAVAILABLE' });
    await running.restart.start();
    assert.equal((await store.records.get('claims', 'before'))?._id, 'before');
    assert.deepEqual([...(await store.blobs.get(address))], [1, 2, 3]);
    await store.records.insert('claims', claim('after'));
    assert.equal(await store.healthy(), true);
    await store.close();
  });

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
    const acknowledged: string[] = [];
    let stop = false;
    const writing = Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        for (let index = 0; !stop; index++) {
          const id = `step-down/${writer}/${index}`;
          try {
            await store.records.insert('claims', claim(id));
            acknowledged.push(id);
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
    await store.close();
  });
});
