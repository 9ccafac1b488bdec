import assert from 'node:assert/strict';
import { latin1 } from '../../../src/base/bytes.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import type { PdfObject } from '../../../src/pdf/objects/index.ts';
import { readObject } from '../../../src/pdf/syntax/index.ts';

/** Reads a string whose `<` stands at an offset of a file. */
function read(digits: string, before = 0): PdfObject {
  const bytes = latin1(`${' '.repeat(before)}<${digits}> `);
  return readObject({ bytes, end: bytes.length, inFile: true, budget: { objects: 10, bytes: 1_000_000 }, position: before });
}

describe('hexadecimal strings', () => {
  const DIGIT = /^[0-9A-Fa-f]$/;
  const WHITE_SPACE = new Set([0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]);

  it('have digits and white space only, whatever byte stands wherever', () => {
    const digits = '0123456789abcdef9f';
    for (let at = 0; at <= digits.length; at++) {
      for (let code = 0; code < 256; code++) {
        // the end of the string, and the beginning of a dictionary
        if (code === 0x3e || (code === 0x3c && at === 0)) continue;
        const character = String.fromCharCode(code);
        const text = digits.slice(0, at) + character + digits.slice(at + 1);
        if (!DIGIT.test(character) && !WHITE_SPACE.has(code)) {
          assert.throws(
            () => read(text, at % 5),
            (error) => isYinzhengError(error, 'PDF_MALFORMED') && error.details['offset'] === (at % 5) + 1 + at,
            `${code} at ${at}`,
          );
          continue;
        }
        const found = read(text, at % 5);
        assert.ok(found.kind === 'string');
        assert.equal(Buffer.from(found.bytes).toString('hex'), evenDigits(text), `${code} at ${at}`);
        assert.equal(found.uneven === true, WHITE_SPACE.has(code) || text.length % 2 === 1, `${code} at ${at}`);
        assert.equal(found.mixed === true, /[a-f]/.test(text) && /[A-F]/.test(text), `${code} at ${at}`);
      }
    }
  });

  it('may be empty, or end with half a byte', () => {
    for (const text of ['', '7', '123', '12345', 'ABCDEF012']) {
      const found = read(text);
      assert.ok(found.kind === 'string');
      assert.equal(Buffer.from(found.bytes).toString('hex'), evenDigits(text), text);
      assert.equal(found.uneven === true, text.length % 2 === 1, text);
    }
  });

  it('may be long, and are the same wherever their pairs are divided', () => {
    const lengths = [62, 63, 64, 65, 66, 319, 320, 321, 1_343, 1_344, 5_000, 16_384 + 5_441, 65_535, 65_536, 65_537, 70_001];
    for (const [index, length] of lengths.entries()) {
      const bytes = Uint8Array.from({ length }, (_, at) => (at * 131 + (at >> 6) + index) & 0xff);
      const small = Buffer.from(bytes).toString('hex');
      const capital = small.toUpperCase();
      const last = `${small.slice(0, -2)}AB`;
      for (const [text, mixed] of [
        [small, false],
        [capital, false],
        [last, true],
      ] as const) {
        const found = read(text, index % 3);
        assert.ok(found.kind === 'string');
        assert.equal(Buffer.from(found.bytes).toString('hex'), text.toLowerCase(), `${length}`);
        assert.deepEqual([found.mixed === true, found.uneven === true], [mixed, false], `${length}`);
      }
      for (const at of [0, 127, 128, 129, 639, 640, 2 * length - 2, 2 * length - 1]) {
        if (at >= 2 * length) continue;
        const spaced = read(`${small.slice(0, at)}\n${small.slice(at)}`);
        assert.ok(spaced.kind === 'string' && spaced.uneven === true);
        assert.equal(Buffer.from(spaced.bytes).toString('hex'), small, `${length} at ${at}`);
        assert.throws(
          () => read(`${small.slice(0, at)}g${small.slice(at + 1)}`),
          (error) => isYinzhengError(error, 'PDF_MALFORMED'),
        );
      }
    }
  });

  function evenDigits(text: string): string {
    // white space as PDF has it, the null character included
    const digits = [...text]
      .filter((character) => DIGIT.test(character))
      .join('')
      .toLowerCase();
    return digits.length % 2 === 0 ? digits : `${digits}0`;
  }
});
