/** What every store promises; each adapter's test runs it over a fresh store. */
import assert from 'node:assert/strict';
import type { ClientKey, ClientRecord } from '../../src/domain/client/index.ts';
import { chainEvent, checkChain, EMPTY_HEAD, type JournalEntry, type JournalHead } from '../../src/domain/journal/index.ts';
import { lineCode, withPlaceKeys } from '../../src/domain/organisation/index.ts';
import { certificateDigest } from '../../src/pki/index.ts';
import { createCertificateRegister } from '../../src/services/pki/index.ts';
import {
  MAX_APPEND_BYTES,
  MAX_RECORD_BYTES,
  STORE_SCHEMA,
  type OpenStore,
  type RecordWrite,
} from '../../src/services/storage/index.ts';
import { claimOnce, createQuota, sweepTransients } from '../../src/services/transients/index.ts';
import { keptReport, sweepReports } from '../../src/services/verification/index.ts';
import { crypto, issue, makeRoot } from '../support/pki.ts';
import {
  claim,
  edition,
  event,
  keptReportRecord,
  licence,
  setting,
  signatureKey,
  signing,
  sm3,
  stamping,
  organisation,
} from '../support/records.ts';

/** A store under test. */
export interface StoreUnderTest {
  readonly store: OpenStore;
  /** Opens the same data again, as another process would. */
  readonly reopen: () => Promise<OpenStore>;
  /** Order of ids where the server is one for tests that does not compare octets. */
  readonly order?: (a: string, b: string) => number;
  /** Changes one octet of the stored envelope of a file, or removes it. */
  readonly damage: (address: string, how: 'flip' | 'truncate' | 'remove') => Promise<void>;
}

/** Declares the suite. `open` makes a fresh store, or skips the suite where there can be none. */
export function describeStore(name: string, open: (context: Mocha.Context) => Promise<StoreUnderTest>): void {
  describe(`${name} keeps the contract of a store`, function () {
    let under: StoreUnderTest;
    before(async function () {
      under = await open(this);
    });
    after(() => (under as StoreUnderTest | undefined)?.store.close());

    describeRecords(() => under);
    describeReports(() => under);
    describeIssued(() => under);
    describeIndexes(() => under);
    describeJournal(() => under);
    describeFiles(() => under);
    describeWhole(() => under);
  });
}

