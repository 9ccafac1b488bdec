import assert from 'node:assert/strict';
import fc from 'fast-check';
import { verifyDocument } from '../../src/documents/index.ts';
import { isYinzhengError } from '../../src/base/errors/index.ts';
import { createSealingBench, SIGNING_TIME, type SealingBench } from '../support/sealed-licence.ts';

describe('a sealed licence', function () {
  this.timeout(300_000);
  let bench: SealingBench;
  let licence: Uint8Array;
  before(async () => {
    bench = await createSealingBench();
    licence = await bench.issue(1);
  });
  after(() => bench.close());

  /** The conclusion over some bytes; a typed error counts as a refusal. */
  const conclude = (bytes: Uint8Array): string => {
    const policy = { revocation: 'if-known', acceptDemonstration: true } as const;
    try {
      return verifyDocument(bench.engine, bytes, {
        trust: bench.trust,
        policy,
        at: SIGNING_TIME + 60_000,
        proofOfExistence: null,
      }).conclusion;
    } catch (error) {
      assert.ok(isYinzhengError(error), String(error));
      return 'refused';
    }
  };
  const changed = (position: number, to: (byte: number) => number): Uint8Array => {
    const bytes = licence.slice();
    bytes[position] = to(bytes[position] ?? 0);
    return bytes;
  };
  const hole = (): readonly [number, number] => {
    const text = Buffer.from(licence).toString('latin1');
    const [, start = '', end = ''] = /\/ByteRange \[0 (\d+) (\d+)/.exec(text) ?? [];
    return [Number(start), Number(end)];
  };

  it('passes as it is', () => assert.equal(conclude(licence), 'passed'));

  it('never passes with any byte changed', () => {
    fc.assert(
      fc.property(fc.nat(licence.length - 1), fc.integer({ min: 1, max: 255 }), (position, difference) => {
        assert.notEqual(conclude(changed(position, (byte) => byte ^ difference)), 'passed', `byte ${position}`);
      }),
      { numRuns: 150 },
    );
  });

  it('never passes with a digit of the seal signature changed, its case, or the padding', () => {
    const [start, end] = hole();
    const upper = (byte: number): number => (byte >= 0x61 && byte <= 0x66 ? byte - 0x20 : byte ^ 1);
    fc.assert(
      fc.property(fc.integer({ min: start, max: end - 1 }), (position) => {
        assert.notEqual(conclude(changed(position, upper)), 'passed', `byte ${position}`);
      }),
      { numRuns: 150 },
    );
    for (const position of [start, start + 1, end - 1, end - 2, end - 3]) {
      for (const byte of [0x20, 0x31, 0x41, 0x3e, 0].filter((value) => value !== licence[position])) {
        assert.notEqual(conclude(changed(position, () => byte)), 'passed', `byte ${position}`);
      }
    }
  });

  it('never passes cut off, or with anything behind it but the end of a line', () => {
    fc.assert(
      fc.property(fc.nat(licence.length - 3), (length) => {
        assert.notEqual(conclude(licence.subarray(0, length)), 'passed', `${length} bytes`);
      }),
      { numRuns: 60 },
    );
    for (const tail of ['%', ' x', '\0\0x', '%%EOF', 'startxref\n0\n%%EOF\n']) {
      assert.notEqual(conclude(Buffer.concat([licence, Buffer.from(tail)])), 'passed', tail);
    }
  });

  it('never passes with pieces moved, repeated or left out', () => {
    const place = fc.nat(licence.length - 1);
    fc.assert(
      fc.property(place, place, fc.integer({ min: 1, max: 400 }), (from, to, length) => {
        const piece = licence.subarray(from, from + length);
        const without = Buffer.concat([licence.subarray(0, from), licence.subarray(from + length)]);
        for (const bytes of [without, Buffer.concat([licence.subarray(0, to), piece, licence.subarray(to)])]) {
          assert.notEqual(conclude(bytes), 'passed');
        }
      }),
      { numRuns: 60 },
    );
  });
});
