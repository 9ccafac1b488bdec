/** Files under keys of their own, wrapped by the key of their organisation. */
import assert from 'node:assert/strict';
import { createEmbeddedStore } from '../../../src/adapters/embedded/index.ts';
import type { ProtectedStore } from '../../../src/adapters/protection/index.ts';
import type { LicenceFile, LicenceRecord } from '../../../src/domain/licence/index.ts';
import type { AccountRecord, OpenStore, StampDraft } from '../../../src/services/storage/index.ts';
import { protect } from '../../support/protected.ts';
import { BLOB_KEYS, edition, licence, sm3, stamping } from '../../support/records.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const OWNER = '11990100MB0000019F';
const CONTENT = new TextEncoder().encode('印证 a sealed licence');
const DAY = 24 * 3_600_000;

describe('files with keys of their own', () => {
  let raw: OpenStore;
  let store: ProtectedStore;
  let shift = 0;
  const clock = { now: () => Date.now() + shift };

  beforeEach(async () => {
    shift = 0;
    raw = await createEmbeddedStore({ folder: temporaryFolder(), blobKeys: BLOB_KEYS });
    store = await protect(raw, clock);
  });
  afterEach(() => raw.close());

  const keptKey = async (): Promise<{ readonly blob: string; readonly key: string }> => {
    const { blob, key } = await store.blobs.keep(CONTENT, { owner: OWNER });
    assert.ok(key !== undefined);
    return { blob, key };
  };
  const fileOf = (kept: { readonly blob: string; readonly key?: string }): LicenceFile => ({
    ...{ format: 'pdf', role: 'original', digest: Buffer.from(sm3(CONTENT)).toString('hex') },
    ...{ size: CONTENT.length, ...kept, recordedAt: '2026-05-01T08:00:00.000Z' },
  });
  const licenceWith = (file: LicenceFile): LicenceRecord =>
    licence('one', { issuer: { code: OWNER, name: '样例局' }, editions: [edition('001', { files: [file] })] });

  it('opens a file with its own key and with no other', async () => {
    const [one, two] = [await keptKey(), await keptKey()];
    assert.notEqual(one.blob, two.blob);
    assert.match(one.key, new RegExp(`^${OWNER}/1\\.`));
    assert.deepEqual(Buffer.from(await store.blobs.get(one.blob, one.key)), Buffer.from(CONTENT));
    assert.deepEqual(Buffer.from(await (await protect(raw, clock)).blobs.get(one.blob, one.key)), Buffer.from(CONTENT));
    const spoilt = one.key.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    for (const wrong of [two.key, '', 'x', `${OWNER}/1.AAAA`, one.key.replace(OWNER, '11990100MB0000035A')])
      await assert.rejects(store.blobs.get(one.blob, wrong), (error: { code: string }) =>
        ['BLOB_DAMAGED', 'STORE_DAMAGED'].includes(error.code),
      );
    assert.notEqual(spoilt, one.key);
  });

  it('leaves nothing that opens a file whose key is forgotten', async () => {
    const { blob } = await keptKey();
    // The envelope is still there, as in a backup of the files; the key that all files had does not open it.
    assert.ok((await raw.sealed.read(blob)).length > CONTENT.length);
    await assert.rejects(store.blobs.get(blob), { code: 'BLOB_DAMAGED' });
    await assert.rejects(raw.blobs.get(blob), { code: 'BLOB_DAMAGED' });
  });

  it('gives files of before keys of their own, and removes what they were', async () => {
    const blob = await store.blobs.put(CONTENT);
    await raw.records.insert('licences', licenceWith(fileOf({ blob })));
    assert.deepEqual(Buffer.from(await store.blobs.get(blob)), Buffer.from(CONTENT));
    assert.equal((await store.protection.survey()).files, 1);
    assert.equal(await store.protection.reseal({ pages: 50 }), true);
    const [file] = (await store.records.get('licences', 'one'))?.editions[0]?.files ?? [];
    assert.ok(file?.key !== undefined);
    assert.deepEqual(Buffer.from(await store.blobs.get(file.blob, file.key)), Buffer.from(CONTENT));
    await assert.rejects(raw.blobs.get(blob), { code: 'BLOB_NOT_FOUND' });
    const survey = await store.protection.survey();
    assert.deepEqual([survey.files, survey.sealed], [0, 1]);
  });

  it('wraps keys anew under the newer key of their organisation, without touching files', async () => {
    const kept = await keptKey();
    await store.records.insert('licences', licenceWith(fileOf(kept)));
    await store.protection.reseal({ pages: 50 });
    const envelope = Buffer.from(await raw.sealed.read(kept.blob));
    assert.equal(await store.protection.rotate({ organisation: OWNER }), 2);
    assert.equal((await store.protection.survey()).files, 1);
    shift += 60_000;
    assert.equal(await store.protection.reseal({ pages: 50 }), true);
    const [file] = (await store.records.get('licences', 'one'))?.editions[0]?.files ?? [];
    assert.match(file?.key ?? '', new RegExp(`^${OWNER}/2\\.`));
    assert.deepEqual(Buffer.from(await raw.sealed.read(file?.blob ?? '')), envelope);
    shift += DAY;
    await store.protection.reseal({ pages: 50 });
    const ids = (await store.protection.keys()).map(({ _id }) => _id);
    assert.deepEqual(ids, [`files/${OWNER}/0002`, 'records/0001']);
    const other = await protect(raw, clock);
    assert.deepEqual(Buffer.from(await other.blobs.get(file?.blob ?? '', file?.key)), Buffer.from(CONTENT));
    await assert.rejects(other.blobs.get(kept.blob, kept.key), { code: 'STORE_DAMAGED' });
  });

  it('wraps the keys of what waits, of sessions and of authenticators anew as well, and gives an authenticator of before its own', async () => {
    const draft: StampDraft = {
      ...{ kept: true, openBy: null, place: { page: 1, x: 0, y: 0 }, tbsSm3: '', result: null },
      ...{ expiresAt: '2099-01-01T00:00:00.000Z', ...(await keptKey()) },
    };
    const account: AccountRecord = {
      ...{ _id: 'a', schema: 1, version: 1, userName: 'a', displayName: 'a', passwordHash: 'x', organisation: OWNER, roles: [] },
      ...{ demonstration: false, disabled: false, outbox: [], pending: false },
      secondFactor: { blob: await store.blobs.put(CONTENT), confirmed: true, lastStep: 7, recovery: [] },
    };
    await store.records.insert('stampings', stamping('s', { state: 'prepared', draft }));
    await store.records.insert('accounts', account);
    await store.protection.rotate({ organisation: OWNER });
    shift += 60_000;
    assert.equal(await store.protection.reseal({ pages: 50 }), true);
    shift += DAY + 1;
    await store.protection.reseal({ pages: 50 });
    const other = await protect(raw, clock);
    const kept = [(await other.records.get('stampings', 's'))?.draft, (await other.records.get('accounts', 'a'))?.secondFactor];
    for (const file of kept) {
      assert.match(file?.key ?? '', new RegExp(`^${OWNER}/2\\.`));
      assert.deepEqual(Buffer.from(await other.blobs.get(file?.blob ?? '', file?.key)), Buffer.from(CONTENT));
    }
    assert.equal(kept[1]?.blob === account.secondFactor?.blob, false);
    await assert.rejects(raw.sealed.read(account.secondFactor?.blob ?? ''), { code: 'BLOB_NOT_FOUND' });
  });

  it('leaves a file that is damaged for the examination to find', async () => {
    await raw.records.insert('licences', licenceWith(fileOf({ blob: 'f'.repeat(64) })));
    assert.equal(await store.protection.reseal({ pages: 50 }), true);
    assert.equal((await store.records.get('licences', 'one'))?.editions[0]?.files[0]?.blob, 'f'.repeat(64));
  });
});