function describeRecords(under: () => StoreUnderTest): void {
  describe('records', () => {
    const records = () => under().store.records;

    it('gives what was inserted, null for what was not', async () => {
      const record = licence('records/1', { typeName: '名称 𪨊 \u0007 "\\' });
      await records().insert('licences', record);
      assert.deepEqual(await records().get('licences', 'records/1'), record);
      assert.equal(await records().get('licences', 'records/2'), null);
      assert.equal(await records().get('seals', 'records/1'), null);
    });

    it('refuses a second record of the same id', async () => {
      await records().insert('claims', claim('taken', 'first'));
      await assert.rejects(records().insert('claims', claim('taken', 'second')), { code: 'ALREADY_EXISTS' });
      assert.equal((await records().get('claims', 'taken'))?.owner, 'first');
    });

    it('lets one of many inserts of the same id win', async () => {
      const outcomes = await Promise.allSettled(
        Array.from({ length: 12 }, (_, index) => records().insert('claims', claim('race', `${index}`))),
      );
      const won = outcomes.flatMap(({ status }, index) => (status === 'fulfilled' ? [index] : []));
      assert.equal(won.length, 1);
      assert.equal((await records().get('claims', 'race'))?.owner, `${won[0] ?? -1}`);
      for (const outcome of outcomes)
        if (outcome.status === 'rejected') assert.equal((outcome.reason as { code: string }).code, 'ALREADY_EXISTS');
    });

    it('replaces the version before and no other', async () => {
      await records().insert('settings', setting('versions', 1, { step: 1 }));
      await records().replace('settings', setting('versions', 2, { step: 2 }));
      for (const version of [1, 2, 4]) {
        await assert.rejects(records().replace('settings', setting('versions', version, { step: 9 })), {
          code: 'VERSION_CONFLICT',
        });
      }
      await assert.rejects(records().replace('settings', setting('nowhere', 1)), { code: 'VERSION_CONFLICT' });
      await assert.rejects(records().replace('settings', setting('nowhere', 2)), { code: 'VERSION_CONFLICT' });
      assert.deepEqual(await records().get('settings', 'versions'), setting('versions', 2, { step: 2 }));
      assert.equal(await records().get('settings', 'nowhere'), null);
    });

    it('lets one of many replacements win', async () => {
      await records().insert('settings', setting('contested', 1));
      const outcomes = await Promise.allSettled(
        Array.from({ length: 12 }, (_, index) => records().replace('settings', setting('contested', 2, { index }))),
      );
      const won = outcomes.flatMap(({ status }, index) => (status === 'fulfilled' ? [index] : []));
      assert.equal(won.length, 1);
      assert.deepEqual((await records().get('settings', 'contested'))?.value, { index: won[0] });
    });

    it('writes several in their order, up to the first that is refused', async () => {
      const adding = (id: string): RecordWrite => ({ kind: 'insert', collection: 'claims', record: claim(id) });
      const first = { kind: 'insert', collection: 'settings', record: setting('in order', 1, { step: 1 }) } as const;
      const second = { kind: 'replace', collection: 'settings', record: setting('in order', 2, { step: 2 }) } as const;
      await records().write([first, second, adding('in order')]);
      assert.deepEqual(await records().get('settings', 'in order'), setting('in order', 2, { step: 2 }));
      assert.equal((await records().get('claims', 'in order'))?._id, 'in order');
      await assert.rejects(records().write([adding('before'), second, adding('after')]), { code: 'VERSION_CONFLICT' });
      await assert.rejects(records().write([adding('before'), adding('after')]), {
        code: 'ALREADY_EXISTS',
        details: { key: 'before' },
      });
      assert.equal((await records().get('claims', 'before'))?._id, 'before');
      assert.equal(await records().get('claims', 'after'), null);
      await records().write([]);
    });

    it('writes none of several of which one could never be written', async () => {
      const good = { kind: 'insert', collection: 'claims', record: claim('beside a huge one') } as const;
      const huge = licence('huge beside', { typeName: 'x'.repeat(20_000_000) });
      await assert.rejects(records().write([good, { kind: 'insert', collection: 'licences', record: huge }]), {
        code: 'INPUT_TOO_LARGE',
      });
      assert.equal(await records().get('claims', 'beside a huge one'), null);
    });

    it('removes, and minds not when there is nothing to remove', async () => {
      await records().insert('claims', claim('removable'));
      await records().remove('claims', 'removable');
      await records().remove('claims', 'removable');
      assert.equal(await records().get('claims', 'removable'), null);
      await records().insert('claims', claim('removable', 'again'));
      assert.equal((await records().get('claims', 'removable'))?.owner, 'again');
    });

    it('keeps a record as large as may be, and refuses one octet more', async () => {
      const empty = organisation('large', { name: '' });
      const room = MAX_RECORD_BYTES - Buffer.byteLength(JSON.stringify(empty));
      const record = { ...empty, name: '证'.repeat(Math.trunc(room / 3)) + 'x'.repeat(room % 3) };
      await records().insert('organisations', record);
      assert.deepEqual(await records().get('organisations', 'large'), record);
      const larger = { ...record, version: 2, name: `${record.name}x` };
      await assert.rejects(records().replace('organisations', larger), { code: 'INPUT_TOO_LARGE' });
      const next = { ...record, version: 2, name: record.name.replace('证', '書') };
      await records().replace('organisations', next);
      assert.deepEqual(await records().get('organisations', 'large'), next);
      await records().remove('organisations', 'large');
    });

    it('refuses a record that is too large, and leaves nothing of it', async () => {
      await assert.rejects(records().insert('licences', licence('huge', { typeName: 'x'.repeat(20_000_000) })), {
        code: 'INPUT_TOO_LARGE',
      });
      assert.equal(await records().get('licences', 'huge'), null);
    });

    it('keeps ids in any script, and refuses those that are none', async () => {
      const ids = [
        'case:91330000/甲〔2026〕1号',
        '𪨊',
        '\uffee',
        'ལྷ་ས',
        'a/b.c$d%2E',
        ' ',
        'é',
        'e\u0301',
        'x'.repeat(1024),
        `${'证'.repeat(341)}x`,
      ];
      for (const id of ids) await records().insert('claims', claim(id, id));
      for (const id of ids) assert.equal((await records().get('claims', id))?.owner, id);
      for (const id of ['', 'x'.repeat(1025), '证'.repeat(342), 'a\0b', '\ud800']) {
        assert.equal(await records().get('claims', id), null);
        await assert.rejects(records().insert('claims', claim(id)), { code: 'INPUT_INVALID' });
        await assert.rejects(records().replace('claims', claim(id)), { code: 'INPUT_INVALID' });
        await records().remove('claims', id);
      }
    });

    it('keeps members whose names look like paths, operators or prototypes', async () => {
      const value = JSON.parse('{"a.b":"1","$set":"2","%24":"3","":"4","__proto__":"5","constructor":"6"}') as Record<
        string,
        string
      >;
      await records().insert('settings', setting('names', 1, value));
      assert.equal(
        JSON.stringify(Object.entries((await records().get('settings', 'names'))?.value ?? {}).sort()),
        JSON.stringify(Object.entries(value).sort()),
      );
    });

    it('keeps numbers, booleans, null and nested lists as they are', async () => {
      const value = {
        zero: 0,
        negative: -7,
        large: 2 ** 45,
        most: Number.MAX_SAFE_INTEGER,
        fraction: 0.1,
        yes: true,
        no: false,
        none: null,
      };
      await records().insert('settings', setting('values', 1, value));
      assert.deepEqual((await records().get('settings', 'values'))?.value, value);
    });

    it('lists all records in the order of their ids, a page at a time', async () => {
      const ids = Array.from({ length: 25 }, (_, index) => `seal/${String(index).padStart(2, '0')}`);
      ids.push('seal/甲', 'seal/\uffee', 'seal/𪨊');
      const { order } = under();
      for (const id of [...ids].reverse()) await records().insert('sessions', { ...session, _id: id });
      const seen: string[] = [];
      for (let after: string | undefined; ;) {
        const page = await records().list('sessions', { limit: 10, ...(after === undefined ? {} : { after }) });
        seen.push(...page.map(({ _id }) => _id));
        after = page[page.length - 1]?._id;
        if (page.length < 10) break;
      }
      assert.deepEqual(seen, order ? [...ids].sort(order) : ids);
    });

    it('shows what another process wrote', async () => {
      const other = await under().reopen();
      try {
        await records().insert('claims', claim('shared'));
        assert.ok(await other.records.get('claims', 'shared'));
        await other.records.remove('claims', 'shared');
        assert.equal(await records().get('claims', 'shared'), null);
        await Promise.allSettled([
          records().insert('claims', claim('both', 'a')),
          other.records.insert('claims', claim('both', 'b')),
        ]);
        assert.deepEqual(await records().get('claims', 'both'), await other.records.get('claims', 'both'));
      } finally {
        await other.close();
      }
    });
  });
}

