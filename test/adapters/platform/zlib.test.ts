import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createZlib } from '../../../src/adapters/platform/zlib.ts';
import { concatBytes } from '../../../src/base/bytes.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { SMALLEST } from '../../../src/base/zlib.ts';

describe('zlib', () => {
  const zlib = createZlib();

  it('gives back what it compressed, whatever follows the stream (property)', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 2000 }),
        fc.integer({ min: 0, max: SMALLEST }),
        fc.uint8Array({ maxLength: 20 }),
        (bytes, level, tail) => {
          const packed = concatBytes(zlib.deflate(bytes, level), tail);
          assert.deepEqual(zlib.inflate(packed, bytes.length), bytes);
        },
      ),
    );
  });

  it('stops at the limit', () => {
    const packed = zlib.deflate(new Uint8Array(1_000_000), 9);
    assert.equal(zlib.inflate(packed, 1_000_000).length, 1_000_000);
    assert.throws(
      () => zlib.inflate(packed, 999_999),
      (error: unknown) => isYinzhengError(error, 'INPUT_TOO_LARGE') && error.details.limit === 999_999,
    );
    assert.throws(
      () => zlib.inflate(packed, 0),
      (error: unknown) => isYinzhengError(error, 'INPUT_TOO_LARGE'),
    );
  });

  it('refuses damaged, truncated and foreign data', () => {
    const packed = zlib.deflate(Uint8Array.from({ length: 5000 }, (_, index) => (index * index) % 251));
    const damaged = packed.slice();
    damaged[damaged.length >> 1] = (damaged[damaged.length >> 1] ?? 0) ^ 0xff;
    for (const bytes of [
      new Uint8Array(),
      Uint8Array.of(1, 2, 3),
      packed.subarray(0, packed.length - 10),
      damaged,
      packed.subarray(2),
    ]) {
      assert.throws(
        () => zlib.inflate(bytes, 10_000),
        (error: unknown) => isYinzhengError(error, 'DEFLATE_MALFORMED'),
      );
    }
  });
});
