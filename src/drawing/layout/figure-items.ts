/** Figures of a face as what is drawn. */
import { colourOf } from '../colour.ts';
import type { PathItem, PathSegment } from '../model.ts';
import { circle, rectangle, ring, star } from '../path/shapes.ts';
import { transformPath } from '../path/transform.ts';
import type { Figure, Medallion, Panel, Stroke } from './figure.ts';
import { lacePath, rosettePath, wavePath } from './guilloche.ts';
import type { PageTemplate } from './template.ts';

/** A figure as items, in the order in which they are painted. */
export function figureItems(figure: Figure, page: Pick<PageTemplate, 'width' | 'height'>): readonly PathItem[] {
  switch (figure.kind) {
    case 'panel':
      return [panelItem(figure)];
    case 'waves':
      return [stroked(wavePath(figure), figure.stroke)];
    case 'rosette':
      return [stroked(rosettePath(figure), figure.stroke)];
    case 'lace':
      return [stroked(lacePath(figure, page), figure.stroke)];
    case 'medallion':
      return medallionItems(figure);
  }
}

function stroked(path: readonly PathSegment[], { width, colour }: Stroke): PathItem {
  return { kind: 'path', path, stroke: { colour: colourOf(colour), width } };
}

function panelItem({ x, y, width, height, radius = 0, fill, stroke }: Panel): PathItem {
  return {
    kind: 'path',
    path: radius === 0 ? rectangle({ x, y }, width, height) : roundedRectangle({ x, y, width, height }, radius),
    ...(fill !== undefined && { fill: colourOf(fill) }),
    ...(stroke && { stroke: { colour: colourOf(stroke.colour), width: stroke.width } }),
  };
}

/** Distance of the control points of a quarter circle from its ends, as a part of the radius that is left over. */
const REST = 1 - 0.5522847498;

function roundedRectangle(
  { x, y, width, height }: Pick<Panel, 'x' | 'y' | 'width' | 'height'>,
  asked: number,
): readonly PathSegment[] {
  const radius = Math.min(asked, width / 2, height / 2);
  const [right, bottom, rest] = [x + width, y + height, radius * REST];
  return [
    { op: 'm', x: x + radius, y },
    { op: 'l', x: right - radius, y },
    { op: 'c', x1: right - rest, y1: y, x2: right, y2: y + rest, x: right, y: y + radius },
    { op: 'l', x: right, y: bottom - radius },
    { op: 'c', x1: right, y1: bottom - rest, x2: right - rest, y2: bottom, x: right - radius, y: bottom },
    { op: 'l', x: x + radius, y: bottom },
    { op: 'c', x1: x + rest, y1: bottom, x2: x, y2: bottom - rest, x, y: bottom - radius },
    { op: 'l', x, y: y + radius },
    { op: 'c', x1: x, y1: y + rest, x2: x + rest, y2: y, x: x + radius, y },
    { op: 'z' },
  ];
}

/** A leaf one unit long, from the origin upwards. */
const LEAF: readonly PathSegment[] = [
  { op: 'm', x: 0, y: 0 },
  { op: 'c', x1: 0.42, y1: -0.25, x2: 0.36, y2: -0.75, x: 0, y: -1 },
  { op: 'c', x1: -0.36, y1: -0.75, x2: -0.42, y2: -0.25, x: 0, y: 0 },
  { op: 'z' },
];
const LEAVES = 9;

function medallionItems({ x, y, radius, ground, ink }: Medallion): readonly PathItem[] {
  const [light, dark] = [colourOf(ink), colourOf(ground)];
  const leaves = [1, -1].flatMap((side) =>
    Array.from({ length: LEAVES }, (_, index) => {
      const angle = side * (2.75 - (index * 2.1) / (LEAVES - 1));
      const turn = angle - side * 0.95;
      const [sin, cos] = [Math.sin(turn), Math.cos(turn)];
      const size = 0.3 * radius;
      const at = { e: x + 0.7 * radius * Math.sin(angle), f: y - 0.7 * radius * Math.cos(angle) };
      return transformPath(LEAF, { a: cos * size, b: sin * size, c: -sin * size, d: cos * size, ...at });
    }).flat(),
  );
  const small = [-0.42, -0.15, 0.15, 0.42].flatMap((place) =>
    star({ x: x + place * radius, y: y + (0.22 - 0.25 * place * place) * radius }, 0.095 * radius),
  );
  return [
    { kind: 'path', path: circle({ x, y }, radius), fill: dark },
    {
      kind: 'path',
      path: [...ring({ x, y }, radius, 0.05 * radius), ...ring({ x, y }, 0.91 * radius, 0.02 * radius)],
      fill: light,
    },
    { kind: 'path', path: leaves, fill: light },
    { kind: 'path', path: [...star({ x, y: y - 0.18 * radius }, 0.27 * radius), ...small], fill: light },
  ];
}
