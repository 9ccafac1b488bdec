/** Filling by scan lines: the exact horizontal coverage of each pixel on sixteen lines a row. */
import type { Edge } from './flatten.ts';

/** Lines sampled in each row of pixels. */
const LINES = 16;

/** Coverage 0 to 1 of each pixel, row by row from the top. */
export interface Coverage {
  readonly width: number;
  readonly height: number;
  readonly alpha: Float32Array;
}

/** Fills the figure of the edges (in pixels) and adds it to the coverage as one more layer over what is there. */
export function fillEdges(coverage: Coverage, edges: readonly Edge[], rule: 'nonzero' | 'evenodd'): void {
  const { width, height, alpha } = coverage;
  const sloped = edges.filter(({ fromY, toY }) => fromY !== toY).toSorted((left, right) => top(left) - top(right));
  const row = new Float32Array(width + 1);
  const crossings = new Crossings();
  let active: Edge[] = [];
  let next = 0;
  const first = Math.max(0, Math.floor(sloped[0] ? top(sloped[0]) : height));
  for (let y = first; y < height; y++) {
    for (let edge = sloped[next]; edge && top(edge) < y + 1; edge = sloped[++next]) active.push(edge);
    active = active.filter((edge) => Math.max(edge.fromY, edge.toY) > y);
    if (active.length === 0) {
      if (next === sloped.length) return;
      continue;
    }
    row.fill(0);
    crossings.room(active.length);
    for (let line = 0; line < LINES; line++) {
      crossings.find(active, y + (line + 0.5) / LINES);
      addLine(row, width, crossings, rule);
    }
    for (let x = 0; x < width; x++) {
      const added = Math.min(1, (row[x] ?? 0) / LINES);
      if (added === 0) continue;
      const at = y * width + x;
      const before = alpha[at] ?? 0;
      alpha[at] = before + added - before * added;
    }
  }
}

/** Where the edges cross a line, from left to right; its arrays are reused for every line. */
class Crossings {
  count = 0;
  xs = new Float64Array(64);
  windings = new Int8Array(64);

  room(edges: number): void {
    if (edges <= this.xs.length) return;
    this.xs = new Float64Array(2 * edges);
    this.windings = new Int8Array(2 * edges);
  }

  find(edges: readonly Edge[], y: number): void {
    this.count = 0;
    for (const { fromX, fromY, toX, toY } of edges) {
      if (fromY <= y === toY <= y) continue;
      this.#insert(fromX + ((y - fromY) * (toX - fromX)) / (toY - fromY), fromY < toY ? 1 : -1);
    }
  }

  #insert(x: number, winding: number): void {
    const { xs, windings } = this;
    let at = this.count++;
    for (; at > 0 && (xs[at - 1] ?? 0) > x; at--) {
      xs[at] = xs[at - 1] ?? 0;
      windings[at] = windings[at - 1] ?? 0;
    }
    xs[at] = x;
    windings[at] = winding;
  }
}

function addLine(row: Float32Array, width: number, { count, xs, windings }: Crossings, rule: 'nonzero' | 'evenodd'): void {
  let winding = 0;
  for (let index = 0; index + 1 < count; index++) {
    winding += windings[index] ?? 0;
    const inside = rule === 'nonzero' ? winding !== 0 : winding % 2 !== 0;
    if (inside) addSpan(row, Math.max(0, xs[index] ?? 0), Math.min(width, xs[index + 1] ?? 0));
  }
}

function addSpan(row: Float32Array, from: number, to: number): void {
  if (to <= from) return;
  const first = Math.floor(from);
  const last = Math.floor(to);
  const add = (x: number, amount: number): void => {
    row[x] = (row[x] ?? 0) + amount;
  };
  if (first === last) {
    add(first, to - from);
    return;
  }
  add(first, first + 1 - from);
  for (let x = first + 1; x < last; x++) add(x, 1);
  add(last, to - last);
}

function top({ fromY, toY }: Edge): number {
  return Math.min(fromY, toY);
}
