/** What somebody finds who has the database and no keys: after the main job, no holder's name or number, in no spelling. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { createEmbeddedStore } from '../../../src/adapters/embedded/index.ts';
import { createMongoStore } from '../../../src/adapters/mongo/index.ts';
import { createPasswordHasher } from '../../../src/adapters/platform/password.ts';
import { createAccount } from '../../../src/services/access/index.ts';
import { changeStatus, downloadLicence, getLicence, issueLicence, listLicences } from '../../../src/services/licences/index.ts';
import { makeBackup } from '../../../src/services/maintenance/index.ts';
import { SERVER_ACTOR } from '../../../src/services/platform.ts';
import { verifyAndKeep } from '../../../src/services/verification/index.ts';
import { freshUrl, mongoServer } from '../../support/mongodb.ts';
import { tracesOf } from '../../support/personal-traces.ts';
import { protect } from '../../support/protected.ts';
import { BLOB_KEYS, sm3 } from '../../support/records.ts';
import { CLERK, COUNTER, openUseCases, order, PURPOSE, type OpensStore, type UseCases } from '../../support/use-cases.ts';

// Nobody whom the examples of licence types name.
const NAME = '司徒晓例';
const NUMBER = '11010519491231002X';
const LICENCE_NUMBER = 'JY29901009876543';
const ADDRESS = '红星路三段一百零一号';
const STAFF = '司徒测样';
const USER = 'situ.ceyang';
const WORDS = [NAME, NUMBER, LICENCE_NUMBER, ADDRESS, STAFF, USER];

/** Issues, reads, lists, downloads, changes, verifies; reasons name the holder, as people's reasons do. */
async function mainJob(cases: UseCases): Promise<void> {
  const { licences, verification, relay, store } = cases;
  const cause = `${NAME}（${NUMBER}）申请`;
  const request = order({
    holders: [{ name: NAME, codeType: '111', code: NUMBER }],
    licenceNumber: LICENCE_NUMBER,
    purpose: { item: '食品经营许可', caseNumber: `CASE-${NUMBER}-1`, cause },
  });
  const fields = { ...request.fields, 住所: ADDRESS, 法定代表人: NAME };
  const { licence } = await issueLicence(licences, CLERK, { ...request, fields });
  const identifier = licence.editions[0]?.identifier ?? '';
  const purpose = { ...PURPOSE, cause };
  const answer = await getLicence(licences, CLERK, { identifier, purpose });
  assert.deepEqual(answer.licence.holders, request.holders);
  assert.equal(answer.edition.purpose.cause, cause);
  const { bytes } = await downloadLicence(licences, CLERK, { identifier, purpose });
  assert.equal((await listLicences(licences, CLERK, {})).items.length, 1);
  const keeping = { records: store.records, retention: 3_600_000, ...{ clock: licences.clock, random: licences.random } };
  const kept = await verifyAndKeep(verification, keeping, COUNTER, { bytes });
  assert.equal(kept.report.register?.identifier, identifier);
  assert.notEqual(kept.id, null);
  const change = { identifier, event: 'suspend', reason: `${NAME}涉嫌违法`, documentNumber: '样函〔2026〕1号' } as const;
  await changeStatus(licences, CLERK, change);
  const access = { records: store.records, journal: relay, clock: licences.clock, random: licences.random };
  await createAccount({ ...access, hasher: createPasswordHasher() }, SERVER_ACTOR, {
    ...{ userName: USER, displayName: STAFF, password: null, organisation: null, roles: ['auditor'], demonstration: false },
  });
  await relay.drain();
}

