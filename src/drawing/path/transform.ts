import type { PathSegment } from '../model.ts';

/** An affine map: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export interface Matrix {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

/** The path with every point mapped. */
export function transformPath(path: readonly PathSegment[], matrix: Matrix): readonly PathSegment[] {
  const { a, b, c, d, e, f } = matrix;
  const mapX = (x: number, y: number): number => a * x + c * y + e;
  const mapY = (x: number, y: number): number => b * x + d * y + f;
  return path.map((segment) => {
    if (segment.op === 'z') return segment;
    const end = { x: mapX(segment.x, segment.y), y: mapY(segment.x, segment.y) };
    if (segment.op !== 'c') return { op: segment.op, ...end };
    const { x1, y1, x2, y2 } = segment;
    return { op: 'c', x1: mapX(x1, y1), y1: mapY(x1, y1), x2: mapX(x2, y2), y2: mapY(x2, y2), ...end };
  });
}

/** A rectangle by its edges, in the units of what it bounds. */
export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The smallest rectangle around all points of a path, control points included; undefined for a path without points. */
export function boundsOf(path: readonly PathSegment[]): Bounds | undefined {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  const take = (x: number, y: number): void => {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  };
  for (const segment of path) {
    if (segment.op === 'z') continue;
    take(segment.x, segment.y);
    if (segment.op !== 'c') continue;
    take(segment.x1, segment.y1);
    take(segment.x2, segment.y2);
  }
  return left <= right ? { left, top, right, bottom } : undefined;
}
