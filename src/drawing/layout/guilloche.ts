/** Curves of safety patterns (防伪底纹) as paths: wave fields, rosettes, lace. */
import type { PathSegment } from '../model.ts';
import type { Lace, Rosette, WaveField } from './figure.ts';

/** Part of half a wave at which the control points of its curve lie, so that it follows a sine. */
const GRIP = 0.3642;

/** Two families of wavy lines in a box; half a wave is one curve. */
export function wavePath({ x: left, y: top, width, height, lines, waves, swing }: WaveField): readonly PathSegment[] {
  const step = height / (lines + 1);
  const half = width / (2 * waves);
  const path: PathSegment[] = [];
  for (let line = 1; line <= lines; line++) {
    const y = top + line * step;
    for (const sign of [1, -1]) {
      path.push(at('m', left, y));
      for (let wave = 0; wave < 2 * waves; wave++) {
        const x = left + wave * half;
        const bulge = y + sign * (wave % 2 === 0 ? 1 : -1) * step * swing;
        path.push(curve([x + GRIP * half, bulge], [x + (1 - GRIP) * half, bulge], [x + half, y]));
      }
    }
  }
  return path;
}

/** Closed curves whose distance from the centre swings between the radii; a quarter of a petal is one curve. */
export function rosettePath({ x, y, outer, inner, petals, strands }: Rosette): readonly PathSegment[] {
  const middle = (outer + inner) / 2;
  const swing = (outer - inner) / 2;
  const path: PathSegment[] = [];
  for (let strand = 0; strand < strands; strand++) {
    const phase = (2 * Math.PI * strand) / strands;
    const radius = (angle: number): number => middle + swing * Math.cos(petals * angle + phase);
    const slope = (angle: number): number => -petals * swing * Math.sin(petals * angle + phase);
    path.push(
      ...closed(
        4 * petals,
        (part) => {
          const angle = 2 * Math.PI * part;
          const reach = radius(angle);
          return [x + reach * Math.sin(angle), y - reach * Math.cos(angle)];
        },
        (part) => {
          const angle = 2 * Math.PI * part;
          const [reach, change] = [radius(angle), slope(angle)];
          const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
          return [2 * Math.PI * (change * sin + reach * cos), 2 * Math.PI * (reach * sin - change * cos)];
        },
      ),
    );
  }
  return path;
}

/** Waves along a rectangle with round corners, so many strands out of step with each other. */
export function lacePath(lace: Lace, page: { readonly width: number; readonly height: number }): readonly PathSegment[] {
  const { inset, height, wave, strands } = lace;
  const radius = 2 * height;
  const track = roundedTrack(inset, radius, page);
  const waves = Math.max(4, Math.round(track.length / wave));
  const path: PathSegment[] = [];
  for (let strand = 0; strand < strands; strand++) {
    const phase = (2 * Math.PI * strand) / strands;
    const point = (part: number): readonly [number, number] => {
      const { x, y, normal } = track.at(part * track.length);
      const shift = (height / 2) * Math.sin(2 * Math.PI * waves * part + phase);
      return [x + shift * normal[0], y + shift * normal[1]];
    };
    const tiny = 1e-5;
    path.push(
      ...closed(2 * waves, point, (part) => {
        const [before, after] = [point(part - tiny), point(part + tiny)];
        return [(after[0] - before[0]) / (2 * tiny), (after[1] - before[1]) / (2 * tiny)];
      }),
    );
  }
  return path;
}

type Curve = (part: number) => readonly [number, number];

/** A closed curve in so many pieces, from its points and tangents by the part of its way, 0 to 1. */
function closed(pieces: number, point: Curve, tangent: Curve): readonly PathSegment[] {
  const [startX, startY] = point(0);
  const path: PathSegment[] = [at('m', startX, startY)];
  for (let piece = 0; piece < pieces; piece++) {
    const [from, to] = [piece / pieces, (piece + 1) / pieces];
    const [[x0, y0], [x1, y1]] = [point(from), point(to)];
    const [[dx0, dy0], [dx1, dy1]] = [tangent(from), tangent(to)];
    const third = 1 / (3 * pieces);
    path.push(curve([x0 + third * dx0, y0 + third * dy0], [x1 - third * dx1, y1 - third * dy1], [x1, y1]));
  }
  path.push({ op: 'z' });
  return path;
}

interface TrackPoint {
  readonly x: number;
  readonly y: number;
  readonly normal: readonly [number, number];
}

/** A rectangle with round corners as a way that is walked clockwise, from the beginning of its upper side. */
function roundedTrack(inset: number, radius: number, page: { readonly width: number; readonly height: number }) {
  const [width, height] = [page.width - 2 * inset, page.height - 2 * inset];
  const [across, down] = [width - 2 * radius, height - 2 * radius];
  const quarter = (Math.PI / 2) * radius;
  const sides = [across, down, across, down];
  const corners = [
    [inset + radius, inset],
    [inset + width, inset + radius],
    [inset + width - radius, inset + height],
    [inset, inset + height - radius],
  ] as const;
  const length = 2 * (across + down) + 4 * quarter;
  return {
    length,
    at(way: number): TrackPoint {
      let left = ((way % length) + length) % length;
      for (let side = 0; side < 4; side++) {
        const turn = (side * Math.PI) / 2;
        const [along, outward] = [
          [Math.cos(turn), Math.sin(turn)],
          [Math.sin(turn), -Math.cos(turn)],
        ] as const;
        const [x, y] = corners[side] ?? corners[0];
        const straight = sides[side] ?? 0;
        if (left <= straight) return { x: x + along[0] * left, y: y + along[1] * left, normal: outward };
        left -= straight;
        if (left <= quarter) {
          const bend = left / radius;
          const normal = [
            outward[0] * Math.cos(bend) + along[0] * Math.sin(bend),
            outward[1] * Math.cos(bend) + along[1] * Math.sin(bend),
          ] as const;
          const centre = [x + along[0] * straight - outward[0] * radius, y + along[1] * straight - outward[1] * radius] as const;
          return { x: centre[0] + normal[0] * radius, y: centre[1] + normal[1] * radius, normal };
        }
        left -= quarter;
      }
      return { x: corners[0][0], y: corners[0][1], normal: [0, -1] };
    },
  };
}

function at(op: 'm' | 'l', x: number, y: number): PathSegment {
  return { op, x: hundredth(x), y: hundredth(y) };
}

type Pair = readonly [x: number, y: number];

function curve(first: Pair, second: Pair, end: Pair): PathSegment {
  return {
    op: 'c',
    ...{ x1: hundredth(first[0]), y1: hundredth(first[1]), x2: hundredth(second[0]), y2: hundredth(second[1]) },
    ...{ x: hundredth(end[0]), y: hundredth(end[1]) },
  };
}

function hundredth(value: number): number {
  return Math.round(value * 100) / 100;
}
