/** Sharing over both stores: what a system is told, what it is not, and what the journal has of it. */
import assert from 'node:assert/strict';
import { createMongoStore } from '../../../src/adapters/mongo/index.ts';
import { currentEdition, type LicenceRecord } from '../../../src/domain/licence/index.ts';
import { changeStatus, issueLicence } from '../../../src/services/licences/index.ts';
import {
  ADDRESS_LIFE,
  createPatience,
  fetchSharedFile,
  followChanges,
  listDirectoryErrors,
  queryShared,
  readSharedCode,
  resolveDirectoryError,
  searchShared,
  sharedChanges,
  sharedDirectory,
  sharedMetadata,
  sharedStatuses,
  shareFile,
  shareFileAddress,
  tellDirectoryErrors,
  verifySharedFields,
  verifySharedFile,
  type Shared,
} from '../../../src/services/sharing/index.ts';
import { freshUrl, mongoServer } from '../../support/mongodb.ts';
import { newestEntries } from '../../support/newest-entries.ts';
import { BLOB_KEYS } from '../../support/records.ts';
import { sharingClient, sharingOver } from '../../support/sharing.ts';
import { actor, CLERK, openUseCases, order, PURPOSE, type UseCases } from '../../support/use-cases.ts';

const OTHER_TYPE = '11990000MB0000019F777';

function value<T>(shared: Shared<T>): T {
  assert.ok(shared.kind === 'done');
  return shared.value;
}

