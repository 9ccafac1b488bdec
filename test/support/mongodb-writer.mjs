// A process that appends to the journal and files things until it is killed; tells what was acknowledged, a line each.
import { Buffer } from 'node:buffer';
import { createMongoStore } from '../../src/adapters/mongo/index.ts';
import { createAppender } from '../../src/services/journal/index.ts';
import { BLOB_KEYS, claim, event, sm3 } from './records.ts';

const [url, name] = process.argv.slice(2);
const store = await createMongoStore({ url, blobKeys: BLOB_KEYS });
const appender = createAppender({ journal: store.journal, digest: sm3 });
/** Tells, and lets the machine do something else. */
const tell = async (kind, ...values) => {
  for (const value of values) process.stdout.write(`${kind} ${value}\n`);
  await new Promise((resolve) => setTimeout(resolve, 20));
};

async function append() {
  for (let turn = 0; ; turn++) {
    const ids = [0, 1, 2].map((part) => `${name}/${turn}/${part}`);
    await appender.append(ids.map((id) => event(id)));
    await tell('event', ...ids);
  }
}

async function insert() {
  for (let turn = 0; ; turn++) {
    await store.records.insert('claims', claim(`${name}/${turn}`, name));
    await tell('claim', `${name}/${turn}`);
  }
}

async function put() {
  for (let turn = 0; ; turn++) await tell('file', await store.blobs.put(Buffer.from(`${name}/${turn} `.repeat(20_000))));
}

await Promise.all([append(), insert(), put()]);