function describeIssued(under: () => StoreUnderTest): void {
  describe('register of issued certificates', () => {
    const root = makeRoot();
    const other = makeRoot();
    const signer = issue(root).certificate;
    const by = { issuer: root.certificate, authorisation: { actor: 'clerk', reference: 'certificate of seal 1' } };
    const registerOf = ({ records }: Pick<OpenStore, 'records'>) =>
      createCertificateRegister({ records, crypto, clock: { now: () => Date.parse('2026-05-01T00:00:00Z') } });

    it('knows what was entered, by the CA that issued it, also in another process', async () => {
      await registerOf(under().store).enter(signer, by);
      const reopened = await under().reopen();
      const found = await registerOf(reopened).find(root.certificate, signer.serialNumber);
      await reopened.close();
      assert.equal(found?.certificateSm3, certificateDigest(signer, crypto));
      assert.deepEqual(
        [found.issuedBy, found.purpose, found.enteredAt],
        ['clerk', 'certificate of seal 1', '2026-05-01T00:00:00.000Z'],
      );
      assert.equal(await registerOf(under().store).find(other.certificate, signer.serialNumber), null);
      assert.equal(await registerOf(under().store).find(root.certificate, root.certificate.serialNumber), null);
    });

    it('takes a certificate again, many at once too, and keeps the first entry', async () => {
      const register = registerOf(under().store);
      await Promise.all(Array.from({ length: 8 }, () => register.enter(signer, { ...by, authorisation: null })));
      assert.equal((await register.find(root.certificate, signer.serialNumber))?.issuedBy, 'clerk');
    });

    it('refuses another certificate of the same serial number', async () => {
      const { serialNumber } = signer;
      const second = { ...issue(root).certificate, serialNumber };
      await assert.rejects(registerOf(under().store).enter(second, by), { code: 'ALREADY_EXISTS' });
    });
  });
}

const session = {
  schema: 1,
  version: 1,
  account: 'account-1',
  createdAt: '2026-05-01T08:00:00.000Z',
  usedAt: '2026-05-01T08:00:00.000Z',
  expiresAt: '2026-05-01T20:00:00.000Z',
} as const;

function describeReports(under: () => StoreUnderTest): void {
  describe('kept reports', () => {
    const DAY = 86_400_000;
    const START = Date.parse('2026-05-01T00:00:00Z');
    const keepingAt = (now: number) => ({
      ...{ records: under().store.records, retention: 30 * DAY },
      ...{ clock: { now: () => now }, random: { bytes: (length: number) => new Uint8Array(length) } },
    });

    it('come oldest first, are there until their time is over, and are then swept', async () => {
      const { records } = under().store;
      // More than are swept at a time, put in not in their order.
      const made = Array.from({ length: 450 }, (_, index) => keptReportRecord(START + index * DAY, (index % 10).toString(16)));
      for (const record of [...made].reverse()) await records.insert('reports', record);
      const ids = made.map(({ _id }) => _id);
      assert.deepEqual(
        (await records.list('reports', { limit: 1000 })).map(({ _id }) => _id),
        ids,
      );
      const [first, second] = made;
      assert.ok(first && second);
      const found = await keptReport(keepingAt(START + 30 * DAY - 1), first._id);
      assert.deepEqual(found, {
        ...{ report: first.report, diagnostic: first.diagnostic, id: first._id },
        keptUntil: '2026-05-31T00:00:00.000Z',
      });
      await assert.rejects(keptReport(keepingAt(START + 30 * DAY), first._id), { code: 'REPORT_NOT_FOUND' });
      assert.equal(await sweepReports(keepingAt(START + 30 * DAY - 1)), 0);
      assert.equal(await sweepReports(keepingAt(START + 30 * DAY)), 1);
      assert.equal(await records.get('reports', first._id), null);
      assert.deepEqual(await records.get('reports', second._id), second);
      assert.equal(await sweepReports(keepingAt(START + 477 * DAY)), 447);
      assert.equal((await records.list('reports', { limit: 1000 })).length, 2);
      assert.equal(await sweepReports({ ...keepingAt(START + 450 * DAY), retention: 0 }), 2);
    });
  });
}

