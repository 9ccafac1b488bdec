/** What is asked of MongoDB on every command, and by what indexes. */
import assert from 'node:assert/strict';
import mongoose from 'mongoose';
import { createMongoStore } from '../../../src/adapters/mongo/index.ts';
import { chainEvent, EMPTY_HEAD } from '../../../src/domain/journal/index.ts';
import { mongoServer } from '../../support/mongodb.ts';
import { BLOB_KEYS, event, setting, sm3 } from '../../support/records.ts';

type Command = Readonly<Record<string, unknown>>;

/** Options of a URL that would weaken every promise of a store. */
const WEAK = 'w=1&journal=false&readConcernLevel=local&readPreference=secondaryPreferred&wtimeoutMS=1';

describe('the connection to MongoDB', function () {
  this.timeout(300_000);

  it('asks for the journals of a majority and what a majority has, whatever the URL says', async function () {
    const url = (await mongoServer(this)).url(`yinzheng-connection-${process.pid}`);
    const opening = createMongoStore({
      url: `${url}${url.includes('?') ? '&' : '?'}${WEAK}&monitorCommands=true`,
      blobKeys: BLOB_KEYS,
    });
    const commands: Command[] = [];
    const client = mongoose.connections[mongoose.connections.length - 1]?.getClient();
    client?.on('commandStarted', ({ command }) => commands.push(command));
    const store = await opening;
    try {
      await store.records.insert('settings', setting('asked', 1));
      await store.records.replace('settings', setting('asked', 2));
      await store.records.remove('settings', 'asked');
      await store.records.find('licences', { index: 'state', equals: 'reserved', limit: 1 });
      await store.journal.append([chainEvent(EMPTY_HEAD, event('asked/1'), sm3)]);
      await store.journal.read(1, 10);
      await store.blobs.get(await store.blobs.put(new Uint8Array(600_000)));
    } finally {
      await store.close();
    }
    const named = (name: string): readonly Command[] => commands.filter((command) => Object.hasOwn(command, name));
    for (const name of ['insert', 'update', 'delete', 'createIndexes']) {
      assert.ok(named(name).length > 0, name);
      for (const { writeConcern } of named(name)) assert.deepEqual(writeConcern, { w: 'majority', j: true }, name);
    }
    assert.ok(named('find').length >= 5);
    for (const { readConcern, $readPreference } of named('find')) {
      assert.equal((readConcern as { readonly level: string } | undefined)?.level, 'majority');
      assert.ok(['primary', undefined].includes(($readPreference as { readonly mode: string } | undefined)?.mode));
    }
  });

  it('has a unique index over the events of the journal, and one for each question', async function () {
    const url = (await mongoServer(this)).url(`yinzheng-indexes-${process.pid}`);
    const store = await createMongoStore({ url, blobKeys: BLOB_KEYS });
    await store.close();
    const connection = await mongoose.createConnection(url).asPromise();
    const indexesOf = async (name: string): Promise<readonly Command[]> =>
      (await connection.db?.collection(name).indexes()) ?? [];
    try {
      const events = (await indexesOf('journal')).find(({ name }) => name === 'events');
      assert.deepEqual([events?.['key'], events?.['unique']], [{ events: 1 }, true]);
      const pending = (await indexesOf('licences')).find(({ name }) => name === 'pending');
      assert.deepEqual(pending?.['key'], { 'index.pending': 1, _id: 1 });
    } finally {
      await connection.close();
    }
  });
});
