import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import {
  FOOD_OPERATION_PERMIT,
  layoutFace,
  POINT,
  readTemplate,
  type DrawingItem,
  type FontSet,
  type RasterImage,
  type TextItem,
} from '../../../src/drawing/index.ts';
import { FOOD_PERMIT } from '../../../src/services/demonstration/types/index.ts';
import { bundledFonts } from '../../support/fonts.ts';

const BOX = { x: 10, y: 20, width: 60, height: 30, face: 'song', size: 10 };

describe('licence faces', () => {
  let fonts: FontSet;
  before(async () => {
    fonts = await bundledFonts();
  });

  function items(field: object, text: string): readonly TextItem[] {
    const template = readTemplate({
      id: 't',
      title: 't',
      pages: [{ width: 200, height: 200, fields: [{ ...BOX, ...field, name: 'f' }] }],
    });
    const found = layoutFace(template, { f: text }, { fonts }).pages[0]?.drawing.items ?? [];
    return found.filter((item) => item.kind === 'text');
  }

  function lines(found: readonly TextItem[]): readonly string[] {
    return found.map(({ glyphs }) => glyphs.map(({ text }) => text).join(''));
  }

  function right({ x, glyphs }: TextItem): number {
    const last = glyphs.at(-1);
    assert.ok(last);
    return x + last.x + last.advance;
  }

  it('keep every character, in order and within its box', () => {
    const text = '预包装食品（含冷藏冷冻食品）销售，散装食品销售：热食类食品制售、糕点类食品制售。';
    const found = items({ wrap: true }, text);
    assert.equal(lines(found).join(''), text);
    assert.ok(found.length > 2);
    for (const item of found) {
      assert.ok(item.x >= 10 && right(item) <= 70.001);
      assert.ok(item.y > 20 && item.y < 50);
      assert.ok(Math.abs(item.size - 10 * POINT) < 1e-9);
    }
  });

  it('never begin a line with closing or end one with opening punctuation (property)', () => {
    const character = fc.constantFrom(...Array.from('甲乙丙丁，。、；：）》」（《「！？…12aB '));
    fc.assert(
      fc.property(fc.array(character, { minLength: 1, maxLength: 60 }), fc.integer({ min: 15, max: 60 }), (characters, width) => {
        const text = `甲${characters.join('').replace(/ +/g, ' ')}`;
        // Punctuation without a character between leaves no place to break; one ideograph after each keeps lines breakable.
        const spaced = Array.from(text, (each) => (/[，。、；：）》」（《「！？…]/.test(each) ? `${each}甲` : each)).join('');
        const found = lines(items({ wrap: true, width, height: 180 }, spaced));
        assert.equal(found.join('').replaceAll(' ', ''), spaced.replaceAll(' ', ''));
        found.forEach((line, index) => {
          if (index > 0) assert.ok(!/^[，。、；：）》」！？…]/.test(line), `line begins with ${line}`);
          if (index < found.length - 1) assert.ok(!/[（《「]$/.test(line), `line ends with ${line}`);
        });
      }),
      {
        numRuns: 100,
        examples: [
          [['甲', '甲', ' ', '？'], 15],
          [['甲', '（', ' ', '乙'], 15],
        ],
      },
    );
  });

  it('keep numbers and words whole where they fit', () => {
    const found = lines(items({ wrap: true, width: 30 }, '白鹭街道青石路128号ABCD公司'));
    assert.ok(found.some((line) => line.includes('128')) && found.some((line) => line.includes('ABCD')));
    const torn = lines(items({ wrap: true, width: 12 }, '91990102MA00000X0Y'));
    assert.ok(torn.length > 1);
    assert.equal(torn.join(''), '91990102MA00000X0Y');
  });

  it('shrink a text before it is refused', () => {
    const [whole] = items({ minSize: 6 }, '云溪县禾丰粮油食品贸易有限公司北京');
    const [shrunk] = items({ minSize: 6 }, '云溪县禾丰粮油食品贸易有限公司北京第一分公司');
    assert.ok(whole && shrunk);
    assert.ok(Math.abs(whole.size - 10 * POINT) < 1e-9);
    assert.ok(shrunk.size < whole.size && shrunk.size >= 6 * POINT && right(shrunk) <= 70.001);
    for (const field of [{}, { minSize: 6 }, { wrap: true, height: 4 }]) {
      assert.throws(
        () => items(field, '食'.repeat(60)),
        (error: unknown) => isYinzhengError(error, 'TEXT_DOES_NOT_FIT') && error.details.field === 'f',
      );
    }
    assert.throws(
      () => items({ wrap: true }, 'x'.repeat(10_001)),
      (error: unknown) => isYinzhengError(error, 'TEXT_DOES_NOT_FIT'),
    );
  });

  it('shrink a little where the last line would have one character, and no further', () => {
    const own = 10 * POINT;
    const set = (text: string, field: object = {}) => items({ wrap: true, width: 10 * own, minSize: 5, ...field }, text);
    const [one, ...none] = set('样例市市场监督管理总局');
    assert.ok(one && none.length === 0, '11 characters on one line');
    assert.ok(one.size < own && one.size >= own * 0.85 - 0.25 * POINT);
    const two = set('样例市市场监督管理总局局');
    assert.deepEqual([two.length, two[0]?.size], [2, own], 'two characters are left alone');
    const long = set(`${'食'.repeat(100)}品`, { height: 60 });
    assert.ok((lines(long).at(-1)?.length ?? 0) > 1 && (long[0]?.size ?? 0) < own);
    const fixed = set('样例市市场监督管理总局', { minSize: 10 });
    assert.deepEqual(lines(fixed), ['样例市市场监督管理总', '局'], 'never below the smallest size');
  });

  it('align to the edges, the middle, or both edges', () => {
    const [left] = items({}, '证照');
    const [centre] = items({ align: 'center' }, '证照');
    const [end] = items({ align: 'right' }, '证照');
    const [spread] = items({ align: 'spread' }, '证照');
    assert.ok(left && centre && end && spread);
    assert.equal(left.x, 10);
    assert.ok(Math.abs(centre.x + right(centre) - 80) < 1e-6);
    assert.ok(Math.abs(right(end) - 70) < 1e-6);
    assert.ok(spread.x === 10 && Math.abs(right(spread) - 70) < 1e-6);
    const justified = items({ wrap: true, align: 'justify' }, '甲'.repeat(40));
    assert.ok(Math.abs(right(justified[0] ?? left) - 70) < 1e-6);
    assert.ok(right(justified.at(-1) ?? left) < 69);
    const wide = items({ letterSpacing: 3 }, '证照')[0];
    assert.ok(wide && Math.abs(right(wide) - right(left) - 3) < 1e-6, 'spacing between, not after');
    const ys = ['top', 'middle', 'bottom'].map((vertical) => items({ vertical }, '证')[0]?.y ?? 0);
    assert.ok((ys[0] ?? 0) < (ys[1] ?? 0) && (ys[1] ?? 0) < (ys[2] ?? 0) && (ys[2] ?? 0) < 50);
  });

  it('break lines where the text does', () => {
    assert.deepEqual(lines(items({}, '甲\n乙\r\n丙')), ['甲', '乙', '丙']);
  });

  it('stop for a character that no face has', () => {
    assert.throws(
      () => items({}, '王𰻝'),
      (error: unknown) => isYinzhengError(error, 'GLYPH_MISSING') && error.details.codePoint === 'U+30EDD',
    );
  });

  it('place seals, fields, pictures and the QR code', () => {
    const image: RasterImage = { format: 'png', file: new Uint8Array(), width: 100, height: 200 };
    const template = readTemplate({
      id: 't',
      title: 't',
      pages: [
        { width: 200, height: 100, fields: [{ ...BOX, name: 'f' }] },
        {
          width: 200,
          height: 100,
          pictures: [{ name: 'photo', x: 10, y: 10, width: 40, height: 40 }],
          qr: { x: 100, y: 10, size: 30, colour: '#123456' },
          seals: [{ name: 's', x: 50, y: 60 }],
        },
      ],
    });
    const face = layoutFace(template, { f: '', other: 'x' }, { fonts, images: new Map([['photo', image]]), qr: 'x' });
    assert.deepEqual(face.sealPlaces, [{ name: 's', page: 1, x: 50, y: 60 }]);
    assert.deepEqual(face.fields, [{ name: 'f', page: 0, x: 10, y: 20, width: 60, height: 30 }]);
    assert.deepEqual(face.pages[0]?.drawing.items, []);
    const [picture, ground, code]: readonly (DrawingItem | undefined)[] = face.pages[1]?.drawing.items ?? [];
    assert.deepEqual(picture, { kind: 'image', image, x: 20, y: 10, width: 20, height: 40 });
    assert.ok(ground?.kind === 'path' && code?.kind === 'modules');
    assert.deepEqual(code.fill, { red: 0x12, green: 0x34, blue: 0x56 });
  });

  it('share one background among all licences of a template', () => {
    const first = layoutFace(FOOD_OPERATION_PERMIT, { 经营者名称: '甲' }, { fonts });
    const second = layoutFace(FOOD_OPERATION_PERMIT, { 经营者名称: '乙' }, { fonts });
    assert.equal(first.pages[0]?.background, second.pages[0]?.background);
    assert.notEqual(first.pages[0]?.drawing, second.pages[0]?.drawing);
    assert.ok(first.pages[0]?.background.items.some((item) => item.kind === 'text'));
  });

  it('have room for the longest values of the demonstration, none over another', () => {
    const [page] = FOOD_OPERATION_PERMIT.pages;
    const boxes = [...(page?.fields ?? []), ...(page?.texts ?? [])];
    boxes.forEach((box, index) => {
      for (const other of boxes.slice(index + 1)) {
        const apart =
          box.x + box.width <= other.x ||
          other.x + other.width <= box.x ||
          box.y + box.height <= other.y ||
          other.y + other.height <= box.y;
        assert.ok(apart, `${JSON.stringify(box)} lies over ${JSON.stringify(other)}`);
      }
    });
    const longest = Object.fromEntries(
      FOOD_PERMIT.definition.fields.map(({ name, maxLength }) => [name, '（国'.repeat(maxLength / 2)]),
    );
    const values = { ...longest, 经营者名称: '国'.repeat(100), 发证机关: '国'.repeat(30), 有效期至: '长期' };
    const { pages } = layoutFace(FOOD_OPERATION_PERMIT, values, { fonts });
    const count = (pages[0]?.drawing.items ?? []).reduce((sum, item) => sum + (item.kind === 'text' ? item.glyphs.length : 0), 0);
    assert.equal(count, Object.values(values).join('').length);
  });

  it('ask for the picture that a background needs', () => {
    const template = readTemplate({ id: 't', title: 't', pages: [{ width: 20, height: 10, background: { image: 'ground' } }] });
    assert.throws(
      () => layoutFace(template, {}, { fonts }),
      (error: unknown) => isYinzhengError(error, 'TEMPLATE_INVALID'),
    );
    const image: RasterImage = { format: 'jpeg', file: new Uint8Array(), width: 1, height: 1 };
    assert.equal(layoutFace(template, {}, { fonts, images: new Map([['ground', image]]) }).pages[0]?.background.items.length, 1);
  });
});