const TIME = '2026-05-01T08:00:00.000Z';

function describeIndexes(under: () => StoreUnderTest): void {
  describe('indexes', () => {
    const records = () => under().store.records;
    const file = (digest: string) =>
      ({ format: 'pdf', role: 'original', digest, size: 1, blob: 'b', recordedAt: '2026-05-01T08:00:00.000Z' }) as const;

    it('finds systems by their certificates, and what was used once is claimed once, counted and forgotten', async () => {
      const key = (id: string, thumbprint: string | null): ClientKey => ({
        ...{ id, from: TIME, until: null, addedAt: TIME, authorisedAt: null, endedAt: null },
        proof:
          thumbprint === null
            ? { kind: 'secret', digest: 'ab' }
            : { kind: 'certificate', keyType: 'sm2', publicKey: 'AA==', thumbprint },
      });
      const terms = { scopes: ['licence:verify'], perMinute: null, perDay: null, validUntil: null } as const;
      const client = (id: string, keys: readonly ClientKey[]): ClientRecord => ({
        ...{ _id: id, schema: 1, version: 1, revision: 1, name: id, organisation: 'client-a', asked: terms, authorised: null },
        ...{ blocked: false, keys, createdAt: TIME, outbox: [], pending: false },
      });
      await records().insert('clients', client('client/1', [key('a', 'thumb-a'), key('b', 'thumb-b'), key('c', null)]));
      await records().insert('clients', client('client/2', [key('a', 'thumb-c')]));
      const having = async (equals: string) =>
        (await records().find('clients', { index: 'thumbprint', equals, limit: 10 })).map(({ _id }) => _id);
      assert.deepEqual(
        [await having('thumb-a'), await having('thumb-b'), await having('thumb-c')],
        [['client/1'], ['client/1'], ['client/2']],
      );

      let now = Date.UTC(2026, 4, 1);
      const clock = { now: () => now };
      const deps = { records: records(), clock };
      const claims = await Promise.all(
        Array.from({ length: 10 }, () => claimOnce(deps, { value: 'contract', until: now + 1000 })),
      );
      assert.equal(claims.filter(Boolean).length, 1);
      const quotas = [createQuota(deps), createQuota(deps)];
      const taken = await Promise.allSettled(
        Array.from({ length: 30 }, async (_, index) => quotas[index % 2]?.take('contract', { perMinute: 20, perDay: null })),
      );
      const given = taken.filter(({ status }) => status === 'fulfilled').length;
      assert.ok(given <= 20 && given >= 18, String(given));
      now += 3_600_000;
      assert.equal(await sweepTransients(deps), 2);
    });

    it('finds the keys that sign for an organisation, and signatures without an outcome', async () => {
      await records().insert('signature-keys', signatureKey('sk/1', { organisation: 'sk-a', pending: true }));
      await records().insert('signature-keys', signatureKey('sk/2', { organisation: 'sk-b' }));
      const keysOf = async (equals: string) =>
        (await records().find('signature-keys', { index: 'organisation', equals, limit: 10 })).map(({ _id }) => _id);
      assert.deepEqual([await keysOf('sk-a'), await keysOf('sk-b')], [['sk/1'], ['sk/2']]);
      const moved = signatureKey('sk/1', { version: 2, organisation: 'sk-b', state: 'withdrawn' });
      await records().replace('signature-keys', moved);
      assert.deepEqual([await keysOf('sk-a'), await keysOf('sk-b')], [[], ['sk/1', 'sk/2']]);
      assert.deepEqual(await records().get('signature-keys', 'sk/1'), moved);
      await records().insert('signings', signing('sn/1', { subject: 'stampings/sn' }));
      const intended = async () => (await records().find('signings', { index: 'state', equals: 'intended', limit: 10 })).length;
      assert.equal(await intended(), 1);
      await records().replace('signings', signing('sn/1', { version: 2, state: 'done', subject: 'stampings/sn' }));
      assert.equal(await intended(), 0);
      assert.equal((await records().find('signings', { index: 'subject', equals: 'stampings/sn', limit: 10 })).length, 1);
    });

    it('finds organisations beneath a place, and those of before once they have one', async () => {
      const beneath = async (equals: string) =>
        (await records().find('organisations', { index: 'place', equals, limit: 10 })).map(({ _id }) => _id);
      const before = organisation('or/2');
      await records().insert('organisations', before);
      await records().insert(
        'organisations',
        withPlaceKeys(organisation('or/1', { areaCode: '510104001', line: lineCode('a.b') })),
      );
      assert.deepEqual(await beneath('510100 a'), ['or/1']);
      assert.deepEqual(await beneath('510000'), ['or/1']);
      assert.deepEqual(await records().get('organisations', 'or/2'), before);
      await records().replace('organisations', withPlaceKeys({ ...before, version: 2 }));
      assert.deepEqual(await beneath('510100'), ['or/1', 'or/2']);
      assert.deepEqual(await beneath('510104001 a.b'), ['or/1']);
      assert.deepEqual(await beneath('5101'), []);
      const moved = organisation('or/1', { version: 2, areaCode: '510700', pending: true });
      await records().replace('organisations', withPlaceKeys(moved));
      assert.deepEqual([await beneath('510100'), await beneath('510000')], [['or/2'], ['or/1', 'or/2']]);
      const pending = await records().find('organisations', { index: 'pending', equals: true, limit: 10 });
      assert.deepEqual(
        pending.map(({ _id }) => _id),
        ['or/1'],
      );
    });

    it('finds through arrays', async () => {
      const first = edition('001', { identifier: 'ix-1', files: [file('digest-1'), file('digest-2')] });
      const second = edition('002', { identifier: 'ix-2', files: [file('digest-2'), file('digest-3')] });
      await records().insert('licences', licence('ix', { editions: [first, second] }));
      for (const [index, equals] of [
        ['identifier', 'ix-1'],
        ['identifier', 'ix-2'],
        ['fileDigest', 'digest-1'],
        ['fileDigest', 'digest-2'],
        ['fileDigest', 'digest-3'],
        ['caseKey', 'case-ix'],
      ] as const) {
        assert.deepEqual(
          (await records().find('licences', { index, equals, limit: 10 })).map(({ _id }) => _id),
          ['ix'],
          equals,
        );
      }
      assert.deepEqual(await records().find('licences', { index: 'identifier', equals: 'ix', limit: 10 }), []);
      assert.deepEqual(await records().find('licences', { index: 'identifier', equals: 'digest-1', limit: 10 }), []);
    });

    it('finds licences by when their proof ends', async () => {
      const [soon, late] = ['2031-05-01T00:00:00.000Z', '2036-05-01T00:00:00.000Z'];
      const found = async (equals: string) =>
        (await records().find('licences', { index: 'proofEnds', equals, limit: 10 })).map(({ _id }) => _id);
      await records().insert('licences', licence('proof/1', { proofEnds: soon }));
      await records().insert('licences', licence('proof/2', { proofEnds: soon }));
      await records().insert('licences', licence('proof/3'));
      assert.deepEqual([await found(soon), await found(late)], [['proof/1', 'proof/2'], []]);
      await records().replace('licences', licence('proof/1', { version: 2, proofEnds: late }));
      await records().replace('licences', licence('proof/3', { version: 2, proofEnds: soon }));
      assert.deepEqual([await found(soon), await found(late)], [['proof/2', 'proof/3'], ['proof/1']]);
    });

    it('follows replacements and removals', async () => {
      await records().insert('stampings', stamping('follow', { subject: 'before' }));
      await records().replace('stampings', stamping('follow', { version: 2, subject: 'after' }));
      const found = async (equals: string) => (await records().find('stampings', { index: 'subject', equals, limit: 10 })).length;
      assert.deepEqual([await found('before'), await found('after')], [0, 1]);
      await assert.rejects(records().replace('stampings', stamping('follow', { version: 9, subject: 'never' })), {
        code: 'VERSION_CONFLICT',
      });
      assert.deepEqual([await found('never'), await found('after')], [0, 1]);
      await records().remove('stampings', 'follow');
      assert.equal(await found('after'), 0);
    });

    it('holds true, and neither false nor null', async () => {
      await records().insert('stampings', stamping('flag/1', { pending: true }));
      await records().insert('stampings', stamping('flag/2', { pending: false }));
      const find = async (equals: string | true) =>
        (await records().find('stampings', { index: 'pending', equals, limit: 10 })).map(({ _id }) => _id);
      assert.deepEqual(await find(true), ['flag/1']);
      assert.equal(await records().count('stampings', { index: 'pending', equals: true }), 1);
      for (const text of ['true', 'false', '']) assert.deepEqual(await find(text), []);
      assert.deepEqual(await records().find('stampings', { index: 'subject', equals: 'null', limit: 10 }), []);
      await records().replace('stampings', stamping('flag/1', { version: 2, pending: false }));
      assert.deepEqual(await find(true), []);
    });

    it('pages in the order of ids', async () => {
      for (let index = 24; index >= 0; index--)
        await records().insert('claims', claim(`page/${String(index).padStart(2, '0')}`, 'pager'));
      await records().insert('claims', claim('page/other', 'pager2'));
      const seen: string[] = [];
      for (let after: string | undefined; ;) {
        const page = await records().find('claims', {
          index: 'owner',
          equals: 'pager',
          limit: 10,
          ...(after === undefined ? {} : { after }),
        });
        seen.push(...page.map(({ _id }) => _id));
        after = page[page.length - 1]?._id;
        if (page.length < 10) break;
      }
      assert.equal(seen.length, 25);
      const count = (owner: string) => records().count('claims', { index: 'owner', equals: owner });
      assert.deepEqual([await count('pager'), await count('pager2'), await count('page')], [25, 1, 0]);
      assert.deepEqual(seen, [...seen].sort());
      assert.equal(
        (await records().find('claims', { index: 'owner', equals: 'pager', limit: 5, after: 'page/03' }))[0]?._id,
        'page/04',
      );
    });

    it('tells values apart that begin alike, are long, or hold separators', async () => {
      const owners = ['o', 'o\u0001', 'oo', '属主', 'x'.repeat(600), `${'x'.repeat(600)}y`];
      for (const [index, owner] of owners.entries()) await records().insert('claims', claim(`apart/${index}`, owner));
      for (const [index, owner] of owners.entries()) {
        assert.deepEqual(
          (await records().find('claims', { index: 'owner', equals: owner, limit: 10 })).map(({ _id }) => _id),
          [`apart/${index}`],
        );
      }
    });
  });
}

