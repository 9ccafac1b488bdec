/** Changes of the names of organisations and what becomes of their seals, over real seals, with a clock that is moved. */
import assert from 'node:assert/strict';
import { isYinzhengError, type ErrorCode } from '../../../src/base/errors/index.ts';
import { addDays, localDateAt, startOfDay } from '../../../src/base/time.ts';
import type { Actor } from '../../../src/domain/access/index.ts';
import { nameAt } from '../../../src/domain/organisation/index.ts';
import { faceTitle, type SealRecord } from '../../../src/domain/seal/index.ts';
import { issueLicence } from '../../../src/services/licences/index.ts';
import {
  carryOutNames,
  changeOrganisation,
  getOrganisation,
  previewName,
  type OrganisationDependencies,
} from '../../../src/services/organisations/index.ts';
import { applyForSeal } from '../../../src/services/seals/index.ts';
import { stampDocument } from '../../../src/services/stamping/index.ts';
import { verifyFile } from '../../../src/services/verification/index.ts';
import { ISSUER } from '../../support/http.ts';
import {
  actor,
  CLERK,
  COUNTER,
  openUseCases,
  order,
  PURPOSE,
  SEALER,
  stampOrder,
  type UseCases,
} from '../../support/use-cases.ts';

const ADMINISTRATOR: Actor = actor('administrator', null);
const NOW = '样例市市场监督管理局';
const NEXT = '样例市市场监督和知识产权局';
const refusal = (code: ErrorCode) => (error: unknown) => isYinzhengError(error, code);

