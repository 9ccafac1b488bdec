import assert from 'node:assert/strict';
import { createZlib } from '../../../src/adapters/platform/zlib.ts';
import type { Drawing, DrawingItem, FontFace, FontSet } from '../../../src/drawing/index.ts';
import { createPaintCache, paintPdf, type LayeredPage, type PaintOptions } from '../../../src/pdf/paint/index.ts';
import { openPdf } from '../../../src/pdf/reader/index.ts';
import { asArray, asDictionary, asStream, nameValue, textValue } from '../../../src/pdf/objects/index.ts';
import { bundledFonts } from '../../support/fonts.ts';
import { BLACK, extractText, needTool, pngFile, rasterise, runTool, SEAL_RED, textItem } from '../../support/pdf.ts';

const zlib = createZlib();

function options(more: Partial<PaintOptions> = {}): PaintOptions {
  const metadata = { title: '食品经营许可证 <样本>', author: '某某市市场监督管理局', creator: '印证', subject: 'A & B' };
  return { metadata, created: Date.UTC(2024, 0, 1, 4), fileId: new Uint8Array(16).fill(1), zlib, ...more };
}

function page(...items: readonly DrawingItem[]): Drawing {
  return { width: 210, height: 297, items };
}

describe('painting PDF', () => {
  let fonts: FontSet;
  let song: FontFace;
  before(async () => {
    fonts = await bundledFonts();
    const face = fonts.faces.get('song');
    assert.ok(face);
    song = face;
  });

  it('writes text that poppler extracts as it was, on several pages, with supplementary characters', function () {
    needTool(this, 'pdftotext');
    const supplementary = Array.from({ length: 0x2a6df - 0x20000 }, (_, index) => 0x20000 + index).find(
      (code) => song.glyphOf(code) !== 0,
    );
    const rare = supplementary === undefined ? '' : String.fromCodePoint(supplementary);
    const lines = ['某省某市人民政府·阿卜杜拉', `Licence № 91430000MA4L16B2XH fi ffi ${rare}`, '有效期：长期（2024年1月1日）'];
    const pages = [
      page(...lines.map((line, index) => textItem(song, line, { x: 20, y: 30 + index * 12, size: 5 }))),
      page(textItem(song, '第二页', { x: 20, y: 30, size: 5 })),
    ];
    const text = extractText(paintPdf(pages, options()));
    assert.equal(text.replace(/\n\n/g, '\n'), [...lines, '\f第二页'].join('\n'));
  });

  it('keeps every ideograph of the face apart: all are extracted as they were', function () {
    needTool(this, 'pdftotext');
    const characters = Array.from({ length: 0xa000 - 0x3400 }, (_, index) => 0x3400 + index)
      .filter((code) => song.glyphOf(code) !== 0)
      .map((code) => String.fromCodePoint(code));
    assert.ok(characters.length > 8_105);
    const lines = Array.from({ length: Math.ceil(characters.length / 40) }, (_, row) =>
      characters.slice(row * 40, row * 40 + 40).join(''),
    );
    const pages = Array.from({ length: Math.ceil(lines.length / 50) }, (_, number) =>
      page(
        ...lines
          .slice(number * 50, number * 50 + 50)
          .map((line, row) => textItem(song, line, { x: 5, y: 10 + row * 5.5, size: 4 })),
      ),
    );
    assert.equal(extractText(paintPdf(pages, options()), '-raw').replace(/\s/g, ''), characters.join(''));
  });

  it('gives a glyph that stands for several texts a code for each', function () {
    needTool(this, 'pdftotext');
    const item = textItem(song, '一二一三', { x: 20, y: 30, size: 5 });
    const texts = ['一', '二', '⼀', '𠮷a'];
    const glyphs = item.glyphs.map((glyph, index) => ({ ...glyph, text: texts[index] ?? '' }));
    const bytes = paintPdf([page({ ...item, glyphs })], options());
    assert.equal(extractText(bytes), '一二⼀𠮷a');
    assert.match(Buffer.from(bytes).toString('latin1'), /begincidchar/);
    const plain = rasterise(paintPdf([page(item)], options()));
    const aliased = rasterise(bytes);
    for (let x = 50; x < 130; x++) assert.deepEqual(aliased.at(x, 80), plain.at(x, 80));
  });

  it('leaves out later glyphs of a cluster when text is extracted', function () {
    needTool(this, 'pdftotext');
    const item = textItem(song, '甲乙丙', { x: 20, y: 30, size: 5 });
    const glyphs = item.glyphs.map((glyph, index) => ({ ...glyph, text: ['甲乙', '', '丙'][index] ?? '' }));
    assert.equal(extractText(paintPdf([page({ ...item, glyphs })], options())).replace(/\s/g, ''), '甲乙丙');
  });

  it('puts glyphs where they are placed', function () {
    needTool(this, 'pdftoppm');
    const item = textItem(song, '█', { x: 0, y: 0, size: 10 });
    const [block] = item.glyphs;
    assert.ok(block);
    const glyphs = [20, 60.37, 100].map((x, index) => ({ ...block, x, y: index === 1 ? 50 : 0 }));
    const shown = rasterise(paintPdf([page({ ...item, x: 10, y: 100, glyphs })], options()), { dpi: 254 });
    const isInk = (x: number, y: number): boolean => shown.at(x * 10, y * 10)[0] < 128;
    assert.deepEqual([isInk(33, 98), isInk(73.37, 148), isInk(113, 98)], [true, true, true]);
    assert.deepEqual([isInk(27, 98), isInk(73.37, 98), isInk(50, 98), isInk(113, 148)], [false, false, false, false]);
  });

  it('turns text clockwise', function () {
    needTool(this, 'pdftoppm');
    const item = textItem(song, '██████', { x: 50, y: 100, size: 10 });
    const shown = rasterise(paintPdf([page({ ...item, rotation: 90 })], options()));
    const isInk = (x: number, y: number): boolean => shown.at((x * 72) / 25.4, (y * 72) / 25.4)[0] < 128;
    assert.deepEqual([isInk(52, 130), isInk(80, 98)], [true, false]);
  });

  it('paints paths with fill, stroke, dashes and opacity in mm from the upper left corner', function () {
    needTool(this, 'pdftoppm');
    const square = (x: number, y: number): Extract<DrawingItem, { kind: 'path' }>['path'] => [
      { op: 'm', x, y },
      { op: 'l', x: x + 20, y },
      { op: 'l', x: x + 20, y: y + 20 },
      { op: 'c', x1: x + 15, y1: y + 20, x2: x + 5, y2: y + 20, x, y: y + 20 },
      { op: 'z' },
    ];
    const shown = rasterise(
      paintPdf(
        [
          page(
            { kind: 'path', path: square(10, 10), fill: SEAL_RED },
            { kind: 'path', path: square(50, 10), fill: BLACK, opacity: 0.5 },
            { kind: 'path', path: square(90, 10), stroke: { colour: BLACK, width: 2, dash: [4, 4] } },
            { kind: 'path', path: [...square(130, 10), ...square(130, 10)], fill: BLACK, fillRule: 'evenodd' },
            { kind: 'path', path: [], fill: BLACK },
          ),
        ],
        options(),
      ),
      { dpi: 25.4 },
    );
    assert.deepEqual(shown.at(20, 20), [230, 0, 18]);
    assert.ok(Math.abs(shown.at(60, 20)[0] - 127) < 3);
    assert.deepEqual([shown.at(100, 20)[0], shown.at(140, 20)[0], shown.at(20, 45)[0]], [255, 255, 255]);
    assert.ok(shown.at(92, 10)[0] < 60);
  });

  it('paints a background under a page, and the same file with and without a cache', function () {
    needTool(this, 'pdftotext');
    const background = page(textItem(song, '名称', { x: 20, y: 30, size: 5 }));
    const cache = createPaintCache();
    const layered = (name: string): LayeredPage => ({
      background,
      drawing: page(textItem(song, name, { x: 40, y: 30, size: 5 })),
    });
    const first = paintPdf([layered('甲'), layered('乙')], options({ cache }));
    assert.deepEqual(paintPdf([layered('甲'), layered('乙')], options({ cache })), first);
    assert.deepEqual(paintPdf([layered('甲'), layered('乙')], options()), first);
    assert.equal(extractText(first).replace(/\s+/g, ' '), '名称 甲 名称 乙');
  });

  it('is PDF/A in structure: metadata, identifiers, output intent, language', function () {
    const bytes = paintPdf([page(textItem(song, '证', { x: 20, y: 30, size: 5 }))], options());
    const document = openPdf(bytes, { zlib });
    const catalog = document.catalog();
    assert.equal(textValue(document.get(catalog, 'Lang')), 'zh-CN');
    const xmp = asStream(document.get(catalog, 'Metadata'));
    assert.ok(xmp && !xmp.dictionary.entries.has('Filter'));
    const packet = new TextDecoder().decode(xmp.raw);
    assert.match(packet, /<pdfaid:part>2<\/pdfaid:part><pdfaid:conformance>B</);
    assert.match(packet, /食品经营许可证 &#60;样本&#62;/);
    assert.match(packet, /<xmp:CreateDate>2024-01-01T12:00:00\+08:00</);
    const intent = asDictionary(document.resolve(asArray(document.get(catalog, 'OutputIntents'))?.items[0]));
    assert.ok(intent);
    assert.equal(nameValue(document.get(intent, 'S')), 'GTS_PDFA1');
    const profile = asStream(document.get(intent, 'DestOutputProfile'));
    assert.ok(profile);
    assert.equal(new DataView(profile.raw.buffer, profile.raw.byteOffset).getUint32(0), profile.raw.length);
    assert.equal(Buffer.from(profile.raw.subarray(36, 40)).toString(), 'acsp');
    const info = asDictionary(document.get(document.trailer, 'Info'));
    assert.ok(info);
    assert.equal(textValue(document.get(info, 'Author')), '某某市市场监督管理局');
  });

  it('is clean for qpdf, and poppler finds every font embedded with its Unicode map', function () {
    needTool(this, 'qpdf');
    needTool(this, 'pdffonts');
    const bytes = paintPdf([page(textItem(song, '证照', { x: 20, y: 30, size: 5 }))], options());
    const check = runTool(bytes, 'qpdf', '--check', '{}');
    assert.equal(check.status, 0, check.output);
    assert.match(
      runTool(bytes, 'pdffonts', '{}').output,
      /[A-Z]{6}\+NotoSerifSC-Regular\s+CID TrueType\s+Identity-H\s+yes yes yes/,
    );
  });

  it('carries attachments that can be taken out again', function () {
    needTool(this, 'pdfdetach');
    const data = new TextEncoder().encode('{"name":"甲"}');
    const attachments = [
      { name: '证照.json', mediaType: 'application/json', data, description: '数据' },
      { name: 'a.txt', mediaType: 'text/plain', data },
    ];
    const bytes = paintPdf([page()], options({ attachments }));
    assert.equal(runTool(bytes, 'qpdf', '--check', '{}').status, 0);
    assert.match(
      runTool(bytes, 'pdfdetach', '-enc', 'UTF-8', '-list', '{}').output,
      /^2 embedded files\n1: a\.txt\n2: 证照\.json/,
    );
    assert.match(Buffer.from(bytes).toString('utf8'), /<pdfaid:part>3</);
  });

  it('refuses a glyph the face lacks, an image of another size, and coordinates that are no numbers', () => {
    const item = textItem(song, '证', { x: 20, y: 30, size: 5 });
    const missing = { ...item, glyphs: [{ glyph: 0, x: 0, y: 0, advance: 5, text: '\u{10ffff}' }] };
    assert.throws(() => paintPdf([page(missing)], options()), {
      code: 'GLYPH_MISSING',
      details: { character: '\u{10ffff}', codePoint: 'U+10FFFF' },
    });
    const file = pngFile({ width: 1, height: 1, bitDepth: 8, colourType: 0 }, [Uint8Array.of(0)]);
    const image = { format: 'png', file, width: 2, height: 1 } as const;
    assert.throws(() => paintPdf([page({ kind: 'image', image, x: 0, y: 0, width: 1, height: 1 })], options()), {
      code: 'IMAGE_UNUSABLE',
    });
    assert.throws(() => paintPdf([page({ ...item, x: Number.NaN })], options()), { code: 'INPUT_INVALID' });
  });
});
