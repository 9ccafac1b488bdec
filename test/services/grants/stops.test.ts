/** Stopping a seal: one state in the register, in custody and in the filing, however it was stopped and wherever it was cut off. */
import assert from 'node:assert/strict';
import { YinzhengError } from '../../../src/base/errors/index.ts';
import type { Actor } from '../../../src/domain/access/index.ts';
import {
  followEnded,
  followStops,
  joinStops,
  listStops,
  resumeSeal,
  stopSeal,
  takeSealStep,
  type GrantDependencies,
} from '../../../src/services/grants/index.ts';
import { getSeal, stepSeal } from '../../../src/services/seals/index.ts';
import { testLedger } from '../../support/grants.ts';
import { actor, openUseCases, OTHER_ISSUER, PURPOSE, type UseCases } from '../../support/use-cases.ts';

const SEAL = '99010000000003';
const PROVINCE = '11990000MB0000050P';
const KEEPER = actor('seal-keeper');
const APPROVER = actor('seal-approver', PROVINCE);
const SECOND_APPROVER: Actor = { ...APPROVER, person: 'another' };
const UNAVAILABLE = { enter: () => Promise.reject(new YinzhengError('SIGNER_UNAVAILABLE', { seconds: 1 })) };

describe('services: stops of seals', function () {
  this.timeout(120_000);
  let use: UseCases;
  let ledger: ReturnType<typeof testLedger>;
  let deps: GrantDependencies;
  beforeEach(async () => {
    use = await openUseCases();
    ledger = testLedger({ mode: 'demonstration' });
    await ledger.enter({ kind: 'begin', grants: [] });
    const { clock, random, journal } = use.licences;
    deps = { records: use.store.records, journal, clock, random, grants: ledger };
  });
  afterEach(async () => {
    await ledger.close();
    await use.close();
  });

  /** What register, custody and filing say: all three of a stop, or none. */
  const standing = async () => {
    const stop = await deps.records.get('seal-stops', SEAL);
    const { versions } = await getSeal(deps.records, KEEPER, SEAL);
    const custody = (await ledger.standing()).stopped.includes(SEAL);
    return [stop?.state ?? null, custody, versions.at(-1)?.state];
  };
  const dead = (): GrantDependencies => ({ ...deps, grants: { ...ledger, ...UNAVAILABLE } });
  const step = (who: Actor, which: 'suspend' | 'resume' | 'report-lost', over = deps) =>
    takeSealStep(over, who, { seal: SEAL, step: which, purpose: PURPOSE });
  const told = async () => {
    await use.relay.drain();
    const entries = await use.store.journal.read(1, 1000);
    return entries.map(({ event }) => event).filter(({ subject }) => subject === `seals/${SEAL}`);
  };

  it('files an emergency stop, and lifts all of it by another person', async () => {
    const { stop, custody } = await stopSeal(deps, KEEPER, { seal: SEAL, purpose: PURPOSE });
    assert.deepEqual([stop.state, stop.filed, custody], ['stopped', true, true]);
    assert.deepEqual(await standing(), ['stopped', true, 'suspended']);
    const asked = { seal: SEAL, purpose: PURPOSE, code: null };
    await assert.rejects(resumeSeal(deps, { ...APPROVER, person: KEEPER.person }, asked), { code: 'SEAL_STEP_REFUSED' });
    assert.equal((await resumeSeal(deps, APPROVER, asked)).state, 'resumed');
    assert.deepEqual(await standing(), ['resumed', false, 'in-use']);
    const kinds = (await told()).map(({ kind }) => kind);
    assert.deepEqual(kinds, ['seal-stopped', 'seal-changed', 'seal-changed', 'seal-resumed']);
    assert.equal(await followStops(deps), 0);
  });

  it('brings a stop that is filed to custody and to every server, and lifts it alike', async () => {
    const since = Date.now() - 60_000;
    const order = { seal: SEAL, step: 'suspend', purpose: PURPOSE, since } as const;
    const stopped = await takeSealStep(deps, APPROVER, order);
    assert.equal(stopped.filings?.at(-1)?.since, new Date(since).toISOString());
    assert.deepEqual(await standing(), ['stopped', true, 'suspended']);
    await assert.rejects(step(APPROVER, 'resume'), { code: 'SEAL_STEP_REFUSED' });
    assert.equal((await step(SECOND_APPROVER, 'resume')).versions[0]?.state, 'in-use');
    assert.deepEqual(await standing(), ['resumed', false, 'in-use']);
    await assert.rejects(takeSealStep(deps, KEEPER, { ...order, since: Date.now() + 60_000 }), { code: 'SEAL_STEP_REFUSED' });
    assert.deepEqual(await standing(), ['resumed', false, 'in-use']);
  });

  it('completes what was cut off: custody that did not answer, a filing that was not written', async () => {
    const { stop, custody } = await stopSeal(dead(), KEEPER, { seal: SEAL, purpose: PURPOSE });
    assert.deepEqual([stop.filed, custody], [true, false]);
    assert.deepEqual(await standing(), ['stopped', false, 'suspended']);
    assert.equal(await followStops(deps), 1);
    assert.deepEqual(await standing(), ['stopped', true, 'suspended']);
    await step(APPROVER, 'resume');

    // Killed after the register and before anything else.
    const known = await deps.records.get('seal-stops', SEAL);
    assert.ok(known);
    await deps.records.replace('seal-stops', { ...known, version: known.version + 1, state: 'stopped', by: KEEPER });
    assert.equal(await followStops(deps), 2);
    assert.deepEqual(await standing(), ['stopped', true, 'suspended']);
    const { filings } = await getSeal(deps.records, KEEPER, SEAL);
    assert.equal(filings?.at(-1)?.by.person, KEEPER.person);
    assert.equal(await followStops(deps), 0);
  });

  it('does not tell custody again of a stop that is being ended, and ends it when asked again', async () => {
    await stopSeal(deps, KEEPER, { seal: SEAL, purpose: PURPOSE });
    const store = deps.records;
    const broken = { ...store, replace: (...args: Parameters<typeof store.replace>) => refuseSeals(...args) };
    const refuseSeals: typeof store.replace = (collection, record) =>
      collection === 'seals' ? Promise.reject(new YinzhengError('STORE_UNAVAILABLE')) : store.replace(collection, record);
    await assert.rejects(step(APPROVER, 'resume', { ...deps, records: broken }), { code: 'STORE_UNAVAILABLE' });
    assert.deepEqual(await standing(), ['stopped', false, 'suspended']);
    assert.equal(await followStops(deps), 0);
    await step(APPROVER, 'resume');
    assert.deepEqual(await standing(), ['resumed', false, 'in-use']);
  });

  it('ends versions in custody that are lost, later where it does not answer', async () => {
    const lost = await step(KEEPER, 'report-lost', dead());
    const version = lost.versions[0]?.sealDigest;
    assert.deepEqual((await ledger.standing()).endedVersions, []);
    assert.equal(await followEnded(deps), 1);
    assert.deepEqual((await ledger.standing()).endedVersions, [version]);
    assert.equal((await getSeal(deps.records, KEEPER, SEAL)).untold, undefined);
    assert.equal(await followEnded(deps), 0);
  });

  it('lists what is stopped within a scope, whichever way', async () => {
    await stopSeal(deps, KEEPER, { seal: SEAL, purpose: PURPOSE });
    await takeSealStep(dead(), KEEPER, { seal: '99010000000001', step: 'suspend', purpose: PURPOSE });
    const listed = async (who: Actor, limit = 10) => (await listStops(deps, who, { limit })).items;
    const shown = (await listed(KEEPER)).map(({ stop, name, custody }) => [stop._id, name !== '', stop.filed, custody]);
    assert.deepEqual(shown, [
      ['99010000000001', true, true, false],
      [SEAL, true, true, true],
    ]);
    assert.deepEqual(await listed(actor('seal-keeper', OTHER_ISSUER)), []);
    await assert.rejects(listed(actor('auditor')), { code: 'NOT_ALLOWED' });
    const first = await listStops(deps, KEEPER, { limit: 1 });
    assert.equal(first.next, '99010000000001');
    assert.equal((await listStops(deps, KEEPER, { limit: 1, after: '99010000000001' })).items[0]?.stop._id, SEAL);
  });

  it('takes over once what was only filed before', async () => {
    const seals = { records: deps.records, journal: deps.journal, clock: deps.clock };
    await stepSeal(seals, KEEPER, { code: SEAL, step: 'suspend', purpose: PURPOSE });
    const lost = await stepSeal(seals, KEEPER, { code: '99010000000001', step: 'report-lost', purpose: PURPOSE });
    assert.deepEqual(await standing(), [null, false, 'suspended']);
    await joinStops(deps);
    await followStops(deps);
    assert.deepEqual(await standing(), ['stopped', true, 'suspended']);
    assert.deepEqual((await ledger.standing()).endedVersions, [lost.versions[0]?.sealDigest]);
    await assert.rejects(resumeSeal(deps, { ...APPROVER, person: KEEPER.person }, { seal: SEAL, purpose: PURPOSE, code: null }), {
      code: 'SEAL_STEP_REFUSED',
    });
    await step(APPROVER, 'resume');
    await joinStops(deps);
    assert.deepEqual(await standing(), ['resumed', false, 'in-use']);
    const fresh = testLedger({ mode: 'demonstration' });
    await joinStops({ ...deps, grants: fresh });
    assert.deepEqual((await fresh.standing()).endedVersions, [lost.versions[0]?.sealDigest]);
    // An older ledger, which knows of one and not of the other.
    const other = await stepSeal(seals, KEEPER, { code: SEAL, step: 'report-lost', purpose: PURPOSE });
    await joinStops({ ...deps, grants: fresh });
    assert.deepEqual(
      new Set((await fresh.standing()).endedVersions),
      new Set([lost, other].map(({ versions }) => versions[0]?.sealDigest)),
    );
    await fresh.close();
  });
});
