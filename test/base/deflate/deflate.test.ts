import assert from 'node:assert/strict';
import { deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { deflateSmallest } from '../../../src/base/deflate/index.ts';
import { codeLengths } from '../../../src/base/deflate/huffman.ts';

const inflated = (bytes: Uint8Array) => new Uint8Array(inflateSync(deflateSmallest(bytes)));

describe('the smallest deflate', () => {
  it('is read back by zlib (property): noise, few values, repetitions near and far', () => {
    const part = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.array(fc.constantFrom(0, 0, 0, 7), { maxLength: 900 }).map((values) => Uint8Array.from(values)),
      fc.tuple(fc.nat(255), fc.nat(1200)).map(([value, count]) => new Uint8Array(count).fill(value)),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), fc.nat(40_000), (parts, gap) => {
        const once = Buffer.concat(parts);
        const bytes = new Uint8Array(Buffer.concat([once, new Uint8Array(gap), once]));
        assert.deepEqual(inflated(bytes), bytes);
      }),
      { numRuns: 40 },
    );
  });

  it('reaches every length and distance', () => {
    const noise = Uint8Array.from({ length: 33_000 }, (_, index) => Math.imul(index + 1, 0x9e3779b1) >>> 24);
    for (let length = 0; length <= 600; length += 1 + (length >> 5)) {
      const bytes = new Uint8Array(Buffer.concat([noise.subarray(0, length), new Uint8Array(length), noise.subarray(0, length)]));
      assert.deepEqual(inflated(bytes), bytes, `${length}`);
    }
    for (const gap of [1, 4, 5, 100, 5_000, 32_757, 32_758, 32_759]) {
      const bytes = new Uint8Array(Buffer.concat([Buffer.from('0123456789'), noise.subarray(0, gap), Buffer.from('0123456789')]));
      assert.deepEqual(inflated(bytes), bytes, `${gap} between`);
    }
  });

  it('is smaller than zlib at level 9 for a picture, and hardly larger than what cannot be compressed', () => {
    const rows = Array.from({ length: 300 }, (_, y) =>
      Uint8Array.from({ length: 60 }, (__, x) =>
        Math.hypot(8 * x - 240, y - 150) < 140 + ((y >> 3) % 5) ? 0xff : (x * y) % 97 === 0 ? 0x3c : 0,
      ),
    );
    const picture = Buffer.concat(rows);
    const [size, usual] = [deflateSmallest(picture).length, deflateSync(picture, { level: 9 }).length];
    assert.ok(size < 0.97 * usual, `${size} of ${usual}`);
    const noise = Uint8Array.from({ length: 5000 }, (_, index) => Math.imul(index ^ (index << 7), 0x85ebca6b) >>> 24);
    assert.ok(deflateSmallest(noise).length < 5300);
  });

  it('keeps codes within the limit, complete, and the frequent ones short', () => {
    const frequencies = Uint32Array.from({ length: 30 }, (_, index) => 2 ** index);
    const lengths = codeLengths(frequencies, 15);
    assert.ok(Math.max(...lengths) === 15);
    assert.equal(
      lengths.reduce((sum, bits) => sum + 2 ** -bits, 0),
      1,
    );
    assert.equal(lengths[29], 1);
    assert.deepEqual([...codeLengths(Uint32Array.of(0, 5, 0), 15)], [0, 1, 0]);
  });
});
