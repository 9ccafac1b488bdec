import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LONG_TERM, localDate } from '../../../src/base/time.ts';
import {
  checkLink,
  holds,
  identifiersOf,
  plainName,
  stepTaken,
  type AskedLink,
  type AskedStep,
  type HolderIdentifier,
  type IdentifierLink,
} from '../../../src/domain/holder/index.ts';
import { birthdayOf, earlierCitizenNumber } from '../../../src/domain/identifier/index.ts';
import type { HolderCodeType } from '../../../src/domain/licence/index.ts';

const NUMBER = '11010519491231002X';
const CITIZEN = { kind: 'citizen', code: NUMBER, name: '欧阳·晓样' } as const;
const ENTERPRISE = { kind: 'enterprise', code: '11990100MB0000027F', name: '样例公司' } as const;
const DAY = localDate('2015-06-01');

const passport = (changes: Partial<IdentifierLink> = {}): IdentifierLink => ({
  ...{ _id: 'l', schema: 1, version: 1, holder: 'h', codeType: '414', code: 'E12345678', name: 'OUYANG XIAOYANG' },
  ...{
    from: localDate('2010-01-01'),
    to: localDate('2019-12-31'),
    proof: { document: '护照', number: 'E12345678', issuer: 'x' },
  },
  ...{ state: 'accepted', steps: [], outbox: [], pending: false, ...changes },
});
const licence = (code: string, codeType: HolderCodeType = '111', name = '欧阳晓样', issueDate = DAY) => ({
  holders: [
    { name: '另一人', codeType: '111' as const, code: '110105194912310011' },
    { name, codeType, code },
  ],
  issueDate,
});

describe('numbers of a holder', () => {
  it('are the one he is known by, that of 15 digits where he had one, and those accepted as linked', () => {
    assert.equal(earlierCitizenNumber(NUMBER), '110105491231002');
    assert.equal(earlierCitizenNumber('110105491231002'), null);
    assert.equal(birthdayOf(NUMBER), '1949-12-31');
    assert.equal(birthdayOf('110105491231002'), null);
    const all = identifiersOf(CITIZEN, [passport(), passport({ state: 'asked' }), passport({ state: 'ended' })]);
    assert.deepEqual(
      all.map(({ codeType, code, basis }) => [codeType, code, basis]),
      [
        ['111', NUMBER, 'proved'],
        ['111', '110105491231002', 'derived'],
        ['414', 'E12345678', 'linked'],
      ],
    );
    assert.deepEqual(
      identifiersOf(ENTERPRISE, []).map(({ codeType, basis }) => [codeType, basis]),
      [['001', 'proved']],
    );
  });

  const [proved, derived, linked] = identifiersOf(CITIZEN, [passport()]) as [
    HolderIdentifier,
    HolderIdentifier,
    HolderIdentifier,
  ];

  it('make a licence his by the proved number alone, whatever name he had then', () => {
    assert.ok(holds(proved, licence(NUMBER, '111', '旧名')));
    assert.ok(holds(proved, licence(NUMBER.toLowerCase(), '999')));
    assert.ok(!holds(proved, licence(NUMBER, '414')));
    assert.ok(!holds(proved, licence('110105194912310011x')));
  });

  it('make a licence his by any other number only together with the name, since numbers of 15 digits were given twice', () => {
    assert.ok(holds(derived, licence('110105491231002')));
    assert.ok(holds(derived, licence('110105491231002', '999', '欧阳 晓样')));
    assert.ok(!holds(derived, licence('110105491231002', '111', '欧阳小样')));
    assert.ok(holds(linked, licence('e 12345678', '414', 'Ouyang Xiaoyang')));
    assert.ok(!holds(linked, licence('E12345678', '414', '欧阳晓样')));
    assert.ok(!holds(linked, licence('E12345678', '511', 'OUYANG XIAOYANG')));
  });

  it('count for licences issued in the period in which they were his, its last day too', () => {
    for (const [day, is] of [
      ['2009-12-31', false],
      ['2010-01-01', true],
      ['2019-12-31', true],
      ['2020-01-01', false],
    ] as const)
      assert.equal(holds(linked, licence('E12345678', '414', 'OUYANG XIAOYANG', localDate(day))), is, day);
  });

  it('compare names without spaces, points, widths and cases', () => {
    assert.equal(plainName('阿依古丽·买买提'), plainName('阿依古丽 • 买买提'));
    fc.assert(fc.property(fc.string(), (name) => plainName(plainName(name)) === plainName(name)));
  });

  it('are linked when they can be: of a kind that he can have, well formed, not his already, in a period that is one', () => {
    const asked: AskedLink = { codeType: '414', code: 'E12345678', name: 'X Y', from: null, to: LONG_TERM };
    checkLink(CITIZEN, asked);
    checkLink(ENTERPRISE, { ...asked, codeType: '099', code: '510100000012345' });
    for (const [holder, wrong] of [
      [CITIZEN, { codeType: '001', code: '11990100MB0000027F' }],
      [ENTERPRISE, { codeType: '414' }],
      [ENTERPRISE, { codeType: '001', code: '11990100MB0000027G' }],
      [CITIZEN, { code: 'E1' }],
      [CITIZEN, { code: 'E1234;5678' }],
      [CITIZEN, { codeType: '111', code: NUMBER }],
      [CITIZEN, { codeType: '111', code: '110105491231002' }],
      [CITIZEN, { from: localDate('2020-01-02'), to: localDate('2020-01-01') }],
    ] as const)
      assert.throws(() => checkLink(holder, { ...asked, ...wrong }), { code: 'HOLDER_LINK_REFUSED' });
  });
});

describe('what a holder asks for', () => {
  const taken = (step: AskedStep) => ({ step, person: 'p', organisation: null, at: '2026-01-01T00:00:00.000Z', note: null });
  it('is decided once, and ended afterwards or taken back before', () => {
    const asked = passport({ state: 'asked' });
    const accepted = stepTaken(asked, taken('accept'));
    assert.deepEqual([accepted.state, accepted.steps.length], ['accepted', 1]);
    assert.equal(stepTaken(accepted, taken('end')).state, 'ended');
    assert.equal(stepTaken(asked, taken('end')).state, 'ended');
    for (const state of ['refused', 'ended'] as const)
      for (const step of ['accept', 'refuse', 'end'] as const)
        assert.throws(() => stepTaken(passport({ state }), taken(step)), { code: 'HOLDER_APPLICATION_REFUSED' });
    assert.throws(() => stepTaken(accepted, taken('accept')), { code: 'HOLDER_APPLICATION_REFUSED' });
    assert.throws(() => stepTaken(accepted, taken('refuse')), { code: 'HOLDER_APPLICATION_REFUSED' });
  });
});
