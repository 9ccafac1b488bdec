import assert from 'node:assert/strict';
import { createZlib } from '../../../src/adapters/platform/zlib.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import {
  drawSeal,
  rasteriseMono,
  readPng,
  SEAL_RED,
  sealPicture,
  sealRule,
  type Drawing,
  type FontSet,
  type RoundSeal,
} from '../../../src/drawing/index.ts';
import { rectangle } from '../../../src/drawing/path/shapes.ts';
import { boundsOf, type Bounds } from '../../../src/drawing/path/transform.ts';
import { bundledFonts, DEBIAN_FACES, needFallbacks } from '../../support/fonts.ts';

const NAME = '云溪省青禾市白鹭经济技术开发区市场监督管理局食品安全监察大队';

function roundSeal(parts: Partial<RoundSeal> = {}): RoundSeal {
  return { shape: 'round', size: { diameter: 42, ringWidth: 1.2 }, centre: { kind: 'star' }, name: '云溪县行政审批局', ...parts };
}

function bounds(drawing: Drawing, index: number): Bounds {
  const item = drawing.items[index];
  assert.ok(item?.kind === 'path');
  const found = boundsOf(item.path);
  assert.ok(found);
  return found;
}

/** Distances of ink from the centre, mm, and angles in degrees clockwise from the top, of one item's points on the outline. */
function polar(drawing: Drawing, index: number): { radius: number; angle: number }[] {
  const item = drawing.items[index];
  assert.ok(item?.kind === 'path');
  const middle = drawing.width / 2;
  return item.path.flatMap((segment) =>
    segment.op === 'z'
      ? []
      : [
          {
            radius: Math.hypot(segment.x - middle, segment.y - middle),
            angle: (Math.atan2(segment.x - middle, middle - segment.y) * 180) / Math.PI,
          },
        ],
  );
}

