/**
 * Fewer segments for the same figure. Outlines of TrueType faces come in short quadratic pieces, most of them halves and thirds of one
 * cubic curve; put together again, a seal takes half the bytes.
 */
import type { PathSegment } from '../model.ts';
import type { Point } from './shapes.ts';

/** A cubic curve, and the points of the given path that it must pass by. */
interface Piece {
  readonly from: Point;
  readonly out: Point;
  readonly into: Point;
  readonly to: Point;
  readonly passes: readonly Point[];
}

const SAMPLES = [0.25, 0.5, 0.75, 1];
/** Straight pieces by which the distance to a curve is measured. */
const CHORDS = 24;
/** Largest angle (as sine) at a joint that counts as smooth. */
const SMOOTH = 0.12;
const MOST_PASSES = 48;

/** The path with neighbouring curves joined and nearly straight ones made straight, nowhere further than `tolerance` from the given one. */
export function simplifyPath(path: readonly PathSegment[], tolerance: number): readonly PathSegment[] {
  const simpler: PathSegment[] = [];
  let pending: Piece | undefined;
  let at: Point = { x: 0, y: 0 };
  const flush = (): void => {
    if (pending) simpler.push(segmentOf(pending, tolerance));
    pending = undefined;
  };
  for (const segment of path) {
    if (segment.op === 'c') {
      const piece = pieceOf(at, segment);
      const joined: Piece | undefined = pending && join(pending, piece, tolerance);
      if (!joined) flush();
      pending = joined ?? piece;
    } else {
      flush();
      simpler.push(segment);
    }
    if (segment.op !== 'z') at = segment;
  }
  flush();
  return simpler;
}

function pieceOf(from: Point, { x1, y1, x2, y2, x, y }: Extract<PathSegment, { op: 'c' }>): Piece {
  const curve = { from, out: { x: x1, y: y1 }, into: { x: x2, y: y2 }, to: { x, y } };
  return { ...curve, passes: SAMPLES.map((t) => pointAt(curve, t)) };
}

/** The one curve whose two parts the pieces would be, when it passes close enough by both. */
function join(first: Piece, second: Piece, tolerance: number): Piece | undefined {
  const [ax, ay] = [first.to.x - first.into.x, first.to.y - first.into.y];
  const [bx, by] = [second.out.x - second.from.x, second.out.y - second.from.y];
  const [before, after] = [Math.hypot(ax, ay), Math.hypot(bx, by)];
  if (before === 0 || after === 0 || first.passes.length >= MOST_PASSES) return undefined;
  if (ax * bx + ay * by <= 0 || Math.abs(ax * by - ay * bx) > SMOOTH * before * after) return undefined;
  const share = before / (before + after);
  const whole: Piece = {
    from: first.from,
    out: stretched(first.from, first.out, 1 / share),
    into: stretched(second.to, second.into, 1 / (1 - share)),
    to: second.to,
    passes: [...first.passes, ...second.passes],
  };
  const chords = Array.from({ length: CHORDS + 1 }, (_, index) => pointAt(whole, index / CHORDS));
  return whole.passes.every((point) => distanceTo(chords, point) <= tolerance) ? whole : undefined;
}

function segmentOf({ from, out, into, to }: Piece, tolerance: number): PathSegment {
  const straight = [out, into].every((point) => distanceToChord(from, to, point) <= tolerance / 2);
  if (straight) return { op: 'l', x: to.x, y: to.y };
  return { op: 'c', x1: out.x, y1: out.y, x2: into.x, y2: into.y, x: to.x, y: to.y };
}

function stretched(origin: Point, point: Point, by: number): Point {
  return { x: origin.x + by * (point.x - origin.x), y: origin.y + by * (point.y - origin.y) };
}

function pointAt({ from, out, into, to }: Omit<Piece, 'passes'>, t: number): Point {
  const s = 1 - t;
  const [a, b, c, d] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
  return { x: a * from.x + b * out.x + c * into.x + d * to.x, y: a * from.y + b * out.y + c * into.y + d * to.y };
}

function distanceTo(line: readonly Point[], point: Point): number {
  let least = Infinity;
  for (let index = 1; index < line.length; index++) {
    const [from, to] = [line[index - 1], line[index]];
    if (from && to) least = Math.min(least, distanceToChord(from, to, point));
  }
  return least;
}

function distanceToChord(from: Point, to: Point, point: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((point.x - from.x) * dx + (point.y - from.y) * dy) / length));
  return Math.hypot(point.x - from.x - along * dx, point.y - from.y - along * dy);
}
