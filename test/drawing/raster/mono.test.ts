import assert from 'node:assert/strict';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import {
  BLACK,
  rasteriseMono,
  SEAL_RED,
  type Drawing,
  type DrawingItem,
  type MonoBitmap,
  type PathItem,
} from '../../../src/drawing/index.ts';
import { circle, rectangle, ring, star } from '../../../src/drawing/path/shapes.ts';

/** One pixel a millimetre. */
const DPI = 25.4;

function paint(...items: readonly DrawingItem[]): MonoBitmap {
  return rasteriseMono({ width: 20, height: 20, items }, { dpi: DPI });
}

function filled(path: PathItem['path'], fillRule: 'nonzero' | 'evenodd' = 'nonzero'): PathItem {
  return { kind: 'path', path, fill: BLACK, fillRule };
}

function area({ alpha }: MonoBitmap): number {
  return alpha.reduce((sum, value) => sum + value / 255, 0);
}

function near(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} instead of ${expected}`);
}

describe('rasterising in one colour', () => {
  it('covers pixels in proportion', () => {
    const bitmap = paint(filled(rectangle({ x: 2, y: 3 }, 4.5, 2.25)));
    assert.deepEqual([bitmap.width, bitmap.height], [20, 20]);
    assert.equal(bitmap.alpha[3 * 20 + 2], 255);
    assert.equal(bitmap.alpha[3 * 20 + 6], 128);
    assert.equal(bitmap.alpha[5 * 20 + 2], 64);
    assert.equal(bitmap.alpha[2 * 20 + 2], 0);
    near(area(bitmap), 4.5 * 2.25, 0.05);
  });

  it('fills circles, rings and stars with the right area', () => {
    const centre = { x: 10, y: 10 };
    near(area(paint(filled(circle(centre, 8)))), Math.PI * 64, 0.5);
    near(area(paint(filled(ring(centre, 9, 2)))), Math.PI * (81 - 49), 0.6);
    near(area(paint(filled(star(centre, 9)))), 1.12257 * 81, 0.4);
    assert.equal(paint(filled(ring(centre, 9, 2))).alpha[10 * 20 + 10], 0);
  });

  it('follows the fill rule', () => {
    const twice = [...rectangle({ x: 0, y: 0 }, 10, 10), ...rectangle({ x: 5, y: 0 }, 10, 10)];
    near(area(paint(filled(twice, 'nonzero'))), 150, 0.01);
    near(area(paint(filled(twice, 'evenodd'))), 100, 0.01);
  });

  it('turns strokes into fills', () => {
    const line = [
      { op: 'm', x: 5, y: 10 },
      { op: 'l', x: 15, y: 10 },
    ] as const;
    near(area(paint({ kind: 'path', path: line, stroke: { colour: BLACK, width: 2 } })), 20 + Math.PI, 0.1);
  });

  it('cuts off what lies outside', () => {
    near(area(paint(filled(rectangle({ x: -50, y: -50 }, 60, 60)))), 100, 0.01);
    near(area(paint(filled(rectangle({ x: 30, y: 30 }, 10, 10)))), 0, 0);
  });

  it('refuses what is not paths of one colour, or too large', () => {
    const refuses = (error: unknown): boolean => isYinzhengError(error, 'DRAWING_UNSUPPORTED');
    const square = rectangle({ x: 0, y: 0 }, 5, 5);
    assert.throws(() => paint(filled(square), { kind: 'path', path: square, fill: SEAL_RED }), refuses);
    assert.throws(() => paint({ ...filled(square), opacity: 0.5 }), refuses);
    const image = { format: 'png', file: new Uint8Array(), width: 1, height: 1 } as const;
    assert.throws(() => paint({ kind: 'image', image, x: 0, y: 0, width: 1, height: 1 }), refuses);
    const huge: Drawing = { width: 5000, height: 5000, items: [] };
    assert.throws(() => rasteriseMono(huge, { dpi: 600 }), refuses);
    assert.throws(() => rasteriseMono({ width: 0, height: 5, items: [] }, { dpi: 600 }), refuses);
    assert.throws(() => rasteriseMono({ width: Number.NaN, height: 5, items: [] }, { dpi: 600 }), refuses);
  });
});
