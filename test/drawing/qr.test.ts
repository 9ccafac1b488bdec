import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { concatBytes, latin1 } from '../../src/base/bytes.ts';
import { isYinzhengError } from '../../src/base/errors/index.ts';
import { BLACK, WHITE, qrItems, qrModules, rasteriseMono } from '../../src/drawing/index.ts';

const CODE = 'https://yz.example.gov.cn/v/7K3M-9QXA-22FD-PL0T-8';

describe('QR codes', () => {
  it('have finder patterns in three corners', () => {
    const modules = qrModules(CODE);
    assert.equal((modules.length - 17) % 4, 0);
    const last = modules.length - 1;
    for (const [row, column] of [
      [0, 0],
      [0, last - 6],
      [last - 6, 0],
    ] as const) {
      for (let step = 0; step < 7; step++) {
        assert.ok(modules[row]?.[column + step] && modules[row + step]?.[column], 'rim');
        assert.ok(modules[row + 3]?.[column + 3], 'middle');
        assert.equal(modules[row + 1]?.[column + 1], false);
      }
    }
  });

  it('cover as much as their dark modules, within the quiet zone', () => {
    const modules = qrModules(CODE);
    const [ground, dark] = qrItems(modules, { x: 1, y: 2, size: 37 });
    assert.deepEqual(ground.fill, WHITE);
    const { alpha } = rasteriseMono({ width: 39, height: 40, items: [{ ...dark, fill: BLACK }] }, { dpi: 254 });
    const unit = 370 / (modules.length + 8);
    const covered = alpha.reduce((sum, value) => sum + value / 255, 0) / unit ** 2;
    const count = modules.flat().filter(Boolean).length;
    assert.ok(Math.abs(covered - count) < 2, `${covered} instead of ${count} modules`);
    assert.ok(Math.abs(dark.x - 1 - (4 * unit) / 10) < 1e-9 && Math.abs(dark.y - 2 - (4 * unit) / 10) < 1e-9);
    assert.ok(Math.abs(dark.unit - unit / 10) < 1e-9);
  });

  it('are read by another product', function () {
    if (spawnSync('zbarimg', ['--version']).status !== 0) {
      if (this.test) this.test.title += ' (skipped: no zbarimg)';
      this.skip();
    }
    const folder = mkdtempSync(join(tmpdir(), 'qr-'));
    try {
      for (const text of [CODE, 'A', '01234567890123456789', '证照编号：云溪〔2026〕1号 '.repeat(8)]) {
        const [, dark] = qrItems(qrModules(text), { x: 0, y: 0, size: 60 });
        const file = join(folder, 'code.pgm');
        const { width, height, alpha } = rasteriseMono({ width: 60, height: 60, items: [dark] }, { dpi: 300 });
        writeFileSync(
          file,
          concatBytes(
            latin1(`P5 ${width} ${height} 255\n`),
            alpha.map((value) => 255 - value),
          ),
        );
        assert.equal(
          execFileSync('zbarimg', ['-q', '--raw', file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).replace(
            /\n$/,
            '',
          ),
          text,
        );
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('refuse a text that is too long', () => {
    for (const text of ['证'.repeat(1000), 'x'.repeat(5000)]) {
      assert.throws(
        () => qrModules(text),
        (error: unknown) => isYinzhengError(error, 'TEXT_DOES_NOT_FIT') && error.details.field === 'qr',
      );
    }
  });
});
