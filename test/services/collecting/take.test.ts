import assert from 'node:assert/strict';
import { utf8 } from '../../../src/base/bytes.ts';
import {
  listFaults,
  pushItems,
  reconcileSource,
  recordSource,
  retryItem,
  returnFlow,
  type CollectingDependencies,
} from '../../../src/services/collecting/index.ts';
import { chooseCopySeal, makeUseCopy } from '../../../src/services/copies/index.ts';
import { examineStore } from '../../../src/services/maintenance/index.ts';
import { downloadLicence, getLicence, issueLicence } from '../../../src/services/licences/index.ts';
import { verifyFile, verifyIdentifier } from '../../../src/services/verification/index.ts';
import type { SourceTerms } from '../../../src/domain/collecting/index.ts';
import { eventsOf } from '../../support/invariants.ts';
import { COLLECTED_TYPE, collectedItem, collectingDependencies, MAKER, sm3Hex, sourceTerms } from '../../support/collecting.ts';
import { blankFile } from '../../support/sealing.ts';
import { actor, CLERK, COUNTER, openUseCases, order, OTHER_ISSUER, PURPOSE, type UseCases } from '../../support/use-cases.ts';

const ADMINISTRATOR = actor('administrator', null);
const SYSTEM = { ...actor('system'), person: null, client: 'registration-system' };

