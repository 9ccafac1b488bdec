/** Curves as straight lines, and strokes as filled figures. */
import type { PathItem, PathSegment } from '../model.ts';
import { circle } from '../path/shapes.ts';

/** A straight piece of a contour, in the units of the path. */
export interface Edge {
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
}

const MOST_PIECES = 64;

/** The edges of a path whose curves are cut into straight pieces that stay within `tolerance`; open contours are closed when `close` is set. */
export function flatten(
  path: readonly PathSegment[],
  tolerance: number,
  contours: 'closed' | 'as drawn' = 'closed',
): readonly Edge[] {
  const edges: Edge[] = [];
  let startX = 0;
  let startY = 0;
  let x = 0;
  let y = 0;
  const lineTo = (toX: number, toY: number): void => {
    if (toX !== x || toY !== y) edges.push({ fromX: x, fromY: y, toX, toY });
    x = toX;
    y = toY;
  };
  for (const segment of path) {
    if (segment.op === 'z') {
      lineTo(startX, startY);
    } else if (segment.op === 'c') {
      const [fromX, fromY] = [x, y];
      const { x1, y1, x2, y2, x: toX, y: toY } = segment;
      // A cubic stays within 6/8 of its largest second difference, divided by the square of the number of pieces, of its chords.
      const bend = Math.max(
        Math.hypot(fromX - 2 * x1 + x2, fromY - 2 * y1 + y2),
        Math.hypot(x1 - 2 * x2 + toX, y1 - 2 * y2 + toY),
      );
      const pieces = Math.min(MOST_PIECES, Math.max(1, Math.ceil(Math.sqrt((0.75 * bend) / tolerance))));
      for (let piece = 1; piece <= pieces; piece++) {
        const t = piece / pieces;
        const s = 1 - t;
        const [a, b, c, d] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
        lineTo(a * fromX + b * x1 + c * x2 + d * toX, a * fromY + b * y1 + c * y2 + d * toY);
      }
    } else {
      if (segment.op === 'l') {
        lineTo(segment.x, segment.y);
        continue;
      }
      if (contours === 'closed') lineTo(startX, startY);
      x = startX = segment.x;
      y = startY = segment.y;
    }
  }
  if (contours === 'closed') lineTo(startX, startY);
  return edges;
}

/** A stroke as edges to fill by the nonzero rule: a rectangle along each straight piece and a disc at each end. */
export function strokeEdges(
  path: readonly PathSegment[],
  stroke: NonNullable<PathItem['stroke']>,
  tolerance: number,
): readonly Edge[] {
  const radius = stroke.width / 2;
  return flatten(path, tolerance, 'as drawn').flatMap(({ fromX, fromY, toX, toY }) => {
    const length = Math.hypot(toX - fromX, toY - fromY);
    const [dx, dy] = [(radius * (toX - fromX)) / length, (radius * (toY - fromY)) / length];
    const corners = [
      [fromX + dy, fromY - dx],
      [toX + dy, toY - dx],
      [toX - dy, toY + dx],
      [fromX - dy, fromY + dx],
    ] as const;
    const body = corners.map(([x, y], index): Edge => {
      const [nextX, nextY] = corners[(index + 1) % 4] ?? corners[0];
      return { fromX: x, fromY: y, toX: nextX, toY: nextY };
    });
    return [
      ...body,
      ...flatten(circle({ x: fromX, y: fromY }, radius), tolerance),
      ...flatten(circle({ x: toX, y: toY }, radius), tolerance),
    ];
  });
}
