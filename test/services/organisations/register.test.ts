/** The register of areas and lines of business, over a real store with organisations in them. */
import assert from 'node:assert/strict';
import { isYinzhengError, type ErrorCode } from '../../../src/base/errors/index.ts';
import { addDays, localDateAt } from '../../../src/base/time.ts';
import type { Actor, DataScope } from '../../../src/domain/access/index.ts';
import { creditCodeCheck } from '../../../src/domain/identifier/index.ts';
import { areaCodeOn } from '../../../src/domain/organisation/index.ts';
import {
  changeOrganisation,
  getOrganisation,
  listOrganisations,
  makeOrganisation,
  type NewOrganisation,
  type OrganisationDependencies,
} from '../../../src/services/organisations/index.ts';
import {
  everyPlace,
  getPlace,
  importPlaces,
  listPlaces,
  moveOrganisations,
  placeNames,
  readPlaces,
  writePlaces,
} from '../../../src/services/organisations/register/index.ts';
import { actor, openUseCases, PURPOSE, type UseCases } from '../../support/use-cases.ts';

const ADMINISTRATOR: Actor = actor('administrator', null);
const refusal = (code: ErrorCode) => (error: unknown) => isYinzhengError(error, code);

function code(n: number): string {
  const body = `11880104MB${String(n).padStart(7, '0')}`;
  return `${body}${creditCodeCheck(body) ?? ''}`;
}

