/** The log of stampings: every use of a seal, what was refused and failed too, in the order of time, for those who may see it. */
import assert from 'node:assert/strict';
import { YinzhengError } from '../../../src/base/errors/index.ts';
import { issueLicence } from '../../../src/services/licences/index.ts';
import { stampDocument } from '../../../src/services/stamping/index.ts';
import {
  exportStampings,
  getStamping,
  listStampings,
  stampingRow,
  stampingsCsv,
  type StampingFilter,
} from '../../../src/services/stamping/log/index.ts';
import { beginningAt, isBefore } from '../../../src/services/stamping/log/id.ts';
import { createSystemRandom } from '../../../src/adapters/platform/random.ts';
import { ISSUER } from '../../support/http.ts';
import { actor, CLERK, openUseCases, order, OTHER_ISSUER, SEALER, stampOrder, type UseCases } from '../../support/use-cases.ts';

const AUDITOR = actor('auditor', null);
const SEAL = '99010000000003';

describe('the log of stampings', function () {
  this.timeout(120_000);
  let under: UseCases;
  beforeEach(async () => (under = await openUseCases()));
  afterEach(async () => {
    await under.relay.drain();
    await under.close();
  });

  const stamp = (caseNumber: string | null = null) =>
    stampDocument(under.licences, SEALER, { ...stampOrder(), purpose: { item: 'i', cause: 'c', caseNumber } });
  const list = async (filter: StampingFilter = {}, who = AUDITOR, limit = 50) =>
    (await listStampings(under.store.records, who, { ...filter, limit })).items;

  it('has the seal and its version, the document before and after, place, applicant, grant, case number and time', async () => {
    const { stamping } = await stamp('CASE-7');
    const record = await getStamping(under.store.records, SEALER, stamping);
    const row = stampingRow(record);
    assert.deepEqual(
      [row.result, row.seal, row.sealVersion, row.organisation, row.place, row.applicant, row.grant, row.caseNumber],
      ['done', SEAL, '1', ISSUER, '1:100,100', SEALER.person, `demonstration-${SEAL}`, 'CASE-7'],
    );
    assert.match(row.digestBefore, /^[0-9a-f]{64}$/);
    assert.match(row.digestAfter, /^[0-9a-f]{64}$/);
  });

  it('has what was refused, and what failed', async () => {
    const grant = await under.store.records.get('grants', `demonstration-${SEAL}`);
    assert.ok(grant);
    await under.store.records.replace('grants', { ...grant, version: grant.version + 1, state: 'ended' });
    await assert.rejects(stamp('R'), { code: 'SEAL_USE_REFUSED' });
    await under.store.records.replace('grants', { ...grant, version: grant.version + 2, state: 'in-force' });
    under.advance(5);
    const broken = under.process({
      signer: { sign: () => Promise.reject(new YinzhengError('SIGNER_UNAVAILABLE', { seconds: 5 })) },
    });
    await assert.rejects(stampDocument(broken.licences, SEALER, stampOrder()), { code: 'SIGNER_UNAVAILABLE' });
    const told = (await list()).map(({ state, failure }) => [state, failure]);
    assert.deepEqual(told, [
      ['failed', 'SIGNER_UNAVAILABLE'],
      ['refused', 'SEAL_USE_REFUSED'],
    ]);
    assert.equal((await list({ result: 'refused', caseNumber: 'R' })).length, 1);
    under.advance(5);
    await stamp();
    // By its result alone: what was done stands before and between, and is passed over.
    for (const result of ['done', 'failed', 'refused'] as const) {
      const page = await listStampings(under.store.records, AUDITOR, { result, limit: 1 });
      assert.deepEqual([page.items.map(({ state }) => state), page.next], [[result], null]);
    }
    assert.equal((await list({ result: 'refused', from: under.licences.clock.now() - 2 })).length, 0);
  });

  it('has documents that could not be stamped, with what was wrong with them, and the words of refusals', async () => {
    const purpose = { item: 'i', cause: 'c', caseNumber: 'UNFIT' };
    const order = { ...stampOrder(), purpose };
    await assert.rejects(stampDocument(under.licences, SEALER, { ...order, document: new Uint8Array([1, 2, 3]) }), {
      code: 'DOCUMENT_UNRECOGNISED',
    });
    under.advance(5);
    const missing = { keyword: '没有的词', occurrence: 1, dx: 0, dy: 0 };
    await assert.rejects(stampDocument(under.licences, SEALER, { ...order, place: missing }), { code: 'KEYWORD_NOT_FOUND' });
    const found = await list({ caseNumber: 'UNFIT' });
    assert.deepEqual(
      found.map(({ state, failure, seal, digestAfter }) => [state, failure, seal, digestAfter]),
      [
        ['failed', 'KEYWORD_NOT_FOUND', SEAL, null],
        ['failed', 'DOCUMENT_UNRECOGNISED', SEAL, null],
      ],
    );
    const grant = await under.store.records.get('grants', `demonstration-${SEAL}`);
    assert.ok(grant);
    await under.store.records.replace('grants', { ...grant, version: grant.version + 1, state: 'ended' });
    under.advance(5);
    await assert.rejects(stampDocument(under.licences, SEALER, order), { code: 'SEAL_USE_REFUSED' });
    const [refused] = await list({ caseNumber: 'UNFIT' });
    assert.ok(refused?.reason?.zh && refused.reason.en);
  });

  it('is searched by seal, organisation, applicant, case number, period and result, the last first and page by page', async () => {
    const began = under.licences.clock.now();
    for (let count = 1; count <= 7; count++) {
      await stamp(`CASE-${count % 2}`);
      under.advance(60_000);
    }
    const { licence } = await issueLicence(under.licences, CLERK, order());
    assert.ok(licence);
    const all = await list();
    assert.equal(all.length, 8);
    assert.deepEqual(
      all.map(({ recordedAt }) => recordedAt),
      all
        .map(({ recordedAt }) => recordedAt)
        .toSorted()
        .toReversed(),
    );
    assert.equal((await list({ seal: SEAL })).length, 7);
    assert.equal((await list({ applicant: CLERK.person ?? '' })).length, 1);
    assert.equal((await list({ caseNumber: 'CASE-1' })).length, 4);
    assert.equal((await list({ caseNumber: 'CASE-1', seal: '99010000000001' })).length, 0);
    assert.equal((await list({ organisation: OTHER_ISSUER })).length, 0);
    assert.equal((await list({ from: began + 90_000, to: began + 210_000 })).length, 2);
    assert.equal((await list({ seal: SEAL, from: began + 90_000 })).length, 5);
    assert.equal((await list({ result: 'failed' })).length, 0);
    const seen: string[] = [];
    for (let after: string | undefined | null; after !== null;) {
      const page = await listStampings(under.store.records, AUDITOR, { limit: 3, after });
      assert.ok(page.items.length <= 3);
      seen.push(...page.items.map(({ _id }) => _id));
      after = page.next;
    }
    assert.deepEqual(
      seen,
      all.map(({ _id }) => _id),
    );
  });

  it('is of the own organisation’s seals only, but for auditors', async () => {
    const { stamping } = await stamp();
    const other = actor('seal-keeper', OTHER_ISSUER);
    assert.deepEqual(await list({}, other), []);
    assert.deepEqual(await list({ organisation: ISSUER }, other), []);
    assert.deepEqual(await list({ seal: SEAL }, other), []);
    await assert.rejects(getStamping(under.store.records, other, stamping), { code: 'STAMP_NOT_FOUND' });
    await assert.rejects(list({}, CLERK), { code: 'NOT_ALLOWED' });
    assert.equal((await list({}, actor('seal-keeper'))).length, 1);
  });

  it('is exported as a table, which says nothing that a spreadsheet would run', async () => {
    await stamp('=cmd|x');
    await stamp('a,"b"');
    const deps = { ...under.licences, records: under.store.records, random: createSystemRandom() };
    const { rows, next } = await exportStampings(deps, AUDITOR, {});
    assert.deepEqual([rows.length, next], [2, null]);
    const lines = stampingsCsv(rows).split('\r\n');
    assert.match(lines[0] ?? '', /^\ufeffid,recordedAt,/);
    assert.ok(lines.some((line) => line.includes(`,'=cmd|x,`)));
    assert.ok(lines.some((line) => line.includes('"a,""b"""')));
    await under.relay.drain();
    const { sequence } = await under.store.journal.head();
    const entries = await under.store.journal.read(1, sequence);
    assert.ok(entries.some(({ event }) => event.kind === 'stampings-exported' && event.facts['rows'] === 2));
  });

  it('has ids that fall with time', () => {
    const now = Date.now();
    assert.ok(beginningAt(now + 1) < beginningAt(now));
    assert.ok(isBefore(`${beginningAt(now - 1)}0`, now));
    assert.ok(!isBefore(`${beginningAt(now)}0`, now));
  });
});
