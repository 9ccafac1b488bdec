import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { FOOD_OPERATION_PERMIT, readTemplate } from '../../../src/drawing/index.ts';

const FIELD = { name: '名称', x: 10, y: 10, width: 50, height: 10, face: 'song', size: 12 };
const PAGE = { width: 100, height: 100, fields: [FIELD] };

function template(page: object): object {
  return { id: 'test', title: '测试', pages: [{ ...PAGE, ...page }] };
}

function faultAt(value: unknown): unknown {
  try {
    readTemplate(value);
  } catch (error) {
    assert.ok(isYinzhengError(error, 'TEMPLATE_INVALID'), String(error));
    return error.details.path;
  }
  return 'accepted';
}

describe('face templates', () => {
  it('survive being written as JSON and read again', () => {
    const copy = readTemplate(JSON.parse(JSON.stringify(FOOD_OPERATION_PERMIT)));
    assert.deepEqual(copy, FOOD_OPERATION_PERMIT);
    assert.ok(Object.isFrozen(copy) && Object.isFrozen(copy.pages[0]?.fields?.[0]));
  });

  it('tell a fault in both languages', () => {
    assert.throws(() => readTemplate(template({ width: '100' })), {
      message: 'The face template is not valid: pages[0].width must be a number from 10 to 2000',
      chinese: '证照模板无效：pages[0].width 应为 10 至 2000 的数',
    });
  });

  it('tell the path of each fault', () => {
    const cases: readonly (readonly [unknown, string])[] = [
      [null, ''],
      [[], ''],
      [{ id: 'x', title: 'x' }, 'pages'],
      [{ id: 'x', title: 'x', pages: [] }, 'pages'],
      [{ id: 'x', title: 'x', pages: [PAGE], more: 1 }, 'more'],
      [{ id: 'x/y', title: 'x', pages: [PAGE] }, 'id'],
      [{ id: 'x', title: 'x', pages: Array.from({ length: 21 }, () => PAGE) }, 'pages'],
      [template({ width: '100' }), 'pages[0].width'],
      [template({ width: Number.NaN }), 'pages[0].width'],
      [template({ fields: [FIELD, { ...FIELD, name: 'b', size: 0 }] }), 'pages[0].fields[1].size'],
      [template({ fields: [FIELD, FIELD] }), 'pages[0].fields[1].name'],
      [template({ fields: [{ ...FIELD, colour: 'red' }] }), 'pages[0].fields[0].colour'],
      [template({ fields: [{ ...FIELD, align: 'middle' }] }), 'pages[0].fields[0].align'],
      [template({ fields: [{ ...FIELD, wrap: 1 }] }), 'pages[0].fields[0].wrap'],
      [template({ fields: [{ ...FIELD, minSize: 13 }] }), 'pages[0].fields[0].minSize'],
      [template({ fields: [{ ...FIELD, x: 60 }] }), 'pages[0].fields[0]'],
      [template({ fields: 'none' }), 'pages[0].fields'],
      [template({ texts: [{ ...FIELD, text: '' }] }), 'pages[0].texts[0].name'],
      [template({ qr: { x: 90, y: 0, size: 20 } }), 'pages[0].qr'],
      [template({ seals: [{ name: 'a', x: 101, y: 5 }] }), 'pages[0].seals[0]'],
      [template({ borders: [{ inset: 60, width: 1, colour: '#000000' }] }), 'pages[0].borders[0].inset'],
      [
        template({ borders: [{ inset: 5, width: 1, colour: '#000000', corner: { kind: 'rose', size: 5 } }] }),
        'pages[0].borders[0].corner.kind',
      ],
      [template({ background: { pattern: { kind: 'guilloche' } } }), 'pages[0].background.pattern.colour'],
      [template({ watermark: { text: 'x', face: 'song', size: 10, angle: 400, colour: '#000000' } }), 'pages[0].watermark.angle'],
    ];
    for (const [value, path] of cases) assert.equal(faultAt(value), path, JSON.stringify(value).slice(0, 200));
    assert.equal(faultAt(template({ fields: undefined })), 'pages[0].fields');
    assert.equal(faultAt(template({})), 'accepted');
  });

  it('throw nothing but typed errors for any JSON (property)', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (value, part) => {
        for (const candidate of [
          value,
          template({ fields: part }),
          template({ qr: part }),
          { id: 'x', title: 'x', pages: part },
        ]) {
          try {
            readTemplate(candidate);
          } catch (error) {
            assert.ok(isYinzhengError(error, 'TEMPLATE_INVALID'));
          }
        }
      }),
    );
    assert.equal(faultAt(JSON.parse('{"id":"x","title":"x","pages":[],"__proto__":{"a":1}}')), '__proto__');
  });
});
