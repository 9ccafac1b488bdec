import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { Colour, Drawing, DrawingItem, PathItem } from '../model.ts';
import { runsOf } from '../modules.ts';
import { rectangle } from '../path/shapes.ts';
import { flatten, strokeEdges, type Edge } from './flatten.ts';
import { fillEdges, type Coverage } from './scan.ts';

/** A picture of one colour: opacity 0 to 255 of each pixel, row by row from the top. */
export interface MonoBitmap {
  readonly width: number;
  readonly height: number;
  readonly dpi: number;
  readonly colour: Colour;
  readonly alpha: Uint8Array;
}

const MM_PER_INCH = 25.4;
const MOST_PIXELS = 16_000_000;
/** Largest distance in pixels between a curve and the lines drawn for it. */
const TOLERANCE = 0.01;

/**
 * Paints a drawing of paths in one colour, such as a seal face, with smooth edges at a resolution in dots per inch.
 * @throws {YinzhengError} DRAWING_UNSUPPORTED for text, images, a second colour, or more than 16 million pixels
 */
export function rasteriseMono(drawing: Drawing, { dpi }: { readonly dpi: number }): MonoBitmap {
  const scale = dpi / MM_PER_INCH;
  const width = Math.ceil(drawing.width * scale - 1e-6);
  const height = Math.ceil(drawing.height * scale - 1e-6);
  if (!(width > 0 && height > 0 && width * height <= MOST_PIXELS))
    throw unsupported('its size in pixels is out of range', '像素尺寸超出范围');
  const coverage: Coverage = { width, height, alpha: new Float32Array(width * height) };
  let colour: Colour | undefined;
  for (const item of drawing.items) {
    const path = pathOf(item);
    for (const used of [path.fill, path.stroke?.colour]) {
      if (used && colour && !sameColour(used, colour)) throw unsupported('it has more than one colour', '不止一种颜色');
      colour ??= used;
    }
    paintPath(coverage, path, scale);
  }
  const alpha = Uint8Array.from(coverage.alpha, (share) => Math.round(255 * share));
  return { width, height, dpi, colour: colour ?? { red: 0, green: 0, blue: 0 }, alpha };
}

function pathOf(item: DrawingItem): PathItem {
  if (item.kind === 'path') return item;
  if (item.kind !== 'modules') throw unsupported('only paths can be painted in one colour', '单色绘制只支持路径');
  const { x, y, unit, fill } = item;
  const path = runsOf(item).flatMap(({ row, start, length }) =>
    rectangle({ x: x + start * unit, y: y + row * unit }, length * unit, unit),
  );
  return { kind: 'path', path, fill };
}

function paintPath(coverage: Coverage, item: PathItem, scale: number): void {
  if (item.opacity !== undefined && item.opacity !== 1) throw unsupported('it has a translucent path', '有半透明路径');
  const tolerance = TOLERANCE / scale;
  if (item.fill) fillEdges(coverage, scaled(flatten(item.path, tolerance), scale), item.fillRule ?? 'nonzero');
  if (item.stroke) {
    if (item.stroke.dash) throw unsupported('it has a dashed line', '有虚线');
    fillEdges(coverage, scaled(strokeEdges(item.path, item.stroke, tolerance), scale), 'nonzero');
  }
}

function scaled(edges: readonly Edge[], by: number): readonly Edge[] {
  return edges.map(({ fromX, fromY, toX, toY }) => ({ fromX: fromX * by, fromY: fromY * by, toX: toX * by, toY: toY * by }));
}

function sameColour(left: Colour, right: Colour): boolean {
  return left.red === right.red && left.green === right.green && left.blue === right.blue;
}

function unsupported(en: string, zh: string): YinzhengError {
  return new YinzhengError('DRAWING_UNSUPPORTED', { reason: bilingual(en, zh) });
}
