/** Keys of search digests, of pseudonyms and custody's own secret change, over both stores; what was there is found meanwhile and after. */
import assert from 'node:assert/strict';
import type { Context } from 'mocha';
import { fileKeyOf, renewedFileKey, withoutEarlier, type FileKey } from '../../../src/adapters/blobs/index.ts';
import { createEmbeddedStore } from '../../../src/adapters/embedded/index.ts';
import { createMongoStore } from '../../../src/adapters/mongo/index.ts';
import { protectStore, type ProtectedStore } from '../../../src/adapters/protection/index.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import type { AccountRecord, OpenStore, RecordStore } from '../../../src/services/storage/index.ts';
import { freshUrl, mongoServer } from '../../support/mongodb.ts';
import { BLOB_KEYS, claim, licence } from '../../support/records.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const HOLDER = { name: '欧阳晓样', codeType: '111', code: '11010519491231002X' } as const;
const DAY = 24 * 3_600_000;
const FIRST = fileKeyOf(new Uint8Array(32).fill(9));

const STORES: readonly { readonly name: string; readonly open: (context: Context) => Promise<OpenStore> }[] = [
  { name: 'embedded (lmdb)', open: () => createEmbeddedStore({ folder: temporaryFolder(), blobKeys: BLOB_KEYS }) },
  {
    name: 'MongoDB',
    open: async (context) => createMongoStore({ url: freshUrl(await mongoServer(context)), blobKeys: BLOB_KEYS }),
  },
];

