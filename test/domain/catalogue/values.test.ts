import assert from 'node:assert/strict';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { checkFields, checkPaperSerial, type FieldDefinition } from '../../../src/domain/catalogue/index.ts';

const field = (name: string, rest: Partial<FieldDefinition> = {}): FieldDefinition => ({
  ...{ name, label: name, required: false, maxLength: 200, mask: 'none' },
  ...rest,
});
const refused = (name: string) => (error: unknown) => isYinzhengError(error, 'FIELD_INVALID') && error.details['field'] === name;
const DICTIONARIES = new Map([
  [
    '11990000MB0000019F.colour',
    {
      ...{ name: '颜色', source: null },
      entries: [
        { code: '1', label: '红' },
        { code: '2', label: '蓝', retired: true },
      ],
    },
  ],
]);

/** What each type takes, and as what it is kept; and what it refuses. */
const CASES: readonly {
  readonly definition: FieldDefinition;
  readonly right: readonly (readonly [given: string, kept: string])[];
  readonly wrong: readonly string[];
}[] = [
  { definition: field('f'), right: [['成都𪨊路\n二', '成都𪨊路\n二']], wrong: ['成\u0000', '成\ud800', '一'.repeat(201)] },
  {
    definition: field('f', { type: 'number', decimals: 2, least: 0, most: 100 }),
    right: [
      ['12.50', '12.50'],
      ['0', '0'],
    ],
    wrong: ['12.505', '-1', '101', '1e3', 'Infinity', '１２', '.5', '1'.repeat(40)],
  },
  { definition: field('f', { type: 'number' }), right: [['7', '7']], wrong: ['7.0'] },
  {
    definition: field('f', { type: 'date' }),
    right: [['2024-02-29', '2024-02-29']],
    wrong: ['2026-02-29', '长期', '2026/03/01'],
  },
  {
    definition: field('f', { type: 'date', longTerm: true }),
    right: [
      ['long-term', '长期'],
      ['长期', '长期'],
    ],
    wrong: ['永久'],
  },
  {
    definition: field('f', { type: 'choice', dictionary: '11990000MB0000019F.colour' }),
    right: [
      ['1', '红'],
      ['红', '红'],
    ],
    wrong: ['2', '蓝', '绿'],
  },
  { definition: field('f', { type: 'choice', dictionary: 'none' }), right: [], wrong: ['1'] },
  { definition: field('f', { type: 'area' }), right: [['990100', '990100']], wrong: ['990100000000', '成都', '99'] },
  {
    definition: field('f', { type: 'citizen-number' }),
    right: [['11010519491231002x', '11010519491231002X']],
    wrong: ['110105194912310021', '1101051949123100'],
  },
  {
    definition: field('f', { type: 'credit-code' }),
    right: [['11990000MB0000019F', '11990000MB0000019F']],
    wrong: ['11990000MB0000019G', '1199'],
  },
  {
    definition: field('f', { type: 'image' }),
    right: [['/9j/4AAQSkZJRg==', '/9j/4AAQSkZJRg==']],
    wrong: ['R0lGODlh', '/9j/<script>', 'data:image/jpeg;base64,/9j/'],
  },
  {
    definition: field('f', {
      ...{ type: 'table', mostRows: 2 },
      columns: [
        { name: '号', required: true, maxLength: 3 },
        { name: '注', required: false, maxLength: 3 },
      ],
    }),
    right: [
      ['[ {"号": "1", "注": ""}, {"注": "二", "号": "2"} ]', '[{"号":"1"},{"号":"2","注":"二"}]'],
      ['[]', '[]'],
    ],
    wrong: [
      '{}',
      '[1]',
      '[null]',
      '[{"注":"x"}]',
      '[{"号":"1","别":"x"}]',
      '[{"号":1}]',
      '[{"号":"1234"}]',
      '[{"号":"1"},{"号":"2"},{"号":"3"}]',
      '[',
    ],
  },
];

describe('values of face fields', () => {
  for (const { definition, right, wrong } of CASES) {
    it(`are taken, brought into form and refused as ${definition.type ?? 'text'}${definition.longTerm ? ' without end' : ''} (${definition.dictionary ?? definition.decimals ?? '-'})`, () => {
      for (const [given, kept] of right) assert.deepEqual(checkFields([definition], { f: given }, DICTIONARIES), { f: kept });
      for (const given of wrong) assert.throws(() => checkFields([definition], { f: given }, DICTIONARIES), refused('f'), given);
    });
  }

  it('are there where they have to be, and nothing else is', () => {
    const definitions = [field('必', { required: true, type: 'date' }), field('可', { type: 'number' })];
    assert.deepEqual(checkFields(definitions, { 必: '2026-01-01', 可: '' }), { 必: '2026-01-01', 可: '' });
    assert.throws(() => checkFields(definitions, { 可: '1' }), refused('必'));
    assert.throws(() => checkFields(definitions, { 必: ' ' }), refused('必'));
    assert.throws(() => checkFields(definitions, { 必: '2026-01-01', 别: '1' }), refused('别'));
    assert.throws(
      () => checkFields(definitions, JSON.parse('{"必":"2026-01-01","__proto__":"1"}') as Record<string, string>),
      refused('__proto__'),
    );
  });

  it('have the serial number of a paper form as it is printed', () => {
    const rule = { field: '印制编号', prefix: 'N', digits: 4 };
    checkPaperSerial(rule, { 印制编号: 'N0012' });
    checkPaperSerial(rule, {});
    checkPaperSerial(null, { 印制编号: 'x' });
    for (const serial of ['0012', 'N12', 'N00123', 'N001a', 'N'])
      assert.throws(() => {
        checkPaperSerial(rule, { 印制编号: serial });
      }, refused('印制编号'));
  });
});
