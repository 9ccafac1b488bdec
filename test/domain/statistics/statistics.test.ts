import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { DomainEvent } from '../../../src/domain/journal/index.ts';
import { addDays, endOfDay, isoInstant, localDate, LONG_TERM, startOfDay, type EndDate } from '../../../src/base/time.ts';
import { statusOf, type LicenceRecord, type StatusEventKind } from '../../../src/domain/licence/index.ts';
import {
  addToCells,
  addToDays,
  bucketsWithin,
  countsOf,
  dayNumber,
  licenceNamed,
  MOST_CELLS,
  MOST_REASONS,
  OTHERS,
  plainStanding,
  standingChanges,
  STANDINGS,
  statisticsTable,
  type Count,
  type StandingChange,
  type StandingMoment,
} from '../../../src/domain/statistics/index.ts';
import { event as journalled } from '../../support/records.ts';
import { edition, event, licence } from '../../support/licence.ts';

const day = (text: string) => localDate(text);
const IDENTIFIER = '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U';

/** How many stand in a status at the end of a day by changes. */
function sumUntil(changes: readonly StandingChange[], until: number): readonly number[] {
  const counted = changes.filter((change) => change.day <= until);
  return STANDINGS.map((standing) => counted.reduce((sum, change) => sum + change[standing], 0));
}

describe('statistics: time as buckets', () => {
  it('are as few as possible and cover each day once', () => {
    assert.deepEqual(
      bucketsWithin({ from: day('2024-12-31'), to: day('2026-02-01') }, { months: false }).map(({ time }) => time),
      ['2024-12-31', '2025', '2026-01', '2026-02-01'],
    );
    assert.equal(bucketsWithin({ from: day('2024-01-01'), to: day('2024-12-31') }, { months: true }).length, 12);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1500 }), fc.integer({ min: 0, max: 800 }), fc.boolean(), (start, length, months) => {
        const from = addDays(day('2023-01-01'), start);
        const to = addDays(from, length);
        const covered = bucketsWithin({ from, to }, { months }).flatMap(({ time }) => {
          const days: string[] = [];
          for (let one = from; one <= to; one = addDays(one, 1)) if (one.startsWith(time)) days.push(one);
          return days;
        });
        assert.equal(covered.length, length + 1);
        assert.equal(new Set(covered).size, length + 1);
      }),
      { numRuns: 40 },
    );
  });
});

describe('statistics: counts', () => {
  const told = (changes: Partial<DomainEvent>): DomainEvent => ({ ...journalled('e', {}), ...changes });
  const measures = (counts: readonly Count[]) =>
    counts.map(({ measure, reason }) => [measure, ...(reason ? [reason] : [])].join(' '));

  it('are for the issuer of what is issued, with whether it was in time', () => {
    const about = licenceNamed(told({ facts: { identifier: IDENTIFIER } }));
    assert.deepEqual(about, { type: '11100000000013338W011', issuer: '11430000006122244L' });
    const issued = (facts: DomainEvent['facts']) =>
      countsOf(told({ kind: 'licence-issued', recordedAt: '2026-03-02T01:00:00.000Z', facts }), about);
    assert.deepEqual(measures(issued({ origin: 'issued', issueDate: '2026-03-01' })), ['issued', 'inTime']);
    const late = {
      ...told({ kind: 'licence-collected', recordedAt: '2026-03-02T01:00:00.000Z' }),
      facts: { issueDate: '2026-02-01' },
    };
    assert.deepEqual(measures(countsOf({ ...late, id: 'licences/l/1' }, about)), ['collected', 'late']);
    assert.deepEqual(measures(countsOf({ ...late, id: 'licences/l/2' }, about)), []);
    assert.deepEqual(measures(issued({ origin: 'issued' })), ['issued']);
    assert.equal(issued({ origin: 'issued' })[0]?.organisation, '11430000006122244L');
  });

  it('of a use are for who used it, and of one elsewhere for the issuer too; a holder’s own looking is none', () => {
    const about = { type: 't', issuer: 'issuer' };
    const by = (organisation: string | null, capacity: 'issuer' | 'holder') =>
      countsOf(told({ kind: 'licence-read', actor: { ...journalled('e', {}).actor, organisation, capacity } }), about).map(
        (count) => [count.organisation, count.measure],
      );
    assert.deepEqual(by('issuer', 'issuer'), [['issuer', 'used']]);
    assert.deepEqual(by('other', 'issuer'), [
      ['other', 'used'],
      ['issuer', 'usedElsewhere'],
    ]);
    assert.deepEqual(by(null, 'holder'), []);
  });

  it('of what was refused say why', () => {
    const fields = (result: string) => measures(countsOf(told({ kind: 'fields-verified', facts: { result } }), null));
    assert.deepEqual(fields('valid'), ['verified']);
    assert.deepEqual(fields('inconsistent'), ['verified', 'refused verification:inconsistent']);
    const document = told({ kind: 'document-verified', facts: { conclusion: 'failed', subIndication: 'HASH_FAILURE' } });
    assert.deepEqual(measures(countsOf(document, null)), ['verified', 'refused verification:HASH_FAILURE']);
    assert.deepEqual(measures(countsOf(told({ kind: 'licence-abandoned', facts: {} }), null)), ['refused issue:unknown']);
    assert.deepEqual(measures(countsOf(told({ kind: 'duty-checked', facts: { answer: 'missing', types: ['a', 'b'] } }), null)), [
      'missing',
      'missing',
    ]);
    assert.deepEqual(countsOf(told({ kind: 'signed-in' }), null), []);
  });

  it('of objections are for who has to answer, and who was late', () => {
    const of = (kind: DomainEvent['kind'], facts: DomainEvent['facts']) =>
      countsOf(told({ kind, facts }), null).map((count) => [count.organisation, count.measure]);
    assert.deepEqual(of('objection-filed', { organisation: 'o' }), [['o', 'objections']]);
    assert.deepEqual(of('objection-escalated', { from: 'o', to: 'p' }), [['o', 'objectionsOverdue']]);
    assert.equal(of('objection-answered', {})[0]?.[1], 'objectionsAnswered');
  });

  it('that name a licence by its record alone say that it has to be looked at', () => {
    assert.equal(licenceNamed(told({ subject: 'licences/l', facts: {} })), undefined);
    assert.equal(licenceNamed(told({ subject: 'licences/l', facts: { identifier: 'elsewhere-1' } })), undefined);
    assert.equal(licenceNamed(told({ subject: 'documents/d', facts: {} })), null);
  });
});

