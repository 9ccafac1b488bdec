/** Comparing byte strings, short and long, wherever they lie in their buffers. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { equalBytes } from '../../src/base/bytes.ts';

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
});
