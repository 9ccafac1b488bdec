import assert from 'node:assert/strict';
import fc from 'fast-check';
import { csvLine, readCsv, withoutMark } from '../../../src/services/tables/csv.ts';
import { decodeTable } from '../../../src/services/tables/decode.ts';

const BOUNDS = { cells: 20, row: 500 };
const read = (text: string, bounds = BOUNDS) => [...readCsv([text], bounds)];

describe('tables as CSV', () => {
  it('are read a row at a time, with the line that each begins in', () => {
    assert.deepEqual(read('\ufeff甲,乙\r\n1,"2, ""x""\n3"\n\n , \n"4",5'), [
      { line: 1, cells: ['甲', '乙'] },
      { line: 2, cells: ['1', '2, "x"\n3'] },
      { line: 6, cells: ['4', '5'] },
    ]);
    assert.deepEqual(read(''), []);
    assert.deepEqual(read('""'), []);
    assert.deepEqual(read('a,'), [{ line: 1, cells: ['a', ''] }]);
  });

  it('are refused where a quotation mark stands wrong, or beyond their bounds', () => {
    for (const text of ['a"b,c', '"a"b', '"a', 'x\n"a\n', ','.repeat(20), 'x'.repeat(501)])
      assert.throws(() => read(text), { code: 'INPUT_INVALID' }, text);
  });

  it('are what was written, however they are cut', () => {
    const cell = fc.string({ unit: fc.constantFrom(...'甲"",\n=a-+@ \t𠮷x'), maxLength: 8 });
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 }), fc.nat(7), (rows, size) => {
        const text = rows.map(csvLine).join('');
        const slices = Array.from({ length: Math.ceil(text.length / (size + 1)) }, (_, index) =>
          text.slice(index * (size + 1), (index + 1) * (size + 1)),
        );
        const filled = rows.filter((cells) => cells.some((each) => each.trim() !== ''));
        const found = [...readCsv(slices, BOUNDS)].map(({ cells }) => cells.map(withoutMark));
        assert.deepEqual(
          found.map((cells) => cells.map(withoutMark)),
          filled.map((cells) => cells.map(withoutMark)),
        );
      }),
    );
  });

  it('are UTF-8 or GB 18030, whichever they are', () => {
    const text = '持证主体名称,𠮷\r\n欧阳晓样,€';
    const decoded = (bytes: Uint8Array) => [...decodeTable(bytes)].join('');
    assert.equal(decoded(Buffer.from(text)), text);
    const gbk = Buffer.from([0xb3, 0xd6, 0xd6, 0xa4, 0x2c, 0x95, 0x32, 0x82, 0x36]);
    assert.equal(decoded(gbk), '持证,\u{20000}');
    assert.throws(() => decoded(Buffer.from([0xff, 0xff, 0xff])), { code: 'INPUT_INVALID' });
    const large = Buffer.from('样'.repeat(200_000));
    assert.equal(decoded(large).length, 200_000);
  });
});
