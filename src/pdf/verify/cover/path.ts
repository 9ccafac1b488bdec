import type { Rectangle } from '../place.ts';
import type { Matrix } from '../../content/matrix.ts';

/** A path under construction (ISO 32000-1 §8.5.2), of which only the boxes of its subpaths matter. */
export interface Path {
  /** Begins a subpath. */
  begin(): void;
  /** Says that the subpath has a curve. */
  curved(): void;
  /** Extends the subpath to a point, given before the map. */
  point(matrix: Matrix, x: number, y: number): void;
  /** Boxes of the subpaths that are neither straight lines nor quadrangles. */
  figures(): readonly Rectangle[];
}

/** An empty path. */
export function createPath(): Path {
  const figures: Rectangle[] = [];
  let box: [number, number, number, number] | null = null;
  let points = 0;
  let isCurved = false;
  const end = (): void => {
    if (box !== null && (isCurved || points > 5)) figures.push(box);
    box = null;
    points = 0;
    isCurved = false;
  };
  return {
    begin: end,
    curved: () => void (isCurved = true),
    point: ([a, b, c, d, e, f], x, y) => {
      const [px, py] = [a * x + c * y + e, b * x + d * y + f];
      box =
        box === null
          ? [px, py, px, py]
          : [Math.min(box[0], px), Math.min(box[1], py), Math.max(box[2], px), Math.max(box[3], py)];
      points++;
    },
    figures: () => {
      end();
      return figures;
    },
  };
}
