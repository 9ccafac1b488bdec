import assert from 'node:assert/strict';
import { YinzhengError } from '../../../src/base/errors/index.ts';
import { localDate, LONG_TERM } from '../../../src/base/time.ts';
import { checkHolders, maskCode, maskName, validityOf } from '../../../src/domain/licence/index.ts';

const FIVE_YEARS = { kind: 'term', years: 5, months: 0 } as const;
const refused = (wanted: string) => (error: unknown) => error instanceof YinzhengError && error.code === wanted;

describe('what may stand on a licence', () => {
  it('checks holders by the kind of their code', () => {
    checkHolders([{ name: '某公司', codeType: '001', code: '11430000006122244L' }]);
    checkHolders([{ name: '某人', codeType: '111', code: '11010519491231002X' }]);
    checkHolders([{ name: 'Smith, J.', codeType: '414', code: 'E12345678' }]);
    for (const holders of [
      [],
      [{ name: '', codeType: '001', code: '11430000006122244L' }],
      [{ name: '某', codeType: '001', code: '11430000006122244M' }],
      [{ name: '某', codeType: '111', code: '110105194912310021' }],
      [{ name: '某', codeType: '414', code: 'a b c d' }],
    ] as const) {
      assert.throws(() => checkHolders(holders), refused('HOLDER_INVALID'));
    }
  });

  it('ends a term of years the day before its anniversary', () => {
    const today = localDate('2026-03-01');
    assert.equal(validityOf(FIVE_YEARS, {}, today).validTo, '2031-02-28');
    assert.equal(validityOf(FIVE_YEARS, { validFrom: '2024-02-29' }, today).validTo, '2029-02-28');
    assert.equal(validityOf({ kind: 'long-term' }, {}, today).validTo, LONG_TERM);
    assert.equal(validityOf(FIVE_YEARS, { validTo: 'long-term' }, today).validTo, LONG_TERM);
    assert.throws(() => validityOf(FIVE_YEARS, { validTo: '2026-02-28' }, today), refused('FIELD_INVALID'));
    assert.throws(() => validityOf(FIVE_YEARS, { validTo: '2026-02-30' }, today), refused('DATE_INVALID'));
  });

  it('counts months to the day before, and refuses what a type does not permit', () => {
    const today = localDate('2026-03-31');
    assert.equal(validityOf({ kind: 'term', years: 0, months: 6 }, {}, today).validTo, '2026-09-30');
    assert.equal(validityOf({ kind: 'term', years: 1, months: 1 }, {}, today).validTo, '2027-04-30');
    assert.equal(validityOf({ kind: 'term', years: 0, months: 1 }, { validFrom: '2026-04-15' }, today).validTo, '2026-05-14');
    const stated = { kind: 'stated', longestYears: 2 } as const;
    assert.equal(validityOf(stated, { validTo: '2028-03-30' }, today).validTo, '2028-03-30');
    for (const asked of [{}, { validTo: '2028-03-31' }, { validTo: 'long-term' }])
      assert.throws(() => validityOf(stated, asked, today), refused('FIELD_INVALID'));
    assert.equal(validityOf({ kind: 'stated', longestYears: null }, { validTo: 'long-term' }, today).validTo, LONG_TERM);
  });

  it('checks the number and kind of holders that a type has', () => {
    const person = { name: '某人', codeType: '111', code: '11010519491231002X' } as const;
    const couple = { kind: 'person', least: 2, most: 2 } as const;
    checkHolders([person, person], couple);
    for (const holders of [
      [person],
      [person, person, person],
      [person, { name: '某公司', codeType: '001', code: '11430000006122244L' }],
    ] as const)
      assert.throws(() => checkHolders(holders, couple), refused('HOLDER_INVALID'));
    assert.throws(() => checkHolders([person], { kind: 'organisation', least: 1, most: 1 }), refused('HOLDER_INVALID'));
  });

  it('masks names and codes', () => {
    assert.equal(maskName('张三丰'), '张**');
    assert.equal(maskName('𪨊某'), '𪨊*');
    assert.equal(maskName('成都某某餐饮管理有限公司'), '成都某****限公司');
    assert.equal(maskCode('11010519491231002X'), '110***********002X');
    assert.equal(maskCode('A1234'), '*****');
  });
});
