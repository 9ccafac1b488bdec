import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { tbsDigest } from '../../../src/adapters/custody/tbs-digest.ts';
import { createNativeProvider } from '../../../src/crypto/native/index.ts';

describe('digests of what keys sign', () => {
  it('are SM3 of the whole, whatever was signed before (property)', () => {
    const crypto = createNativeProvider();
    const key = new Uint8Array(91);
    const seals = [randomBytes(4_000), randomBytes(9_000), randomBytes(20_000)];
    const message = fc.record({ seal: fc.nat(2), cut: fc.nat(4_000), ending: fc.uint8Array({ maxLength: 700 }) });
    fc.assert(
      fc.property(fc.array(message, { maxLength: 8 }), (messages) => {
        for (const { seal, cut, ending } of messages) {
          const tbs = Buffer.concat([seals[seal]?.subarray(0, 20_000 - cut) ?? Buffer.alloc(0), ending]);
          assert.deepEqual(tbsDigest(key, tbs, crypto), crypto.digest('sm3', tbs));
        }
      }),
      { numRuns: 200 },
    );
  });
});
