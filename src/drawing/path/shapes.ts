/** Closed contours of simple figures, in mm with y downwards; clockwise as seen unless said otherwise. */
import type { PathSegment } from '../model.ts';

/** Distance of the control points of a quarter circle of radius 1 (error below 0.03 %). */
const QUARTER = 0.5522847498;

/** A point in mm. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A circle; anticlockwise when `hole` asks for the direction that cuts a hole under the nonzero rule. */
export function circle({ x, y }: Point, radius: number, direction: 'solid' | 'hole' = 'solid'): readonly PathSegment[] {
  return ellipse({ x, y }, { horizontal: radius, vertical: radius }, direction);
}

/** An ellipse with its two radii. */
export function ellipse(
  { x, y }: Point,
  { horizontal, vertical }: { readonly horizontal: number; readonly vertical: number },
  direction: 'solid' | 'hole' = 'solid',
): readonly PathSegment[] {
  const sign = direction === 'solid' ? 1 : -1;
  const corners = [0, 1, 2, 3, 4].map((quarter) => {
    const angle = (sign * quarter * Math.PI) / 2;
    return { cos: Math.round(Math.cos(angle)), sin: Math.round(Math.sin(angle)) };
  });
  const path: PathSegment[] = [{ op: 'm', x: x + horizontal, y }];
  corners.slice(1).forEach((to, index) => {
    const from = corners[index] ?? to;
    path.push({
      op: 'c',
      x1: x + horizontal * (from.cos - sign * QUARTER * from.sin),
      y1: y + vertical * (from.sin + sign * QUARTER * from.cos),
      x2: x + horizontal * (to.cos + sign * QUARTER * to.sin),
      y2: y + vertical * (to.sin - sign * QUARTER * to.cos),
      x: x + horizontal * to.cos,
      y: y + vertical * to.sin,
    });
  });
  path.push({ op: 'z' });
  return path;
}

/** A ring between two radii, as a circle with a hole. */
export function ring(centre: Point, outer: number, width: number): readonly PathSegment[] {
  return [...circle(centre, outer), ...circle(centre, outer - width, 'hole')];
}

/** A polygon through the given points. */
export function polygon(points: readonly Point[]): readonly PathSegment[] {
  return [...points.map(({ x, y }, index): PathSegment => ({ op: index === 0 ? 'm' : 'l', x, y })), { op: 'z' }];
}

/** A rectangle by its upper left corner and size. */
export function rectangle({ x, y }: Point, width: number, height: number): readonly PathSegment[] {
  return polygon([
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ]);
}

/** A five-pointed star (五角星), one point up; `radius` from the centre to the points. */
export function star({ x, y }: Point, radius: number): readonly PathSegment[] {
  /** Where the lines between the points of a regular pentagram cross: (3 − √5) / 2 of the radius. */
  const inner = (radius * (3 - Math.sqrt(5))) / 2;
  const points = Array.from({ length: 10 }, (_, index) => {
    const reach = index % 2 === 0 ? radius : inner;
    const angle = (index * Math.PI) / 5;
    return { x: x + reach * Math.sin(angle), y: y - reach * Math.cos(angle) };
  });
  return polygon(points);
}