/** A backup held in memory. */
async function backupOf(cases: UseCases): Promise<readonly Uint8Array[]> {
  const parts: Uint8Array[] = [];
  const keep = (path: string, bytes: Uint8Array) => {
    parts.push(bytes);
    return { path, size: bytes.length, sm3: Buffer.from(sm3(bytes)).toString('hex') };
  };
  const nothing = { list: () => Promise.resolve([]) };
  await makeBackup(
    { store: cases.store, keys: nothing, trust: nothing, authenticate: () => new Uint8Array(32), clock: cases.licences.clock },
    {
      file: (path, bytes) => Promise.resolve(keep(path, bytes)),
      async lines(path, texts) {
        const lines: string[] = [];
        for await (const text of texts) lines.push(text);
        return keep(path, Buffer.from(lines.join('\n')));
      },
    },
  );
  return parts;
}

const sealed =
  (open: OpensStore): OpensStore =>
  async (folder) =>
    protect(await open(folder));

describe('a database without its keys', () => {
  it('has nothing of a holder in clear (lmdb), nor has a backup of it', async () => {
    const cases = await openUseCases(
      sealed((folder) => createEmbeddedStore({ folder: join(folder, 'data'), blobKeys: BLOB_KEYS })),
    );
    await mainJob(cases);
    const backup = await backupOf(cases);
    await cases.close();
    const files = readdirSync(cases.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    assert.ok(files.some(({ name }) => name === 'data.mdb'));
    const found = files.flatMap(({ parentPath, name }) => tracesOf(readFileSync(join(parentPath, name)), WORDS));
    assert.deepEqual(found, []);
    assert.ok(backup.length > 5);
    assert.deepEqual(
      backup.flatMap((part) => tracesOf(part, WORDS)),
      [],
    );
  });

  it('has nothing of a holder in clear (MongoDB)', async function () {
    const url = freshUrl(await mongoServer(this));
    const cases = await openUseCases(sealed(() => createMongoStore({ url, blobKeys: BLOB_KEYS })));
    await mainJob(cases);
    const backup = await backupOf(cases);
    await cases.close();
    const connection = await mongoose.createConnection(url).asPromise();
    try {
      const database = connection.db;
      assert.ok(database);
      let documents = 0;
      for (const { name } of await database.listCollections().toArray()) {
        for (const document of await database.collection(name).find().toArray()) {
          documents++;
          const bytes = mongoose.mongo.BSON.serialize(document);
          assert.deepEqual(tracesOf(bytes, WORDS), [], name);
        }
      }
      assert.ok(documents > 20);
    } finally {
      await connection.close();
    }
    assert.deepEqual(
      backup.flatMap((part) => tracesOf(part, WORDS)),
      [],
    );
  });

  it('would show them without sealing', async () => {
    const cases = await openUseCases();
    await mainJob(cases);
    await cases.close();
    const bytes = readFileSync(join(cases.folder, 'data', 'store', 'data.mdb'));
    const found = tracesOf(bytes, WORDS);
    for (const word of WORDS) assert.ok(found.includes(`${word} in UTF-8`), word);
  });
});

describe('looking for words in octets', () => {
  it('finds each spelling', () => {
    const utf8 = Buffer.from(`x${NAME}y`);
    const utf16 = Buffer.from(`x${NAME}`, 'utf16le');
    assert.deepEqual(tracesOf(utf8, [NAME]), [`${NAME} in UTF-8`]);
    assert.deepEqual(tracesOf(utf16, [NAME]), [`${NAME} in UTF-16LE`]);
    assert.deepEqual(tracesOf(Buffer.from(utf8.toString('hex')), [NAME]), [`${NAME} in UTF-8 hexadecimal`]);
    for (const before of ['', 'x', 'xy', 'xyz']) {
      const encoded = Buffer.from(Buffer.from(`${before}${NAME}z`).toString('base64'));
      assert.deepEqual(tracesOf(encoded, [NAME]), [`${NAME} in UTF-8 Base64`], before);
      const wide = Buffer.from(Buffer.from(`${before}${NAME}z`, 'utf16le').toString('base64url'));
      assert.deepEqual(tracesOf(wide, [NAME]), [`${NAME} in UTF-16LE Base64`], before);
    }
  });
});
