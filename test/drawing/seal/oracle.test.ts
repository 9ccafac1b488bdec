/** Two independent renderers agree on what a seal looks like: our own rasteriser, and librsvg over our SVG. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createZlib } from '../../../src/adapters/platform/zlib.ts';
import { drawSeal, paintSvg, rasteriseMono, readPng } from '../../../src/drawing/index.ts';
import { bundledFonts } from '../../support/fonts.ts';

const SIDE = 504;

describe('seals seen by another renderer', () => {
  it('cover the same pixels', async function () {
    if (spawnSync('rsvg-convert', ['--version']).status !== 0) {
      if (this.test) this.test.title += ' (skipped: no rsvg-convert)';
      this.skip();
    }
    const fonts = await bundledFonts();
    for (const name of [
      '云溪大学',
      '青禾市高新技术开发区行政审批服务局',
      '云溪省青禾市白鹭经济技术开发区市场监督管理局食品安全监察大队',
    ]) {
      const seal = drawSeal(
        {
          shape: 'round',
          size: { diameter: 42, ringWidth: 1.2 },
          centre: { kind: 'star' },
          name,
          marking: '样本 无效',
          code: '53011200000556',
        },
        { fonts },
      );
      const png = execFileSync('rsvg-convert', ['-w', String(SIDE), '-h', String(SIDE)], {
        input: paintSvg(seal),
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      const other = readPng(png, createZlib());
      const own = rasteriseMono(seal, { dpi: (SIDE / 42) * 25.4 });
      assert.deepEqual([other.width, other.height], [own.width, own.height]);
      let difference = 0;
      let worst = 0;
      own.alpha.forEach((alpha, index) => {
        const apart = Math.abs(alpha - (other.rgba[4 * index + 3] ?? 0));
        difference += apart;
        worst = Math.max(worst, apart);
      });
      assert.ok(difference / own.alpha.length < 0.5, `mean difference ${difference / own.alpha.length} of 255`);
      assert.ok(worst < 64, `largest difference ${worst} of 255`);
    }
  });
});
