import type { PathSegment } from '../model.ts';
import { ellipse, polygon, rectangle } from '../path/shapes.ts';
import { transformPath, type Matrix } from '../path/transform.ts';
import type { SealFill } from '../seal/model.ts';
import { emblemFault } from './fault.ts';
import { readMarkup, type Element } from './markup.ts';
import { readNumbers } from './numbers.ts';
import { readPathData } from './path-data.ts';
import { compose, IDENTITY, readTransform } from './transform.ts';

const LONGEST = 2_000_000;
/** What describes a drawing without being drawn. */
const SILENT = new Set(['title', 'desc', 'metadata']);
/** What would be lost when everything becomes one colour. */
const UNSUPPORTED = ['clip-path', 'mask', 'filter', 'opacity', 'fill-opacity', 'display', 'visibility', 'class'];
const WHITE = /^(?:white|#fff|#ffffff|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\))$/i;

interface Style {
  readonly matrix: Matrix;
  readonly fill: string;
  readonly fillRule: string;
}

/**
 * The emblem of an SVG document as fills of one colour, in the document's own units, y downwards: groups, paths, circles, ellipses,
 * rectangles and polygons with their transforms. What engraving cannot show is refused: strokes, texts, pictures, gradients, white.
 * @throws {YinzhengError} EMBLEM_UNUSABLE saying what is not supported
 */
export function readEmblem(svg: string): readonly SealFill[] {
  if (svg.length > LONGEST) throw emblemFault('it is too large', '文件过大');
  const root = readMarkup(svg);
  if (root.name !== 'svg') throw emblemFault('it is not an SVG document', '不是 SVG 文件');
  const fills: SealFill[] = [];
  collect(root, { matrix: IDENTITY, fill: 'black', fillRule: 'nonzero' }, fills);
  if (fills.length === 0) throw emblemFault('it has nothing to draw', '没有可绘制的内容');
  return Object.freeze(fills);
}

function collect(element: Element, outer: Style, fills: SealFill[]): void {
  const { name, attributes, children } = element;
  if (SILENT.has(name)) return;
  const style = styleOf(attributes, outer);
  if (name === 'svg' || name === 'g') {
    if (name === 'svg' && outer.matrix !== IDENTITY)
      throw emblemFault('an svg element stands inside another', 'svg 元素嵌套在另一元素中');
    for (const child of children) collect(child, style, fills);
    return;
  }
  const path = shapeOf(element);
  if (style.fill === 'none' || path.length === 0) return;
  if (WHITE.test(style.fill))
    throw emblemFault(
      'a shape is white: cut holes out of shapes instead of covering them',
      '有白色图形：请将图形镂空，而不是用白色覆盖',
    );
  if (style.fill.startsWith('url')) throw emblemFault('gradients and patterns are not supported', '不支持渐变和图案填充');
  fills.push({ path: transformPath(path, style.matrix), fillRule: style.fillRule === 'evenodd' ? 'evenodd' : 'nonzero' });
}

function styleOf(attributes: ReadonlyMap<string, string>, outer: Style): Style {
  const given = new Map(attributes);
  for (const declaration of (attributes.get('style') ?? '').split(';')) {
    const [property = '', value = ''] = declaration.split(':');
    if (property.trim() !== '') given.set(property.trim(), value.trim());
  }
  const unsupported = UNSUPPORTED.find(
    (property) => given.has(property) && !['1', 'inline', 'visible'].includes(given.get(property) ?? ''),
  );
  if (unsupported !== undefined) throw emblemFault(`${unsupported} is not supported`, `不支持 ${unsupported}`);
  if ((given.get('stroke') ?? 'none') !== 'none')
    throw emblemFault('strokes are not supported: turn them into outlines', '不支持描边：请转换为轮廓');
  const transform = given.get('transform');
  return {
    matrix: transform === undefined ? outer.matrix : compose(outer.matrix, readTransform(transform)),
    fill: given.get('fill')?.trim() ?? outer.fill,
    fillRule: given.get('fill-rule') ?? outer.fillRule,
  };
}

function shapeOf({ name, attributes }: Element): readonly PathSegment[] {
  const length = (key: string): number => {
    const value = attributes.get(key) ?? '0';
    const reader = readNumbers(value);
    const read = reader.number();
    if (!reader.done) throw emblemFault(`${key} of ${name} has a unit`, `${name} 的 ${key} 带有单位`);
    return read;
  };
  switch (name) {
    case 'path':
      return readPathData(attributes.get('d') ?? '');
    case 'circle':
      return ellipse({ x: length('cx'), y: length('cy') }, { horizontal: length('r'), vertical: length('r') });
    case 'ellipse':
      return ellipse({ x: length('cx'), y: length('cy') }, { horizontal: length('rx'), vertical: length('ry') });
    case 'rect':
      if (length('rx') !== 0 || length('ry') !== 0)
        throw emblemFault('rectangles with round corners are not supported', '不支持圆角矩形');
      return rectangle({ x: length('x'), y: length('y') }, length('width'), length('height'));
    case 'polygon': {
      const reader = readNumbers(attributes.get('points') ?? '');
      const points = [];
      while (!reader.done) points.push({ x: reader.number(), y: reader.number() });
      return points.length < 3 ? [] : polygon(points);
    }
    default:
      throw emblemFault(`the element ${name} is not supported`, `不支持元素 ${name}`);
  }
}