for (const { name, open } of STORES)
  describe(`rotation over ${name}`, () => {
    let raw: OpenStore;
    let store: ProtectedStore;
    let shift = 0;
    const clock = { now: () => Date.now() + shift };
    const protect = (fileKey: Pick<FileKey, 'protection'> = FIRST): Promise<ProtectedStore> =>
      protectStore(raw, { secrets: fileKey.protection, clock, use: 'served' });
    const byCode = async (from: Pick<ProtectedStore, 'records'> = store): Promise<readonly string[]> =>
      (await from.records.find('licences', { index: 'holderCode', equals: HOLDER.code, limit: 100 })).map(({ _id }) => _id);
    const owner = async (id: string, from: Pick<ProtectedStore, 'records'> = store): Promise<string | undefined> =>
      (await from.records.get('claims', id))?.owner;

    beforeEach(async function () {
      shift = 0;
      raw = await open(this);
      store = await protect();
    });
    afterEach(() => raw.close());

    /** As many licences with the same holder, each with its case. */
    async function make(from: number, to: number): Promise<void> {
      for (let index = from; index < to; index++) {
        const id = `l${String(index).padStart(3, '0')}`;
        await store.records.insert('claims', claim(`case:${id}`, id));
        await store.records.insert('licences', licence(id, { holders: [HOLDER], caseKey: id }));
      }
    }

    it('finds records and claims under the digests of before and of now, while and after they are made anew', async () => {
      await make(0, 30);
      const before = (await raw.records.get('licences', 'l000'))?.holders[0]?.code;
      assert.equal(await store.protection.rotate('search'), 2);
      // Another server may look up by the key before alone: nothing is written under the newer one yet.
      await make(30, 31);
      assert.equal((await raw.records.get('licences', 'l030'))?.holders[0]?.code, before);
      shift += 60_000;
      await make(31, 32);
      assert.notEqual((await raw.records.get('licences', 'l031'))?.holders[0]?.code, before);
      assert.equal((await byCode()).length, 32);
      assert.equal(await store.records.count('licences', { index: 'holderCode', equals: HOLDER.code }), 32);
      const pages = [];
      for (let after: string | undefined; ;) {
        const query = { index: 'holderCode', equals: HOLDER.code, limit: 7, ...(after !== undefined && { after }) } as const;
        const page = await store.records.find('licences', query);
        pages.push(...page.map(({ _id }) => _id));
        after = page.at(-1)?._id;
        if (page.length < 7) break;
      }
      assert.deepEqual(pages, await byCode());
      assert.equal((await store.protection.survey()).older, 31 + 31);
      assert.equal(await store.protection.reseal({ pages: 50 }), true);
      assert.equal((await store.protection.survey()).older, 0);
      shift += DAY + 60_000;
      await store.protection.reseal({ pages: 50 });
      assert.deepEqual(
        (await store.protection.keys()).map(({ _id }) => _id).filter((id) => id.startsWith('search')),
        ['search/0002'],
      );
      const next = await protect();
      assert.equal((await byCode(next)).length, 32);
      for (const id of ['l000', 'l030', 'l031']) assert.equal(await owner(`case:${id}`, next), id);
      // Of each claim there is one again, and none by its value.
      const claims = (await raw.records.list('claims', { limit: 100 })).map(({ _id }) => _id);
      assert.equal(claims.length, 32);
      assert.ok(claims.every((id) => /^case~2~[0-9a-f]{32}$/.test(id)));
    });

    it('lets nobody claim what is claimed, whichever key it is claimed under', async () => {
      const taken = (error: unknown): boolean =>
        isYinzhengError(error, 'ALREADY_EXISTS') && error.details['key'] === 'case:A/B/C';
      const claimAgain = (records: RecordStore) => records.insert('claims', claim('case:A/B/C', 'second'));
      await store.records.insert('claims', claim('case:A/B/C', 'first'));
      await store.protection.rotate('search');
      const stale = await protect();
      shift += 60_000;
      await assert.rejects(claimAgain(store.records), taken);
      await assert.rejects(
        store.records.write([
          { kind: 'insert', collection: 'claims', record: claim('case:A/B/C', 'third') },
          { kind: 'insert', collection: 'licences', record: licence('third') },
        ]),
        taken,
      );
      assert.equal(await owner('case:A/B/C'), 'first');
      assert.equal(await store.records.get('licences', 'third'), null);
      await store.records.insert('claims', claim('case:D/E/F', 'fourth'));
      await assert.rejects(claimAgain(stale.records), taken);
      assert.equal(await owner('case:D/E/F', stale), 'fourth');
      await store.protection.reseal({ pages: 50 });
      await assert.rejects(claimAgain(store.records), taken);
      assert.equal(await owner('case:A/B/C'), 'first');
      // Passed on, before and after the twin was made.
      const known = await store.records.get('claims', 'case:A/B/C');
      assert.ok(known);
      await store.records.replace('claims', { ...known, version: known.version + 1, owner: 'heir' });
      assert.equal(await owner('case:A/B/C', await protect()), 'heir');
      await assert.rejects(store.records.replace('claims', { ...known, version: known.version + 1, owner: 'late' }), {
        code: 'VERSION_CONFLICT',
      });
      await store.records.remove('claims', 'case:D/E/F');
      assert.equal(await owner('case:D/E/F'), undefined);
      assert.equal((await raw.records.list('claims', { limit: 100 })).filter(({ owner: of }) => of === 'fourth').length, 0);
    });

    it('makes digests anew of claims from before that have not their value, from the record that claimed', async () => {
      const account: AccountRecord = {
        ...{ _id: 'account', schema: 1, version: 1, userName: 'ouyang', displayName: '欧阳晓样', passwordHash: 'x' },
        ...{ organisation: null, roles: [], demonstration: false, disabled: false, outbox: [], pending: false },
      };
      await store.records.insert('accounts', account);
      await store.records.insert('claims', claim('user-name:ouyang', 'account'));
      const [stored] = await raw.records.list('claims', { limit: 1 });
      assert.ok(stored);
      await raw.records.replace('claims', { ...stored, version: 2, ...{ sealed: undefined } });
      await raw.records.insert('claims', claim('case~0123456789abcdef0123456789abcdef', 'nobody'));
      await store.protection.rotate('search');
      shift += 60_000;
      assert.equal(await store.protection.reseal({ pages: 50 }), true);
      shift += DAY + 60_000;
      await store.protection.reseal({ pages: 50 });
      const next = await protect();
      assert.equal(await owner('user-name:ouyang', next), 'account');
      assert.deepEqual(
        (await next.records.find('accounts', { index: 'userName', equals: 'OUYANG', limit: 2 })).map(({ _id }) => _id),
        ['account'],
      );
      // What claims for a record that is not there claims nothing.
      assert.equal((await raw.records.list('claims', { limit: 10 })).length, 1);
    });

    it('names persons by a newer pseudonym, and finds them by every one there was', async () => {
      const first = store.pseudonyms.of(HOLDER.code);
      assert.equal(await store.protection.rotate('persons'), 2);
      shift += 60_000;
      const next = await protect();
      const second = next.pseudonyms.of(HOLDER.code);
      assert.notEqual(second, first);
      assert.deepEqual(await next.pseudonyms.everyOf(HOLDER.code.toLowerCase()), [second, first]);
      // A server that runs notices it.
      store.pseudonyms.of(HOLDER.code);
      await new Promise((resolve) => setTimeout(resolve, 50));
      assert.equal(store.pseudonyms.of(HOLDER.code), second);
      await next.protection.reseal({ pages: 50 });
      shift += 2 * DAY;
      await next.protection.reseal({ pages: 50 });
      assert.deepEqual(await (await protect()).pseudonyms.everyOf(HOLDER.code), [second, first]);
    });

    it('goes on under a new secret of custody, also where that was interrupted, and no longer under the one before', async () => {
      await make(0, 3);
      const blob = await store.blobs.put(Buffer.from('a file without a key of its own'));
      const own = await store.blobs.keep(Buffer.from('a file'), { owner: '11990100MB0000019F' });
      const person = store.pseudonyms.of(HOLDER.code);
      const renewed = renewedFileKey(FIRST);
      assert.notEqual(renewed.fingerprint, FIRST.fingerprint);
      // As a ground opens it: by what the earlier secret gave, until the store is bound to the present one.
      const [bound] = renewed.earlier;
      assert.ok(bound);
      assert.equal(bound.fingerprint, FIRST.fingerprint);
      const during = await protect(bound);
      const failing = { ...raw.records, replace: () => Promise.reject(new Error('killed')) };
      const broken = await protectStore({ ...raw, records: failing }, { secrets: bound.protection, clock, use: 'served' });
      await assert.rejects(broken.protection.followCustody(), /killed/);
      assert.deepEqual(await byCode(during), ['l000', 'l001', 'l002']);
      await (await protect(bound)).protection.followCustody();
      const after = await protect(withoutEarlier(renewed));
      assert.deepEqual(await byCode(after), ['l000', 'l001', 'l002']);
      assert.equal(await owner('case:l001', after), 'l001');
      assert.equal(Buffer.from(await after.blobs.get(blob)).toString(), 'a file without a key of its own');
      assert.equal(Buffer.from(await after.blobs.get(own.blob, own.key)).toString(), 'a file');
      assert.equal(after.pseudonyms.of(HOLDER.code), person);
      assert.equal(after.blobs.keyOf(new Uint8Array(32)), store.blobs.keyOf(new Uint8Array(32)));
      await assert.rejects(protect(FIRST), { code: 'STORE_DAMAGED' });
    });
  });
