import assert from 'node:assert/strict';
import {
  additionFault,
  addsFor,
  boundSeal,
  dictionaryFault,
  isDictionaryCode,
  isTypeCode,
  mayIssue,
  typeFault,
  typeInUse,
  type AdditionInUse,
  type FieldDefinition,
  type LicenceTypeRecord,
  type TypeAddition,
  type TypeDefinition,
} from '../../../src/domain/catalogue/index.ts';
import type { AreaCode, LineCode, Place } from '../../../src/domain/organisation/index.ts';

const field = (name: string, rest: Partial<FieldDefinition> = {}): FieldDefinition => ({
  ...{ name, label: name, required: false, maxLength: 20, mask: 'none' },
  ...rest,
});
const place = (area: string, line: string | null = null): Place => ({ area: area as AreaCode, line: line as LineCode | null });
const DIGEST = 'a'.repeat(64);
const BASE: TypeDefinition = {
  ...{ name: '证', definer: '厅', origin: 'issued', holders: { kind: 'any', least: 1, most: 1 }, fields: [field('甲')] },
  ...{ metadata: [], templates: [{ name: 'standard', area: null, digest: DIGEST }], bindings: { 编号: 'licence-number' } },
  ...{
    seal: { byIssuer: {}, kind: 'statutory-name' },
    validity: { kind: 'long-term' },
    annualReview: null,
    serviceItems: [],
    paperSerial: null,
  },
  issuers: [{ kind: 'place', area: '990000', line: 'health' }],
};
const ADDITION: TypeAddition = { fields: [field('乙')], templates: [], bindings: {}, seals: {}, serviceItems: [] };

describe('definitions of licence types', () => {
  it('hold together', () => {
    assert.equal(typeFault(BASE), null);
    const wrong: readonly Partial<TypeDefinition>[] = [
      { fields: [field('甲'), field('甲')] },
      { fields: [field('甲', { type: 'choice' })] },
      { fields: [field('甲', { dictionary: 'x' })] },
      { fields: [field('甲', { type: 'table' })] },
      {
        fields: [
          field('甲', {
            type: 'table',
            columns: [
              { name: '列', required: false, maxLength: 1 },
              { name: '列', required: false, maxLength: 1 },
            ],
          }),
        ],
      },
      { fields: [field('甲', { type: 'image', searchable: true })] },
      { fields: [field('甲', { longTerm: true })] },
      { fields: [field('甲', { type: 'number', least: 2, most: 1 })] },
      { bindings: { 甲: 'issuer' } },
      { templates: [] },
      {
        templates: [
          { name: 'a', area: null, digest: DIGEST },
          { name: 'a', area: '990100', digest: DIGEST },
        ],
      },
      {
        templates: [
          { name: 'a', area: null, digest: DIGEST },
          { name: 'b', area: null, digest: DIGEST },
        ],
      },
      { templates: [{ name: 'a', area: '99', digest: DIGEST }] },
      { issuers: [] },
      { issuers: [{ kind: 'organisation', organisation: '1' }] },
      { issuers: [{ kind: 'place', area: '990000', line: 'No Line' }] },
      { holders: { kind: 'any', least: 3, most: 2 } },
      { paperSerial: { field: '丁', prefix: '', digits: 8 } },
      { metadata: [{ element: 'KZ_A', label: 'a', from: { field: '丁' } }] },
      { metadata: [{ element: 'ZZMC', label: 'a', from: { field: '甲' } }] },
      {
        metadata: [
          { element: 'KZ_A', label: 'a', from: { field: '甲' } },
          { element: 'KZ_A', label: 'b', from: { source: 'issuer' } },
        ],
      },
    ];
    for (const change of wrong) assert.notEqual(typeFault({ ...BASE, ...change }), null, JSON.stringify(change));
    assert.equal(typeFault({ ...BASE, origin: 'collected', templates: [], issuers: [] }), null);
  });

  it('are added to beneath, and never changed there', () => {
    const city = place('990100');
    assert.equal(additionFault(ADDITION, BASE, city), null);
    assert.equal(additionFault({ ...ADDITION, templates: [{ name: 'city', area: '990102', digest: DIGEST }] }, BASE, city), null);
    const wrong: readonly Partial<TypeAddition>[] = [
      { fields: [field('甲', { required: true })] },
      { fields: [field('编号')], bindings: { 编号: 'issuer' } },
      { bindings: { 编号: 'issuer' } },
      { bindings: { 甲: 'issuer' } },
      { templates: [{ name: 'standard', area: '990100', digest: DIGEST }] },
      { templates: [{ name: 'all', area: null, digest: DIGEST }] },
      { templates: [{ name: 'other', area: '990200', digest: DIGEST }] },
      { templates: [{ name: 'above', area: '990000', digest: DIGEST }] },
    ];
    for (const change of wrong)
      assert.notEqual(additionFault({ ...ADDITION, ...change }, BASE, city), null, JSON.stringify(change));
  });

  it('have codes of their body and a number', () => {
    assert.deepEqual(
      ['11990000MB0000019F001', '11990000MB0000019F01', '11990000MB0000019G001', '11990000mb0000019F001'].map(isTypeCode),
      [true, false, false, false],
    );
    assert.deepEqual(
      ['11990000MB0000019F.food-form', '11990000MB0000019F.', '11990000MB0000019G.x', '11990000MB0000019F.A'].map(
        isDictionaryCode,
      ),
      [true, false, false, false],
    );
  });

  it('of dictionaries keep what was published', () => {
    const content = { name: 'x', source: null, entries: [{ code: '1', label: 'a' }] };
    assert.equal(dictionaryFault(content, null), null);
    assert.notEqual(dictionaryFault({ ...content, entries: [{ code: '2', label: 'b' }] }, content), null);
    const next = {
      ...content,
      entries: [
        { code: '1', label: 'a', retired: true },
        { code: '2', label: 'a' },
      ],
    };
    assert.equal(dictionaryFault(next, content), null);
    assert.notEqual(dictionaryFault({ ...content, entries: [...content.entries, { code: '1', label: 'b' }] }, null), null);
    assert.notEqual(dictionaryFault({ ...content, entries: [...content.entries, { code: '2', label: 'a' }] }, null), null);
  });
});

