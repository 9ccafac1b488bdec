/** Maps of the plane as PDF writes them, and the boxes of what they map (ISO 32000-1 §8.3.3). */

/** A rectangle: left, bottom, right, top, in order. */
export type Rectangle = readonly [number, number, number, number];

/** x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Matrix = readonly [number, number, number, number, number, number];

/** The map that changes nothing. */
export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** `first`, and then `second`. */
export function concatenated(first: Matrix, second: Matrix): Matrix {
  const [a, b, c, d, e, f] = first;
  const [A, B, C, D, E, F] = second;
  return [a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F];
}

/** The upright box around a mapped rectangle. */
export function mappedBox([a, b, c, d, e, f]: Matrix, [left, bottom, right, top]: Rectangle): Rectangle {
  const corners = [left, right].flatMap((x) => [bottom, top].map((y) => [a * x + c * y + e, b * x + d * y + f] as const));
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** True when two boxes have more in common than `margin` in both directions. */
export function overlap(one: Rectangle, other: Rectangle, margin: number): boolean {
  const across = Math.min(one[2], other[2]) - Math.max(one[0], other[0]);
  const up = Math.min(one[3], other[3]) - Math.max(one[1], other[1]);
  return across > margin && up > margin;
}
