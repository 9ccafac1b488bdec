/** Organisations administered over a real store, with real seals and licences. */
import assert from 'node:assert/strict';
import { isYinzhengError, type ErrorCode } from '../../../src/base/errors/index.ts';
import { addDays, localDate, localDateAt } from '../../../src/base/time.ts';
import type { Actor } from '../../../src/domain/access/index.ts';
import { creditCodeCheck } from '../../../src/domain/identifier/index.ts';
import { areaCodeOn, type OrganisationRecord } from '../../../src/domain/organisation/index.ts';
import { changeStatus, issueLicence } from '../../../src/services/licences/index.ts';
import {
  changeOrganisation,
  endOrganisation,
  getOrganisation,
  listOrganisations,
  makeOrganisation,
  nameSuccessors,
  placeEarlierOrganisations,
  type NewOrganisation,
  type OrganisationDependencies,
} from '../../../src/services/organisations/index.ts';
import { signerOf } from '../../../src/services/signing/index.ts';
import { stampDocument } from '../../../src/services/stamping/index.ts';
import { verifyFile } from '../../../src/services/verification/index.ts';
import { ISSUER } from '../../support/http.ts';
import {
  actor,
  CLERK,
  COUNTER,
  openUseCases,
  order,
  OTHER_CLERK,
  OTHER_ISSUER,
  PURPOSE,
  SEALER,
  stampOrder,
  type UseCases,
} from '../../support/use-cases.ts';
import { blankFile } from '../../support/sealing.ts';

const ADMINISTRATOR: Actor = actor('administrator', null);
const refusal = (code: ErrorCode) => (error: unknown) => isYinzhengError(error, code);

/** The nth of our invented codes. */
function code(n: number): string {
  const body = `11510104MB${String(n).padStart(7, '0')}`;
  return `${body}${creditCodeCheck(body) ?? ''}`;
}

const newOrganisation = (n: number, changes: Partial<NewOrganisation> = {}): NewOrganisation => ({
  ...{ code: code(n), name: `样例机构${n}`, bodyClass: 'department', areaCode: '510104', line: null },
  ...{ superiors: { area: null, line: null }, firstDay: null, purpose: PURPOSE, ...changes },
});