for (const kind of ['lmdb', 'MongoDB'] as const)
  describe(`sharing over ${kind}`, function () {
    this.timeout(300_000);
    let under: UseCases;
    let isOpen = false;
    let licence: LicenceRecord;
    let identifier = '';

    before(async function () {
      if (kind === 'MongoDB') {
        const url = freshUrl(await mongoServer(this));
        under = await openUseCases(() => createMongoStore({ url, blobKeys: BLOB_KEYS }));
      } else under = await openUseCases();
      isOpen = true;
      ({ licence } = await issueLicence(under.licences, CLERK, order()));
      ({ identifier } = currentEdition(licence));
    });
    after(async () => {
      if (isOpen) await under.close();
    });

    const ours = () => ({ code: licence.typeCode, fields: ['经营项目'], files: true });
    const last = async () => (await newestEntries(under.store)).at(-1)?.event;

    it('tells a system the fields that are shared, of licences of anybody, and the journal what for', async () => {
      const deps = sharingOver(under);
      const system = await sharingClient(under, { types: [ours()] });
      const found = value(await queryShared(deps, system, { identifier, purpose: PURPOSE }));
      assert.deepEqual(found.face, { 经营项目: '热食类食品制售' });
      assert.equal(found.status.status, 'valid');
      const event = await last();
      assert.deepEqual(
        [event?.kind, event?.subject, event?.purpose, event?.actor.client, event?.facts['operation']],
        ['licence-read', `licences/${licence._id}`, PURPOSE, system.client, 'query'],
      );
      assert.deepEqual(event?.facts['fields'], ['经营项目']);

      const page = value(await searchShared(deps, system, { holderCode: ' test-0001', purpose: PURPOSE }));
      assert.deepEqual(
        page.items.map(({ edition }) => edition.identifier),
        [identifier],
      );
      assert.deepEqual([(await last())?.kind, (await last())?.purpose], ['licences-searched', PURPOSE]);
      for (const other of [{ holderName: '某某' }, { typeCode: OTHER_TYPE }, { holderCodeType: '111' }])
        assert.deepEqual(
          value(await searchShared(deps, system, { holderCode: 'TEST-0001', purpose: PURPOSE, ...other })).items,
          [],
        );

      const code = currentEdition(licence).verificationCode;
      for (const text of [code, `https://licence.example/v/${code}`])
        assert.equal(value(await readSharedCode(deps, system, { code: text, purpose: PURPOSE })).edition.identifier, identifier);
      assert.equal((await last())?.facts['operation'], 'readCode');
      const [type] = await sharedMetadata(deps, system, {});
      assert.deepEqual(
        type?.fields.map(({ name }) => name),
        ['经营项目'],
      );
    });

    it('gives files as issued, and under an address for minutes, where files are shared', async () => {
      const deps = sharingOver(under);
      const system = await sharingClient(under, { types: [ours()] });
      const { bytes, file } = value(await shareFile(deps, system, { identifier, purpose: PURPOSE }));
      assert.deepEqual([bytes.length, file.digest], [file.size, currentEdition(licence).files.at(-1)?.digest]);
      const { address } = value(await shareFileAddress(deps, system, { identifier, purpose: PURPOSE }));
      const secret = address.split('/').at(-1) ?? '';
      assert.match(secret, /^[0-9a-f]{64}$/);
      assert.deepEqual((await fetchSharedFile(deps, secret)).bytes, bytes);
      const event = await last();
      assert.deepEqual([event?.actor.client, event?.purpose, event?.facts['what']], [system.client, PURPOSE, 'file']);
      await assert.rejects(fetchSharedFile(deps, '0'.repeat(64)), { code: 'FILE_NOT_FOUND' });
      under.advance(ADDRESS_LIFE);
      await assert.rejects(fetchSharedFile(deps, secret), { code: 'FILE_NOT_FOUND' });

      const dataOnly = await sharingClient(under, { types: [{ ...ours(), files: false }] });
      await assert.rejects(shareFile(deps, dataOnly, { identifier, purpose: PURPOSE }), { code: 'FILE_NOT_FOUND' });
    });

    it('does not tell of licences whose type is not shared, whichever way they are asked for', async () => {
      const deps = sharingOver(under);
      const stranger = await sharingClient(under, { types: [{ code: OTHER_TYPE, fields: null, files: true }], directory: true });
      const asked = { identifier, purpose: PURPOSE };
      const { bytes } = value(await shareFile(deps, await sharingClient(under, { types: [ours()] }), asked));
      const nothing = { code: 'LICENCE_NOT_FOUND' };
      await assert.rejects(queryShared(deps, stranger, asked), nothing);
      await assert.rejects(shareFile(deps, stranger, asked), nothing);
      await assert.rejects(shareFileAddress(deps, stranger, asked), nothing);
      await assert.rejects(
        readSharedCode(deps, stranger, { code: currentEdition(licence).verificationCode, purpose: PURPOSE }),
        nothing,
      );
      await assert.rejects(verifySharedFile(deps, stranger, { bytes, purpose: PURPOSE }), nothing);
      assert.deepEqual(value(await searchShared(deps, stranger, { holderCode: 'TEST-0001', purpose: PURPOSE })).items, []);
      const [status] = value(await sharedStatuses(deps, stranger, { identifiers: [identifier], purpose: PURPOSE }));
      assert.equal(status?.status, null);
      const stated = { identifier, holderName: '欧阳晓样', holderCode: 'TEST-0001', purpose: PURPOSE };
      assert.equal((await verifySharedFields(deps, stranger, stated)).result, 'not-found');
      assert.deepEqual(await sharedMetadata(deps, stranger, {}), []);
      await assert.rejects(sharedMetadata(deps, stranger, { typeCode: licence.typeCode }), { code: 'LICENCE_TYPE_NOT_FOUND' });
      await under.relay.drain();
      await followChanges(under.store);
      assert.deepEqual((await sharedChanges(deps, stranger, { cursor: 0, limit: 100 })).items, []);
      assert.equal(await tellDirectoryErrors(deps, stranger, { errors: [{ identifier, sequence: 1, remark: 'x' }] }), 0);
    });

    it('asks no system without terms, none beyond its matters, and no person', async () => {
      const deps = sharingOver(under);
      const refused = { code: 'NOT_ALLOWED' };
      const asked = { identifier, purpose: PURPOSE };
      await assert.rejects(queryShared(deps, actor('verifier'), asked), refused);
      const system = await sharingClient(under, { types: [ours()], matters: ['别的事项'] });
      await assert.rejects(queryShared(deps, system, asked), refused);
      value(await queryShared(deps, system, { identifier, purpose: { ...PURPOSE, item: '别的事项' } }));
      await assert.rejects(queryShared(deps, { ...system, scopes: ['licence:verify'] }, asked), refused);
      await assert.rejects(queryShared(deps, { ...system, client: 'unknown' }, asked), refused);
      await assert.rejects(sharedDirectory(deps, system, { cursor: 0, limit: 1, purpose: asked.purpose }), refused);
    });

    it('verifies by fields and by file, and tells statuses in bulk', async () => {
      const deps = sharingOver(under);
      const system = await sharingClient(under, { types: [ours()] });
      const stated = { identifier, holderName: '欧阳晓样', holderCode: 'TEST-0001', purpose: PURPOSE };
      assert.equal((await verifySharedFields(deps, system, stated)).result, 'valid');
      const { bytes } = value(await shareFile(deps, system, { identifier, purpose: PURPOSE }));
      const { report } = value(await verifySharedFile(deps, system, { bytes, purpose: PURPOSE }));
      assert.deepEqual([report.conclusion, report.register?.identifier], ['passed', identifier]);
      assert.deepEqual((await last())?.purpose, PURPOSE);
      const lines = value(await sharedStatuses(deps, system, { identifiers: ['x', identifier], purpose: PURPOSE }));
      assert.deepEqual(
        lines.map(({ status }) => status?.status ?? null),
        [null, 'valid'],
      );
    });

    it('says that a licence is pending while it is being made, and that a slow source is, and gives the answer then', async () => {
      const system = await sharingClient(under, { types: [ours()] });
      const { licence: made } = await issueLicence(under.licences, CLERK, order());
      const edition = currentEdition(made);
      const unfinished = { ...made, _id: `${made._id}-x`, version: 1, state: 'reserved' as const, outbox: [], pending: false };
      const text = edition.identifier;
      await under.store.records.remove('licences', made._id);
      await under.store.records.insert('licences', { ...unfinished, editions: [{ ...edition, files: [] }] });
      const asked = { identifier: text, purpose: PURPOSE };
      assert.equal((await queryShared(sharingOver(under), system, asked)).kind, 'pending');

      const slow = sharingOver(under, createPatience({ longest: 5, kept: 60_000, most: 1 }));
      let answer: (found: readonly LicenceRecord[]) => void = () => undefined;
      const waiting = new Promise<readonly LicenceRecord[]>((resolve) => (answer = resolve));
      const records = { ...slow.store.records, find: () => waiting } as unknown as typeof slow.store.records;
      const deps = { ...slow, store: { ...slow.store, records } };
      const question = { identifier, purpose: PURPOSE };
      assert.deepEqual(await queryShared(deps, system, question), { kind: 'pending', retryAfter: 1 });
      await assert.rejects(queryShared(deps, system, asked), { code: 'SERVICE_BUSY' });
      answer([licence]);
      let found = await queryShared(deps, system, question);
      for (let turn = 0; found.kind === 'pending' && turn < 100; turn++) found = await queryShared(deps, system, question);
      assert.equal(value(found).edition.identifier, identifier);
    });

    it('has a feed that misses nothing and repeats nothing while others write', async () => {
      const deps = sharingOver(under);
      const system = await sharingClient(under, { types: [ours()] });
      const begin = (await under.store.journal.head()).sequence;
      const expected = new Set<string>();
      const writer = async (name: string): Promise<void> => {
        for (let number = 0; number < 20; number++) {
          const id = `test/${kind}/${name}/${number}`;
          expected.add(id);
          const at = new Date(under.licences.clock.now()).toISOString();
          await under.relay.record([
            {
              id: `reads/${id}`,
              kind: 'licence-read',
              subject: 'x',
              effectiveAt: at,
              recordedAt: at,
              actor: CLERK,
              purpose: null,
              facts: {},
            },
            {
              ...{ id, kind: 'licence-status-changed', subject: `licences/${licence._id}`, effectiveAt: at, recordedAt: at },
              ...{ actor: CLERK, purpose: null, facts: {} },
            },
          ]);
        }
      };
      let writing = true;
      let followed = false;
      const follower = async (): Promise<void> => {
        while (writing) await followChanges(under.store);
        await followChanges(under.store);
      };
      const seen: number[] = [];
      const reader = async (): Promise<void> => {
        await followChanges(under.store);
        let cursor = begin;
        for (let settled = false; !settled;) {
          settled = followed;
          const page = await sharedChanges(deps, system, { cursor: Math.min(cursor, await placeOf()), limit: 7 });
          seen.push(...page.items.map(({ _id }) => Number(_id)));
          cursor = page.through;
          settled &&= !page.more && page.items.length === 0;
        }
      };
      const placeOf = async () => Number((await under.store.records.get('settings', 'licence-changes'))?.value['sequence']);
      const followers = [follower(), follower()];
      const reading = reader();
      await Promise.all([writer('a'), writer('b'), writer('c')]);
      writing = false;
      await Promise.all(followers);
      followed = true;
      await reading;
      const told: number[] = [];
      for (let from = begin + 1; ;) {
        const entries = await under.store.journal.read(from, 500);
        told.push(...entries.filter(({ event }) => expected.has(event.id)).map(({ sequence }) => sequence));
        if (entries.length === 0) break;
        from = (entries.at(-1)?.sequence ?? from) + 1;
      }
      assert.equal(told.length, 60);
      assert.deepEqual(seen, told);
      const head = (await under.store.journal.head()).sequence;
      await assert.rejects(sharedChanges(deps, system, { cursor: head + 1000, limit: 1 }), { code: 'INPUT_INVALID' });
    });

    it('reports directory records upward, with a list of what was wrong, and reports again what was dealt with', async () => {
      const deps = sharingOver(under);
      const system = await sharingClient(under, { types: [ours()], directory: true });
      await under.relay.drain();
      await followChanges(under.store);
      const start = (await under.store.journal.head()).sequence;
      const { licence: made } = await issueLicence(under.licences, CLERK, order());
      await under.relay.drain();
      await followChanges(under.store);
      const ask = (cursor: number) => sharedDirectory(deps, system, { cursor, limit: 10, purpose: PURPOSE });
      const first = await ask(start);
      const [row] = first.items;
      assert.deepEqual([first.items.length, first.withheld, row?.operation, row?.licence._id], [1, 0, 'add', made._id]);
      const read = await last();
      assert.deepEqual([read?.kind, read?.purpose, read?.facts['count']], ['licences-searched', PURPOSE, 1]);

      const error = {
        identifier: currentEdition(made).identifier,
        sequence: row?.sequence ?? 0,
        remark: '持证主体代码校验不通过',
      };
      assert.equal(await tellDirectoryErrors(deps, system, { errors: [error, error] }), 2);
      const desk = { records: under.store.records, journal: under.relay, clock: under.licences.clock };
      const { items } = await listDirectoryErrors(desk, CLERK, { limit: 10 });
      const entered = items.filter(({ licence: id }) => id === made._id);
      assert.deepEqual(
        entered.map(({ remark, foundBy }) => [remark, foundBy]),
        [[error.remark, 'above']],
      );
      assert.deepEqual((await listDirectoryErrors(desk, actor('issuer', '12990100MB00000432'), { limit: 10 })).items, []);
      const id = entered[0]?._id ?? '';
      await assert.rejects(resolveDirectoryError(desk, actor('issuer', '12990100MB00000432'), { id, purpose: PURPOSE }), {
        code: 'DIRECTORY_ERROR_NOT_FOUND',
      });
      assert.equal((await resolveDirectoryError(desk, CLERK, { id, purpose: PURPOSE })).state, 'resolved');
      await under.relay.drain();
      await followChanges(under.store);
      const again = await ask(first.through);
      assert.deepEqual(
        again.items.map(({ licence: { _id }, operation }) => [_id, operation]),
        [[made._id, 'replace']],
      );

      await changeStatus(under.licences, CLERK, {
        identifier: error.identifier,
        event: 'revoke',
        reason: 'x',
        documentNumber: 'x',
      });
      await under.relay.drain();
      await followChanges(under.store);
      const removed = await ask(again.through);
      assert.deepEqual(
        removed.items.map(({ operation }) => operation),
        ['remove'],
      );

      const { licence: lacking } = await issueLicence(under.licences, CLERK, order());
      const stored = await under.store.records.get('licences', lacking._id);
      assert.ok(stored);
      await under.store.records.replace('licences', { ...stored, version: stored.version + 1, holders: [] });
      await under.relay.drain();
      await followChanges(under.store);
      const withheld = await ask(removed.through);
      assert.equal(withheld.withheld, 1);
      const open = (await listDirectoryErrors(desk, CLERK, { limit: 50 })).items.find(({ licence: of }) => of === lacking._id);
      assert.equal(open?.foundBy, 'here');
      assert.match(open.remark, /持证主体/);
    });

    it('keeps the sandbox apart: samples for it alone, and nothing real', async () => {
      const deps = sharingOver(under);
      const sandbox = await sharingClient(under, { types: [ours()], directory: true, sandbox: true });
      await assert.rejects(queryShared(deps, sandbox, { identifier, purpose: PURPOSE }), { code: 'LICENCE_NOT_FOUND' });
      const { items } = value(await searchShared(deps, sandbox, { holderCode: 'SAMPLE-0001', purpose: PURPOSE }));
      assert.deepEqual(
        items.map(({ status }) => status.status),
        ['valid', 'suspended', 'expired', 'revoked'],
      );
      const [sample] = items;
      assert.ok(sample);
      const asked = { identifier: sample.edition.identifier, purpose: PURPOSE };
      assert.deepEqual(Object.keys(value(await queryShared(deps, sandbox, asked)).face), ['经营者名称', '经营项目']);
      const event = await last();
      assert.deepEqual([event?.kind, event?.facts['sandbox'], event?.subject], ['sharing-used', true, 'samples/sample-1']);
      const real = await sharingClient(under, { types: [{ code: sample.licence.typeCode, fields: null, files: true }] });
      await assert.rejects(queryShared(deps, real, asked), { code: 'LICENCE_NOT_FOUND' });

      const { bytes } = value(await shareFile(deps, sandbox, asked));
      const { report } = value(await verifySharedFile(deps, sandbox, { bytes, purpose: PURPOSE }));
      assert.deepEqual([report.subIndication, report.register?.identifier], ['NO_SIGNATURE', asked.identifier]);
      const { address } = value(await shareFileAddress(deps, sandbox, asked));
      assert.deepEqual((await fetchSharedFile(deps, address.split('/').at(-1) ?? '')).bytes, bytes);
      const page = await sharedChanges(deps, sandbox, { cursor: 0, limit: 3 });
      const rest = await sharedChanges(deps, sandbox, { cursor: page.through, limit: 100 });
      assert.deepEqual([page.items.length, page.more, rest.items.length, rest.more], [3, true, 3, false]);
      await assert.rejects(sharedChanges(deps, sandbox, { cursor: rest.through + 1, limit: 1 }), { code: 'INPUT_INVALID' });
      assert.equal((await sharedDirectory(deps, sandbox, { cursor: 0, limit: 100, purpose: PURPOSE })).items.length, 6);
      const stated = { ...asked, holderName: '欧阳样本', holderCode: 'SAMPLE-0001' };
      assert.equal((await verifySharedFields(deps, sandbox, stated)).result, 'valid');
    });
  });