describe('a licence type in use', () => {
  const record: LicenceTypeRecord = {
    ...{
      _id: '11990000MB0000019F001',
      schema: 2,
      version: 1,
      owner: '11990000MB0000019F',
      withdrawal: null,
      demonstration: true,
    },
    ...{ versions: [], outbox: [], pending: false },
  };
  const version = { number: 2, state: 'published', content: BASE, steps: [], publishedAt: null } as const;
  const issuer = { organisation: 'city-health', place: place('990100', 'health') };
  const addition = (owner: string, at: Place, content: Partial<TypeAddition>): AdditionInUse => ({
    ...{ owner, version: 1, place: at },
    content: { ...ADDITION, fields: [], ...content },
  });

  it('is issued by those the rules name', () => {
    const rules = BASE.issuers;
    const may = (area: string, line: string | null) => mayIssue(rules, { organisation: 'x', place: place(area, line) });
    assert.deepEqual(
      [may('990102', 'health'), may('990100', 'health.clinics'), may('990100', null), may('980100', 'health')],
      [true, true, false, false],
    );
    assert.equal(mayIssue([{ kind: 'organisation', organisation: 'x' }], { organisation: 'x', place: place('110000') }), true);
  });

  it('has what bodies above the issuer added, and the face of the smallest area', () => {
    const city = addition('city', place('990100'), {
      fields: [field('市')],
      templates: [{ name: 'city', area: '990100', digest: 'c' }],
      seals: { 'city-health': 'seal-c' },
    });
    const county = addition('county', place('990102'), { templates: [{ name: 'county', area: '990102', digest: 'd' }] });
    assert.equal(addsFor({ organisation: 'city', place: city.place }, issuer), true);
    assert.equal(addsFor({ organisation: 'county', place: county.place }, issuer), false);
    const inCounty = { organisation: 'county-health', place: place('990102', 'health') };
    const base = typeInUse(record, version, { issuer, additions: [] });
    assert.deepEqual([base?.template.name, base?.fields.map(({ name }) => name), base?.version], ['standard', ['甲'], 2]);
    const used = typeInUse(record, version, { issuer, additions: [city] });
    assert.deepEqual([used?.template.name, used?.fields.map(({ name }) => name)], ['city', ['甲', '市']]);
    assert.equal(used && boundSeal(used.seal, 'city-health', []), 'seal-c');
    const lower = typeInUse(record, version, { issuer: inCounty, additions: [county, city] });
    assert.deepEqual([lower?.template.name, lower?.additions.map(({ owner }) => owner)], ['county', ['city', 'county']]);
    assert.equal(
      typeInUse(record, version, { issuer: inCounty, additions: [county, city], template: 'standard' })?.template.name,
      'standard',
    );
  });

  it('has no face for an area that none is for', () => {
    const only = { ...version, content: { ...BASE, templates: [{ name: 'other', area: '990200', digest: DIGEST }] } };
    assert.equal(typeInUse(record, only, { issuer, additions: [] }), null);
  });

  it('is sealed with the seal bound to the issuer, or its own of the kind', () => {
    const own = [
      { _id: 's1', kind: 'special-purpose' },
      { _id: 's2', kind: 'statutory-name' },
    ];
    assert.equal(boundSeal({ byIssuer: { a: 'x' }, kind: 'statutory-name' }, 'a', own), 'x');
    assert.equal(boundSeal({ byIssuer: { a: 'x' }, kind: 'statutory-name' }, 'b', own), 's2');
    assert.equal(boundSeal({ byIssuer: {}, kind: null }, 'b', own), undefined);
  });
});
