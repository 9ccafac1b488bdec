import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createZlib } from '../../../src/adapters/platform/zlib.ts';
import { BLACK, rasteriseMono, settleEdges, writeMonoPng, type MonoBitmap } from '../../../src/drawing/index.ts';
import { circle, ring, star } from '../../../src/drawing/path/shapes.ts';

function bitmap(width: number, alpha: readonly number[]): MonoBitmap {
  return { width, height: alpha.length / width, dpi: 600, colour: BLACK, alpha: Uint8Array.from(alpha) };
}

describe('settling the edges of a picture', () => {
  it('has two levels, and leaves free and covered pixels as they are', () => {
    const level = fc.oneof(fc.constantFrom(0, 255), fc.nat(255));
    const pictures = fc
      .tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }))
      .chain(([width, height]) =>
        fc
          .array(level, { minLength: width * height, maxLength: width * height })
          .map((alpha): MonoBitmap => bitmap(width, alpha)),
      );
    fc.assert(
      fc.property(pictures, (picture) => {
        const settled = settleEdges(picture);
        assert.deepEqual([settled.width, settled.height, settled.dpi], [picture.width, picture.height, picture.dpi]);
        settled.alpha.forEach((value, at) => {
          const before = picture.alpha[at];
          if (before === 0 || before === 255) assert.equal(value, before);
          else assert.ok(value === 0 || value === 255);
        });
      }),
    );
  });

  it('keeps rows alike where an outline leaves the choice', () => {
    const slope = [255, 255, 100, 0, 255, 255, 140, 0, 255, 255, 180, 0];
    assert.deepEqual([...settleEdges(bitmap(4, slope)).alpha], [255, 255, 255, 0, 255, 255, 255, 0, 255, 255, 255, 0]);
  });

  it('rather changes than goes far from the outline', () => {
    const column = [...Array.from({ length: 40 }, () => 10), ...Array.from({ length: 40 }, () => 245)];
    const expected = column.map((value) => (value > 127 ? 255 : 0));
    assert.deepEqual([...settleEdges(bitmap(1, column)).alpha], expected);
  });

  it('keeps the area of figures, and compresses by a quarter better', () => {
    const centre = { x: 22.5, y: 22.5 };
    const items = [ring(centre, 22.5, 1.2), star(centre, 8), circle({ x: 22.5, y: 38 }, 3)].map(
      (path) => ({ kind: 'path', path, fill: BLACK, fillRule: 'nonzero' }) as const,
    );
    const smooth = rasteriseMono({ width: 45, height: 45, items }, { dpi: 600 });
    const settled = settleEdges(smooth);
    const area = ({ alpha }: MonoBitmap): number => alpha.reduce((sum, value) => sum + value / 255, 0);
    assert.ok(Math.abs(area(settled) / area(smooth) - 1) < 0.002, `${area(settled)} instead of ${area(smooth)}`);
    const zlib = createZlib();
    const [before, after] = [smooth, settled].map((picture) => writeMonoPng(picture, zlib, { levels: 2 }).length);
    assert.ok((after ?? 0) < 0.75 * (before ?? 0), `${after} bytes after ${before}`);
  });
});
