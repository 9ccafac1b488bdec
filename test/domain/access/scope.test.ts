import assert from 'node:assert/strict';
import { isInScope, scopeKey, scopeOf, type Actor, type Placed } from '../../../src/domain/access/index.ts';
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
      for (const one of ALL) assert.equal(placeKeys(one.place).includes(scopeKey(scope)), isInScope(scope, one));
    }
  });
});
