/** Adding to buckets, whose size is bounded whatever happens. */
import { OTHERS, type Cell, type Count, type StandingRecord } from './model.ts';
import type { StandingChange } from './standing.ts';

/** Most types and items that one bucket tells apart; what comes after is counted as {@link OTHERS}. */
export const MOST_CELLS = 300;
/** Most reasons of one cell. */
export const MOST_REASONS = 50;

interface Filling {
  readonly type: string;
  readonly item: string;
  readonly counts: Record<string, number>;
  readonly reasons: Map<string, number>;
}

/** The cells with what happened besides, in the order of its happening. */
export function addToCells(cells: readonly Cell[], added: readonly Count[]): readonly Cell[] {
  const filling = new Map<string, Filling>(
    cells.map(({ type, item, counts, reasons }) => [
      keyOf(type, item),
      { type, item, counts: { ...counts }, reasons: new Map(reasons) },
    ]),
  );
  for (const { type, item, measure, reason } of added) {
    const cell = cellOf(filling, type, item);
    cell.counts[measure] = (cell.counts[measure] ?? 0) + 1;
    if (reason === undefined) continue;
    const named = cell.reasons.has(reason) || cell.reasons.size < MOST_REASONS - 1 ? reason : OTHERS;
    cell.reasons.set(named, (cell.reasons.get(named) ?? 0) + 1);
  }
  return [...filling.values()].map(({ type, item, counts, reasons }) => ({
    ...{ type, item, counts, reasons: [...reasons] },
  }));
}

function keyOf(type: string, item: string): string {
  return `${type}\n${item}`;
}

function cellOf(filling: Map<string, Filling>, type: string, item: string): Filling {
  // Others of a type take a place, and so do others altogether: both are kept free from the beginning.
  const places: readonly (readonly [string, string, number])[] = [
    [type, item, MOST_CELLS - 101],
    [type, OTHERS, MOST_CELLS - 1],
  ];
  for (const [wantedType, wantedItem, most] of places) {
    const known = filling.get(keyOf(wantedType, wantedItem));
    if (known) return known;
    if (filling.size < most) return begin(filling, wantedType, wantedItem);
  }
  return filling.get(keyOf(OTHERS, OTHERS)) ?? begin(filling, OTHERS, OTHERS);
}

function begin(filling: Map<string, Filling>, type: string, item: string): Filling {
  const cell: Filling = { type, item, counts: {}, reasons: new Map() };
  filling.set(keyOf(type, item), cell);
  return cell;
}

/** The days of standings with changes besides; days on which nothing changes are left out. */
export function addToDays(days: StandingRecord['days'], added: readonly StandingChange[]): StandingRecord['days'] {
  const sums = new Map<number, [number, number, number]>();
  for (let at = 0; at < days.length; at += 4) sums.set(days[at] ?? 0, [days[at + 1] ?? 0, days[at + 2] ?? 0, days[at + 3] ?? 0]);
  for (const { day, valid, expired, suspended } of added) {
    const before = sums.get(day) ?? [0, 0, 0];
    sums.set(day, [before[0] + valid, before[1] + expired, before[2] + suspended]);
  }
  return [...sums]
    .filter(([, sum]) => sum.some((one) => one !== 0))
    .sort(([one], [other]) => one - other)
    .flatMap(([day, sum]) => [day, ...sum]);
}