describe('organisations administered', function () {
  this.timeout(120_000);
  let use: UseCases;
  let deps: OrganisationDependencies;
  before(async () => {
    use = await openUseCases();
    deps = { records: use.store.records, journal: use.relay, clock: { now: () => Date.now() }, demonstration: true };
  });
  after(() => use.close());

  const make = (n: number, changes?: Partial<NewOrganisation>, by = ADMINISTRATOR) =>
    makeOrganisation(deps, by, newOrganisation(n, changes));
  const change = (n: number, revision: number, changes: object, by = ADMINISTRATOR) =>
    changeOrganisation(deps, by, { code: code(n), revision, purpose: PURPOSE, ...changes });
  const listed = async (by: Actor) => (await listOrganisations(deps.records, by, { limit: 500 })).items.map(({ _id }) => _id);
  const journal = async (subject: string) => {
    await use.relay.drain();
    const entries = await use.store.journal.read(1, 1000);
    return entries.map(({ event }) => event).filter((event) => event.subject === subject);
  };

  it('are made, and told to the journal with who and what for', async () => {
    const made = await make(1, { areaCode: '510100' });
    assert.deepEqual([made.revision, made.demonstration, made.end], [1, true, null]);
    await make(2, { areaCode: '510100', line: 'housing', superiors: { area: code(1), line: null } });
    await make(3, { line: 'housing.construction', superiors: { area: code(1), line: code(2) } });
    await make(4, { line: 'health' });
    await make(5);
    await make(6, { areaCode: '510104001002' });
    await make(7, { areaCode: '510700', line: 'housing' });
    const [event] = await journal(`organisations/${code(3)}`);
    assert.equal(event?.kind, 'organisation-recorded');
    assert.deepEqual([event.actor, event.purpose], [ADMINISTRATOR, PURPOSE]);
    assert.deepEqual([event.facts['areaCode'], event.facts['line']], ['510104', 'housing.construction']);
  });

  it('are refused where they cannot be so', async () => {
    const wrong: readonly Partial<NewOrganisation>[] = [
      { code: `${code(20).slice(0, 17)}${code(20).endsWith('A') ? 'B' : 'A'}` },
      { name: '' },
      { name: ' 局' },
      { name: '局\n二' },
      { areaCode: '5101' },
      { areaCode: '510104000' },
      { line: 'Housing' },
      { superiors: { area: code(99), line: null } },
      { superiors: { area: code(7), line: null } },
      { superiors: { area: null, line: code(2) } },
      { line: 'health', superiors: { area: null, line: code(2) } },
      { superiors: { area: code(20), line: null } },
      { firstDay: addDays(localDateAt(Date.now()), 1) },
    ];
    for (const changes of wrong)
      await assert.rejects(make(20, changes), refusal('ORGANISATION_INVALID'), JSON.stringify(changes));
    await assert.rejects(make(1), refusal('ALREADY_EXISTS'));
    assert.equal(await deps.records.get('organisations', code(20)), null);
  });

  it('are seen within the scope of an actor, and not found outside it', async () => {
    const housing = actor('administrator', code(2));
    assert.deepEqual(await listed(housing), [code(2), code(3)].sort());
    assert.deepEqual(await listed(actor('administrator', code(5))), [3, 4, 5, 6].map(code).sort());
    assert.deepEqual(await listed(actor('auditor', code(5))), [3, 4, 5, 6].map(code).sort());
    assert.deepEqual(await listed(actor('issuer', code(3))), [code(3)]);
    assert.deepEqual(await listed(actor('administrator', code(99))), []);
    assert.ok((await listed(ADMINISTRATOR)).length >= 11);
    assert.equal((await getOrganisation(deps.records, housing, code(3)))._id, code(3));
    for (const hidden of [code(1), code(4), code(7), code(99)])
      await assert.rejects(getOrganisation(deps.records, housing, hidden), refusal('ORGANISATION_NOT_FOUND'), hidden);
    await assert.rejects(getOrganisation(deps.records, actor('issuer', code(3)), code(2)), refusal('ORGANISATION_NOT_FOUND'));
    await assert.rejects(listed({ ...ADMINISTRATOR, capacity: 'public' }), refusal('NOT_ALLOWED'));
  });

  it('are listed in pages within a scope', async () => {
    const by = actor('administrator', code(5));
    const first = await listOrganisations(deps.records, by, { limit: 3 });
    const rest = await listOrganisations(deps.records, by, { limit: 3, after: first.next ?? '' });
    assert.deepEqual([first.items.length, rest.items.length, rest.next], [3, 1, null]);
    const own = actor('issuer', code(3));
    assert.deepEqual((await listOrganisations(deps.records, own, { limit: 3, after: code(3) })).items, []);
  });

  it('are made and changed within the scope only, and nobody widens an own scope', async () => {
    const housing = actor('administrator', code(2));
    await assert.rejects(make(21, { line: 'health' }, housing), refusal('NOT_ALLOWED'));
    await assert.rejects(make(21, { line: 'housing', areaCode: '510700' }, housing), refusal('NOT_ALLOWED'));
    await assert.rejects(make(21, {}, actor('issuer', code(5))), refusal('NOT_ALLOWED'));
    await assert.rejects(change(4, 1, { name: '别名' }, housing), refusal('ORGANISATION_NOT_FOUND'));
    await assert.rejects(change(2, 1, { line: null }, housing), refusal('NOT_ALLOWED'));
    await assert.rejects(change(2, 1, { areaCode: '510000' }, housing), refusal('NOT_ALLOWED'));
    await assert.rejects(change(3, 1, { line: 'health' }, housing), refusal('NOT_ALLOWED'));
    assert.equal((await make(8, { line: 'housing' }, housing)).line, 'housing');
  });

  it('are changed by who read them last, whatever the journal wrote meanwhile', async () => {
    await use.relay.drain();
    const changed = await change(5, 1, { name: '样例区人民政府' });
    assert.deepEqual([changed.name, changed.revision], ['样例区人民政府', 2]);
    await use.relay.drain();
    await assert.rejects(change(5, 1, { name: '其他' }), refusal('VERSION_CONFLICT'));
    const same = await change(5, 2, { name: '样例区人民政府' });
    assert.equal(same.revision, 2);
    const events = await journal(`organisations/${code(5)}`);
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['organisation-recorded', 'organisation-changed', 'organisation-renamed'],
    );
    assert.deepEqual(events[1]?.facts['changed'], ['name']);
  });

  it('of two who change at once, one is told', async () => {
    const outcomes = await Promise.allSettled([change(4, 1, { name: '甲' }), change(4, 1, { name: '乙' })]);
    assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    const refused = outcomes.find((one) => one.status === 'rejected');
    assert.ok(refusal('VERSION_CONFLICT')(refused?.reason));
  });

  it('keep the area code of before with its last day, and are found beneath the new one', async () => {
    const moved = await change(6, 1, { areaCode: '510107001', areaSince: localDate('2020-01-01') });
    assert.deepEqual(moved.formerAreas, [{ areaCode: '510104001002', lastDay: '2019-12-31' }]);
    assert.equal(areaCodeOn(moved, localDate('2019-12-31')), '510104001002');
    assert.equal((await listed(actor('administrator', code(5)))).includes(code(6)), false);
    assert.equal((await listed(actor('administrator', code(1)))).includes(code(6)), true);
    await assert.rejects(
      change(6, 2, { areaCode: '510104', areaSince: localDate('2019-06-01') }),
      refusal('ORGANISATION_INVALID'),
    );
    await assert.rejects(change(6, 2, { areaSince: localDate('2021-01-01') }), refusal('ORGANISATION_INVALID'));
  });

  it('do not stand above themselves', async () => {
    await assert.rejects(change(1, 1, { superiors: { area: code(1), line: null } }), refusal('ORGANISATION_INVALID'));
    // The bureau is of the same area, and beneath it already.
    await assert.rejects(change(1, 1, { superiors: { area: code(2), line: null } }), refusal('ORGANISATION_INVALID'));
  });

  it('of before are found beneath their places once the store was opened by a server', async () => {
    const before: OrganisationRecord = {
      ...{ _id: code(30), schema: 1, version: 1, name: '旧记录', bodyClass: 'department', areaCode: '510107' },
      demonstration: true,
    };
    await deps.records.insert('organisations', before);
    const by = actor('administrator', code(1));
    assert.equal((await getOrganisation(deps.records, by, code(30)))._id, code(30));
    assert.equal((await listed(by)).includes(code(30)), false);
    await placeEarlierOrganisations(deps.records);
    assert.equal((await listed(by)).includes(code(30)), true);
    await placeEarlierOrganisations(deps.records);
    assert.equal((await deps.records.get('organisations', code(30)))?.version, 2);
    assert.equal((await change(30, 1, { name: '新名称' })).revision, 2);
  });
});

