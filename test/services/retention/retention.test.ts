/** Retention: what is due, who decides, what is left of what was destroyed, and that nothing brings it back. */
import assert from 'node:assert/strict';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEmbeddedStore } from '../../../src/adapters/embedded/index.ts';
import type { Actor } from '../../../src/domain/access/index.ts';
import { examineErasures, examineStore } from '../../../src/services/maintenance/index.ts';
import { pushItems, recordSource } from '../../../src/services/collecting/index.ts';
import { chooseCopySeal, makeUseCopy } from '../../../src/services/copies/index.ts';
import { changeStatus, downloadLicence, getLicence, issueLicence, listLicences } from '../../../src/services/licences/index.ts';
import {
  approveList,
  carryOutList,
  findList,
  holdLicence,
  listDestructions,
  makeDestructionList,
  reapplyErasures,
  recordRule,
  refuseList,
  releaseLicence,
  resumeDestructions,
  reviewList,
  type RetentionDependencies,
} from '../../../src/services/retention/index.ts';
import { SERVER_ACTOR } from '../../../src/services/platform.ts';
import { verifyFile } from '../../../src/services/verification/index.ts';
import { ISSUER } from '../../support/http.ts';
import { tracesOf } from '../../support/personal-traces.ts';
import { COLLECTED_TYPE, collectedItem, collectingDependencies, sourceTerms } from '../../support/collecting.ts';
import { erasuresIn, protect } from '../../support/protected.ts';
import { BLOB_KEYS } from '../../support/records.ts';
import { actor, CLERK, OTHER_CLERK, OTHER_ISSUER, openUseCases, order, PURPOSE, type UseCases } from '../../support/use-cases.ts';

const YEAR = 366 * 24 * 3_600_000;
const CHIEF: Actor = { ...CLERK, person: 'chief' };
const ADMINISTRATOR = actor('administrator', null);
const SECURITY = actor('security-administrator', null);
const REASON = { reason: '欧阳晓样诉某局一案', documentNumber: '样法〔2030〕1号' };