describe('statistics: buckets', () => {
  it('are bounded, whatever is counted, and lose nothing', () => {
    const many = (size: number): readonly Count[] =>
      Array.from({ length: size }, (_, at) => ({
        ...({ organisation: 'o', type: `t${at % 7}`, item: `事项${at}`, measure: 'refused', reason: `r:${at}` } as const),
      }));
    let cells = addToCells([], many(400));
    cells = addToCells(cells, many(5_000));
    assert.ok(cells.length <= MOST_CELLS);
    assert.equal(
      cells.reduce((sum, { counts }) => sum + (counts.refused ?? 0), 0),
      5_400,
    );
    assert.ok(cells.some(({ item }) => item === OTHERS));
    const [one] = addToCells(
      [],
      many(3_000).map((count) => ({ ...count, type: 't', item: '' })),
    );
    assert.ok(one && one.reasons.length <= MOST_REASONS);
    assert.equal(
      one.reasons.reduce((sum, [, count]) => sum + count, 0),
      3_000,
    );
  });

  it('come to the same, added at once or one after the other', () => {
    const count = (item: string): Count => ({ organisation: 'o', type: 't', item, measure: 'used' });
    const all = ['a', 'b', 'a', 'c', 'b'].map(count);
    const apart = all.reduce((cells, one) => addToCells(cells, [one]), addToCells([], []));
    assert.deepEqual(apart, addToCells([], all));
  });
});

