import assert from 'node:assert/strict';
import fc from 'fast-check';
import { latin1 } from '../../../src/base/bytes.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import {
  array,
  dictionary,
  equalObjects,
  integer,
  literal,
  name,
  number,
  reference,
  type PdfObject,
} from '../../../src/pdf/objects/index.ts';
import { MAX_NESTING, readIndirectObject, readObject, type Cursor } from '../../../src/pdf/syntax/index.ts';
import { objectText } from '../../support/pdf-object.ts';

function cursor(text: string): Cursor {
  const bytes = latin1(text);
  return { bytes, end: bytes.length, inFile: true, budget: { objects: 10_000, bytes: 100_000 }, position: 0 };
}

function read(text: string): PdfObject {
  return readObject(cursor(text));
}

const refused = (error: unknown): boolean => isYinzhengError(error, 'PDF_MALFORMED');

describe('PDF syntax', () => {
  const VALUES: readonly (readonly [string, PdfObject])[] = [
    ['null', { kind: 'null' }],
    [' %c\n true', { kind: 'boolean', value: true }],
    ['false/', { kind: 'boolean', value: false }],
    ['0', integer(0)],
    ['+17', integer(17)],
    ['-98', integer(-98)],
    ['-9007199254740983', integer(-9007199254740983)],
    ['34.5', number(34.5)],
    ['-.002', number(-0.002)],
    ['4.', { kind: 'real', value: 4 }],
    ['123456789012345678901', { kind: 'real', value: 123456789012345680000 }],
    ['12 0 R', reference(12)],
    ['12 65535 R', reference(12, 65535)],
    ['[12 0 R 3 4 0]', array([reference(12), integer(3), integer(4), integer(0)])],
    ['/Name', name('Name')],
    ['/A#20B#2f', name('A B/')],
    ['/', name('')],
    ['(a(b)c)', literal('a(b)c')],
    ['(\\n\\t\\(\\)\\\\\\053\\7x\\q)', literal('\n\t()\\+\u0007xq')],
    ['(a\\\r\nb\r\nc\rd)', literal('ab\nc\nd')],
    ['<48 65 6C6c6F7>', literal('Hellop')],
    ['<>', literal('')],
    ['<</A 1/B[/C]/D<</E(f)>>>>', dictionary({ A: integer(1), B: array([name('C')]), D: dictionary({ E: literal('f') }) })],
  ];
  for (const [text, value] of VALUES) {
    it(`reads ${JSON.stringify(text)}`, () => {
      assert.ok(equalObjects(read(text), value), JSON.stringify(read(text)));
    });
  }

  const WRONG = [
    '',
    'nul',
    'truex',
    '(a',
    '<4',
    '<4g>',
    '[1',
    '<</A 1',
    '<</A>>',
    '<<1 2>>',
    '<</A 1/A 1>>',
    '/A#2',
    '/A#gg',
    '1.2.3',
    '--1',
    '+',
    ')',
    '>>',
    '}',
  ];
  for (const text of WRONG) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.throws(() => read(text), refused);
    });
  }

  it('bounds nesting and the number of objects', () => {
    assert.doesNotThrow(() => read('['.repeat(MAX_NESTING) + ']'.repeat(MAX_NESTING)));
    assert.throws(() => read('['.repeat(MAX_NESTING + 1) + ']'.repeat(MAX_NESTING + 1)), refused);
    assert.throws(() => read('<</A'.repeat(100_000)), refused);
    assert.throws(() => read(`[${'0 '.repeat(10_001)}]`), refused);
  });

  it('reads what it writes', () => {
    const leaf = fc.oneof(
      fc.constant<PdfObject>({ kind: 'null' }),
      fc.boolean().map((value): PdfObject => ({ kind: 'boolean', value })),
      fc.maxSafeInteger().map((value): PdfObject => integer(value)),
      fc.integer({ min: -1e6, max: 1e6 }).map((value): PdfObject => number(value / 1000)),
      fc.uint8Array({ maxLength: 20 }).map((bytes): PdfObject => ({ kind: 'string', bytes, hex: false })),
      fc.uint8Array({ maxLength: 20 }).map((bytes): PdfObject => ({ kind: 'string', bytes, hex: true })),
      fc.uint8Array({ maxLength: 20 }).map((bytes): PdfObject => name(String.fromCharCode(...bytes))),
      fc.nat(8_388_607).map((value): PdfObject => reference(value)),
    );
    const { value } = fc.letrec<{ value: PdfObject }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('value'), { maxLength: 5 }).map(array),
        fc.dictionary(fc.string({ maxLength: 6 }), tie('value'), { maxKeys: 5 }).map(dictionary),
      ),
    }));
    fc.assert(
      fc.property(value, (object) => {
        assert.ok(equalObjects(read(objectText(object)), object));
      }),
    );
  });

  it('never throws anything but a typed error', () => {
    const token = fc.constantFrom(
      '<<',
      '>>',
      '[',
      ']',
      '(',
      ')',
      '<',
      '>',
      '/A',
      '/',
      '1',
      '0',
      'R',
      'obj',
      'endobj',
      '\\',
      '#',
      '%',
      '\n',
      ' ',
      '-',
      '.',
      'null',
      'stream\n',
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 40 }), (tokens) => {
        try {
          readIndirectObject(cursor(`1 0 obj ${tokens.join('')}`), () => undefined);
        } catch (error) {
          assert.ok(refused(error), String(error));
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('indirect PDF objects', () => {
  const at = (text: string, length?: number) => readIndirectObject(cursor(text), () => length);

  it('reads a stream of the stated length', () => {
    for (const text of [
      '1 0 obj<</Length 5>>stream\nendst\nendstream endobj',
      '1 0 obj <</Length 7 0 R>>\nstream\r\nendstendstream\nendobj',
    ]) {
      const { object, anomalies, end } = at(text, 5);
      assert.equal(object.kind === 'stream' && Buffer.from(object.raw).toString(), 'endst');
      assert.deepEqual(anomalies, []);
      assert.equal(end, text.length);
    }
  });

  it('tolerates and reports a wrong length and a missing endobj', () => {
    const { object, anomalies } = at('1 0 obj <</Length 3>> stream\nabcdef\r\nendstream');
    assert.equal(object.kind === 'stream' && Buffer.from(object.raw).toString(), 'abcdef');
    assert.deepEqual(anomalies, ['WRONG_STREAM_LENGTH', 'MISSING_ENDOBJ']);
  });

  it('refuses a stream without end or line feed', () => {
    assert.throws(() => at('1 0 obj <</Length 3>> stream\nabc'), refused);
    assert.throws(() => at('1 0 obj <</Length 3>> stream abc endstream endobj'), refused);
  });
});
