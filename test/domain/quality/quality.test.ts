import assert from 'node:assert/strict';
import { localDate } from '../../../src/base/time.ts';
import { findingsOf, MOST_FINDINGS, sameFindings } from '../../../src/domain/quality/index.ts';
import type { LicenceRecord } from '../../../src/domain/licence/index.ts';
import { edition, licence } from '../../support/licence.ts';

const DATES = { from: '2026-01-10', to: localDate('2027-01-09') };
const NOW = Date.parse('2026-02-01T00:00:00Z');

function rules(changes: Partial<LicenceRecord>, names: Readonly<Record<string, string>> = {}): readonly string[] {
  const record = { ...licence(DATES), ...changes };
  return findingsOf(record, { now: NOW, nameOf: (code) => names[code] ?? null }).map(({ rule, field }) =>
    field ? `${rule} ${field}` : rule,
  );
}

describe('rules of data quality', () => {
  it('find nothing in a licence that is right', () => {
    assert.deepEqual(rules({}), []);
    assert.deepEqual(rules({ holders: [{ name: '乙公司', codeType: '001', code: '11430000006122244L' }] }), []);
  });

  it('look at holders: check digits, days of birth, characters, and the name that is known', () => {
    const of = (codeType: '001' | '111' | '999', code: string, name = '张三') => rules({ holders: [{ name, codeType, code }] });
    assert.deepEqual(of('001', '11430000006122244X'), ['holder-credit-code']);
    assert.deepEqual(of('111', '990101199002300017'), ['holder-citizen-number']);
    assert.deepEqual(of('999', 'A1', '张\ufffd'), ['holder-name-characters']);
    assert.deepEqual(of('999', 'A1', '张\ue001'), ['holder-name-characters']);
    assert.deepEqual(rules({ holders: [] }), ['holder-missing']);
    const holders = [{ name: '样例（甲）局', codeType: '001', code: '11430000006122244L' }] as const;
    assert.deepEqual(rules({ holders }, { '11430000006122244L': '样例(甲)局' }), []);
    assert.deepEqual(rules({ holders }, { '11430000006122244L': '样例乙局' }), ['holder-name-differs']);
  });

  it('look at identifier, number, responsible body, dates and fields', () => {
    const of = (changes: Partial<ReturnType<typeof edition>>) => rules({ editions: [{ ...edition(DATES), ...changes }] });
    assert.deepEqual(of({ identifier: edition(DATES).identifier.replace(/U$/, 'T') }), ['identifier-check']);
    assert.deepEqual(of({ identifier: 'elsewhere' }), ['identifier-check']);
    assert.deepEqual(of({ licenceNumber: ' ' }), ['licence-number-missing']);
    assert.deepEqual(of({ validTo: localDate('2026-01-09') }), ['dates-order']);
    assert.deepEqual(of({ issueDate: localDate('2026-02-09') }), ['issue-date-future']);
    assert.deepEqual(of({ fields: { 住所: '一\n二', 经营场所: '一\u0007' } }), ['field-characters 经营场所']);
    assert.deepEqual(rules({ responsible: { code: '', name: '' } }), ['responsible-missing']);
    assert.deepEqual(rules({ responsible: { code: 'x', name: '局' } }), ['responsible-code']);
  });

  it('are bounded, silent about what is destroyed, and compare findings', () => {
    const fields = Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`f${at}`, '\ufffd']));
    assert.equal(rules({ editions: [{ ...edition(DATES), fields }] }).length, MOST_FINDINGS);
    assert.deepEqual(rules({ holders: [], destroyed: { at: '2026-01-01T00:00:00.000Z', list: 'l', blobs: [] } }), []);
    const one = { rule: 'dates-order', severity: 'error', field: null } as const;
    assert.ok(sameFindings([one], [one]) && !sameFindings([one], []));
  });
});
