/** Oval and square seals: what is on them lies within, and apart. */
import assert from 'node:assert/strict';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import {
  drawSeal,
  OVAL_SEAL_SIZE,
  rasteriseMono,
  SQUARE_SEAL_SIZE,
  type Drawing,
  type FontSet,
  type OvalSeal,
  type SquareSeal,
} from '../../../src/drawing/index.ts';
import { bundledFonts } from '../../support/fonts.ts';

const NAMES = ['云溪公司', '样例市青禾贸易有限公司', '云溪省青禾市白鹭经济技术开发区市场监督管理局食品安全监察大队'];
const oval = (parts: Partial<OvalSeal> = {}): OvalSeal => ({ shape: 'oval', size: OVAL_SEAL_SIZE, name: '云溪公司', ...parts });
const square = (parts: Partial<SquareSeal> = {}): SquareSeal => ({
  shape: 'square',
  size: SQUARE_SEAL_SIZE,
  name: '张三',
  ...parts,
});

/** The pixels of each item that have any ink, at 150 dpi. */
function inks(drawing: Drawing): readonly ReadonlySet<number>[] {
  return drawing.items.map((item) => {
    const { alpha } = rasteriseMono({ ...drawing, items: [item] }, { dpi: 150 });
    return new Set([...alpha.entries()].filter(([, value]) => value > 127).map(([index]) => index));
  });
}

describe('oval and square seals', () => {
  let fonts: FontSet;
  before(async () => {
    fonts = await bundledFonts();
  });
  const draw = (seal: OvalSeal | SquareSeal) => drawSeal(seal, { fonts });
  const apart = (drawing: Drawing, told: string): void => {
    const items = inks(drawing);
    for (const [index, ink] of items.entries()) {
      assert.ok(ink.size > 20, `${told}: item ${index} has ink`);
      for (const other of items.slice(index + 1))
        assert.equal(
          [...ink].some((pixel) => other.has(pixel)),
          false,
          told,
        );
    }
  };

  it('keep ring, name, lines and marking apart, however long the name is', () => {
    for (const name of NAMES)
      for (const lines of [
        {},
        { lowerLine: '发票专用章' },
        { middleLine: '91510104MA61XXXX1N', lowerLine: '电子证照专用章' },
        { middleLine: '合同专用章', lowerLine: '（一）', marking: '样本 无效' },
      ]) {
        const drawing = draw(oval({ name, ...lines }));
        assert.deepEqual([drawing.width, drawing.height], [40, 30]);
        assert.equal(drawing.items.length, 2 + Object.keys(lines).length);
        apart(drawing, `${name} ${JSON.stringify(lines)}`);
      }
  });

  it('write a person’s name in columns from the right, filled to four', () => {
    for (const name of ['张三', '李一丁', '欧阳修文', '阿卜杜热合曼买买提'])
      for (const marking of [undefined, '样本 无效']) {
        const drawing = draw(square({ name, ...(marking !== undefined && { marking }) }));
        assert.deepEqual([drawing.width, drawing.height], [20, 20]);
        apart(drawing, name);
      }
    const same = (left: string, right: string) => assert.deepEqual(draw(square({ name: left })), draw(square({ name: right })));
    same('张三', '张三之印');
    same('李一丁', '李一丁印');
  });

  it('refuse what is out of range', () => {
    for (const seal of [
      oval({ name: '云' }),
      oval({ name: '云溪'.repeat(21) }),
      oval({ lowerLine: ' ' }),
      oval({ middleLine: '九'.repeat(25) }),
      oval({ size: { width: 40, height: 19, ringWidth: 1 } }),
      oval({ size: { width: 30, height: 40, ringWidth: 1 } }),
      oval({ size: { width: 40, height: 30, ringWidth: 4 } }),
      square({ name: '张' }),
      square({ name: '张'.repeat(13) }),
      square({ size: { side: 9, frameWidth: 0.5 } }),
      square({ size: { side: 20, frameWidth: 0 } }),
    ])
      assert.throws(
        () => draw(seal),
        (error) => isYinzhengError(error, 'SEAL_FACE_INVALID'),
        JSON.stringify(seal),
      );
  });
});