describe('round seals', () => {
  let fonts: FontSet;
  before(async () => {
    fonts = await bundledFonts();
  });

  it('have the prescribed sizes', () => {
    assert.deepEqual(sealRule('state-council'), { diameter: 60, ringWidth: 1.6, centre: 'emblem' });
    assert.equal(sealRule('province').diameter, 50);
    assert.equal(sealRule('county').diameter, 45);
    assert.equal(sealRule('foreign-affairs').diameter, 42);
    assert.ok(sealRule('enterprise').diameter <= 45);
    assert.equal(sealRule('enterprise').centre, 'star');
  });

  it('are paths of one colour on a drawing of their diameter', () => {
    const drawing = drawSeal(roundSeal({ lowerLine: '合同专用章', code: '53011200000556', marking: '样本 无效' }), { fonts });
    assert.deepEqual([drawing.width, drawing.height], [42, 42]);
    assert.equal(drawing.items.length, 6);
    for (const item of drawing.items) {
      assert.ok(item.kind === 'path');
      assert.deepEqual(item.fill, SEAL_RED);
      assert.equal(item.stroke, undefined);
    }
    assert.deepEqual(bounds(drawing, 0), { left: 0, top: 0, right: 42, bottom: 42 });
  });

  it('keep the name between ring and star for 4 to 30 characters, symmetric, from left to right', () => {
    for (let length = 4; length <= 30; length++) {
      const drawing = drawSeal(roundSeal({ name: Array.from(NAME).slice(0, length).join('') }), { fonts });
      const points = polar(drawing, 1);
      const radii = points.map(({ radius }) => radius);
      assert.ok(Math.max(...radii) < 21 - 1.2 - 0.4, `${length} characters leave a gap to the ring`);
      assert.ok(Math.min(...radii) > 7.35 + 2, `${length} characters leave a gap to the star`);
      const angles = points.map(({ angle }) => angle);
      const first = Math.min(...angles);
      const last = Math.max(...angles);
      assert.ok(Math.abs(first + last) < 14, `${length} characters lie symmetric: ${first} to ${last}`);
      assert.ok(last < 152 && first > -152, `${length} characters leave the bottom free`);
    }
  });

  it('space characters evenly and turn each outward', () => {
    // Nine equal characters: each is the one before it, turned by one pitch.
    const name = '田田田田田田田田田';
    const points = polar(drawSeal(roundSeal({ name }), { fonts }), 1);
    const each = points.length / 9;
    assert.ok(Number.isInteger(each));
    const pitches: number[] = [];
    for (let index = each; index < points.length; index++) {
      const [here, before] = [points[index], points[index - each]];
      assert.ok(here && before);
      assert.ok(Math.abs(here.radius - before.radius) < 0.02, 'same distance from the centre');
      pitches.push(here.angle - before.angle);
    }
    assert.ok(Math.max(...pitches) - Math.min(...pitches) < 0.15, 'same pitch');
    assert.ok((pitches[0] ?? 0) > 20);
  });

  it('do not let neighbours touch', () => {
    for (const length of [8, 17, 24, 30]) {
      const names = Array.from(NAME).slice(0, length).join('');
      const all = rasteriseMono(drawSeal(roundSeal({ name: names }), { fonts }), { dpi: 200 });
      assert.ok(all.alpha.some((value) => value === 255));
      const blank = columnsBetween(drawSeal(roundSeal({ name: '口'.repeat(length) }), { fonts }));
      assert.equal(blank, length, `${length} separate boxes`);
    }
  });

  it('scale an emblem into the middle, or leave it empty', () => {
    const path = rectangle({ x: 100, y: 200 }, 50, 100);
    const emblem = drawSeal(roundSeal({ centre: { kind: 'emblem', fills: [{ path, fillRule: 'nonzero' }] } }), { fonts });
    const { left, top, right, bottom } = bounds(emblem, 2);
    assert.ok(Math.abs((left + right) / 2 - 21) < 0.01 && Math.abs((top + bottom) / 2 - 21) < 0.01);
    assert.ok(Math.abs((bottom - top) / (right - left) - 2) < 0.01);
    assert.ok(bottom - top > 12 && bottom - top < 18);
    assert.equal(drawSeal(roundSeal({ centre: { kind: 'none' } }), { fonts }).items.length, 2);
  });

  it('put lines below the centre without overlap', () => {
    const drawing = drawSeal(roundSeal({ lowerLine: '不动产登记专用章', code: '53011200000556', marking: '样本 无效' }), {
      fonts,
    });
    const [starBox, line, , marking] = [2, 3, 4, 5].map((index) => bounds(drawing, index));
    assert.ok(starBox && line && marking);
    assert.ok(starBox.bottom < marking.top && marking.bottom < line.top);
    const code = polar(drawing, 4);
    assert.ok(code.every(({ radius, angle }) => radius < 19.6 && Math.abs(angle) > 120));
    assert.ok(line.bottom - 21 < Math.min(...code.map(({ radius }) => radius)));
  });

  it('keep a line below clear of the ends of the name, however long both are', () => {
    for (const length of [4, 12, 15, 30]) {
      for (const lowerLine of ['合同专用章', '不动产登记专用章（1）']) {
        const drawing = drawSeal(roundSeal({ name: '国'.repeat(length), lowerLine, code: '53011200000556' }), { fonts });
        const [name, line] = [1, 3].map((index) => drawing.items[index]);
        assert.ok(name?.kind === 'path' && line?.kind === 'path');
        const points = (item: typeof name) => item.path.flatMap((segment) => (segment.op === 'z' ? [] : [segment]));
        const ends = points(name).filter(({ y }) => y > 24);
        const least = Math.min(
          ...points(line).map(({ x, y }) => Math.min(...ends.map((end) => Math.hypot(end.x - x, end.y - y)))),
        );
        assert.ok(least > 0.5, `${length} characters and ${lowerLine}: ${least} mm`);
      }
    }
  });

  it('carry a second script on an arc of its own', async function () {
    const both = await needFallbacks(this, DEBIAN_FACES.tibetan, DEBIAN_FACES.yi);
    for (const secondName of ['བོད་རང་སྐྱོང་ལྗོངས་མི་དམངས་སྲིད་གཞུང', 'ꆃꎭꆈꌠꊨꏦꏱꅉ']) {
      const drawing = drawSeal(roundSeal({ secondName, name: '云溪自治县人民政府' }), { fonts: both });
      const outer = polar(drawing, 1).map(({ radius }) => radius);
      const inner = polar(drawing, 2).map(({ radius }) => radius);
      assert.ok(Math.max(...outer) < 19.8 && Math.min(...outer) > Math.max(...inner), secondName);
    }
  });

  it('carry rare characters like others', () => {
    const radii = polar(drawSeal(roundSeal({ name: '𡐓塘县𬮿山镇人民政府' }), { fonts }), 1).map(({ radius }) => radius);
    const usual = polar(drawSeal(roundSeal({ name: '康塘县凯山镇人民政府' }), { fonts }), 1).map(({ radius }) => radius);
    assert.ok(Math.abs(Math.max(...radii) - Math.max(...usual)) < 0.5);
    assert.ok(Math.abs(Math.min(...radii) - Math.min(...usual)) < 0.5);
  });

  it('refuse what does not fit the rule or the font', () => {
    const refuses = (parts: Partial<RoundSeal>): void =>
      assert.throws(
        () => drawSeal(roundSeal(parts), { fonts }),
        (error: unknown) => isYinzhengError(error, 'SEAL_FACE_INVALID') && /：.*\p{Script=Han}/u.test(error.chinese),
        JSON.stringify(parts),
      );
    refuses({ name: '' });
    refuses({ name: '局' });
    refuses({ name: '局'.repeat(41) });
    refuses({ name: ' 云溪县' });
    refuses({ lowerLine: ' ' });
    refuses({ code: '1'.repeat(25) });
    refuses({ secondName: '' });
    refuses({ size: { diameter: 19, ringWidth: 1 } });
    refuses({ size: { diameter: Number.NaN, ringWidth: 1 } });
    refuses({ size: { diameter: 42, ringWidth: 8 } });
    assert.throws(
      () => drawSeal(roundSeal({ name: '𰻝𰻝县政府' }), { fonts }),
      (error: unknown) => isYinzhengError(error, 'GLYPH_MISSING') && error.details.codePoint === 'U+30EDD',
    );
  });
});

