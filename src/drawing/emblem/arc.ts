import type { PathSegment } from '../model.ts';
import type { Point } from '../path/shapes.ts';

/** The shape of an elliptical arc (SVG 1.1 §8.3.8): radii, turn of its axis in degrees, which of the four possible arcs. */
export interface ArcShape {
  readonly rx: number;
  readonly ry: number;
  readonly turn: number;
  readonly large: boolean;
  readonly sweep: boolean;
}

/** An elliptical arc as cubic curves of at most a quarter turn each, by the formulas of SVG 1.1 appendix F.6. */
export function arcSegments(from: Point, to: Point, shape: ArcShape): readonly PathSegment[] {
  if (from.x === to.x && from.y === to.y) return [];
  let [rx, ry] = [Math.abs(shape.rx), Math.abs(shape.ry)];
  if (rx === 0 || ry === 0) return [{ op: 'l', x: to.x, y: to.y }];
  const turn = (shape.turn * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const [halfX, halfY] = [(from.x - to.x) / 2, (from.y - to.y) / 2];
  const [px, py] = [cos * halfX + sin * halfY, -sin * halfX + cos * halfY];
  const stretch = Math.max(1, Math.hypot(px / rx, py / ry));
  rx *= stretch;
  ry *= stretch;
  const share = Math.max(0, (rx * ry) ** 2 / ((rx * py) ** 2 + (ry * px) ** 2) - 1);
  const side = (shape.large === shape.sweep ? -1 : 1) * Math.sqrt(share);
  const [qx, qy] = [(side * rx * py) / ry, (-side * ry * px) / rx];
  const centre = { x: cos * qx - sin * qy + (from.x + to.x) / 2, y: sin * qx + cos * qy + (from.y + to.y) / 2 };
  const start = Math.atan2((py - qy) / ry, (px - qx) / rx);
  const whole = Math.atan2((-py - qy) / ry, (-px - qx) / rx) - start;
  const sweep = shape.sweep ? (whole + 2 * Math.PI) % (2 * Math.PI) : (whole - 2 * Math.PI) % (2 * Math.PI) || 0;
  const parts = Math.max(1, Math.ceil(Math.abs(sweep) / (Math.PI / 2) - 1e-9));
  const step = sweep / parts;
  const reach = (4 / 3) * Math.tan(step / 4);
  const map = (x: number, y: number): Point => ({
    x: centre.x + cos * rx * x - sin * ry * y,
    y: centre.y + sin * rx * x + cos * ry * y,
  });
  return Array.from({ length: parts }, (_, index): PathSegment => {
    const [begin, end] = [start + index * step, start + (index + 1) * step];
    const first = map(Math.cos(begin) - reach * Math.sin(begin), Math.sin(begin) + reach * Math.cos(begin));
    const second = map(Math.cos(end) + reach * Math.sin(end), Math.sin(end) - reach * Math.cos(end));
    const last = index === parts - 1 ? to : map(Math.cos(end), Math.sin(end));
    return { op: 'c', x1: first.x, y1: first.y, x2: second.x, y2: second.y, x: last.x, y: last.y };
  });
}
