import assert from 'node:assert/strict';
import fc from 'fast-check';
import { latin1 } from '../../../src/base/bytes.ts';
import {
  array,
  equalObjects,
  FALSE,
  hexString,
  integer,
  literal,
  name,
  NULL,
  reference,
  TRUE,
  type PdfObject,
} from '../../../src/pdf/objects/index.ts';
import { readObject } from '../../../src/pdf/syntax/index.ts';
import { dateText, nameText, numberText, objectText, textString } from '../../../src/pdf/writer/index.ts';

function parse(text: string): PdfObject {
  const bytes = latin1(text);
  return readObject({
    bytes,
    end: bytes.length,
    inFile: false,
    position: 0,
    budget: { objects: 10_000, bytes: 1 << 20 },
  });
}

const names = fc.string({ unit: fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code)), maxLength: 12 });
const bytes = fc.uint8Array({ maxLength: 40 });
const { object } = fc.letrec<{ object: Exclude<PdfObject, { kind: 'stream' }> }>((tie) => ({
  object: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(NULL, TRUE, FALSE),
    fc.integer().map(integer),
    fc.integer({ min: -1e9, max: 1e9 }).map((millionths) => ({ kind: 'real', value: millionths / 1e6 }) as const),
    names.map(name),
    bytes.map(literal),
    bytes.map(hexString),
    fc
      .tuple(fc.integer({ min: 1, max: 8_388_607 }), fc.integer({ min: 0, max: 65_535 }))
      .map(([number, generation]) => reference(number, generation)),
    fc.array(tie('object'), { maxLength: 5 }).map(array),
    fc
      .array(fc.tuple(names, tie('object')), { maxLength: 5 })
      .map((entries) => ({ kind: 'dictionary', entries: new Map(entries) }) as const),
  ),
}));

describe('pdf objects as text', () => {
  it('are read back as the same object, and are ASCII', () => {
    fc.assert(
      fc.property(object, (value) => {
        const text = objectText(value);
        assert.match(text, /^[\x20-\x7e]*$/);
        assert.ok(equalObjects(parse(text), value), text);
        assert.equal(objectText(value), text);
      }),
    );
  });

  it('keep the notation of strings', () => {
    assert.equal(objectText(literal('a(b)\\\n\u00ff')), '(a\\(b\\)\\\\\\012\\377)');
    assert.equal(objectText(hexString(Uint8Array.of(0, 255))), '<00ff>');
  });

  it('write numbers without exponent', () => {
    assert.deepEqual(
      [0, -0, 5, -1.5, 0.0004, 0.1234567, 1e-9, 123456789012, 2.9999].map((value) => numberText(value)),
      ['0', '0', '5', '-1.5', '0', '0.123', '0', '123456789012', '3'],
    );
    assert.equal(numberText(1e-6, 6), '0.000001');
    fc.assert(
      fc.property(fc.double({ min: -1e14, max: 1e14, noNaN: true }), (value) => {
        const text = numberText(value, 6);
        assert.match(text, /^-?\d+(\.\d{1,6})?$/);
        assert.ok(Math.abs(Number(text) - value) <= Math.max(0.5e-6, Math.abs(value) * 1e-15));
      }),
    );
  });

  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1e15, -1e300]) {
    it(`refuse the number ${value}`, () => assert.throws(() => numberText(value), { code: 'INPUT_INVALID' }));
  }

  it('escape names', () => {
    assert.equal(nameText('A B#/é'), '/A#20B#23#2f#e9');
    assert.equal(nameText('Yinzheng.GMPkiLite'), '/Yinzheng.GMPkiLite');
  });

  it('write texts in ASCII or UTF-16', () => {
    assert.equal(textString('a (b) \\'), '(a \\(b\\) \\\\)');
    assert.equal(textString('印𪨊'), '<FEFF5370D86ADE0A>');
  });

  it('write dates in Chinese time', () => assert.equal(dateText(Date.UTC(2024, 11, 31, 16, 0, 1)), "D:20250101000001+08'00'"));
});