describe('seal pictures', () => {
  it('are small transparent PNG files of 600 dpi', async () => {
    const zlib = createZlib({ smallest: false });
    const drawing = drawSeal(roundSeal({ name: '青禾市高新技术开发区行政审批服务局' }), { fonts: await bundledFonts() });
    const file = sealPicture(drawing, zlib);
    assert.ok(file.length <= 16_384, `${file.length} bytes`);
    assert.deepEqual(sealPicture(drawing, zlib), file, 'the same bytes each time');
    const picture = readPng(file, zlib);
    assert.deepEqual([picture.width, picture.height, picture.dpi], [993, 993, 600]);
    assert.deepEqual([...picture.rgba.subarray(0, 4)], [230, 0, 18, 0], 'the corner is transparent');
    const middle = 4 * (496 * 993 + 496);
    assert.deepEqual([...picture.rgba.subarray(middle, middle + 4)], [230, 0, 18, 255], 'the star is red');
    assert.ok(sealPicture(drawing, zlib, { budget: 60_000 }).length > file.length, 'a larger budget keeps more levels');
  });
});

/** Number of separate stretches of ink on a circle through the middle of the name. */
function columnsBetween(drawing: Drawing): number {
  const points = polar(drawing, 1);
  const radii = points.map(({ radius }) => radius);
  const inner = Math.min(...radii);
  const outer = Math.max(...radii);
  const name = drawing.items[1];
  assert.ok(name);
  const { width, alpha } = rasteriseMono({ ...drawing, items: [name] }, { dpi: 600 });
  const stretches = new Set<number>();
  let ink = false;
  let gaps = 0;
  const steps = 7200;
  for (let step = 0; step < steps; step++) {
    const turn = ((step / steps) * 2 + 1) * Math.PI;
    let any = false;
    for (let radius = inner; radius <= outer; radius += 0.04) {
      const x = Math.floor(((21 + radius * Math.sin(turn)) / 42) * 992.126);
      const y = Math.floor(((21 - radius * Math.cos(turn)) / 42) * 992.126);
      any ||= (alpha[y * width + x] ?? 0) > 127;
    }
    if (any && !ink) stretches.add(step);
    if (!any && ink) gaps++;
    ink = any;
  }
  assert.equal(gaps, stretches.size);
  return stretches.size;
}
