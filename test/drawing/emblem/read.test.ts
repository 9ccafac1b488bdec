import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { createZlib } from '../../../src/adapters/platform/zlib.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { drawSeal, rasteriseMono, readEmblem, readPng, type Drawing } from '../../../src/drawing/index.ts';
import { bundledFonts } from '../../support/fonts.ts';
import { needTool } from '../../support/pdf.ts';

const svg = (body: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="100" height="100">${body}</svg>`;

/** Every kind of shape, command and transform. */
const EMBLEM = `<?xml version="1.0"?><!-- an emblem -->${svg(`
  <title>徽 &amp; 章</title>
  <g transform="translate(50,50) rotate(10) scale(.9)" fill="#c00">
    <path d="M0-45A45 45 0 1 1-.01-45zm0 6a39 39 0 1 0 .01 0Z" fill-rule="evenodd"/>
    <path d="M-20 10Q-10-30 0 10T20 10V20h-40z"/>
    <path transform="matrix(.5 0 .1 .5 0 -25)" d="m-30 0c5-20 25-20 30 0s25 20 30 0l0,8H-30z M-5,12 C-5,20 5,20 5,12"/>
    <circle cx="-22" cy="24" r="5"/><ellipse cx="22" cy="24" rx="7" ry="3" transform="rotate(30 22 24)"/>
    <rect x="-6" y="22" width="12" height="6" style="fill:green; stroke:none"/>
    <polygon points="0,30 4,38 -4,38" transform="skewX(10)"/>
    <path d="M0 0h1v1z" fill="none"/>
    <path d="M10 28A9 4 30 0 1 24 34A2 2 0 0 0 12 36Z"/>
  </g>`)}`;

function refuses(text: string): void {
  assert.throws(
    () => readEmblem(text),
    (error: unknown) => isYinzhengError(error, 'EMBLEM_UNUSABLE'),
    text,
  );
}

describe('emblems', () => {
  it('look as librsvg shows their SVG', function () {
    needTool(this, 'rsvg-convert');
    const drawing: Drawing = {
      width: 100,
      height: 100,
      items: readEmblem(EMBLEM).map(({ path, fillRule }) => ({
        kind: 'path',
        path,
        fillRule,
        fill: { red: 0, green: 0, blue: 0 },
      })),
    };
    const own = rasteriseMono(drawing, { dpi: 4 * 25.4 });
    const png = execFileSync('rsvg-convert', ['-w', '400', '-h', '400'], { input: EMBLEM, stdio: ['pipe', 'pipe', 'ignore'] });
    const other = readPng(png, createZlib());
    assert.deepEqual([own.width, own.height], [other.width, other.height]);
    let worst = 0;
    let ink = 0;
    own.alpha.forEach((alpha, index) => {
      worst = Math.max(worst, Math.abs(alpha - (other.rgba[4 * index + 3] ?? 0)));
      if (alpha > 127) ink++;
    });
    assert.ok(worst < 80, `largest difference ${worst} of 255`);
    assert.ok(ink > 15_000);
  });

  it('stand in the middle of a seal, each shape a fill of its own', async () => {
    const fills = readEmblem(EMBLEM);
    assert.equal(fills.length, 8);
    const seal = drawSeal(
      { shape: 'round', size: { diameter: 45, ringWidth: 1.2 }, centre: { kind: 'emblem', fills }, name: '云溪县人民政府' },
      { fonts: await bundledFonts() },
    );
    assert.equal(seal.items.length, 2 + fills.length);
    const { alpha, width } = rasteriseMono({ ...seal, items: seal.items.slice(2) }, { dpi: 254 });
    const rows = Array.from(alpha, (value, index) => (value > 127 ? Math.floor(index / width) : -1)).filter((row) => row >= 0);
    const [top, bottom] = [rows[0] ?? 0, rows.at(-1) ?? 0];
    assert.ok(Math.abs(top + bottom - 450) < 12 && bottom - top > 140 && bottom - top < 170, `${top} to ${bottom}`);
  });

  it('are refused when engraving cannot show them', () => {
    for (const body of [
      '',
      '<text>章</text>',
      '<image href="x.png"/>',
      '<use href="#a"/>',
      '<script>alert(1)</script>',
      '<rect width="9" height="9" stroke="red"/>',
      '<rect width="9" height="9" fill="#FFF"/>',
      '<rect width="9" height="9" fill="url(#g)"/>',
      '<rect width="9" height="9" opacity=".5"/>',
      '<rect width="9mm" height="9"/>',
      '<rect width="9" height="9" rx="2"/>',
      '<rect width="9" width="9"/>',
      '<g class="a"/>',
      '<path d="L5 5"/>',
      '<path d="M0 0 5"/>',
      '<path d="M0 0Z5 5"/>',
      '<path d="M0 0B5 5"/>',
      '<path d="M0 0A5 5 0 2 0 9 9"/>',
      '<path d="M1e9 0"/>',
      '<path d="M0 0h1v1" transform="spin(3)"/>',
      '<path d="M0 0h1v1" transform="matrix(1 2 3)"/>',
      '<path d="M0 0h1v1" transform="&amp;"/>',
    ])
      refuses(svg(body));
    refuses('');
    refuses('<html/>');
    refuses('<!DOCTYPE svg [<!ENTITY a "b">]><svg/>');
    refuses(`${svg('<rect width="9" height="9"/>')}<svg/>`);
    refuses('<svg><g></svg></g>');
    refuses('<svg>');
    refuses('<g>'.repeat(40));
    refuses(`<svg>${' '.repeat(2_000_000)}</svg>`);
  });

  it('are read or refused, never otherwise (property)', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...'MmLlHhVvCcSsQqTtAaZz0123456789.-+e, '), { maxLength: 40 }), (characters) => {
        try {
          for (const { path } of readEmblem(svg(`<path d="M0 0h1v1${characters.join('')}"/>`)))
            for (const segment of path)
              if (segment.op !== 'z') assert.ok(Number.isFinite(segment.x) && Number.isFinite(segment.y));
        } catch (error) {
          assert.ok(isYinzhengError(error, 'EMBLEM_UNUSABLE'), String(error));
        }
      }),
      { numRuns: 500 },
    );
  });
});