const FACTS = { text: '文', list: ['a', 'b'], number: 1, flag: true, none: null } as const;

function chain(head: JournalHead, ids: readonly string[], facts: Parameters<typeof event>[1] = FACTS): JournalEntry[] {
  let current = head;
  return ids.map((id) => {
    const entry = chainEvent(current, event(id, facts), sm3);
    current = entry;
    return entry;
  });
}

function describeJournal(under: () => StoreUnderTest): void {
  describe('journal', () => {
    const journal = () => under().store.journal;

    it('begins empty', async () => {
      assert.deepEqual(await journal().head(), EMPTY_HEAD);
      assert.deepEqual(await journal().read(1, 10), []);
    });

    it('appends what continues the head, and gives it back', async () => {
      const entries = chain(EMPTY_HEAD, ['j/1', 'j/2', 'j/3']);
      await journal().append(entries);
      assert.deepEqual(await journal().read(1, 10), entries);
      assert.deepEqual(await journal().read(2, 1), entries.slice(1, 2));
      assert.deepEqual(await journal().read(4, 10), []);
      assert.deepEqual(await journal().head(), { sequence: 3, hash: entries[2]?.hash });
      assert.equal(checkChain(EMPTY_HEAD, await journal().read(1, 10), sm3).fault, null);
      await journal().append([]);
    });

    it('refuses what does not continue the head, wholly', async () => {
      const head = await journal().head();
      const refused = [
        chain(EMPTY_HEAD, ['k/1']),
        chain({ sequence: head.sequence + 1, hash: head.hash }, ['k/1']),
        chain({ sequence: head.sequence, hash: 'f'.repeat(64) }, ['k/1']),
        chain(head, ['k/1', 'j/2']),
        chain(head, ['k/1', 'k/1']),
        [chain(head, ['k/1', 'k/2'])[1]].flatMap((entry) => entry ?? []),
      ];
      for (const entries of refused) await assert.rejects(journal().append(entries), { code: 'VERSION_CONFLICT' });
      for (const id of ['', 'k\0', 'x'.repeat(1025)])
        await assert.rejects(journal().append(chain(head, ['k/1', id])), { code: 'INPUT_INVALID' });
      const text = 'x'.repeat(MAX_APPEND_BYTES / 2);
      const large = chain(head, ['k/1', 'k/2'], { text });
      await assert.rejects(journal().append(large), { code: 'INPUT_TOO_LARGE' });
      assert.deepEqual(await journal().head(), head);
      assert.deepEqual(await journal().known(['k/1', 'k/2']), new Set());
    });

    it('knows event ids', async () => {
      assert.deepEqual(await journal().known(['j/1', 'j/3', 'j/9', '']), new Set(['j/1', 'j/3']));
      assert.deepEqual(await journal().known([]), new Set());
    });

    it('has neither gaps nor doubles with several appenders', async function () {
      this.timeout(300_000);
      const other = await under().reopen();
      const start = await journal().head();
      const append = async (store: OpenStore, id: string): Promise<void> => {
        for (;;) {
          try {
            const head = await store.journal.head();
            await store.journal.append(chain(head, [`${id}/a`, `${id}/b`]));
            return;
          } catch (error) {
            if ((error as { code?: string }).code !== 'VERSION_CONFLICT') throw error;
          }
        }
      };
      try {
        await Promise.all(
          [under().store, other].flatMap((store, writer) =>
            [0, 1].map(async (lane) => {
              for (let turn = 0; turn < 4; turn++) await append(store, `m/${writer}${lane}${turn}`);
            }),
          ),
        );
      } finally {
        await other.close();
      }
      const all = await journal().read(1, 1000);
      assert.equal(all.length, start.sequence + 32);
      assert.equal(checkChain(EMPTY_HEAD, all, sm3).fault, null);
      assert.equal(new Set(all.map((entry) => entry.event.id)).size, all.length);
    });

    it('keeps an append of many large entries, and gives any part of it', async function () {
      this.timeout(300_000);
      const head = await journal().head();
      const ids = Array.from({ length: 1000 }, (_, index) => `large/${index}`);
      const entries = chain(head, ids, { text: 'x'.repeat(10_000) });
      await journal().append(entries);
      assert.deepEqual(await journal().read(head.sequence + 1, 1000), entries);
      assert.deepEqual(await journal().read(head.sequence + 500, 2), entries.slice(499, 501));
      assert.deepEqual(await journal().known(ids), new Set(ids));
    });

    it('reads pages across batches', async () => {
      const { sequence } = await journal().head();
      for (const from of [1, 2, 3, 4, 5, sequence]) {
        const page = await journal().read(from, 3);
        assert.deepEqual(
          page.map((entry) => entry.sequence),
          [from, from + 1, from + 2].filter((number) => number <= sequence),
        );
      }
    });
  });
}

