import assert from 'node:assert/strict';
import { localDate } from '../../../src/base/time.ts';
import {
  checkMatter,
  checkRepresentation,
  isEffective,
  powersOf,
  type Representation,
  type RepresentationTerms,
} from '../../../src/domain/holder/index.ts';

const CHILD = { kind: 'citizen', code: '11010120150228001X' } as const;
const ADULT = { kind: 'citizen', code: '11010519491231002X' } as const;
const ENTERPRISE = { kind: 'enterprise', code: '11990100MB0000027F' } as const;
const day = localDate;

const terms = (kind: Representation['kind'], changes: Partial<RepresentationTerms> = {}): RepresentationTerms => ({
  ...{ kind, from: day('2026-01-01'), to: day('2026-12-31'), matters: null, ...changes },
});

describe('acting for others', () => {
  /** A number of a birthday with a right check character. */
  const born = (birthday: string): string => {
    const head = `990101${birthday}001`;
    const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const sum = weights.reduce((total, weight, index) => total + weight * Number(head.charAt(index)), 0);
    return `${head}${'10X98765432'.charAt(sum % 11)}`;
  };
  const refused = (...args: Parameters<typeof checkRepresentation>) =>
    assert.throws(() => checkRepresentation(...args), { code: 'REPRESENTATION_REFUSED' }, JSON.stringify(args));

  it('is for whom it can be: minors, wards and the dead are persons, the rest enterprises', () => {
    checkRepresentation({ ...CHILD, code: born('20150228') }, terms('minor'), null);
    for (const kind of ['ward', 'deceased'] as const) checkRepresentation(ADULT, terms(kind), null);
    for (const kind of ['legal-representative', 'licence-manager'] as const) checkRepresentation(ENTERPRISE, terms(kind), null);
    for (const kind of ['minor', 'ward', 'deceased'] as const) refused(ENTERPRISE, terms(kind), null);
    for (const kind of ['legal-representative', 'licence-manager', 'handler'] as const) refused(ADULT, terms(kind), null);
    refused(ADULT, terms('ward', { to: day('2025-12-31') }), null);
    refused(ADULT, terms('ward', { to: day('2031-12-31') }), null);
    refused(ADULT, terms('deceased', { to: day('2030-01-01') }), null);
  });

  it('of a minor ends before he is 18, born on 29 February on 1 March, and of a ward begins no sooner', () => {
    const child = { kind: 'citizen', code: born('20080229') } as const;
    checkRepresentation(child, terms('minor', { to: day('2026-02-28') }), null);
    refused(child, terms('minor', { to: day('2026-03-01') }), null);
    refused(child, terms('ward', { from: day('2026-02-28') }), null);
    checkRepresentation(child, terms('ward', { from: day('2026-03-01') }), null);
    refused(ADULT, terms('minor'), null);
    refused({ kind: 'citizen', code: 'x' }, terms('minor'), null);
  });

  it('is handed on by a legal representative to managers and handlers, by a manager to handlers, within term and matters', () => {
    const matters = ['变更登记', '年度报告'];
    const manager = terms('licence-manager', { matters });
    const handler = terms('handler', { from: day('2026-02-01'), to: day('2026-03-01'), matters: ['年度报告'] });
    checkRepresentation(ENTERPRISE, manager, terms('legal-representative'));
    checkRepresentation(ENTERPRISE, handler, manager);
    checkRepresentation(ENTERPRISE, handler, terms('legal-representative'));
    refused(ENTERPRISE, terms('licence-manager'), manager);
    refused(ENTERPRISE, handler, terms('handler', { matters }));
    refused(ENTERPRISE, { ...handler, matters: null }, null);
    refused(ENTERPRISE, { ...handler, matters: ['注销登记'] }, manager);
    refused(ENTERPRISE, { ...handler, from: day('2025-12-31') }, manager);
    refused(ENTERPRISE, { ...handler, to: day('2027-01-01') }, manager);
  });

  it('lets who acts do what his kind may: heirs only read, handlers only read and show', () => {
    assert.deepEqual(powersOf('deceased'), ['read', 'download', 'object']);
    assert.deepEqual(powersOf('handler'), ['read', 'present']);
    assert.ok(!powersOf('minor').includes('delegate') && powersOf('licence-manager').includes('delegate'));
  });

  const made = (changes: Partial<Representation> = {}): Representation => ({
    ...{ _id: 'r', schema: 1, version: 1, ...terms('handler'), representative: 'h', representativeName: 'n', principal: 'p' },
    ...{
      proof: { document: 'd', number: '1', issuer: 'i' },
      parent: null,
      state: 'accepted',
      steps: [],
      outbox: [],
      pending: false,
    },
    ...changes,
  });

  it('holds from its first day to its last, and only as long as that by which it was given', () => {
    const none = new Map<string, Representation>();
    for (const [on, is] of [
      ['2025-12-31', false],
      ['2026-01-01', true],
      ['2026-12-31', true],
      ['2027-01-01', false],
    ] as const)
      assert.equal(isEffective(made(), day(on), none), is, on);
    for (const state of ['asked', 'refused', 'ended'] as const) assert.ok(!isEffective(made({ state }), day('2026-02-01'), none));
    const given = made({ parent: 'm' });
    const by = (changes: Partial<Representation>) => new Map([['m', made({ _id: 'm', kind: 'licence-manager', ...changes })]]);
    assert.ok(isEffective(given, day('2026-02-01'), by({})));
    assert.ok(!isEffective(given, day('2026-02-01'), by({ state: 'ended' })));
    assert.ok(!isEffective(given, day('2026-02-01'), by({ to: day('2026-01-31') })));
    assert.ok(!isEffective(given, day('2026-02-01'), by({ principal: 'other' })));
    assert.ok(!isEffective(given, day('2026-02-01'), none));
  });

  it('is for its matters alone, where it names them', () => {
    checkMatter(null, undefined);
    checkMatter({ matters: null }, undefined);
    checkMatter({ matters: ['a', 'b'] }, 'b');
    for (const matter of ['c', undefined])
      assert.throws(() => checkMatter({ matters: ['a', 'b'] }, matter), { code: 'REPRESENTATION_REFUSED' });
  });
});
