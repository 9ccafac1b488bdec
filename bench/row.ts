/** The rows of the benchmark: what they say, as a table and as JSON. */

/** One row. `ratio` says how much better than the baseline the value is; better is larger. */
export interface Row {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly baseline: number | null;
  readonly ratio: number | null;
}

/** A row without a baseline. */
export function plainRow(name: string, unit: string, value: number): Row {
  return { name, unit, value: rounded(value), baseline: null, ratio: null };
}

/** A row compared with a baseline in the same unit. */
export function comparedRow(
  name: string,
  unit: string,
  { value, baseline, better }: { readonly value: number; readonly baseline: number; readonly better: 'larger' | 'smaller' },
): Row {
  const ratio = better === 'larger' ? value / baseline : baseline / value;
  return { name, unit, value: rounded(value), baseline: rounded(baseline), ratio: rounded(ratio) };
}

/** What a row is to reach. */
export interface Target {
  readonly of: 'value' | 'ratio';
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** The targets by the names of the rows. */
export const TARGETS: Readonly<Record<string, Target>> = {
  issue: { of: 'ratio', atLeast: 20 },
  'verify-cold': { of: 'ratio', atLeast: 40 },
  'verify-warm': { of: 'ratio', atLeast: 100 },
  'issue-lt': { of: 'value', atLeast: 250 },
  'verify-t-warm': { of: 'ratio', atLeast: 0.3 },
  'verify-lt-warm': { of: 'ratio', atLeast: 0.15 },
  'sm2-sign': { of: 'ratio', atLeast: 0.9 },
  'sm2-verify': { of: 'ratio', atLeast: 0.9 },
  'signer-process': { of: 'ratio', atLeast: 0.85 },
  'durable-issue': { of: 'value', atLeast: 250 },
  'authorised-stamp': { of: 'value', atLeast: 150 },
  'licence-bytes': { of: 'value', atMost: 90_000 },
  rss: { of: 'value', atMost: 350 },
  'cli-verify': { of: 'value', atMost: 250 },
  'second-start': { of: 'value', atMost: 2_000 },
};

/** Whether a row reaches its target; null when it has none. */
export function reaches(row: Row): boolean | null {
  const target = TARGETS[row.name];
  if (!target) return null;
  const found = target.of === 'ratio' ? row.ratio : row.value;
  if (found === null) return null;
  return found >= (target.atLeast ?? -Infinity) && found <= (target.atMost ?? Infinity);
}

/** The rows as a table for people. */
export function tableOf(rows: readonly Row[]): string {
  const head = ['row', 'value', 'unit', 'baseline', 'ratio', 'target', ''];
  const lines = rows.map((row) => [
    row.name,
    String(row.value),
    row.unit,
    row.baseline === null ? '' : String(row.baseline),
    row.ratio === null ? '' : `${row.ratio}x`,
    targetText(TARGETS[row.name]),
    { true: 'reached', false: 'MISSED', null: '' }[`${reaches(row)}`],
  ]);
  const widths = head.map((title, column) => Math.max(title.length, ...lines.map((cells) => cells[column]?.length ?? 0)));
  const left = new Set([0, 2, 6]);
  return [head, ...lines]
    .map((cells) =>
      cells
        .map((cell, column) => (left.has(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function targetText(target: Target | undefined): string {
  if (!target) return '';
  const unit = target.of === 'ratio' ? 'x' : '';
  return target.atLeast === undefined ? `<= ${target.atMost}${unit}` : `>= ${target.atLeast}${unit}`;
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

/** How a program of the benchmark hands over its rows. */
export function printRows(rows: readonly Row[]): void {
  process.stdout.write(`${JSON.stringify(rows)}\n`);
}