describe('the end of an organisation', function () {
  this.timeout(120_000);
  let use: UseCases;
  let deps: OrganisationDependencies;
  beforeEach(async () => {
    use = await openUseCases();
    deps = { records: use.store.records, journal: use.relay, clock: { now: () => Date.now() }, demonstration: true };
  });
  afterEach(() => use.close());

  const ending = (changes: object = {}) => ({
    ...{ code: ISSUER, revision: 1, kind: 'transferred' as const, lastDay: localDateAt(Date.now()) },
    ...{ documentNumber: '样例府〔2026〕1 号', successors: [OTHER_ISSUER], purpose: PURPOSE, ...changes },
  });

  it('stops its seals, and leaves what it issued as it is, for its successor to end', async () => {
    const { licence } = await issueLicence(use.licences, CLERK, order());
    const identifier = licence.editions[0]?.identifier ?? '';
    const bytes = await use.store.blobs.get(licence.editions[0]?.files[0]?.blob ?? '');
    const revoke = (by: Actor) =>
      changeStatus(use.licences, by, { identifier, event: 'revoke', reason: '示例', documentNumber: '1' });
    await assert.rejects(revoke(OTHER_CLERK), refusal('LICENCE_NOT_FOUND'));

    const before = await verifyFile(use.verification, COUNTER, { bytes });
    assert.equal(before.conclusion, 'passed');
    const owned = () => deps.records.find('seals', { index: 'owner', equals: ISSUER, limit: 10 });
    const { length } = await owned();
    const ended = await endOrganisation(deps, ADMINISTRATOR, ending());
    assert.deepEqual([ended.end?.kind, ended.end?.successors], ['transferred', [OTHER_ISSUER]]);

    const seals = await owned();
    assert.ok(length >= 2 && seals.length === length);
    assert.deepEqual(new Set(seals.flatMap(({ versions }) => versions.map(({ state }) => state))), new Set(['cancelled']));
    await assert.rejects(stampDocument(use.licences, SEALER, stampOrder(blankFile(1))), refusal('SEAL_NOT_IN_USE'));
    const next = order({ purpose: { ...PURPOSE, caseNumber: 'E-2' } });
    await assert.rejects(issueLicence(use.licences, CLERK, next), refusal('ORGANISATION_ENDED'));
    await assert.rejects(signerOf(use.licences, ISSUER, { form: 'pades', now: Date.now() }), refusal('ORGANISATION_ENDED'));

    const report = await verifyFile(use.verification, COUNTER, { bytes });
    assert.deepEqual([report.conclusion, report.register?.status], [before.conclusion, 'valid']);

    assert.equal((await revoke(OTHER_CLERK)).status.status, 'revoked');
    await use.relay.drain();
    const events = (await use.store.journal.read(1, 1000)).map(({ event }) => event);
    const told = events.filter(({ kind }) => kind === 'organisation-ended' || kind === 'seal-changed');
    assert.equal(told.length, 3);
    for (const { actor: by, purpose } of told) assert.deepEqual([by, purpose], [ADMINISTRATOR, PURPOSE]);
    const act = events.find(({ kind }) => kind === 'licence-status-changed');
    assert.equal(act?.actor.organisation, OTHER_ISSUER);
  });

  it('lets a successor be named later, and the successor of a successor act too', async () => {
    const { licence } = await issueLicence(use.licences, OTHER_CLERK, order());
    const identifier = licence.editions[0]?.identifier ?? '';
    const suspend = (by: Actor) =>
      changeStatus(use.licences, by, { identifier, event: 'suspend', reason: '示例', documentNumber: '1' });
    const centre = '12990100MB00000432';
    const clerk = actor('issuer', centre);
    const name = (code: string, revision: number, successors: readonly string[]) =>
      nameSuccessors(deps, ADMINISTRATOR, { code, revision, successors, purpose: PURPOSE });
    await assert.rejects(name(OTHER_ISSUER, 1, [ISSUER]), refusal('ORGANISATION_INVALID'));
    await endOrganisation(deps, ADMINISTRATOR, ending({ code: OTHER_ISSUER, successors: [], kind: 'abolished' }));
    await assert.rejects(suspend(CLERK), refusal('LICENCE_NOT_FOUND'));
    assert.deepEqual((await name(OTHER_ISSUER, 2, [ISSUER])).end?.successors, [ISSUER]);
    await assert.rejects(suspend(clerk), refusal('LICENCE_NOT_FOUND'));
    await endOrganisation(deps, ADMINISTRATOR, ending({ successors: [centre], kind: 'merged' }));
    await assert.rejects(name(ISSUER, 2, [OTHER_ISSUER]), refusal('ORGANISATION_INVALID'));
    await assert.rejects(suspend(actor('issuer', '11990000MB0000019F')), refusal('LICENCE_NOT_FOUND'));
    assert.equal((await suspend(clerk)).status.status, 'suspended');
  });

  it('is brought to its end when it was interrupted, and is recorded once', async () => {
    const ended = await endOrganisation(deps, ADMINISTRATOR, ending());
    // As a crash between the two writes would leave it.
    const seal = await deps.records.get('seals', '99010000000003');
    assert.ok(seal);
    const versions = seal.versions.map((one) => ({ ...one, state: 'in-use' as const }));
    await deps.records.replace('seals', { ...seal, version: seal.version + 1, versions });
    assert.equal((await endOrganisation(deps, ADMINISTRATOR, ending())).revision, ended.revision);
    const after = await deps.records.get('seals', '99010000000003');
    assert.equal(after?.versions[0]?.state, 'cancelled');
    await assert.rejects(
      endOrganisation(deps, ADMINISTRATOR, ending({ kind: 'split', revision: 2 })),
      refusal('ORGANISATION_ENDED'),
    );
    await assert.rejects(
      changeOrganisation(deps, ADMINISTRATOR, { code: ISSUER, revision: 2, name: '别名', purpose: PURPOSE }),
      refusal('ORGANISATION_ENDED'),
    );
  });

  it('is refused where it cannot be, and by whom it does not concern', async () => {
    for (const wrong of [{ successors: [ISSUER] }, { successors: ['11330105002500287C'] }])
      await assert.rejects(endOrganisation(deps, ADMINISTRATOR, ending(wrong)), refusal('ORGANISATION_INVALID'));
    await assert.rejects(endOrganisation(deps, CLERK, ending()), refusal('NOT_ALLOWED'));
    await assert.rejects(
      endOrganisation(deps, actor('administrator', null), ending({ revision: 7 })),
      refusal('VERSION_CONFLICT'),
    );
    const seals = await deps.records.find('seals', { index: 'owner', equals: ISSUER, limit: 10 });
    assert.ok(seals.every(({ versions }) => versions.every(({ state }) => state === 'in-use')));
  });

  it('takes the scope of its administrators away', async () => {
    const by = actor('administrator', ISSUER);
    assert.ok((await listOrganisations(deps.records, by, { limit: 10 })).items.length > 1);
    await endOrganisation(deps, by, ending());
    assert.deepEqual((await listOrganisations(deps.records, by, { limit: 10 })).items, []);
  });
});
