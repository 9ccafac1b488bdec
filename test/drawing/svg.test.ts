import assert from 'node:assert/strict';
import { escapeXml, layoutFace, mergeLayers, paintSvg, FOOD_OPERATION_PERMIT, type Drawing } from '../../src/drawing/index.ts';
import { rectangle } from '../../src/drawing/path/shapes.ts';
import { bundledFonts } from '../support/fonts.ts';

describe('SVG', () => {
  it('paints paths, images and texts', async () => {
    const fonts = await bundledFonts();
    const { pages } = layoutFace(FOOD_OPERATION_PERMIT, { 经营者名称: '甲甲乙' }, { fonts });
    const text = pages[0]?.drawing.items[0];
    assert.ok(text?.kind === 'text');
    const drawing: Drawing = {
      width: 50,
      height: 40,
      items: [
        {
          kind: 'path',
          path: rectangle({ x: 1, y: 2 }, 3, 4),
          fill: { red: 255, green: 0, blue: 16 },
          fillRule: 'evenodd',
          opacity: 0.5,
        },
        {
          kind: 'path',
          path: [
            { op: 'm', x: 0, y: 0 },
            { op: 'c', x1: 1, y1: 2, x2: 3, y2: 4, x: 5, y: 6 },
          ],
          stroke: { colour: { red: 0, green: 0, blue: 0 }, width: 0.2, dash: [1, 2] },
        },
        {
          kind: 'image',
          image: { format: 'png', file: Uint8Array.of(1, 2, 3), width: 1, height: 1 },
          x: 1,
          y: 1,
          width: 2,
          height: 2,
        },
        { ...text, rotation: 45 },
      ],
    };
    const svg = paintSvg(drawing, { title: '<样本 & "无效">' });
    assert.ok(svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg"'));
    assert.ok(svg.includes('width="50mm" height="40mm" viewBox="0 0 50 40"'));
    assert.ok(svg.includes('<title>&#60;样本 &#38; &#34;无效&#34;&#62;</title>'));
    assert.ok(svg.includes('<path d="M1 2L4 2L4 6L1 6Z" fill="#ff0010" fill-rule="evenodd" opacity="0.5"/>'));
    assert.ok(svg.includes('d="M0 0C1 2 3 4 5 6" fill="none" stroke="#000000" stroke-width="0.2" stroke-dasharray="1 2"'));
    assert.ok(svg.includes('xlink:href="data:image/png;base64,AQID"'));
    assert.equal(svg.match(/<path id="g\d+"/g)?.length, 2, 'each glyph is defined once');
    assert.equal(svg.match(/<use /g)?.length, 3);
    assert.ok(svg.includes('rotate(45)'));
    assert.ok(!/NaN|undefined|e-\d/.test(svg));
  });

  it('paints the whole demonstration face', async () => {
    const { pages } = layoutFace(FOOD_OPERATION_PERMIT, {}, { fonts: await bundledFonts(), qr: 'https://example.org/v/1' });
    const page = pages[0];
    assert.ok(page);
    const svg = paintSvg(mergeLayers(page));
    assert.ok(svg.length > 50_000 && !/NaN|undefined/.test(svg));
  });

  it('escapes what XML forbids', () => {
    assert.equal(escapeXml(`a<b>&"'\u0000\u001f\ud800\ufffe\t𪨊`), 'a&#60;b&#62;&#38;&#34;&#39;\ufffd\ufffd\ufffd\ufffd\t𪨊');
  });
});