describe('statistics: standings', () => {
  const kinds: readonly StatusEventKind[] = ['suspend', 'resume', 'cancel', 'revoke'];
  const first = day('2026-01-10');

  /** A licence with editions that were recorded so many days after the first, and acts recorded and in effect so many days after. */
  const arbitrary = fc
    .record({
      lasts: fc.array(fc.option(fc.integer({ min: 1, max: 40 }), { nil: null }), { minLength: 1, maxLength: 3 }),
      gaps: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 3, maxLength: 3 }),
      acts: fc.array(fc.tuple(fc.constantFrom(...kinds), fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 30 })), {
        maxLength: 4,
      }),
      gone: fc.option(fc.integer({ min: 60, max: 90 }), { nil: null }),
    })
    .map(({ lasts, gaps, acts, gone }): LicenceRecord => {
      let shift = 0;
      const editions = lasts.map((last, at) => {
        shift += gaps[at] ?? 0;
        const from = addDays(first, shift);
        const to: EndDate = last === null ? LONG_TERM : addDays(from, last);
        const made = edition({ from, to });
        const recordedAt = isoInstant(startOfDay(from) + 1000 * at + 3_600_000);
        const files = [{ format: 'pdf', role: 'original', digest: 'd', size: 1, blob: '', recordedAt }] as const;
        return { ...made, number: `00${at + 1}`, files, recordedAt };
      });
      const events = acts
        .map(([kind, recorded, later]) => {
          const recordedAt = startOfDay(addDays(first, recorded)) + 7_200_000;
          return event(kind, isoInstant(recordedAt + later * 86_400_000), isoInstant(recordedAt));
        })
        .sort((one, other) => (one.recordedAt < other.recordedAt ? -1 : 1));
      const base = licence({ from: '2026-01-10', to: LONG_TERM });
      const destroyed =
        gone === null ? {} : { destroyed: { at: isoInstant(startOfDay(addDays(first, gone))), list: 'l', blobs: [] } };
      return { ...base, editions, events, ...destroyed };
    });

  const momentsOf = ({ editions, events, destroyed }: LicenceRecord): readonly StandingMoment[] => [
    ...editions.map(({ number }) => ({ kind: 'edition', number }) as const),
    ...events.map((_, index) => ({ kind: 'act', index }) as const),
    ...(destroyed ? [{ kind: 'destruction' } as const] : []),
  ];

  it('of all moments of a licence together say its status at the end of every day', () => {
    fc.assert(
      fc.property(arbitrary, fc.integer({ min: 0, max: 120 }), (record, later) => {
        const changes = momentsOf(record).flatMap((moment) => standingChanges(record, moment));
        const on = addDays(first, later);
        const asOf = endOfDay(on) - 1;
        const current = record.editions.findLast(({ files }) => Date.parse(files[0]?.recordedAt ?? '') <= asOf);
        const gone = record.destroyed !== undefined && Date.parse(record.destroyed.at) <= asOf;
        const status = current && !gone ? statusOf(record, current, { asOf, knownAt: Infinity }).status : null;
        assert.deepEqual(
          sumUntil(changes, dayNumber(on)),
          STANDINGS.map((standing) => (standing === status ? 1 : 0)),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('of a plain first edition are known from its dates alone', () => {
    const dates = fc.tuple(
      fc.integer({ min: -30, max: 30 }),
      fc.option(fc.integer({ min: 0, max: 40 }), { nil: null }),
      fc.integer({ min: 0, max: 90 }),
    );
    fc.assert(
      fc.property(dates, ([starts, lasts, recorded]) => {
        const validFrom = addDays(first, starts);
        const validTo = lasts === null ? LONG_TERM : addDays(validFrom, lasts);
        const since = startOfDay(addDays(first, recorded)) + 5_000_000;
        const files = [
          { format: 'pdf', role: 'original', digest: 'd', size: 1, blob: '', recordedAt: isoInstant(since) },
        ] as const;
        const made = { ...edition({ from: validFrom, to: validTo }), number: '001', files };
        const looked = standingChanges(
          { ...licence({ from: '2026-01-10', to: LONG_TERM }), editions: [made], events: [] },
          { kind: 'edition', number: '001' },
        );
        assert.deepEqual(addToDays([], plainStanding({ since, validFrom, validTo })), addToDays([], looked));
      }),
      { numRuns: 300 },
    );
  });
});

describe('statistics: table', () => {
  it('groups, adds up, and tells standings at the end of each month', () => {
    const table = statisticsTable({
      ...{ by: ['type', 'month'], months: ['2026-01', '2026-02'] },
      lastDay: dayNumber(day('2026-02-10')),
    });
    const cell = (type: string, issued: number) => ({ type, item: '甲', counts: { issued, inTime: 1, late: 1 }, reasons: [] });
    table.cells({ organisation: 'o', month: '2026-01' }, [cell('a', 2), cell('b', 3)]);
    table.cells({ organisation: 'p', month: '2026-01' }, [cell('a', 5)]);
    const days = [
      [dayNumber(day('2026-01-31')), 2, 0, 0],
      [dayNumber(day('2026-02-10')), -1, 1, 0],
      [dayNumber(day('2026-02-11')), -1, 1, 0],
    ] as const;
    table.standing({ organisation: 'o', type: 'a', days: days.flat() });
    assert.deepEqual(
      table
        .rows()
        .map(({ type, month, counts, standings }) => [type, month, counts.issued, standings?.valid, standings?.expired]),
      [
        ['a', '2026-01', 7, 2, 0],
        ['a', '2026-02', 0, 1, 1],
        ['b', '2026-01', 3, 0, 0],
      ],
    );
    const { counts, inTimeShare, standings } = table.total();
    assert.deepEqual([counts.issued, inTimeShare, standings?.valid], [10, 0.5, 1]);
  });
});
