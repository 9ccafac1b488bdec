import assert from 'node:assert/strict';
import { BLACK, rasteriseMono, type PathSegment } from '../../../src/drawing/index.ts';
import { circle } from '../../../src/drawing/path/shapes.ts';
import { simplifyPath } from '../../../src/drawing/path/simplify.ts';
import { transformPath } from '../../../src/drawing/path/transform.ts';
import { bundledFonts } from '../../support/fonts.ts';

const EM = 5.7;
const TOLERANCE = 0.008;

function ink(path: readonly PathSegment[]): Uint8Array {
  return rasteriseMono({ width: 8, height: 8, items: [{ kind: 'path', path, fill: BLACK }] }, { dpi: 600 }).alpha;
}

describe('simplifying outlines', () => {
  it('takes away segments and nothing that can be seen at 600 dpi', async () => {
    const bold = (await bundledFonts()).faces.get('song-bold');
    assert.ok(bold);
    let before = 0;
    let after = 0;
    for (const character of '云溪省青禾市高新技术产业开发区管理委员会鹭〇8') {
      const outline = bold.outlineOf(bold.glyphOf(character.codePointAt(0) ?? 0));
      const scale = EM / bold.metrics.unitsPerEm;
      const path = transformPath(outline, { a: scale, b: 0, c: 0, d: -scale, e: 1, f: 6 });
      const simpler = simplifyPath(path, TOLERANCE);
      before += path.length;
      after += simpler.length;
      assert.equal(simpler.filter(({ op }) => op === 'm').length, path.filter(({ op }) => op === 'm').length);
      const [full, less] = [ink(path), ink(simpler)];
      const worst = full.reduce((most, value, index) => Math.max(most, Math.abs(value - (less[index] ?? 0))), 0);
      assert.ok(worst < 100, `${character}: ${worst} of 255`);
    }
    assert.ok(after < 0.75 * before, `${after} of ${before} segments are left`);
  });

  it('keeps corners, straight lines and full circles', () => {
    const path: readonly PathSegment[] = [
      { op: 'm', x: 0, y: 0 },
      { op: 'l', x: 4, y: 0 },
      { op: 'c', x1: 4, y1: 1, x2: 4, y2: 3, x: 4, y: 4 },
      { op: 'c', x1: 3, y1: 5, x2: 1, y2: 5, x: 0, y: 4 },
      { op: 'z' },
    ];
    assert.deepEqual(simplifyPath(path, TOLERANCE), [path[0], path[1], { op: 'l', x: 4, y: 4 }, path[3], path[4]]);
    assert.deepEqual(simplifyPath(circle({ x: 0, y: 0 }, 20), TOLERANCE), circle({ x: 0, y: 0 }, 20));
    assert.deepEqual(simplifyPath([], TOLERANCE), []);
  });
});
