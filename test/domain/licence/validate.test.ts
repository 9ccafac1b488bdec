import assert from 'node:assert/strict';
import { YinzhengError } from '../../../src/base/errors/index.ts';
import { localDate, LONG_TERM } from '../../../src/base/time.ts';
import {
  checkFields,
  checkHolders,
  maskCode,
  maskName,
  validityOf,
  type LicenceTypeRecord,
} from '../../../src/domain/licence/index.ts';

const TYPE: LicenceTypeRecord = {
  _id: '11100000000013338W011',
  schema: 1,
  version: 1,
  name: '证',
  typeVersion: 1,
  fields: [
    { name: 'place', label: '场所', required: true, maxLength: 4, mask: 'none' },
    { name: 'note', label: '备注', required: false, maxLength: 10, mask: 'none' },
  ],
  template: {},
  bindings: {},
  seals: {},
  issuers: [],
  validYears: 5,
  demonstration: true,
};
const refused = (wanted: string) => (error: unknown) => error instanceof YinzhengError && error.code === wanted;

describe('what may stand on a licence', () => {
  it('checks required, unknown and over-long fields', () => {
    checkFields(TYPE, { place: '成都𪨊路' });
    checkFields(TYPE, { place: '成都', note: 'a\nb' });
    for (const fields of [
      {},
      { place: ' ' },
      { place: '一二三四五' },
      { place: '成都', other: 'x' },
      { place: '成\u0000' },
      { place: '成\ud800' },
    ]) {
      assert.throws(() => checkFields(TYPE, fields), refused('FIELD_INVALID'));
    }
  });

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
    assert.equal(validityOf(TYPE, {}, today).validTo, '2031-02-28');
    assert.equal(validityOf(TYPE, { validFrom: '2024-02-29' }, today).validTo, '2029-02-28');
    assert.equal(validityOf({ ...TYPE, validYears: null }, {}, today).validTo, LONG_TERM);
    assert.equal(validityOf(TYPE, { validTo: 'long-term' }, today).validTo, LONG_TERM);
    assert.throws(() => validityOf(TYPE, { validTo: '2026-02-28' }, today), refused('FIELD_INVALID'));
    assert.throws(() => validityOf(TYPE, { validTo: '2026-02-30' }, today), refused('DATE_INVALID'));
  });

  it('masks names and codes', () => {
    assert.equal(maskName('张三丰'), '张**');
    assert.equal(maskName('𪨊某'), '𪨊*');
    assert.equal(maskName('成都某某餐饮管理有限公司'), '成都某****限公司');
    assert.equal(maskCode('11010519491231002X'), '110***********002X');
    assert.equal(maskCode('A1234'), '*****');
  });
});