function describeFiles(under: () => StoreUnderTest): void {
  describe('files', () => {
    const blobs = () => under().store.blobs;
    const bytes = (length: number, seed: number) => Uint8Array.from({ length }, (_, index) => (index * 31 + seed) & 255);

    it('gives back what was put, under the same key for the same bytes', async () => {
      for (const length of [0, 1, 15, 16, 17, 300_000]) {
        const key = await blobs().put(bytes(length, 1));
        assert.match(key, /^[0-9a-f]{64}$/);
        assert.deepEqual(Buffer.from(await blobs().get(key)), Buffer.from(bytes(length, 1)));
        assert.equal(await blobs().put(bytes(length, 1)), key);
      }
    });

    it('stores the same bytes put at once by many', async () => {
      const keys = await Promise.all(Array.from({ length: 8 }, () => blobs().put(bytes(50_000, 2))));
      assert.equal(new Set(keys).size, 1);
      assert.deepEqual(Buffer.from(await blobs().get(keys[0] ?? '')), Buffer.from(bytes(50_000, 2)));
    });

    it('rejects an unknown or malformed key', async () => {
      const { sealed } = under().store;
      for (const key of ['0'.repeat(64), '', '../../etc/passwd', 'F'.repeat(64)]) {
        await assert.rejects(blobs().get(key), { code: 'BLOB_NOT_FOUND' });
        await assert.rejects(sealed.read(key), { code: 'BLOB_NOT_FOUND' });
      }
      for (const key of ['', '../../etc/passwd', 'F'.repeat(64)])
        await assert.rejects(sealed.write(key, bytes(100, 1)), { code: 'INPUT_INVALID' });
    });

    it('removes a file by its key, which is known before it is put', async () => {
      const content = bytes(30_000, 50);
      const key = blobs().keyOf(sm3(content));
      await assert.rejects(blobs().get(key), { code: 'BLOB_NOT_FOUND' });
      assert.equal(await blobs().put(content), key);
      for (let again = 0; again < 2; again++) await blobs().remove(key);
      await assert.rejects(blobs().get(key), { code: 'BLOB_NOT_FOUND' });
      for await (const left of blobs().keys()) assert.notEqual(left, key);
      assert.equal(await blobs().put(content), key);
      assert.deepEqual(Buffer.from(await blobs().get(key)), Buffer.from(content));
      for (const other of ['', '../../etc/passwd', 'F'.repeat(64), '0'.repeat(64)]) await blobs().remove(other);
    });

    it('keeps what is put under a file that was damaged by several at once', async () => {
      const content = bytes(30_000, 40);
      const key = await blobs().put(content);
      await under().damage(key, 'flip');
      const put = await Promise.all(Array.from({ length: 6 }, () => blobs().put(content)));
      assert.deepEqual(new Set(put), new Set([key]));
      assert.deepEqual(Buffer.from(await blobs().get(key)), Buffer.from(content));
    });

    it('finds a file damaged or missing, and heals it when it is put again', async () => {
      for (const [seed, how] of (['flip', 'truncate', 'remove'] as const).entries()) {
        const content = bytes(20_000, 10 + seed);
        const key = await blobs().put(content);
        await under().damage(key, how);
        await assert.rejects(blobs().get(key), { code: how === 'remove' ? 'BLOB_NOT_FOUND' : 'BLOB_DAMAGED' });
        assert.equal(await blobs().put(content), key);
        assert.deepEqual(Buffer.from(await blobs().get(key)), Buffer.from(content));
      }
    });

    it('keeps nothing of the plaintext, and refuses an envelope under another address', async () => {
      const first = await blobs().put(new TextEncoder().encode('印证 secret'.repeat(50)));
      const second = await blobs().put(bytes(400, 30));
      const envelope = await under().store.sealed.read(first);
      assert.equal(Buffer.from(envelope).includes('secret'), false);
      await under().store.sealed.write(second, envelope);
      await assert.rejects(blobs().get(second), { code: 'BLOB_DAMAGED' });
      await blobs().put(bytes(400, 30));
    });

    it('gives back what is kept for an organisation', async () => {
      const content = bytes(30_000, 60);
      const { blob, key } = await blobs().keep(content, { owner: 'organisation', sm3: sm3(content) });
      assert.deepEqual(Buffer.from(await blobs().get(blob, key)), Buffer.from(content));
      await blobs().remove(blob);
      await assert.rejects(blobs().get(blob, key), { code: 'BLOB_NOT_FOUND' });
    });

    it('keeps a file where it was reserved to be, and nothing before', async () => {
      const reserved = await blobs().reserve({ owner: 'organisation' });
      await assert.rejects(blobs().get(reserved.blob, reserved.key), { code: 'BLOB_NOT_FOUND' });
      const content = bytes(3_000, 61);
      assert.deepEqual(await blobs().keep(content, { owner: 'organisation', reserved }), reserved);
      assert.deepEqual(Buffer.from(await blobs().get(reserved.blob, reserved.key)), Buffer.from(content));
      assert.notEqual((await blobs().reserve({ owner: 'organisation' })).blob, reserved.blob);
      await blobs().remove(reserved.blob);
    });

    it('names all keys once', async () => {
      const put = await Promise.all(Array.from({ length: 20 }, (_, index) => blobs().put(bytes(100, 100 + index))));
      const keys: string[] = [];
      for await (const key of blobs().keys()) keys.push(key);
      assert.equal(new Set(keys).size, keys.length);
      for (const key of put) assert.ok(keys.includes(key));
    });
  });
}