describe('the register of areas and lines', function () {
  this.timeout(120_000);
  let use: UseCases;
  let deps: OrganisationDependencies;
  beforeEach(async () => {
    use = await openUseCases();
    deps = { records: use.store.records, journal: use.relay, clock: use.licences.clock, demonstration: true };
  });
  afterEach(() => use.close());

  const today = () => localDateAt(deps.clock.now());
  const take = (tree: 'area' | 'line', rows: readonly string[], by = ADMINISTRATOR) =>
    importPlaces(deps, by, { tree, text: ['code,name,firstDay,lastDay,successors', ...rows].join('\r\n'), purpose: PURPOSE });
  const make = (n: number, changes: Partial<NewOrganisation>) =>
    makeOrganisation(deps, ADMINISTRATOR, {
      ...{ code: code(n), name: `机构${n}`, bodyClass: 'department', areaCode: '880104', line: null },
      ...{ superiors: { area: null, line: null }, firstDay: null, purpose: PURPOSE, ...changes },
    });
  const faultsOf = async (work: Promise<unknown>): Promise<string> => {
    const error = await work.then(
      () => assert.fail('nothing was refused'),
      (reason: unknown) => reason,
    );
    assert.ok(isYinzhengError(error, 'REGISTER_FILE_INVALID'), String(error));
    return error.message;
  };
  const COUNTIES = ['880000,甲省,,,', '880100,甲市,,,', '880104,甲县,,,', '880105,乙县,,,'];

  it('takes a file in, says what it did, and tells the journal of each change', async () => {
    assert.deepEqual(await take('area', COUNTIES), { recorded: 4, changed: 0, unchanged: 0 });
    assert.deepEqual(await take('area', ['880104,甲区,2000-01-01,,', '880105,乙县,,,']), {
      recorded: 0,
      changed: 1,
      unchanged: 1,
    });
    const place = await getPlace(deps.records, ADMINISTRATOR, { tree: 'area', code: '880104' });
    assert.deepEqual([place.name, place.firstDay, place.parent], ['甲区', '2000-01-01', 'area:880100']);
    await use.relay.drain();
    const told = (await use.store.journal.read(1, 1000))
      .map(({ event }) => event)
      .filter(({ kind }) => kind === 'place-recorded');
    assert.equal(told.length, 5);
    // Of changes within one relay any may come first; those of one place keep their order.
    const last = told.findLast(({ subject }) => subject === 'places/area:880104');
    assert.deepEqual([last?.subject, last?.actor, last?.purpose], ['places/area:880104', ADMINISTRATOR, PURPOSE]);
    assert.equal(last?.facts['name'], '甲区');
  });

  it('writes nothing of a file with a fault, and names each line that has one', async () => {
    const wrong = [
      '880000,甲省,,,',
      '8801,短码,,,',
      '880104,,,,',
      '880105,乙县,2020-02-30,,',
      '880106,丙县,2020-01-02,2020-01-01,',
      '880107,丁县,,,880105',
      '880108,戊县,,2020-01-01,880199',
      '880000,甲省,,,',
    ];
    const message = await faultsOf(take('area', wrong));
    for (const line of [3, 4, 5, 6, 7, 8, 9]) assert.match(message, new RegExp(`\\b${line}: `), String(line));
    assert.doesNotMatch(message, /\b2: /);
    assert.equal(await deps.records.get('places', 'area:880000'), null);
    assert.match(await faultsOf(take('line', ['Housing,住建,,,', 'water,水利,,2020-01-01,housing'])), /2: .*3: /);
    for (const text of [
      '',
      'code;name',
      'code,name\n"880000,甲省',
      'code,code,name',
      `code,name\n${'880000,甲\n'.repeat(10_001)}`,
    ])
      await faultsOf(importPlaces(deps, ADMINISTRATOR, { tree: 'area', text, purpose: PURPOSE }));
  });

  it('is written as it is read, whatever the names hold', async () => {
    await take('area', ['880000,"甲, ""省""",,,', "880100,'=市,1990-01-01,2020-12-31,880000"]);
    const every = [];
    for await (const place of everyPlace(deps.records, ADMINISTRATOR, 'area')) every.push(place);
    const text = writePlaces(every);
    assert.equal(readPlaces(text).rows.find(({ cells }) => cells.code === '880000')?.cells.name, '甲, "省"');
    assert.match(text, /880100,'=市,1990-01-01,2020-12-31,880000\r\n/);
    const again = await importPlaces(deps, ADMINISTRATOR, { tree: 'area', text, purpose: PURPOSE });
    assert.deepEqual([again.recorded, again.changed, again.unchanged], [0, 0, every.length]);
  });

  it('is searched by code, name and place above, in pages', async () => {
    await take('area', COUNTIES);
    const find = async (query: object) =>
      (await listPlaces(deps.records, ADMINISTRATOR, { tree: 'area', limit: 100, ...query })).items.map((place) => place.code);
    assert.deepEqual(await find({ text: '8801' }), ['880100', '880104', '880105']);
    assert.deepEqual(await find({ text: '乙' }), ['880105']);
    assert.deepEqual(await find({ parent: '880100' }), ['880104', '880105']);
    assert.ok((await find({ parent: null })).includes('880000'));
    const first = await listPlaces(deps.records, ADMINISTRATOR, { tree: 'area', text: '88', limit: 3 });
    const rest = await listPlaces(deps.records, ADMINISTRATOR, { tree: 'area', text: '88', limit: 3, after: first.next ?? '' });
    assert.deepEqual([first.items.length, rest.items.map((place) => place.code)], [3, ['880105']]);
    const lines = await listPlaces(deps.records, ADMINISTRATOR, { tree: 'line', limit: 100 });
    assert.ok(lines.items.length > 0 && lines.items.every(({ tree }) => tree === 'line'));
    await assert.rejects(
      getPlace(deps.records, ADMINISTRATOR, { tree: 'line', code: '880104' }),
      refusal('REGISTERED_PLACE_NOT_FOUND'),
    );
  });

  it('is for whoever reaches everything to change, and for everybody who reads organisations to read', async () => {
    for (const by of [actor('issuer'), actor('administrator'), actor('auditor', null)])
      await assert.rejects(take('area', COUNTIES, by), refusal('NOT_ALLOWED'));
    await assert.rejects(
      moveOrganisations(deps, actor('administrator'), { code: '880104', purpose: PURPOSE }),
      refusal('NOT_ALLOWED'),
    );
    const scoped: Actor = { ...ADMINISTRATOR, dataScope: { kind: 'area', area: '880000' } };
    await assert.rejects(take('area', COUNTIES, scoped), refusal('NOT_ALLOWED'));
    assert.ok((await listPlaces(deps.records, actor('verifier'), { tree: 'area', limit: 10 })).items.length > 0);
  });

  it('refuses organisations codes that it knows to be wrong, and takes any where it knows nothing', async () => {
    await make(1, { areaCode: '870104', line: 'housing.construction' });
    await take('area', [...COUNTIES, '880109,旧县,,2020-12-31,880104']);
    await make(2, { areaCode: '880104' });
    await assert.rejects(make(3, { areaCode: '880106' }), refusal('ORGANISATION_INVALID'));
    await assert.rejects(make(3, { areaCode: '880109' }), refusal('ORGANISATION_INVALID'));
    // Nothing is known of the townships of the county.
    await make(3, { areaCode: '880104001' });
    await assert.rejects(make(4, { line: 'unheard-of' }), refusal('ORGANISATION_INVALID'));
    const change = { code: code(2), revision: 1, purpose: PURPOSE };
    await assert.rejects(
      changeOrganisation(deps, ADMINISTRATOR, { ...change, areaCode: '880106' }),
      refusal('ORGANISATION_INVALID'),
    );
    // What was so before stays possible.
    await take('area', ['880104,甲县,,2021-01-01,']);
    assert.equal((await changeOrganisation(deps, ADMINISTRATOR, { ...change, name: '新名' })).name, '新名');
    const names = await placeNames(deps.records, [await getOrganisation(deps.records, ADMINISTRATOR, code(2))]);
    assert.equal(names.get('area:880104'), '甲县');
  });

  it('moves what is under a code that ended to its successor, and keeps scopes that were given by the old code', async () => {
    await take('area', COUNTIES);
    await make(1, { areaCode: '880104', bodyClass: 'county' });
    await make(2, { areaCode: '880104', line: 'housing', superiors: { area: code(1), line: null } });
    await make(3, { areaCode: '880104001' });
    await make(4, { areaCode: '880105' });
    const order = { code: '880104', purpose: PURPOSE };
    await assert.rejects(moveOrganisations(deps, ADMINISTRATOR, order), refusal('ORGANISATION_INVALID'));
    await assert.rejects(
      moveOrganisations(deps, ADMINISTRATOR, { ...order, code: '880777' }),
      refusal('REGISTERED_PLACE_NOT_FOUND'),
    );
    const lastDay = addDays(today(), -1);
    await take('area', ['880200,新市,,,', '880204,新区,,,', `880104,甲县,,${lastDay},880204`]);
    // A scope by the old code finds what is under the old one still, and what is new under the new one.
    const scoped = (dataScope: DataScope): Actor => ({ ...actor('auditor', null), dataScope });
    const listed = async (by: Actor) => (await listOrganisations(deps.records, by, { limit: 100 })).items.map(({ _id }) => _id);
    await make(5, { areaCode: '880204' });
    const county = scoped({ kind: 'area', area: '880104' });
    assert.deepEqual(await listed(county), [1, 2, 3, 5].map(code).sort());

    const { moved, left } = await moveOrganisations(deps, ADMINISTRATOR, order);
    assert.deepEqual(
      [moved.map(({ organisation, to }) => [organisation, to]), left],
      [
        [
          [code(1), '880204'],
          [code(2), '880204'],
          [code(3), '880204001'],
        ],
        [],
      ],
    );
    const record = await getOrganisation(deps.records, ADMINISTRATOR, code(3));
    assert.deepEqual([record.formerAreas, areaCodeOn(record, lastDay)], [[{ areaCode: '880104001', lastDay }], '880104001']);
    assert.deepEqual(await listed(county), [1, 2, 3, 5].map(code).sort());
    assert.deepEqual(await listed(scoped({ kind: 'area', area: '880104001' })), [code(3)]);
    assert.deepEqual(await listed(scoped({ kind: 'line', line: 'housing', area: '880104' })), [code(2)]);
    assert.deepEqual(await listed(scoped({ kind: 'area', area: '880100' })), [code(4)]);
    assert.deepEqual(await listed(actor('auditor', code(1))), [1, 2, 3, 5].map(code).sort());
    assert.deepEqual((await moveOrganisations(deps, ADMINISTRATOR, order)).moved, []);
  });

  it('leaves what a code that was split does not say, unless it is told where all go', async () => {
    await take('area', COUNTIES);
    await make(1, { areaCode: '880104' });
    await take('area', ['880106,丙区,,,', `880104,甲县,,${addDays(today(), -1)},880105 880106`]);
    const order = { code: '880104', purpose: PURPOSE };
    const first = await moveOrganisations(deps, ADMINISTRATOR, order);
    assert.deepEqual([first.moved, first.left.map(({ organisation }) => organisation)], [[], [code(1)]]);
    await assert.rejects(moveOrganisations(deps, ADMINISTRATOR, { ...order, to: '880100' }), refusal('ORGANISATION_INVALID'));
    assert.equal((await moveOrganisations(deps, ADMINISTRATOR, { ...order, to: '880106' })).moved[0]?.to, '880106');
  });

  it('does not run in circles where codes are said to follow each other', async () => {
    await take('area', COUNTIES);
    const lastDay = addDays(today(), -1);
    await take('area', [`880104,甲县,,${lastDay},880105`, `880105,乙县,,${lastDay},880104`]);
    const by: Actor = { ...actor('auditor', null), dataScope: { kind: 'area', area: '880104' } };
    assert.deepEqual((await listOrganisations(deps.records, by, { limit: 10 })).items, []);
  });
});
