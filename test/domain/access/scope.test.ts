import assert from 'node:assert/strict';
import {
  isInScope,
  mayGive,
  scopeKeys,
  scopeOf,
  type Actor,
  type DataScope,
  type Placed,
  type Scope,
} from '../../../src/domain/access/index.ts';
import { areaCode, lineCode, placeKeys } from '../../../src/domain/organisation/index.ts';

const placed = (organisation: string, area: string, line: string | null = null): Placed => ({
  organisation,
  place: { area: areaCode(area), line: line === null ? null : lineCode(line) },
});

const CITY = placed('city', '510100');
const CITY_HOUSING = placed('city-housing', '510100', 'housing');
const COUNTY = placed('county', '510104');
const COUNTY_HOUSING = placed('county-housing', '510104', 'housing.construction');
const COUNTY_HEALTH = placed('county-health', '510104', 'health');
const TOWNSHIP = placed('township', '510104001');
const OTHER_HOUSING = placed('other-housing', '510700', 'housing');
const PROVINCE = placed('province', '510000');
const ALL = [CITY, CITY_HOUSING, COUNTY, COUNTY_HOUSING, COUNTY_HEALTH, TOWNSHIP, OTHER_HOUSING, PROVINCE];

const actor = (capacity: Actor['capacity'], organisation: string | null): Actor => ({
  ...{ person: 'p', organisation, capacity, onBehalfOf: null, client: 'web', session: null },
});
/** What somebody of an organisation reaches. */
const reached = (capacity: Actor['capacity'], home: Placed | null, action: 'organisation:read' | 'organisation:manage') => {
  const scope = scopeOf(actor(capacity, home?.organisation ?? null), action, home);
  return ALL.filter((one) => isInScope(scope, one)).map(({ organisation }) => organisation);
};

describe('the scope of an actor', () => {
  it('is the own organisation for those who use what is there', () => {
    for (const capacity of ['issuer', 'seal-user', 'verifier', 'system'] as const) {
      assert.deepEqual(reached(capacity, COUNTY, 'organisation:read'), ['county'], capacity);
      assert.deepEqual(reached(capacity, null, 'organisation:read'), [], capacity);
      assert.deepEqual(reached(capacity, COUNTY, 'organisation:manage'), [], capacity);
    }
  });

  it('is the area for administrators of a body of the area, with all its lines and levels beneath', () => {
    const beneath = ['county', 'county-housing', 'county-health', 'township'];
    assert.deepEqual(reached('administrator', COUNTY, 'organisation:manage'), beneath);
    assert.deepEqual(reached('administrator', CITY, 'organisation:manage'), ['city', 'city-housing', ...beneath]);
    assert.deepEqual(reached('administrator', TOWNSHIP, 'organisation:manage'), ['township']);
  });

  it('is the line within the area for administrators of a bureau', () => {
    assert.deepEqual(reached('administrator', CITY_HOUSING, 'organisation:manage'), ['city-housing', 'county-housing']);
    assert.deepEqual(reached('administrator', COUNTY_HOUSING, 'organisation:manage'), ['county-housing']);
  });

  it('is everything only for those of the installation itself', () => {
    assert.equal(reached('administrator', null, 'organisation:manage').length, ALL.length);
    assert.equal(reached('auditor', null, 'organisation:read').length, ALL.length);
    assert.deepEqual(reached('auditor', null, 'organisation:manage'), []);
    assert.deepEqual(reached('public', null, 'organisation:read'), []);
  });

  it('is nothing where the own organisation is not known, or another is given for it', () => {
    const somebody = actor('administrator', 'county');
    assert.deepEqual(scopeOf(somebody, 'organisation:manage', null), { kind: 'none' });
    assert.deepEqual(scopeOf(somebody, 'organisation:manage', PROVINCE), { kind: 'none' });
  });

  it('finds by its key what it contains', () => {
    for (const home of [CITY, CITY_HOUSING, COUNTY_HOUSING]) {
      const scope = scopeOf(actor('administrator', home.organisation), 'organisation:manage', home);
      assert.ok(scope.kind === 'area' || scope.kind === 'line');
      for (const one of ALL) assert.equal(placeKeys(one.place).includes(scopeKeys(scope)[0] ?? ''), isInScope(scope, one));
    }
  });

  const scoped = (capacity: Actor['capacity'], home: Placed | null, dataScope: DataScope): Actor => ({
    ...actor(capacity, home?.organisation ?? null),
    dataScope,
  });
  const names = (scope: Scope) => ALL.filter((one) => isInScope(scope, one)).map(({ organisation }) => organisation);
  const AREA: DataScope = { kind: 'area', area: '510104' };
  const LINE: DataScope = { kind: 'line', line: 'housing', area: null };
  const LINE_IN_CITY: DataScope = { kind: 'line', line: 'housing', area: '510100' };
  const inCounty = ['county', 'county-housing', 'county-health', 'township'];

  it('is what the account was given, in place of what the organisation stands above', () => {
    const of = (dataScope: DataScope) => names(scopeOf(scoped('auditor', PROVINCE, dataScope), 'organisation:read', PROVINCE));
    assert.deepEqual(of({ kind: 'own' }), ['province']);
    assert.deepEqual(of(AREA), inCounty);
    assert.deepEqual(of(LINE), ['city-housing', 'county-housing', 'other-housing']);
    assert.deepEqual(of(LINE_IN_CITY), ['city-housing', 'county-housing']);
    const without = scopeOf(scoped('auditor', null, AREA), 'organisation:read', null);
    assert.deepEqual(names(without), inCounty);
    assert.deepEqual(names(scopeOf(scoped('auditor', null, { kind: 'own' }), 'organisation:read', null)), []);
    assert.deepEqual(names(scopeOf(scoped('auditor', COUNTY, AREA), 'organisation:read', null)), []);
  });

  it('widens what somebody reads besides his own organisation, and not what he does there', () => {
    const clerk = scoped('issuer', CITY_HOUSING, AREA);
    assert.deepEqual(names(scopeOf(clerk, 'licence:read', CITY_HOUSING)), ['city-housing', ...inCounty]);
    assert.deepEqual(names(scopeOf(clerk, 'licence:issue', CITY_HOUSING)), ['city-housing']);
    assert.deepEqual(names(scopeOf(clerk, 'licence:change-status', CITY_HOUSING)), ['city-housing']);
    assert.deepEqual(names(scopeOf(clerk, 'seal:approve', CITY_HOUSING)), []);
  });

  it('is given by nobody beyond his own', () => {
    const city = scopeOf(scoped('security-administrator', CITY, { kind: 'area', area: '510100' }), 'account:authorise', CITY);
    const line = scopeOf(scoped('security-administrator', CITY, LINE_IN_CITY), 'account:authorise', CITY);
    for (const [giver, given, may] of [
      [city, AREA, true],
      [city, LINE_IN_CITY, true],
      [city, LINE, false],
      [city, { kind: 'area', area: '510700' }, false],
      [city, { kind: 'area', area: '510000' }, false],
      [line, AREA, false],
      [line, { kind: 'line', line: 'housing.construction', area: '510104' }, true],
      [{ kind: 'own', organisation: 'x' }, AREA, false],
      [{ kind: 'none' }, { kind: 'own' }, true],
      [{ kind: 'everything' }, LINE, true],
    ] as readonly (readonly [Scope, DataScope, boolean])[])
      assert.equal(mayGive(giver, given), may, JSON.stringify([giver, given]));
  });
});
