import assert from 'node:assert/strict';
import { LONG_TERM, type LocalDate } from '../../../src/base/time.ts';
import {
  orderedSharing,
  profileFaults,
  readDate,
  readProfile,
  SHARING_MEMBERS,
  SHARING_OPERATIONS,
  sharedFields,
  sharedType,
  faultOfSharing,
  writeDate,
  type SharingTerms,
} from '../../../src/domain/sharing/index.ts';
import { SHARING_PROFILES } from '../../../src/services/sharing/index.ts';
import table from '../../../src/services/sharing/profiles/gbt36906.json' with { type: 'json' };

describe('profiles of the sharing interface', () => {
  it('are whole tables, told apart by name and address', () => {
    for (const profile of SHARING_PROFILES) assert.deepEqual(profileFaults(profile), []);
    for (const key of ['name', 'path'] as const)
      assert.equal(new Set(SHARING_PROFILES.map((profile) => profile[key])).size, SHARING_PROFILES.length);
  });

  it('are refused with every fault where something is missing, unknown, twice there or not a name', () => {
    for (const operation of SHARING_OPERATIONS) {
      const operations = Object.fromEntries(Object.entries(table.operations).filter(([name]) => name !== operation));
      assert.deepEqual(profileFaults({ ...table, operations }), [`operations: ${operation}`]);
    }
    for (const member of SHARING_MEMBERS)
      assert.deepEqual(profileFaults({ ...table, members: { ...table.members, [member]: 'a b' } }), [`members: ${member}`]);
    assert.deepEqual(profileFaults({ ...table, codes: { ...table.codes, other: table.codes.done } }), [
      'codes: a value is there twice',
    ]);
    assert.deepEqual(profileFaults({ ...table, dates: 'DD.MM.YYYY', surplus: 1, results: null }), [
      'dates',
      'results',
      'surplus',
    ]);
    for (const other of [null, [], 'x', 7]) assert.deepEqual(profileFaults(other), ['a profile is an object']);
    assert.throws(() => readProfile({ ...table, path: 'x' }), /path/);
  });

  it('write and read dates, and nothing that is no day', () => {
    const compact = { dates: 'YYYYMMDD', longTerm: '长期' } as const;
    const dashed = { dates: 'YYYY-MM-DD', longTerm: '9999-12-31' } as const;
    const day = '2024-02-29' as LocalDate;
    for (const form of [compact, dashed])
      for (const date of [day, LONG_TERM] as const) assert.equal(readDate(form, writeDate(form, date)), date);
    assert.equal(writeDate(compact, day), '20240229');
    for (const wrong of ['20230229', '2024-02-29', '', '20241301', ' 20240229', '2024022'])
      assert.equal(readDate(compact, wrong), null);
    assert.equal(readDate(dashed, '20240229'), null);
  });
});

describe('terms of sharing', () => {
  const terms: SharingTerms = {
    types: [
      { code: 'B', fields: ['乙', '甲', '乙'], files: true },
      { code: 'A', fields: null, files: false },
    ],
    ...{ matters: ['y', 'x', 'y'], directory: false, sandbox: false },
  };

  it('have one spelling', () => {
    const ordered = orderedSharing(terms);
    assert.deepEqual(ordered.types, [
      { code: 'A', fields: null, files: false },
      { code: 'B', fields: ['乙', '甲'].sort(), files: true },
    ]);
    assert.deepEqual(ordered.matters, ['x', 'y']);
    assert.deepEqual(orderedSharing(ordered), ordered);
  });

  it('share what they name and nothing else, except in the sandbox', () => {
    assert.equal(sharedType(terms, 'C'), undefined);
    const type = sharedType(terms, 'B');
    assert.ok(type);
    assert.deepEqual(sharedFields(type, { 甲: '1', 丙: '2' }), { 甲: '1' });
    assert.deepEqual(sharedFields({ ...type, fields: null }, { 丙: '2' }), { 丙: '2' });
    assert.deepEqual(sharedFields({ ...type, fields: [] }, { 丙: '2' }), {});
    assert.deepEqual(sharedType({ ...terms, sandbox: true }, 'C'), { code: 'C', fields: null, files: true });
  });

  it('name a type once, and at least one outside of the sandbox', () => {
    assert.equal(faultOfSharing(terms), null);
    assert.match(faultOfSharing({ ...terms, types: [...terms.types, ...terms.types] })?.en ?? '', /twice/);
    assert.match(faultOfSharing({ ...terms, types: [] })?.en ?? '', /no licence type/);
    assert.equal(faultOfSharing({ ...terms, types: [], sandbox: true }), null);
  });
});
