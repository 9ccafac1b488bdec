/** The table that `npm run fuzz` prints. */
import type { Tally } from './campaign.ts';

const COLUMNS = ['runs', 'runs/s', 'taken', 'outcomes', 'slowest ms', 'findings'] as const;
const NAME_WIDTH = 24;
const WIDTH = 11;

/** The first line. */
export function headOf(): string {
  return `${'target'.padEnd(NAME_WIDTH)}${COLUMNS.map((column) => column.padStart(WIDTH)).join('')}`;
}

/** The line of a target. `slowest ms` is processor time of the slowest input; below 2 ms it is the time that passed. */
export function rowOf(name: string, { runs, elapsedMs, accepted, outcomes, slowestMs, findings }: Tally): string {
  const rate = Math.round(runs / (elapsedMs / 1000));
  const cells = [runs, rate, accepted, outcomes, slowestMs.toFixed(1), findings];
  return `${name.padEnd(NAME_WIDTH)}${cells.map((cell) => String(cell).padStart(WIDTH)).join('')}`;
}
