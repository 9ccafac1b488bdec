/** Byte strings: comparing them, wherever they lie in their buffers, and their texts. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { equalBytes, fromBase64, fromHex, toBase64, toHex } from '../../src/base/bytes.ts';

describe('byte strings', () => {
  const anywhere = fc.tuple(fc.uint8Array({ minLength: 0, maxLength: 400 }), fc.nat(7), fc.nat(7));
  const placed = (bytes: Uint8Array, at: number): Uint8Array => {
    const buffer = new Uint8Array(bytes.length + at + 3).fill(0xa5);
    buffer.set(bytes, at);
    return buffer.subarray(at, at + bytes.length);
  };

  it('are equal by content, whatever lies around them', () => {
    fc.assert(
      fc.property(anywhere, ([bytes, left, right]) => equalBytes(placed(bytes, left), placed(bytes, right))),
      { numRuns: 500 },
    );
  });

  it('differ by any bit, and by length', () => {
    fc.assert(
      fc.property(anywhere, fc.nat(), fc.nat(7), ([bytes, left, right], at, bit) => {
        const other = placed(bytes, right);
        assert.equal(equalBytes(placed(bytes, left), placed(Uint8Array.of(...bytes, 0), right)), false);
        if (bytes.length === 0) return;
        const index = at % bytes.length;
        other[index] = (other[index] ?? 0) ^ (1 << bit);
        assert.equal(equalBytes(placed(bytes, left), other), false, `byte ${index} of ${bytes.length}`);
      }),
      { numRuns: 500 },
    );
  });

  describe('as text', () => {
    /** What the platform makes of a text, null where it refuses. */
    const byPlatform = (text: string): string | null => {
      try {
        return toHex(Buffer.from(atob(text), 'latin1'));
      } catch {
        return null;
      }
    };
    const byUs = (text: string): string | null => {
      try {
        return toHex(fromBase64(text));
      } catch (error) {
        assert.ok(error instanceof TypeError);
        return null;
      }
    };

    it('are what they were, in Base64 and in hexadecimal of either case', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
          const text = Buffer.from(bytes).toString('base64');
          assert.equal(toBase64(bytes), text);
          assert.deepEqual(fromBase64(text), bytes);
          const digits = Buffer.from(bytes).toString('hex');
          assert.equal(toHex(bytes), digits);
          assert.deepEqual([fromHex(digits), fromHex(digits.toUpperCase())], [bytes, bytes]);
        }),
      );
    });

    it('are taken and refused in Base64 as the platform does, white space and missing padding too', () => {
      const odd = fc.string({ unit: fc.constantFrom(...'AZaz09+/=- \n\u0100\u0141'), maxLength: 12 });
      fc.assert(
        fc.property(fc.oneof(odd, fc.base64String({ maxLength: 24 })), (text) =>
          assert.equal(byUs(text), byPlatform(text), text),
        ),
        { numRuns: 2_000 },
      );
    });

    it('are refused in hexadecimal for anything but pairs of digits', () => {
      for (const text of ['0', 'abc', '0g', 'g0', '  ', '0x', '-1', '\u0130\u0130', '00\u010000', '1\u0661'])
        assert.throws(() => fromHex(text), TypeError, text);
    });
  });
});
