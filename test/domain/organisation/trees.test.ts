import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { localDate, startOfDay } from '../../../src/base/time.ts';
import {
  areaCode,
  areaCodeOn,
  areaContains,
  areaLevel,
  areaParent,
  areaPath,
  existsAt,
  isAreaCode,
  isLineCode,
  lineCode,
  lineContains,
  lineParent,
  linePath,
  mayActAt,
  placeContains,
  placeKey,
  placeKeys,
  revisionOf,
  superiorsOf,
  withPlaceKeys,
  type OrganisationRecord,
  type Place,
} from '../../../src/domain/organisation/index.ts';

const invalid = (error: unknown): boolean => isYinzhengError(error, 'ORGANISATION_INVALID');

const AREAS = [
  '510000',
  '510100',
  '510104',
  '510104001',
  '510104001002',
  '510107',
  '440000',
  '441900',
  '441900003',
  '429004',
].map(areaCode);
const LINES = [null, ...['housing', 'housing.construction', 'housing.construction.safety', 'health', 'housing-2'].map(lineCode)];
const place = fc.record({ area: fc.constantFrom(...AREAS), line: fc.constantFrom(...LINES) });

describe('areas', () => {
  it('have levels and parents up to the province', () => {
    assert.deepEqual(areaPath(areaCode('510104001002')), ['510104001002', '510104001', '510104', '510100', '510000']);
    assert.deepEqual(areaPath(areaCode('510104001002')).map(areaLevel), [5, 4, 3, 2, 1]);
    assert.equal(areaParent(areaCode('510000')), null);
  });

  it('know townships of prefectures without counties, and counties beneath a province', () => {
    assert.equal(areaParent(areaCode('441900003')), '441900');
    assert.equal(areaParent(areaCode('429004')), '429000');
    assert.equal(areaContains(areaCode('420000'), areaCode('429004')), true);
  });

  it('contain themselves and what is beneath, and nothing else', () => {
    assert.equal(areaContains(areaCode('510100'), areaCode('510104001002')), true);
    assert.equal(areaContains(areaCode('510104'), areaCode('510104')), true);
    assert.equal(areaContains(areaCode('510104'), areaCode('510100')), false);
    assert.equal(areaContains(areaCode('510104'), areaCode('510107')), false);
    // The digits of a prefecture that stand elsewhere in another code are no containment.
    assert.equal(areaContains(areaCode('510100'), areaCode('440151')), false);
  });

  it('are taken in their shortest form only', () => {
    const wrong = [
      '',
      '51',
      '010000',
      '510004',
      '510104000',
      '510104000000',
      '510104001000',
      '5101040',
      '51010a',
      '510104001002003',
    ];
    for (const text of [...wrong, ' 510104', '510104\n', '５１０１０４']) {
      assert.equal(isAreaCode(text), false, text);
      assert.throws(() => areaCode(text), invalid, text);
    }
  });
});

describe('lines of business', () => {
  it('are beneath what their code begins with', () => {
    assert.deepEqual(linePath(lineCode('housing.construction.safety')), [
      'housing.construction.safety',
      'housing.construction',
      'housing',
    ]);
    assert.equal(lineParent(lineCode('housing')), null);
    assert.equal(lineContains(lineCode('housing'), lineCode('housing.construction')), true);
    assert.equal(lineContains(lineCode('housing'), lineCode('housing-2')), false);
    assert.equal(lineContains(lineCode('housing.construction'), lineCode('housing')), false);
  });

  it('are refused in any other form', () => {
    const wrong = ['', '.', 'a..b', 'a.', '.a', 'A', '住建', 'a b', '-a', 'a-', 'a.b.c.d.e.f.g', 'a'.repeat(65), 'a\n'];
    for (const text of wrong) {
      assert.equal(isLineCode(text), false, text);
      assert.throws(() => lineCode(text), invalid, text);
    }
  });
});

describe('places in both trees', () => {
  it('are found by the key of exactly the places that contain them', () => {
    fc.assert(
      fc.property(place, place, (upper: Place, lower: Place) => {
        assert.equal(placeKeys(lower).includes(placeKey(upper)), placeContains(upper, lower));
      }),
      { numRuns: 1000 },
    );
  });

  it('keep a bureau to its line, and a government to its area', () => {
    const at = (area: string, line: string | null): Place => ({
      area: areaCode(area),
      line: line === null ? null : lineCode(line),
    });
    assert.equal(placeContains(at('510100', 'housing'), at('510104', 'housing.construction')), true);
    assert.equal(placeContains(at('510100', 'housing'), at('510104', 'health')), false);
    assert.equal(placeContains(at('510100', 'housing'), at('510104', null)), false);
    assert.equal(placeContains(at('510104', 'housing'), at('510107', 'housing')), false);
    assert.equal(placeContains(at('510104', null), at('510104001', 'health')), true);
  });
});

describe('the record of an organisation', () => {
  /** As written before organisations were administered. */
  const before: OrganisationRecord = {
    ...{ _id: '11990100MB0000027F', schema: 1, version: 1, name: '样例市市场监督管理局', bodyClass: 'department' },
    ...{ areaCode: '990100', demonstration: true },
  };

  it('of before is read as it was', () => {
    assert.equal(revisionOf(before), 1);
    assert.deepEqual(superiorsOf(before), { area: null, line: null });
    assert.equal(mayActAt(before, Date.parse('1990-01-01T00:00:00Z')), true);
    assert.deepEqual(withPlaceKeys(before).placeKeys, ['990100', '990000']);
  });

  it('exists from its first day to the end of its last in Asia/Shanghai', () => {
    const end = {
      kind: 'merged',
      lastDay: localDate('2026-06-30'),
      documentNumber: '1',
      successors: [],
      recordedAt: '',
    } as const;
    const record = { ...before, firstDay: localDate('2020-01-01'), end };
    assert.equal(existsAt(record, startOfDay(localDate('2020-01-01')) - 1), false);
    assert.equal(existsAt(record, startOfDay(localDate('2020-01-01'))), true);
    assert.equal(existsAt(record, startOfDay(localDate('2026-07-01')) - 1), true);
    assert.equal(existsAt(record, startOfDay(localDate('2026-07-01'))), false);
    // Its seals stop when its end is recorded.
    assert.equal(mayActAt(record, startOfDay(localDate('2026-06-01'))), false);
  });

  it('knows which code its area had on a day', () => {
    const formerAreas = [
      { areaCode: '510124', lastDay: localDate('2016-12-31') },
      { areaCode: '510190', lastDay: localDate('2018-12-31') },
    ];
    const record = { ...before, areaCode: '510117', formerAreas };
    assert.equal(areaCodeOn(record, localDate('2016-12-31')), '510124');
    assert.equal(areaCodeOn(record, localDate('2017-01-01')), '510190');
    assert.equal(areaCodeOn(record, localDate('2019-01-01')), '510117');
  });
});