describe('services: collecting', function () {
  this.timeout(300_000);
  let under: UseCases;
  let deps: CollectingDependencies;
  before(async () => {
    under = await openUseCases();
    deps = collectingDependencies(under);
  });
  after(() => under.close());

  let sources = 0;
  const source = async (changes: Partial<SourceTerms> = {}): Promise<string> => {
    const id = `source-${++sources}`;
    await recordSource(deps, ADMINISTRATOR, { id, terms: sourceTerms(changes), state: 'active' });
    return id;
  };
  const push = async (
    id: string,
    items: readonly Readonly<Record<string, unknown>>[],
    files: Readonly<Record<string, Uint8Array>> = {},
  ) =>
    (await pushItems(deps, SYSTEM, { source: id, items, files: new Map(Object.entries(files)) })).map(
      ({ outcome, error, identifier }) => ({
        outcome,
        code: error?.code ?? null,
        identifier,
      }),
    );
  const one = async (id: string, item: Readonly<Record<string, unknown>>, files: Readonly<Record<string, Uint8Array>> = {}) => {
    const [outcome] = await push(id, [item], files);
    assert.ok(outcome);
    return outcome;
  };
  const status = async (identifier: string | null) =>
    (await verifyIdentifier({ clock: deps.clock, store: under.store }, COUNTER, { identifier: identifier ?? '' })).status;
  const counts = async (id: string) => (await under.store.records.get('collecting-sources', id))?.counts;

  it('takes an item once for each version, counts it, and follows what the source changes', async () => {
    const id = await source();
    const first = await one(id, collectedItem());
    assert.equal(first.outcome, 'taken');
    assert.equal((await one(id, collectedItem())).outcome, 'repeated');
    assert.equal((await one(id, collectedItem({ licenceNumber: 'other' }))).code, 'COLLECTED_VERSION_CONFLICT');
    const second = await one(
      id,
      collectedItem({ version: 2, fields: { ...(collectedItem()['fields'] as object), 住所: '新住所' } }),
    );
    assert.deepEqual([second.outcome, second.identifier], ['updated', first.identifier]);
    assert.equal((await one(id, collectedItem())).outcome, 'repeated', 'an earlier version is over');
    const { licence, edition } = await getLicence(under.licences, CLERK, {
      identifier: first.identifier ?? '',
      purpose: PURPOSE,
    });
    assert.deepEqual(
      [licence.origin, licence.collected?.source, licence.collected?.version, edition.fields['住所'], licence.editions.length],
      ['collected', id, 2, '新住所', 1],
    );
    assert.deepEqual(await counts(id), { sent: 5, taken: 1, updated: 1, repeated: 2, refused: 1 });
  });

  it('follows the status of the source by its own codes, and never revives what has ended', async () => {
    const id = await source({ statuses: 'housing-ministry' });
    const item = (version: number, code: string, changes: object = {}) =>
      collectedItem({ sourceId: 'S', version, status: code, ...changes });
    const { identifier } = await one(id, item(1, '01'));
    assert.equal(await status(identifier), 'valid');
    for (const [version, code, expected] of [
      [2, '02', 'suspended'],
      [3, '01', 'valid'],
      [4, '06', 'transferred-out'],
      [5, '01', 'valid'],
      [6, '99', 'valid'],
    ] as const) {
      assert.equal((await one(id, item(version, code))).outcome, 'updated');
      assert.equal(await status(identifier), expected, code);
    }
    assert.equal((await one(id, item(7, '07', { statusDocument: '样罚〔2026〕9号', statusText: '违法' }))).outcome, 'updated');
    assert.equal(await status(identifier), 'revoked');
    const [licence] = await under.store.records.find('licences', { index: 'identifier', equals: identifier ?? '', limit: 1 });
    assert.equal(licence?.events.at(-1)?.documentNumber, '样罚〔2026〕9号');
    assert.equal((await one(id, item(8, '01'))).code, 'COLLECTED_STATUS_CONFLICT');
    assert.equal((await one(id, item(8, '42'))).code, 'COLLECTED_STATUS_UNKNOWN');
    assert.equal(await status(identifier), 'revoked');
  });

  it('verifies files, keeps the verdict, and takes what the policy of the source says', async () => {
    const { licence } = await issueLicence(under.licences, CLERK, order());
    const sealed = (
      await downloadLicence(under.licences, CLERK, { identifier: licence.editions[0]?.identifier ?? '', purpose: PURPOSE })
    ).bytes;
    const plain = blankFile(1);
    const file = (bytes: Uint8Array) => ({ file: { name: 'a.pdf', sm3: sm3Hex(bytes) } });
    const strict = await source({ files: { required: true, least: 'passed' } });
    assert.equal((await one(strict, collectedItem({ sourceId: 'F' }))).code, 'COLLECTED_FILE_MISSING');
    assert.equal((await one(strict, collectedItem({ sourceId: 'F', ...file(plain) }))).code, 'COLLECTED_FILE_MISSING');
    assert.equal(
      (await one(strict, collectedItem({ sourceId: 'F', ...file(plain) }), { 'a.pdf': plain })).code,
      'COLLECTED_FILE_REFUSED',
    );
    assert.equal(
      (await one(strict, collectedItem({ sourceId: 'F', ...file(plain) }), { 'a.pdf': sealed })).code,
      'COLLECTED_FILE_REFUSED',
    );
    const lenient = await source();
    const taken = await one(lenient, collectedItem({ sourceId: 'G', ...file(plain) }), { 'a.pdf': plain });
    assert.equal(taken.outcome, 'taken');
    const [record] = await under.store.records.find('licences', {
      index: 'identifier',
      equals: taken.identifier ?? '',
      limit: 1,
    });
    assert.deepEqual(
      [record?.collected?.verdict?.conclusion, record?.collected?.verdict?.code, record?.collected?.verdict?.digest],
      ['indeterminate', 'NO_SIGNATURE', sm3Hex(plain)],
    );
    const report = await verifyFile(under.verification, COUNTER, { bytes: plain });
    assert.equal(report.register?.identifier, taken.identifier, 'the register knows the file from then on');
    const junk = utf8('no document at all');
    assert.equal(
      (await one(lenient, collectedItem({ sourceId: 'H', ...file(junk) }), { 'a.pdf': junk })).code,
      'COLLECTED_FILE_REFUSED',
    );
  });

  it('keeps what was refused in a list of errors, and takes it again when it has been put right', async () => {
    const id = await source({ types: ['11990000MB0000019F001'] });
    const wrong = await one(id, collectedItem({ sourceId: 'E-1' }));
    assert.equal(wrong.code, 'COLLECTED_ITEM_INVALID');
    const [, unread] = await push(id, [collectedItem({ sourceId: 'E-2', areaCode: '1' }), { version: 1 }]);
    assert.equal(unread?.code, 'COLLECTED_ITEM_INVALID');
    const { items } = await listFaults(deps, ADMINISTRATOR, { source: id, limit: 100 });
    assert.deepEqual(items.map(({ sourceId }) => sourceId).sort(), ['E-1', 'E-2']);
    const faulty = items.find(({ sourceId }) => sourceId === 'E-1');
    const item = faulty?._id.split('/')[1] ?? '';
    assert.equal((await retryItem(deps, ADMINISTRATOR, { source: id, item })).outcome, 'refused');
    await recordSource(deps, ADMINISTRATOR, { id, terms: sourceTerms(), state: 'active' });
    assert.equal((await retryItem(deps, ADMINISTRATOR, { source: id, item })).outcome, 'taken');
    assert.deepEqual(
      (await listFaults(deps, ADMINISTRATOR, { source: id, limit: 100 })).items.map(({ sourceId }) => sourceId),
      ['E-2'],
    );
    await assert.rejects(retryItem(deps, ADMINISTRATOR, { source: id, item }), { code: 'COLLECTED_ITEM_NOT_FOUND' });
    const blob = faulty?.fault?.payload?.blob ?? '';
    await assert.rejects(
      under.store.blobs.get(blob, faulty?.fault?.payload?.key),
      { code: 'BLOB_NOT_FOUND' },
      'payloads go with the error',
    );
  });

  it('says what is missing of what the source has', async () => {
    const id = await source();
    await push(id, [collectedItem({ sourceId: 'R-1', version: 3 }), collectedItem({ sourceId: 'R-2', areaCode: 'x' })]);
    const listed = [1, 2, 3].map((number) => ({ sourceId: `R-${number}`, version: 3 }));
    const { listed: all, present, missing, absent } = await reconcileSource(deps, SYSTEM, { source: id, items: listed });
    assert.deepEqual([all, present, missing], [3, 1, 2]);
    assert.deepEqual(absent, [
      { sourceId: 'R-2', version: 3, code: 'COLLECTED_ITEM_INVALID' },
      { sourceId: 'R-3', version: 3, code: null },
    ]);
    assert.equal((await under.store.records.get('collecting-sources', id))?.reconciled?.missing, 2);
  });

  it('gives scans their level of trust', async () => {
    const id = await source({ origin: 'digitised', trust: 'C' });
    const usual = await one(id, collectedItem({ sourceId: 'D-1' }));
    const better = await one(id, collectedItem({ sourceId: 'D-2', trust: 'A' }));
    const told = await verifyIdentifier({ clock: deps.clock, store: under.store }, COUNTER, {
      identifier: usual.identifier ?? '',
    });
    assert.deepEqual(told.origin, { kind: 'digitised', trust: 'C' });
    const trust = async (identifier: string | null) => {
      const [found] = await under.store.records.find('licences', { index: 'identifier', equals: identifier ?? '', limit: 1 });
      return [found?.origin, found?.collected?.trust];
    };
    assert.deepEqual(
      [await trust(usual.identifier), await trust(better.identifier)],
      [
        ['digitised', 'C'],
        ['digitised', 'A'],
      ],
    );
  });

  it('does not take an identifier that another licence has, and notes a wrong check character', async () => {
    const id = await source();
    const { identifier } = await one(id, collectedItem({ sourceId: 'I-1' }));
    assert.equal((await one(id, collectedItem({ sourceId: 'I-2', identifier }))).code, 'COLLECTED_IDENTIFIER_TAKEN');
    const foreign = `1.2.156.3005.2.${COLLECTED_TYPE}.${MAKER.code}.20180419001.001.`;
    const wrong = (await one(id, collectedItem({ sourceId: 'I-3', identifier: `${foreign}0` }))).identifier;
    const right = (await one(id, collectedItem({ sourceId: 'I-4', identifier: `${foreign.replace('001.001', '002.001')}1` })))
      .identifier;
    const checked = await Promise.all(
      [wrong, right].map(async (text) => {
        const [found] = await under.store.records.find('licences', { index: 'identifier', equals: text ?? '', limit: 1 });
        return found?.collected?.checkRight;
      }),
    );
    assert.ok(checked.includes(false), 'at most one of two guesses is right');
    const other = identifier?.replace(MAKER.code, OTHER_ISSUER) ?? '';
    assert.equal((await one(id, collectedItem({ sourceId: 'I-5', identifier: other }))).code, 'COLLECTED_ITEM_INVALID');
    const next = await one(
      id,
      collectedItem({ sourceId: 'I-3', version: 2, identifier: `${foreign.replace('.001.', '.002.')}Z` }),
    );
    assert.equal(next.outcome, 'updated');
    const [two] = await under.store.records.find('licences', { index: 'identifier', equals: next.identifier ?? '', limit: 1 });
    assert.deepEqual(
      two?.editions.map(({ number }) => number),
      ['001', '002'],
      'a new identifier is a new edition',
    );
    assert.equal(await status(wrong), 'replaced');
  });

  it('gives changes back to the area, after a while, to who belongs there', async () => {
    const id = await source();
    const { identifier } = await one(id, collectedItem({ sourceId: 'B-1', areaCode: '990101' }));
    const wanted = { area: '990101', limit: 100, purpose: PURPOSE };
    const before = await returnFlow(deps, CLERK, wanted);
    assert.ok(
      !before.items.some(({ edition }) => edition.identifier === identifier),
      'what is being written may still come before it',
    );
    under.advance(60_000);
    const { items, next } = await returnFlow(deps, CLERK, { ...wanted, after: before.next ?? undefined });
    assert.deepEqual(
      items.filter(({ edition }) => edition.identifier === identifier).map(({ entry }) => entry.change),
      ['taken'],
    );
    assert.deepEqual((await returnFlow(deps, CLERK, { ...wanted, after: next ?? undefined })).items, []);
    await assert.rejects(returnFlow(deps, CLERK, { ...wanted, area: '440100' }), { code: 'NOT_ALLOWED' });
    await assert.rejects(returnFlow(deps, COUNTER, wanted), { code: 'NOT_ALLOWED' });
  });

  it('leaves a store in which nothing is wrong, though licences have no file, and copies have theirs', async () => {
    const id = await source();
    const { identifier } = await one(id, collectedItem({ sourceId: 'W-1' }));
    await chooseCopySeal(under.licences, actor('seal-keeper'), { seal: '99010000000003', purpose: PURPOSE });
    const use = { purpose: '办理贷款', user: '样例银行', reason: PURPOSE };
    const expiresAt = new Date(deps.clock.now() + 3_600_000).toISOString();
    const order = { identifier: identifier ?? '', ...use, expiresAt };
    await assert.rejects(makeUseCopy(under.licences, CLERK, order), { code: 'FILE_NOT_FOUND' }, 'a copy has an original');
    const pdf = blankFile(1);
    const file = { name: 'w.pdf', sm3: sm3Hex(pdf) };
    await one(id, collectedItem({ sourceId: 'W-1', version: 2, file }), { 'w.pdf': pdf });
    const copy = await makeUseCopy(under.licences, CLERK, order);
    assert.equal(copy.original.digest, sm3Hex(pdf));
    const files = async () =>
      (
        await examineStore({
          ...{
            store: under.store,
            clock: deps.clock,
            crypto: under.licences.engine.crypto,
            mode: 'demonstration',
            timeZone: 'Asia/Shanghai',
          },
          mark: { place: '', read: () => Promise.resolve(null), write: () => Promise.resolve() },
        })
      ).find((each) => each.id === 'files')?.outcome;
    assert.equal(await files(), 'ok');
    await under.store.blobs.remove(copy.file.blob);
    assert.equal(await files(), 'fault');
  });

  it('takes only from those who may, and only while the source is active', async () => {
    const id = await source();
    const items = { source: id, items: [collectedItem()], files: new Map() };
    await assert.rejects(pushItems(deps, { ...SYSTEM, organisation: OTHER_ISSUER }, items), { code: 'SOURCE_NOT_FOUND' });
    await assert.rejects(pushItems(deps, CLERK, items), { code: 'NOT_ALLOWED' });
    await assert.rejects(recordSource(deps, CLERK, { id, terms: sourceTerms(), state: 'active' }), { code: 'NOT_ALLOWED' });
    await assert.rejects(recordSource(deps, ADMINISTRATOR, { id: 'X', terms: sourceTerms(), state: 'active' }), {
      code: 'SOURCE_INVALID',
    });
    await assert.rejects(recordSource(deps, ADMINISTRATOR, { id, terms: sourceTerms({ statuses: 'none' }), state: 'active' }), {
      code: 'STATUS_MAPPING_NOT_FOUND',
    });
    await recordSource(deps, ADMINISTRATOR, { id, terms: sourceTerms(), state: 'stopped' });
    await assert.rejects(pushItems(deps, SYSTEM, items), { code: 'SOURCE_STOPPED' });
  });

  it('tells the journal what was taken, without persons', async () => {
    const id = await source();
    const { identifier } = await one(id, collectedItem({ sourceId: 'J-1', status: 'suspended', statusText: '张明违法' }));
    await under.relay.drain();
    const told = (await eventsOf(under.store)).filter(({ facts }) => facts['identifier'] === identifier);
    assert.deepEqual(told.map(({ kind }) => kind).sort(), ['licence-collected', 'licence-status-changed']);
    assert.ok(!JSON.stringify(told).includes('张明') && !JSON.stringify(told).includes('老张'));
  });
});
