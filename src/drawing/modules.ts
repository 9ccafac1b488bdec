import type { ModulesItem } from './model.ts';

/** Neighbouring squares of a row, in squares from the upper left corner of the grid. */
export interface Run {
  readonly row: number;
  readonly start: number;
  readonly length: number;
}

/** The runs of filled squares of a grid, row by row from the top. */
export function runsOf({ rows }: ModulesItem): readonly Run[] {
  const runs: Run[] = [];
  rows.forEach((squares, row) => {
    for (let start = 0; start < squares.length; start++) {
      if (!squares[start]) continue;
      let end = start;
      while (squares[end]) end++;
      runs.push({ row, start, length: end - start });
      start = end;
    }
  });
  return runs;
}
