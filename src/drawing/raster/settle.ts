/** Pictures of two levels that compress well. */
import type { MonoBitmap } from './mono.ts';

/** Pixels that a byte of two levels holds. */
const PACKED = 8;
/** Share of a pixel, of 255, up to which it counts as free, and from 255 less that as covered. */
const TOUCHED = 8;
/** How much further from the outlines, in shares of a pixel of 255, the picture may be for one change less from row to row. */
const CHANGE = 600;
/** The same where the eight pixels to the left change too: the two are then written as one. */
const CHANGE_BESIDE = 300;

/** The same eight pixels in so many rows, one below the other. */
interface Rows {
  readonly first: number;
  readonly count: number;
  readonly levels: Uint8Array;
}

/** The last of the runs of rows with equal pixels that lead, at the least cost, to a row. */
interface Run {
  readonly cost: number;
  readonly from: number;
  readonly pixels: readonly boolean[];
}

/**
 * The picture in two levels, opacity 0 or 255. Pixels that an outline crosses may take either, and take what leaves rows alike, eight
 * pixels at a time as files of two levels hold them: so the picture compresses by a third better, and no edge is a whole pixel off its
 * outline. Every pixel that the figure leaves free or covers is as it was.
 */
export function settleEdges(bitmap: MonoBitmap): MonoBitmap {
  const { width, height } = bitmap;
  const alpha = new Uint8Array(width * height);
  let changed = new Set<number>();
  for (let left = 0; left < width; left += PACKED) {
    const columns = Math.min(PACKED, width - left);
    const rows = distinctRows(bitmap, left, columns);
    const before = changed;
    changed = new Set();
    for (const { from, to, pixels } of settledRuns(rows, before)) {
      changed.add(rows[from]?.first ?? 0);
      const start = rows[from]?.first ?? height;
      const end = rows[to]?.first ?? height;
      for (let y = start; y < end; y++) pixels.forEach((covered, x) => (alpha[y * width + left + x] = covered ? 255 : 0));
    }
  }
  return { ...bitmap, alpha };
}

function distinctRows({ width, height, alpha }: MonoBitmap, left: number, columns: number): readonly Rows[] {
  const rows: { first: number; count: number; levels: Uint8Array }[] = [];
  for (let y = 0; y < height; y++) {
    const levels = alpha.subarray(y * width + left, y * width + left + columns);
    const last = rows.at(-1);
    if (last?.levels.every((level, x) => level === levels[x])) last.count++;
    else rows.push({ first: y, count: 1, levels });
  }
  return rows;
}

/**
 * The cheapest way through the rows, `before` being where those to the left change: every change costs, and so does every pixel by as much
 * as it differs from its level.
 */
function settledRuns(
  rows: readonly Rows[],
  before: ReadonlySet<number>,
): readonly { from: number; to: number; pixels: readonly boolean[] }[] {
  const best: (Run | undefined)[] = [{ cost: 0, from: 0, pixels: [] }];
  for (let from = 0; from < rows.length; from++) {
    const cost = (best[from]?.cost ?? 0) + (before.has(rows[from]?.first ?? 0) ? CHANGE_BESIDE : CHANGE);
    for (const { to, error, pixels } of runsFrom(rows, from)) {
      const known = best[to];
      if (!known || cost + error < known.cost) best[to] = { cost: cost + error, from, pixels };
    }
  }
  const runs = [];
  for (let to = rows.length; to > 0;) {
    const { from, pixels } = best[to] ?? { from: 0, pixels: [] };
    runs.push({ from, to, pixels });
    to = from;
  }
  return runs;
}

/** Runs that begin at a row, as long as no pixel is free in one of their rows and covered in another. */
function* runsFrom(rows: readonly Rows[], from: number): Generator<{ to: number; error: number; pixels: readonly boolean[] }> {
  const columns = rows[from]?.levels.length ?? 0;
  const free = new Uint8Array(columns);
  const covered = new Uint8Array(columns);
  const sums = new Float64Array(columns);
  let total = 0;
  for (let to = from; to < rows.length; to++) {
    const { levels, count } = rows[to] ?? { levels: new Uint8Array(), count: 0 };
    for (let x = 0; x < columns; x++) {
      const level = levels[x] ?? 0;
      if (level < TOUCHED) free[x] = 1;
      if (level > 255 - TOUCHED) covered[x] = 1;
      if (free[x] === 1 && covered[x] === 1) return;
      sums[x] = (sums[x] ?? 0) + level * count;
    }
    total += 255 * count;
    let error = 0;
    const pixels = Array.from(sums, (sum, x) => {
      const set = covered[x] === 1 || (free[x] !== 1 && 2 * sum >= total);
      error += set ? total - sum : sum;
      return set;
    });
    yield { to: to + 1, error, pixels };
  }
}