describe('a change of an organisation’s name', function () {
  this.timeout(120_000);
  let use: UseCases;
  let deps: OrganisationDependencies;
  let retired: string[];
  beforeEach(async () => {
    use = await openUseCases();
    retired = [];
    deps = {
      ...{ records: use.store.records, journal: use.relay, clock: use.licences.clock, demonstration: true },
      retireSeal: (_, { _id }) => Promise.resolve(void retired.push(_id)),
    };
  });
  afterEach(() => use.close());

  const day = () => addDays(localDateAt(Date.now()), 7);
  const change = (changes: object) =>
    changeOrganisation(deps, ADMINISTRATOR, { code: ISSUER, revision: 1, purpose: PURPOSE, ...changes });
  const toTheDay = () => use.advance(startOfDay(day()) - use.licences.clock.now());
  const sealsOf = () => deps.records.find('seals', { index: 'owner', equals: ISSUER, limit: 10 });
  const states = async () => (await sealsOf()).flatMap(({ versions }) => versions.map(({ state }) => state));
  const apply = (name: string, replaces: string | null = null) =>
    applyForSeal({ ...deps, random: use.licences.random }, actor('seal-keeper'), {
      ...{ kind: 'make' as const, basis: null, purpose: PURPOSE, replaces, code: null },
      face: { kind: 'statutory-name', shape: 'round', name, secondName: null, middleLine: null, lowerLine: null },
      key: { kind: 'custody', authority: 'here' },
    });

  it('is shown before: which seals end with the name', async () => {
    const thought = await previewName(deps.records, ADMINISTRATOR, { code: ISSUER, name: NEXT });
    assert.deepEqual([thought.ending.map(({ seal }) => seal), thought.firstDay], [['99010000000001', '99010000000003'], null]);
    assert.deepEqual((await previewName(deps.records, ADMINISTRATOR, { code: ISSUER })).ending, []);
    const longer = await previewName(deps.records, ADMINISTRATOR, { code: ISSUER, name: `${NOW}第一分局` });
    assert.equal(longer.ending.length, 2);
    await assert.rejects(
      previewName(
        deps.records,
        { ...actor('administrator', '12990100MB00000432'), dataScope: { kind: 'own' } },
        { code: ISSUER },
      ),
      refusal('ORGANISATION_NOT_FOUND'),
    );
    await assert.rejects(previewName(deps.records, CLERK, { code: ISSUER }), refusal('NOT_ALLOWED'));
    assert.equal((await getOrganisation(deps.records, ADMINISTRATOR, ISSUER)).nextName, undefined);
  });

  it('leaves all as it is until its day, and refuses seals of the name before by the day alone', async () => {
    const { licence } = await issueLicence(use.licences, CLERK, order());
    const bytes = await use.store.blobs.get(licence.editions[0]?.files[0]?.blob ?? '');
    const before = await verifyFile(use.verification, COUNTER, { bytes });
    const planned = await change({ name: NEXT, nameSince: day() });
    assert.deepEqual([planned.name, planned.nextName?.name, planned.revision], [NOW, NEXT, 2]);
    assert.deepEqual((await previewName(deps.records, ADMINISTRATOR, { code: ISSUER })).firstDay, day());
    await stampDocument(use.licences, SEALER, stampOrder());
    assert.equal((await issueLicence(use.licences, CLERK, order())).licence.issuer.name, NOW);
    assert.equal(await carryOutNames(deps), 0);

    toTheDay();
    assert.deepEqual(new Set(await states()), new Set(['in-use']));
    assert.equal(nameAt(planned, use.licences.clock.now()), NEXT);
    await assert.rejects(stampDocument(use.licences, SEALER, stampOrder()), refusal('SEAL_NOT_IN_USE'));
    await assert.rejects(issueLicence(use.licences, CLERK, order()), refusal('SEAL_NOT_IN_USE'));

    assert.equal(await carryOutNames(deps), 1);
    assert.equal(await carryOutNames(deps), 0);
    const renamed = await getOrganisation(deps.records, ADMINISTRATOR, ISSUER);
    assert.deepEqual([renamed.name, renamed.nextName], [NEXT, null]);
    assert.deepEqual(renamed.formerNames, [
      { name: NOW, lastDay: addDays(day(), -1), seals: ['99010000000001', '99010000000003'] },
    ]);
    assert.equal(nameAt(renamed, Date.now()), NOW);
    assert.deepEqual(new Set(await states()), new Set(['cancelled']));
    assert.deepEqual(retired.sort(), ['99010000000001', '99010000000003']);
    await use.relay.drain();
    const events = (await use.store.journal.read(1, 1000)).map(({ event }) => event);
    const told = events.filter(({ subject }) => subject === `organisations/${ISSUER}`);
    assert.deepEqual(
      told.map(({ kind }) => kind),
      ['organisation-changed', 'organisation-renamed'],
    );
    assert.deepEqual(told[1]?.facts['seals'], ['99010000000001', '99010000000003']);
    assert.equal(events.filter(({ kind }) => kind === 'seal-changed').length, 2);

    // What was issued stays valid, under the name of then.
    const after = await verifyFile(use.verification, COUNTER, { bytes });
    assert.deepEqual([after.conclusion, after.register?.status], [before.conclusion, 'valid']);
    assert.match(JSON.stringify(after), new RegExp(NOW));
    assert.doesNotMatch(JSON.stringify(after), new RegExp(NEXT));
  });

  it('that holds today ends the seals at once, and a round that was cut off goes on', async () => {
    let cut = true;
    deps = {
      ...deps,
      retireSeal: (_, { _id }) =>
        cut && retired.length > 0 ? Promise.reject(new Error('cut off')) : Promise.resolve(void retired.push(_id)),
    };
    await assert.rejects(change({ name: NEXT }), /cut off/);
    await assert.rejects(stampDocument(use.licences, SEALER, stampOrder()), refusal('SEAL_NOT_IN_USE'));
    cut = false;
    assert.equal(await carryOutNames(deps), 1);
    const renamed = await getOrganisation(deps.records, ADMINISTRATOR, ISSUER);
    assert.equal(renamed.name, NEXT);
    assert.deepEqual(renamed.formerNames?.[0]?.seals, ['99010000000001', '99010000000003']);
    assert.deepEqual(new Set(await states()), new Set(['cancelled']));
  });

  it('is planned otherwise and taken back until its day', async () => {
    await change({ name: NEXT, nameSince: day() });
    const other = await change({ revision: 2, name: `${NEXT}二`, nameSince: addDays(day(), 1) });
    assert.equal(other.nextName?.firstDay, addDays(day(), 1));
    assert.equal((await change({ revision: 3, name: NOW })).nextName, null);
    use.advance(30 * 86_400_000);
    assert.equal(await carryOutNames(deps), 0);
    await stampDocument(use.licences, SEALER, stampOrder());
    for (const wrong of [
      { name: NEXT, nameSince: addDays(localDateAt(Date.now()), -1) },
      { nameSince: day() },
      { name: '局\n', nameSince: day() },
    ])
      await assert.rejects(change({ revision: 4, ...wrong }), refusal('ORGANISATION_INVALID'));
  });

  it('lets seals in the new name be applied for before its day, and used from it on', async () => {
    await assert.rejects(apply(NEXT), refusal('SEAL_APPLICATION_REFUSED'));
    await change({ name: NEXT, nameSince: day() });
    await assert.rejects(apply(NEXT, '99010000000001'), refusal('SEAL_APPLICATION_REFUSED'));
    const applied = await apply(NEXT);
    assert.equal(applied.face?.name, NEXT);

    // As making and filing it would leave it.
    const [former] = await sealsOf();
    assert.ok(former && applied.face);
    const made: SealRecord = {
      ...former,
      _id: '99010000000099',
      version: 1,
      name: `${faceTitle(applied.face)}（样本 无效）`,
      outbox: [],
      pending: false,
    };
    await deps.records.insert('seals', made);
    const preview = await previewName(deps.records, ADMINISTRATOR, { code: ISSUER });
    assert.deepEqual(
      preview.ready.map(({ seal }) => seal),
      ['99010000000099'],
    );
    await assert.rejects(
      stampDocument(use.licences, SEALER, { ...stampOrder(), seal: '99010000000099' }),
      refusal('SEAL_NOT_IN_USE'),
    );
    toTheDay();
    await carryOutNames(deps);
    const kept = await deps.records.get('seals', '99010000000099');
    assert.equal(kept?.versions.at(-1)?.state, 'in-use');
    // Its day has come: what is asked for now is a grant, which the seal of the test has not.
    await assert.rejects(
      stampDocument(use.licences, SEALER, { ...stampOrder(), seal: '99010000000099' }),
      refusal('SEAL_USE_REFUSED'),
    );
  });
});