describe('retention', function () {
  this.timeout(60_000);
  let cases: UseCases;
  let deps: RetentionDependencies;
  const open = async (folder: string) =>
    protect(await createEmbeddedStore({ folder: join(folder, 'data'), blobKeys: BLOB_KEYS }));

  beforeEach(async () => {
    cases = await openUseCases(open);
    deps = depsOf(cases);
    await recordRule(deps, ADMINISTRATOR, { kind: 'licences', type: null, start: 'recorded', years: 10, basis: '样例规定' });
  });
  afterEach(() => cases.close());

  const depsOf = (of: UseCases, folder = cases.folder): RetentionDependencies => ({
    ...{ store: of.store, storeId: of.store.identity.id, journal: of.relay, clock: of.licences.clock },
    ...{ random: of.licences.random, crypto: of.licences.engine.crypto, erasures: erasuresIn(folder) },
  });
  const issue = async () => {
    const { licence } = await issueLicence(cases.licences, CLERK, order());
    const identifier = licence.editions[0]?.identifier ?? '';
    return { id: licence._id, identifier, blob: licence.editions[0]?.files[0]?.blob ?? '' };
  };
  const make = () => makeDestructionList(deps, CLERK, { organisation: ISSUER, purpose: PURPOSE });
  const approved = async (): Promise<string> => {
    const { _id: id } = await make();
    await reviewList(deps, CHIEF, { id, note: '同意' });
    await approveList(deps, SECURITY, { id, note: '批准' });
    return id;
  };
  const journal = async () => {
    await cases.relay.drain();
    return (await cases.store.journal.read(1, 1000)).map(({ event }) => event);
  };

  it('destroys what is due when two others have agreed, and keeps what it takes to know the file again', async () => {
    const one = await issue();
    const { bytes } = await downloadLicence(cases.licences, CLERK, { identifier: one.identifier, purpose: PURPOSE });
    await chooseCopySeal(cases.licences, actor('seal-keeper'), { seal: '99010000000003', purpose: PURPOSE });
    const copied = await makeUseCopy(cases.licences, CLERK, {
      ...{ identifier: one.identifier, purpose: '办理贷款', user: '欧阳晓样的受托人', reason: PURPOSE },
      expiresAt: new Date(deps.clock.now() + 3_600_000).toISOString(),
    });
    const type = order().typeCode;
    await recordRule(deps, ADMINISTRATOR, { kind: 'licences', type, start: 'recorded', years: 0, basis: '样例规定' });
    await assert.rejects(make(), { code: 'DESTRUCTION_REFUSED' });
    cases.advance(2 * 24 * 3_600_000);
    const young = await issue();
    const id = await approved();
    assert.deepEqual(
      (await findList(deps.store.records, CLERK, { action: 'retention:read', id })).items.map((item) => item.id),
      [one.id],
    );
    const done = await carryOutList(deps, CLERK, id);
    assert.deepEqual([done.state, done.outcome?.destroyed, done.outcome?.left], ['done', 1, []]);

    for (const read of [getLicence, downloadLicence])
      await assert.rejects(read(cases.licences, CLERK, { identifier: one.identifier, purpose: PURPOSE }), {
        code: 'LICENCE_DESTROYED',
      });
    const suspension = { identifier: one.identifier, event: 'suspend', reason: 'x', documentNumber: 'x' } as const;
    await assert.rejects(changeStatus(cases.licences, CLERK, suspension), { code: 'LICENCE_DESTROYED' });
    const { items } = await listLicences(cases.licences, CLERK, {});
    assert.deepEqual(
      items.map(({ licence }) => licence._id),
      [young.id],
    );
    await assert.rejects(cases.store.sealed.read(one.blob), { code: 'BLOB_NOT_FOUND' });
    const copy = await cases.store.records.get('licence-copies', copied._id);
    assert.deepEqual(
      [copy?.use, copy?.file.blob, copy?.file.key, copy?.file.digest],
      [undefined, '', undefined, copied.file.digest],
    );
    await assert.rejects(cases.store.sealed.read(copied.file.blob), { code: 'BLOB_NOT_FOUND' });
    const record = await cases.store.records.get('licences', one.id);
    assert.deepEqual([record?.holders, record?.destroyed?.list, record?.destroyed?.blobs], [[], id, []]);
    assert.deepEqual(tracesOf(Buffer.from(JSON.stringify(record)), ['欧阳晓样', 'TEST-0001', '红星路']), []);
    const [stamping] = await cases.store.records.find('stampings', { index: 'subject', equals: `licences/${one.id}`, limit: 9 });
    assert.deepEqual([stamping?.destroyedBy, stamping?.purpose.cause, stamping?.actor.person], ['licence', '', null]);
    assert.deepEqual([stamping?.applicant, stamping?.caseNumber], [undefined, undefined]);
    assert.equal(stamping?.digestAfter, record?.editions[0]?.files[0]?.digest);
    // Whoever has the file is still told what the register knows of it.
    const report = await verifyFile(cases.verification, CLERK, { bytes });
    assert.deepEqual([report.register?.identifier, report.register?.holderMasked], [one.identifier, '']);

    const told = await journal();
    const kinds = told.map(({ kind }) => kind).filter((kind) => /destr|retention/.test(kind));
    assert.deepEqual(kinds, [
      ...([
        'retention-rule-recorded',
        'retention-rule-recorded',
        'destruction-list-made',
        'destruction-list-reviewed',
        'destruction-list-approved',
      ] as const),
      ...(['destruction-begun', 'licence-destroyed', 'destruction-carried-out'] as const),
    ]);
    assert.equal(told.find(({ kind }) => kind === 'destruction-carried-out')?.facts['digest'], done.outcome?.digest);
    const examined = await examineStore({
      ...{ store: cases.store, clock: deps.clock, crypto: deps.crypto, mode: 'demonstration', timeZone: 'Asia/Shanghai' },
      mark: { place: '', read: () => Promise.resolve(null), write: () => Promise.resolve() },
    });
    assert.equal(examined.find(({ id: found }) => found === 'files')?.outcome, 'ok');
    // Carrying it out again changes nothing.
    assert.deepEqual((await carryOutList(deps, CLERK, id)).outcome, done.outcome);
  });

  it('never gives the case number of what was destroyed to another licence', async () => {
    const asked = order();
    const { licence } = await issueLicence(cases.licences, CLERK, asked);
    cases.advance(11 * YEAR);
    assert.equal((await carryOutList(deps, CLERK, await approved())).outcome?.destroyed, 1);
    for (const again of [asked, { ...asked, licenceNumber: 'JY00000000000099' }])
      await assert.rejects(issueLicence(cases.licences, CLERK, again), { code: 'CASE_CONFLICT' });
    const { items } = await listLicences(cases.licences, CLERK, {});
    assert.deepEqual([items, (await cases.store.records.get('licences', licence._id))?.state], [[], 'published']);
  });

  it('forgets what a source called a licence that was collected, and what was refused of it', async () => {
    const collecting = collectingDependencies(cases);
    await recordSource(collecting, ADMINISTRATOR, { id: 'source', terms: sourceTerms(), state: 'active' });
    const system = { ...actor('system'), person: null, client: 'system' };
    const push = (item: object) =>
      pushItems(collecting, system, {
        source: 'source',
        items: [collectedItem(item as Record<string, unknown>)],
        files: new Map(),
      });
    await push({});
    await push({ version: 2, areaCode: 'x' });
    await recordRule(deps, ADMINISTRATOR, {
      ...{ kind: 'licences', type: COLLECTED_TYPE, start: 'recorded', years: 0, basis: '样例规定' },
    });
    cases.advance(2 * 24 * 3_600_000);
    const [before] = await cases.store.records.list('collected-items', { limit: 9 });
    await carryOutList(deps, CLERK, await approved());
    const [item] = await cases.store.records.list('collected-items', { limit: 9 });
    assert.deepEqual([before?.sourceId, before?.fault?.code], ['REG-1', 'COLLECTED_ITEM_INVALID']);
    assert.deepEqual([item?.sourceId, item?.fault, item?.faultOf], ['', null, undefined]);
    await assert.rejects(cases.store.sealed.read(before?.fault?.payload?.blob ?? ''), { code: 'BLOB_NOT_FOUND' });
  });

  it('lets nobody decide twice, about the own list, without the role, or in another organisation', async () => {
    await issue();
    cases.advance(11 * YEAR);
    await assert.rejects(recordRule(deps, CLERK, { kind: 'licences', type: null, start: 'end', years: 1, basis: 'x' }), {
      code: 'NOT_ALLOWED',
    });
    await assert.rejects(makeDestructionList(deps, CLERK, { organisation: OTHER_ISSUER, purpose: PURPOSE }), {
      code: 'ORGANISATION_NOT_FOUND',
    });
    const { _id: id } = await make();
    const note = 'x';
    await assert.rejects(carryOutList(deps, CLERK, id), { code: 'DESTRUCTION_REFUSED' });
    await assert.rejects(reviewList(deps, CLERK, { id, note }), { code: 'DESTRUCTION_REFUSED' });
    await assert.rejects(reviewList(deps, OTHER_CLERK, { id, note }), { code: 'DESTRUCTION_LIST_NOT_FOUND' });
    await assert.rejects(reviewList(deps, SECURITY, { id, note }), { code: 'NOT_ALLOWED' });
    await assert.rejects(reviewList(deps, { ...CHIEF, person: null }, { id, note }), { code: 'DESTRUCTION_REFUSED' });
    await assert.rejects(approveList(deps, SECURITY, { id, note }), { code: 'DESTRUCTION_REFUSED' });
    await reviewList(deps, CHIEF, { id, note });
    await assert.rejects(approveList(deps, CHIEF, { id, note }), { code: 'NOT_ALLOWED' });
    await assert.rejects(approveList(deps, { ...SECURITY, person: CHIEF.person }, { id, note }), { code: 'DESTRUCTION_REFUSED' });
    await assert.rejects(approveList(deps, { ...SECURITY, person: CLERK.person }, { id, note }), { code: 'DESTRUCTION_REFUSED' });
    assert.equal((await refuseList(deps, SECURITY, { id, note })).state, 'refused');
    await assert.rejects(approveList(deps, SECURITY, { id, note }), { code: 'DESTRUCTION_REFUSED' });
    await assert.rejects(carryOutList(deps, CLERK, id), { code: 'DESTRUCTION_REFUSED' });
    assert.deepEqual((await listDestructions(deps.store.records, OTHER_CLERK, { limit: 9 })).items, []);
    assert.deepEqual(
      (await listDestructions(deps.store.records, CLERK, { limit: 9 })).items.map(({ _id }) => _id),
      [id],
    );
  });

  it('leaves what is held, also when it was held after the list was approved', async () => {
    const [held, later, due] = [await issue(), await issue(), await issue()];
    cases.advance(11 * YEAR);
    await holdLicence(deps, CLERK, { identifier: held.identifier, ...REASON });
    await assert.rejects(holdLicence(deps, OTHER_CLERK, { identifier: due.identifier, ...REASON }), {
      code: 'LICENCE_NOT_FOUND',
    });
    const id = await approved();
    const { items } = await findList(deps.store.records, CLERK, { action: 'retention:read', id });
    assert.deepEqual(new Set(items.map((item) => item.id)), new Set([later.id, due.id]));
    await holdLicence(deps, CLERK, { identifier: later.identifier, ...REASON });
    const done = await carryOutList(deps, CLERK, id);
    assert.deepEqual([done.outcome?.destroyed, done.outcome?.left], [1, [{ id: later.id, why: 'held' }]]);
    for (const { identifier } of [held, later]) await getLicence(cases.licences, CLERK, { identifier, purpose: PURPOSE });
    const released = await releaseLicence(deps, CLERK, { identifier: later.identifier, documentNumber: 'x' });
    assert.equal(released.hold, undefined);
    assert.deepEqual(
      (await make()).items.map((item) => item.id),
      [later.id],
    );
    const told = (await journal()).map(({ kind }) => kind);
    assert.equal(told.filter((kind) => kind === 'licence-held').length, 2);
    assert.ok(told.includes('licence-hold-released'));
  });

  it('leaves what a longer term was given meanwhile', async () => {
    const { id: licence } = await issue();
    cases.advance(11 * YEAR);
    const id = await approved();
    const type = order().typeCode;
    await recordRule(deps, ADMINISTRATOR, { kind: 'licences', type, start: 'recorded', years: 30, basis: '样例规定' });
    assert.deepEqual((await carryOutList(deps, CLERK, id)).outcome?.left, [{ id: licence, why: 'not-due' }]);
  });

  it('goes on where it was interrupted, at whichever step', async () => {
    const ids = [await issue(), await issue()].map(({ id }) => id);
    cases.advance(11 * YEAR);
    const list = await approved();
    let steps = 0;
    let broken = true;
    const failing = (at: number): RetentionDependencies => {
      steps = 0;
      const step = <T>(work: () => Promise<T>): Promise<T> =>
        broken && ++steps > at ? Promise.reject(new Error('killed')) : work();
      const { records, blobs } = cases.store;
      return {
        ...deps,
        erasures: { ...deps.erasures, append: (erasures) => step(() => deps.erasures.append(erasures)) },
        store: {
          records: { ...records, replace: (collection, record) => step(() => records.replace(collection, record)) },
          blobs: { ...blobs, remove: (key) => step(() => blobs.remove(key)) },
        },
      };
    };
    let tries = 0;
    for (let at = 1; ; at++) {
      const under = failing(at);
      const ended = await carryOutList(under, CLERK, list).catch((error: unknown) => {
        assert.equal((error as Error).message, 'killed');
        return null;
      });
      tries++;
      if (ended) break;
      assert.ok(at < 40);
    }
    assert.ok(tries > 2, String(tries));
    broken = false;
    assert.equal(await resumeDestructions(deps), 0);
    const done = await findList(deps.store.records, CLERK, { action: 'retention:read', id: list });
    assert.deepEqual([done.state, done.outcome?.destroyed], ['done', 2]);
    for (const id of ids) assert.deepEqual((await cases.store.records.get('licences', id))?.destroyed?.blobs, []);
    assert.equal((await journal()).filter(({ kind }) => kind === 'licence-destroyed').length, 2);
    for await (const left of cases.store.blobs.keys()) assert.fail(left);
  });

  it('goes on by itself with what a process that was killed had begun', async () => {
    await issue();
    cases.advance(11 * YEAR);
    const list = await approved();
    const append = () => Promise.reject(new Error('killed'));
    await assert.rejects(carryOutList({ ...deps, erasures: { ...deps.erasures, append } }, CLERK, list), /killed/);
    assert.equal(await resumeDestructions(deps), 1);
    assert.equal((await findList(deps.store.records, CLERK, { action: 'retention:read', id: list })).outcome?.destroyed, 1);
  });

  it('erases again what an older copy of the store brings back, before it is served', async () => {
    const { id, blob } = await issue();
    cases.advance(11 * YEAR);
    assert.equal(await reapplyErasures(deps), 0);
    const list = await approved();
    const kept = `${cases.folder}-kept`;
    await cases.close();
    cpSync(join(cases.folder, 'data'), kept, { recursive: true });
    cases = await cases.reopen();
    deps = depsOf(cases);
    await carryOutList(deps, CLERK, list);
    const { folder } = cases;
    await cases.close();
    rmSync(join(folder, 'data'), { recursive: true });
    cpSync(kept, join(folder, 'data'), { recursive: true });
    cases = await cases.reopen();
    deps = depsOf(cases, folder);
    assert.ok((await cases.store.records.get('licences', id))?.holders.length);
    const finding = () => examineErasures(deps);
    assert.equal((await finding()).outcome, 'fault');
    assert.equal(await reapplyErasures(deps), 1);
    assert.equal((await finding()).outcome, 'ok');
    const record = await cases.store.records.get('licences', id);
    assert.deepEqual([record?.holders, record?.destroyed?.list], [[], list]);
    await assert.rejects(cases.store.sealed.read(blob), { code: 'BLOB_NOT_FOUND' });
    const again = (await journal()).findLast(({ kind }) => kind === 'licence-destroyed');
    assert.deepEqual([again?.facts['again'], again?.actor], [true, SERVER_ACTOR]);
    assert.equal(await reapplyErasures(deps), 0);
  });

  it('takes no line of the list of erasures that was not written here, and minds none that was cut off', async () => {
    const erasure = { store: deps.storeId, collection: 'licences', id: 'x', list: 'y', at: '2026-01-01T00:00:00.000Z' } as const;
    await deps.erasures.append([erasure]);
    const path = deps.erasures.place;
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, `${text}{"store":"`);
    assert.deepEqual(await deps.erasures.read(), [erasure]);
    await deps.erasures.append([{ ...erasure, id: 'z' }]);
    assert.deepEqual(
      (await deps.erasures.read()).map(({ id }) => id),
      ['x', 'z'],
    );
    writeFileSync(path, text.replace('"id":"x"', '"id":"w"'));
    await assert.rejects(deps.erasures.read(), { code: 'STORE_DAMAGED' });
  });
});
