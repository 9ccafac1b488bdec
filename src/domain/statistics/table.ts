/** Statistics as a table: what buckets and standings come to when they are grouped. */
import { lastOfMonth, dayNumber } from './period.ts';
import { MEASURES, OTHERS, type Cell, type Measure, type Standing, type StandingRecord } from './model.ts';

/** What statistics can be grouped by. */
export const GROUPINGS = ['organisation', 'type', 'item', 'month'] as const;

/** One of them. */
export type Grouping = (typeof GROUPINGS)[number];

/** A row: what is null is not told apart. */
export interface StatisticsRow {
  readonly organisation: string | null;
  readonly type: string | null;
  readonly item: string | null;
  /** `YYYY-MM`. */
  readonly month: string | null;
  readonly counts: Readonly<Record<Measure, number>>;
  readonly reasons: readonly (readonly [reason: string, count: number])[];
  /** Of those of which it is known whether they were in time, the share that was, 0 to 1; null where none is. */
  readonly inTimeShare: number | null;
  /** How many licences stood so at the end of the time, of a month at its end; null where rows are told apart by item. */
  readonly standings: Readonly<Record<Standing, number>> | null;
}

interface Adding {
  readonly key: readonly (string | null)[];
  readonly counts: Record<Measure, number>;
  readonly reasons: Map<string, number>;
  readonly standings: Record<Standing, number>;
}

/** Adds what is found into rows. */
export interface StatisticsTable {
  /** Adds cells of a bucket. */
  cells(of: { readonly organisation: string; readonly month: string }, cells: readonly Cell[]): void;
  /** Adds standings, once for each month that is told apart, or at the last day. */
  standing(record: Pick<StandingRecord, 'organisation' | 'type' | 'days'>): void;
  /** How many rows there are. */
  size(): number;
  rows(): readonly StatisticsRow[];
  /** Everything together. */
  total(): StatisticsRow;
}

/**
 * A table without rows.
 * @param terms.lastDay the day, as a number, at whose end standings are told
 * @param terms.months the months that are told apart, ascending, where they are
 * @param terms.type, terms.item of which alone it tells
 */
export function statisticsTable(terms: {
  readonly by: readonly Grouping[];
  readonly lastDay: number;
  readonly months: readonly string[];
  readonly type?: string | undefined;
  readonly item?: string | undefined;
}): StatisticsTable {
  const { by, lastDay, months, type: onlyType, item: onlyItem } = terms;
  const rows = new Map<string, Adding>();
  const whole = adding(GROUPINGS.map(() => null));
  const apart = GROUPINGS.map((one) => by.includes(one));
  const rowOf = (key: readonly (string | null)[]): Adding => {
    const named = key.map((part, at) => (apart[at] ? part : null));
    const id = named.join('\n');
    const known = rows.get(id);
    if (known) return known;
    const made = adding(named);
    rows.set(id, made);
    return made;
  };
  const monthEnds = months.map((month) => ({ month, day: Math.min(lastDay, dayNumber(lastOfMonth(month))) }));
  const byItem = by.includes('item') || onlyItem !== undefined;
  return {
    cells({ organisation, month }, cells) {
      for (const { type, item, counts, reasons } of cells) {
        if ((onlyType !== undefined && type !== onlyType) || (onlyItem !== undefined && item !== onlyItem)) continue;
        for (const to of [rowOf([organisation, type, item, month]), whole]) {
          for (const [measure, count] of Object.entries(counts)) to.counts[measure as Measure] += count;
          for (const [reason, count] of reasons) to.reasons.set(reason, (to.reasons.get(reason) ?? 0) + count);
        }
      }
    },
    standing({ organisation, type, days }) {
      if (byItem || (onlyType !== undefined && type !== onlyType)) return;
      const ends = monthEnds.map(({ month, day }) => ({ day, to: rowOf([organisation, type, null, month]) }));
      const rest = by.includes('month') ? ends : [{ day: lastDay, to: rowOf([organisation, type, null, null]) }];
      addStandings(days, [...rest, { day: lastDay, to: whole }]);
    },
    size: () => rows.size,
    rows: () => [...rows.values()].map((one) => finished(one, byItem)).sort(inOrder),
    total: () => finished(whole, byItem),
  };
}

function adding(key: readonly (string | null)[]): Adding {
  return {
    key,
    counts: Object.fromEntries(MEASURES.map((measure) => [measure, 0])) as Record<Measure, number>,
    reasons: new Map(),
    standings: { valid: 0, expired: 0, suspended: 0 },
  };
}

/** Adds how many stand how at the end of each of the days, which ascend, in one pass. */
function addStandings(days: StandingRecord['days'], until: readonly { readonly day: number; readonly to: Adding }[]): void {
  let [valid, expired, suspended, at] = [0, 0, 0, 0];
  for (const { day, to } of until) {
    for (; at < days.length && (days[at] ?? 0) <= day; at += 4) {
      valid += days[at + 1] ?? 0;
      expired += days[at + 2] ?? 0;
      suspended += days[at + 3] ?? 0;
    }
    to.standings.valid += valid;
    to.standings.expired += expired;
    to.standings.suspended += suspended;
  }
}

function finished({ key, counts, reasons, standings }: Adding, byItem: boolean): StatisticsRow {
  const [organisation = null, type = null, item = null, month = null] = key;
  const known = counts.inTime + counts.late;
  return {
    ...{ organisation, type, item, month, counts },
    reasons: [...reasons].sort(([one, many], [other, more]) => more - many || (one < other ? -1 : 1)),
    inTimeShare: known === 0 ? null : counts.inTime / known,
    standings: byItem ? null : standings,
  };
}

function inOrder(one: StatisticsRow, other: StatisticsRow): number {
  for (const part of GROUPINGS) {
    const [left, right] = [one[part] ?? '', other[part] ?? ''];
    if (left === right) continue;
    // What is not told apart any more comes last.
    if (left === OTHERS || right === OTHERS) return left === OTHERS ? 1 : -1;
    return left < right ? -1 : 1;
  }
  return 0;
}