function describeWhole(under: () => StoreUnderTest): void {
  describe('as a whole', () => {
    it('has an identity that stays', async () => {
      const other = await under().reopen();
      try {
        assert.deepEqual(other.identity, under().store.identity);
        assert.ok(await other.healthy());
      } finally {
        await other.close();
      }
    });

    it('shows a copy of all records and the journal', async () => {
      const snapshot = await under().store.snapshot();
      try {
        const head = await snapshot.journal.head();
        await under().store.records.insert('claims', claim('after-snapshot'));
        await under().store.journal.append(chain(head, ['after-snapshot']));
        if (snapshot.frozen) {
          assert.equal(await snapshot.records.get('claims', 'after-snapshot'), null);
          assert.deepEqual(await snapshot.journal.head(), head);
          assert.deepEqual(await snapshot.journal.read(head.sequence + 1, 10), []);
        }
        assert.ok(await snapshot.records.get('claims', 'taken'));
        assert.ok((await snapshot.records.list('claims', { limit: 10 })).length > 0);
      } finally {
        await snapshot.release();
      }
      assert.ok(await under().store.records.get('claims', 'after-snapshot'));
    });

    it('refuses data of newer software', async () => {
      const { records } = under().store;
      const record = await records.get('settings', 'store');
      assert.ok(record);
      await records.replace('settings', {
        ...record,
        version: record.version + 1,
        value: { ...record.value, schema: STORE_SCHEMA + 1 },
      });
      await assert.rejects(under().reopen(), { code: 'STORE_SCHEMA_NEWER' });
      await records.replace('settings', { ...record, version: record.version + 2 });
      await (await under().reopen()).close();
    });

    it('answers STORE_UNAVAILABLE when closed', async () => {
      const other = await under().reopen();
      await other.close();
      await other.close();
      assert.equal(await other.healthy(), false);
      await assert.rejects(other.records.get('claims', 'taken'), { code: 'STORE_UNAVAILABLE' });
      await assert.rejects(other.records.list('claims', { limit: 1 }), { code: 'STORE_UNAVAILABLE' });
      await assert.rejects(other.records.insert('claims', claim('late')), { code: 'STORE_UNAVAILABLE' });
      await assert.rejects(other.records.replace('claims', claim('taken')), { code: 'STORE_UNAVAILABLE' });
      await assert.rejects(other.records.remove('claims', 'taken'), { code: 'STORE_UNAVAILABLE' });
      await assert.rejects(other.journal.head(), { code: 'STORE_UNAVAILABLE' });
      await assert.rejects(other.journal.read(1, 1), { code: 'STORE_UNAVAILABLE' });
      const head = await under().store.journal.head();
      await assert.rejects(other.journal.append(chain(head, ['late'])), { code: 'STORE_UNAVAILABLE' });
      assert.deepEqual(await under().store.journal.head(), head);
    });
  });
}
