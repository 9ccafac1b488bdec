/** Personal data in records are sealed, found by keyed digests, and brought under newer keys. */
import assert from 'node:assert/strict';
import { createEmbeddedStore } from '../../../src/adapters/embedded/index.ts';
import { protectStore, withoutKeys, withoutPersons, type ProtectedStore } from '../../../src/adapters/protection/index.ts';
import { fileKeyOf } from '../../../src/adapters/blobs/index.ts';
import type { AccountRecord, OpenStore, RecordStore } from '../../../src/services/storage/index.ts';
import { protect, PROTECTION_SECRETS } from '../../support/protected.ts';
import { BLOB_KEYS, claim, licence, stamping } from '../../support/records.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const HOLDER = { name: '欧阳晓样', codeType: '111', code: '11010519491231002X' } as const;
const DAY = 24 * 3_600_000;

const ACCOUNT: AccountRecord = {
  ...{ _id: 'account', schema: 1, version: 1, userName: 'ouyang', displayName: '欧阳晓样', passwordHash: 'x' },
  ...{ organisation: null, roles: [], demonstration: false, disabled: false, outbox: [], pending: false },
};

describe('sealed records', () => {
  let raw: OpenStore;
  let store: ProtectedStore;
  let shift = 0;
  const clock = { now: () => Date.now() + shift };
  const records = (): RecordStore => store.records;

  beforeEach(async () => {
    shift = 0;
    raw = await createEmbeddedStore({ folder: temporaryFolder(), blobKeys: BLOB_KEYS });
    store = await protect(raw, clock);
  });
  afterEach(() => raw.close());

  it('gives back what was written, and leaves nothing of it in the store', async () => {
    const record = licence('one', { holders: [HOLDER], caseKey: 'A/B/110105' });
    await records().insert('licences', record);
    assert.deepEqual(await records().get('licences', 'one'), record);
    const stored = await raw.records.get('licences', 'one');
    const text = JSON.stringify(stored);
    for (const word of [HOLDER.name, HOLDER.code, '110105']) assert.ok(!text.includes(word), word);
    assert.deepEqual(
      stored?.editions.map(({ fields }) => fields),
      record.editions.map(() => undefined),
    );
    // A process that has only just opened the store reads the same.
    assert.deepEqual(await (await protect(raw, clock)).records.get('licences', 'one'), record);
  });

  it('finds a holder by number and by name, however the number is written', async () => {
    await records().insert('licences', licence('one', { holders: [HOLDER] }));
    await records().insert('licences', licence('two', { holders: [{ ...HOLDER, code: '110105194912310021' }] }));
    const ids = async (index: 'holderCode' | 'holderName', equals: string) =>
      (await records().find('licences', { index, equals, limit: 10 })).map(({ _id }) => _id);
    assert.deepEqual(await ids('holderCode', HOLDER.code), ['one']);
    assert.deepEqual(await ids('holderCode', HOLDER.code.toLowerCase()), ['one']);
    assert.deepEqual(await ids('holderName', HOLDER.name), ['one', 'two']);
    assert.equal(await records().count('licences', { index: 'holderName', equals: HOLDER.name }), 2);
    assert.deepEqual(await ids('holderName', '欧阳'), []);
  });

  it('keeps claims unique under the names that use cases know, and says so in their words', async () => {
    await records().insert('claims', claim('user-name:ouyang', 'first'));
    assert.equal(await raw.records.get('claims', 'user-name:ouyang'), null);
    await assert.rejects(
      records().insert('claims', claim('user-name:ouyang', 'second')),
      (error: { code: string; details: Record<string, unknown> }) =>
        error.code === 'ALREADY_EXISTS' && error.details['key'] === 'user-name:ouyang',
    );
    assert.equal((await records().get('claims', 'user-name:ouyang'))?._id, 'user-name:ouyang');
    await records().remove('claims', 'user-name:ouyang');
    assert.equal(await records().get('claims', 'user-name:ouyang'), null);
  });

  it('refuses a sealed part that was changed, or taken from another record', async () => {
    await records().insert('licences', licence('one', { holders: [HOLDER] }));
    await records().insert('licences', licence('two', { holders: [{ ...HOLDER, name: '样二' }] }));
    const [one, two] = await Promise.all([raw.records.get('licences', 'one'), raw.records.get('licences', 'two')]);
    assert.ok(one && two);
    const { sealed } = two as unknown as { sealed: string };
    const other = await protect(raw, clock);
    await raw.records.replace('licences', { ...one, version: 2, ...{ sealed } });
    await assert.rejects(other.records.get('licences', 'one'), { code: 'STORE_DAMAGED' });
    const bytes = Buffer.from(sealed.slice(2), 'base64');
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    await raw.records.replace('licences', { ...two, version: 2, ...{ sealed: `1.${bytes.toString('base64')}` } });
    await assert.rejects(other.records.get('licences', 'two'), { code: 'STORE_DAMAGED' });
  });

  it('opens nothing with the keys of another custody', async () => {
    await records().insert('licences', licence('one', { holders: [HOLDER] }));
    const secrets = fileKeyOf(new Uint8Array(32).fill(8)).protection;
    const other = await protectStore(raw, { secrets, clock, use: 'served' });
    await assert.rejects(other.records.get('licences', 'one'), { code: 'STORE_DAMAGED' });
    await assert.rejects(other.records.insert('licences', licence('two')), { code: 'STORE_DAMAGED' });
  });

  it('shows somebody without keys a record without persons', async () => {
    const record = licence('one', { holders: [HOLDER] });
    await records().insert('licences', record);
    const seen = await withoutKeys(raw.records).get('licences', 'one');
    assert.deepEqual(seen?.holders, []);
    assert.deepEqual(seen.editions[0]?.identifier, record.editions[0]?.identifier);
  });

  it('shows nothing personal to whoever is not to see it, not even what waits in clear', async () => {
    await raw.records.insert('licences', licence('clear', { holders: [HOLDER], caseKey: 'CASE-1' }));
    await records().insert('licences', licence('sealed', { holders: [HOLDER] }));
    assert.deepEqual((await withoutKeys(raw.records).get('licences', 'clear'))?.holders, [HOLDER]);
    const reader = withoutPersons(raw.records);
    const listed = await reader.list('licences', { limit: 10 });
    const found = await reader.find('licences', { index: 'state', equals: licence('x').state, limit: 10 });
    const got = await Promise.all(['clear', 'sealed'].map((id) => reader.get('licences', id)));
    assert.deepEqual([listed.length, found.length, got.length], [2, 2, 2]);
    for (const record of [...listed, ...found, ...got]) {
      assert.deepEqual(record?.holders, []);
      assert.doesNotMatch(JSON.stringify(record), /欧阳|CASE-1|"sealed":/);
    }
  });

  it('brings records from before under the newest key, goes on where it was interrupted, and counts what is left', async () => {
    const inClear = Array.from({ length: 450 }, (_, index) =>
      licence(`l${String(index).padStart(3, '0')}`, { holders: [HOLDER] }),
    );
    for (const record of inClear) await raw.records.insert('licences', record);
    await raw.records.insert('stampings', stamping('s1'));
    assert.deepEqual(await store.protection.survey(), { key: 0, sealed: 0, older: 0, clear: 451, files: 0 });
    assert.deepEqual(await records().get('licences', 'l000'), inClear[0]);
    assert.equal(await store.protection.reseal({ pages: 1 }), false);
    assert.deepEqual(await store.protection.survey(), { key: 1, sealed: 200, older: 0, clear: 251, files: 0 });
    // As the next start goes on.
    const next = await protect(raw, clock);
    assert.equal(await next.protection.reseal({ pages: 50 }), true);
    assert.deepEqual(await next.protection.survey(), { key: 1, sealed: 451, older: 0, clear: 0, files: 0 });
    assert.equal(await records().count('licences', { index: 'holderCode', equals: HOLDER.code }), 450);
    const { version, ...rest } = (await records().get('licences', 'l449')) ?? { version: 0 };
    const { version: before, ...expected } = inClear[449] ?? { version: 0 };
    assert.deepEqual([rest, version], [expected, before + 1]);
  });

  it('seals names of an earlier schema before it is used', async () => {
    await raw.records.insert('accounts', ACCOUNT);
    await raw.records.insert('claims', claim('user-name:ouyang', 'account'));
    await raw.records.insert('claims', claim('case:A/B/C', 'licence'));
    await raw.records.insert('claims', claim('identifier:X', 'licence'));
    const identity = await raw.records.get('settings', 'store');
    assert.ok(identity);
    await raw.records.replace('settings', { ...identity, version: 2, value: { ...identity.value, schema: 1 } });
    const opened = await protectStore(
      { ...raw, identity: { ...raw.identity, schema: 1 } },
      { secrets: PROTECTION_SECRETS, clock, use: 'served' },
    );
    assert.equal(opened.identity.schema, 2);
    assert.equal((await raw.records.get('settings', 'store'))?.value['schema'], 2);
    assert.equal((await opened.records.get('claims', 'user-name:ouyang'))?.owner, 'account');
    assert.equal((await opened.records.get('claims', 'case:A/B/C'))?.owner, 'licence');
    assert.equal((await opened.records.get('claims', 'identifier:X'))?.owner, 'licence');
    assert.equal(await raw.records.get('claims', 'case:A/B/C'), null);
    const [account] = await opened.records.find('accounts', { index: 'userName', equals: 'ouyang', limit: 1 });
    assert.equal(account?.displayName, '欧阳晓样');
    assert.ok(!JSON.stringify(await raw.records.list('accounts', { limit: 10 })).includes('ouyang'));
  });

  it('changes the key, and destroys the one before when nothing has been under it for a day', async () => {
    await records().insert('licences', licence('one', { holders: [HOLDER] }));
    await store.protection.reseal({ pages: 50 });
    assert.equal(await store.protection.rotate('records'), 2);
    await records().insert('licences', licence('two', { holders: [HOLDER] }));
    assert.deepEqual(await store.protection.survey(), { key: 2, sealed: 1, older: 1, clear: 0, files: 0 });
    // Other servers may not have noticed the new key yet.
    assert.equal(await store.protection.reseal({ pages: 50 }), false);
    shift += 60_000;
    assert.equal(await store.protection.reseal({ pages: 50 }), true);
    assert.deepEqual(await store.protection.survey(), { key: 2, sealed: 2, older: 0, clear: 0, files: 0 });
    assert.deepEqual(
      (await store.protection.keys()).map(({ retiredAt }) => retiredAt !== null),
      [true, false],
    );
    shift += DAY - 1000;
    await store.protection.reseal({ pages: 50 });
    assert.equal((await store.protection.keys()).length, 2);
    shift += 2000;
    await store.protection.reseal({ pages: 50 });
    assert.deepEqual(
      (await store.protection.keys()).map(({ _id }) => _id),
      ['records/0002'],
    );
    const other = await protect(raw, clock);
    for (const id of ['one', 'two']) assert.deepEqual((await other.records.get('licences', id))?.holders, [HOLDER]);
  });

  it('goes on under the key that another process made', async () => {
    const other = await protect(raw, clock);
    await other.records.insert('licences', licence('one'));
    await store.protection.rotate('records');
    shift += 11_000;
    await other.records.insert('licences', licence('two'));
    const stored = (await raw.records.get('licences', 'two')) as unknown as { sealed: string };
    assert.match(stored.sealed, /^2\./);
  });
});
