/** Borders, patterns and watermarks as paths. */
import { colourOf } from '../colour.ts';
import { shapeText, type FontSet } from '../fonts/index.ts';
import type { PathItem, PathSegment } from '../model.ts';
import { rectangle } from '../path/shapes.ts';
import { simplifyPath } from '../path/simplify.ts';
import { transformPath } from '../path/transform.ts';
import type { Border, GuillochePattern, PageTemplate, Watermark } from './template.ts';
import { POINT } from './text.ts';

/** How far in mm a watermark's simplified outline may lie from the face's own. */
const WATERMARK_TOLERANCE = 0.05;

/** A frame: outer rule, inner rule, fretwork in the corners between which the inner rule is interrupted. */
export function borderItems(border: Border, { width, height }: PageTemplate): readonly PathItem[] {
  const colour = colourOf(border.colour);
  const { inset, inner, corner } = border;
  const stroke = (path: readonly PathSegment[], lineWidth: number): PathItem => ({
    kind: 'path',
    path,
    stroke: { colour, width: lineWidth },
  });
  const items = [stroke(rectangle({ x: inset, y: inset }, width - 2 * inset, height - 2 * inset), border.width)];
  const distance = inset + (inner?.gap ?? border.width * 2);
  if (inner) items.push(stroke(innerRule(distance, corner?.size ?? 0, width, height), inner.width));
  if (corner) {
    const lineWidth = corner.size / 14;
    const fret = fretwork(corner.size);
    const paths = [
      [1, 1],
      [-1, 1],
      [1, -1],
      [-1, -1],
    ] as const;
    const path = paths.flatMap(([a, d]) =>
      transformPath(fret, { a, b: 0, c: 0, d, e: a > 0 ? distance : width - distance, f: d > 0 ? distance : height - distance }),
    );
    items.push(stroke(path, lineWidth));
  }
  return items;
}

function innerRule(at: number, corner: number, width: number, height: number): readonly PathSegment[] {
  if (corner === 0) return rectangle({ x: at, y: at }, width - 2 * at, height - 2 * at);
  const line = (x1: number, y1: number, x2: number, y2: number): readonly PathSegment[] => [
    { op: 'm', x: x1, y: y1 },
    { op: 'l', x: x2, y: y2 },
  ];
  return [
    ...line(at + corner, at, width - at - corner, at),
    ...line(at + corner, height - at, width - at - corner, height - at),
    ...line(at, at + corner, at, height - at - corner),
    ...line(width - at, at + corner, width - at, height - at - corner),
  ];
}

/** The upper left corner of the inner rule with a square spiral (回纹) in it, in a square of the given size. */
function fretwork(size: number): readonly PathSegment[] {
  const corner = [
    [1, 0],
    [0, 0],
    [0, 1],
  ] as const;
  const spiral = [
    [0.86, 0.2],
    [0.2, 0.2],
    [0.2, 0.86],
    [0.74, 0.86],
    [0.74, 0.42],
    [0.42, 0.42],
    [0.42, 0.64],
    [0.56, 0.64],
  ] as const;
  const line = (points: readonly (readonly [number, number])[]): readonly PathSegment[] =>
    points.map(([x, y], index) => ({ op: index === 0 ? 'm' : 'l', x: x * size, y: y * size }));
  return [...line(corner), ...line(spiral)];
}

/** Two families of wavy lines that cross each other, as one stroked path; half a wave is one curve. */
export function guillocheItem(pattern: GuillochePattern, { width, height }: PageTemplate): PathItem {
  const { inset, lines, waves } = pattern;
  const step = hundredth((height - 2 * inset) / (lines + 1));
  const half = (width - 2 * inset) / (2 * waves);
  const path: PathSegment[] = [];
  for (let line = 1; line <= lines; line++) {
    const y = inset + line * step;
    for (const sign of [1, -1]) {
      path.push({ op: 'm', x: inset, y });
      for (let wave = 0; wave < 2 * waves; wave++) {
        const x = inset + wave * half;
        const bulge = sign * (wave % 2 === 0 ? 1 : -1) * step * 1.1;
        path.push({
          op: 'c',
          x1: hundredth(x + 0.36 * half),
          y1: hundredth(y + bulge),
          x2: hundredth(x + 0.64 * half),
          y2: hundredth(y + bulge),
          x: hundredth(x + half),
          y: hundredth(y),
        });
      }
    }
  }
  return { kind: 'path', path, stroke: { colour: colourOf(pattern.colour), width: pattern.lineWidth } };
}

/** A watermark in the middle of the page as filled outlines, so that it is not part of the page's text. */
export function watermarkItem(watermark: Watermark, { width, height }: PageTemplate, fonts: FontSet): PathItem {
  const size = watermark.size * POINT;
  const clusters = shapeText(fonts, watermark.face, watermark.text);
  const total = clusters.reduce((sum, { advance, face }) => sum + advance / face.metrics.unitsPerEm, 0);
  const turn = (watermark.angle * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const path: PathSegment[] = [];
  let pen = -total / 2;
  for (const { face, glyphs } of clusters) {
    const scale = size / face.metrics.unitsPerEm;
    for (const { glyph, advance, dx, dy } of glyphs) {
      const x = pen * size + dx * scale;
      const y = 0.38 * size - dy * scale;
      const outline = transformPath(face.outlineOf(glyph), {
        a: cos * scale,
        b: sin * scale,
        c: sin * scale,
        d: -cos * scale,
        e: width / 2 + cos * x - sin * y,
        f: height / 2 + sin * x + cos * y,
      });
      path.push(...outline);
      pen += advance / face.metrics.unitsPerEm;
    }
  }
  return {
    kind: 'path',
    path: simplifyPath(path, WATERMARK_TOLERANCE).map(rounded),
    fill: colourOf(watermark.colour),
    fillRule: 'nonzero',
  };
}

function rounded(segment: PathSegment): PathSegment {
  if (segment.op === 'z') return segment;
  const end = { x: hundredth(segment.x), y: hundredth(segment.y) };
  if (segment.op !== 'c') return { op: segment.op, ...end };
  return {
    op: 'c',
    x1: hundredth(segment.x1),
    y1: hundredth(segment.y1),
    x2: hundredth(segment.x2),
    y2: hundredth(segment.y2),
    ...end,
  };
}

function hundredth(value: number): number {
  return Math.round(value * 100) / 100;
}
