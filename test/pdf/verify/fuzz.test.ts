import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { openPdf } from '../../../src/pdf/reader/index.ts';
import { PLAIN, sign, signatureField, signedOnce, withFields, writeRevision } from '../../support/pdf-file.ts';
import { verifyFile, zlib } from '../../support/pdf-verify.ts';
import { makeChain } from '../../support/pki.ts';

/** Splices of bytes and of pieces of syntax, and truncations. */
const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  drop: fc.integer({ min: 0, max: 6 }),
  put: fc.oneof(
    fc.uint8Array({ maxLength: 4 }),
    fc
      .constantFrom(
        '<<',
        '>>',
        '[',
        ']',
        '(',
        ')',
        ' 0 R',
        '/V',
        '/Prev 10',
        '/Kids',
        '9999999999',
        '-1',
        'endobj',
        'stream\n',
        '%%EOF',
        '/Length 1',
      )
      .map((text) => Uint8Array.from(Buffer.from(text))),
  ),
});

describe('hostile PDFs', function () {
  this.timeout(300_000);
  const { signer, trust } = makeChain('p256');
  const twice = (form: 'table' | 'stream'): Uint8Array => {
    const objects = { ...withFields([10, 20]), ...signatureField(20, { name: 'Sig2', rectangle: '70 10 120 60' }) };
    const more = form === 'stream' ? { compressed: [1, 3, 20] } : {};
    return sign(writeRevision(signedOnce(signer, form), { objects, form, ...more }), signer);
  };
  const files = [writeRevision(null, PLAIN), signedOnce(signer), twice('table'), twice('stream')];

  it('give a report or a typed error, and never pass as changed', () => {
    fc.assert(
      fc.property(fc.nat(files.length - 1), fc.array(mutation, { minLength: 1, maxLength: 4 }), (index, mutations) => {
        const original = files[index] ?? new Uint8Array();
        let bytes = Buffer.from(original);
        for (const { at, drop, put } of mutations) {
          const position = Math.floor(at * bytes.length);
          bytes = Buffer.concat([bytes.subarray(0, position), put, bytes.subarray(position + drop)]);
        }
        try {
          const document = openPdf(bytes, { zlib });
          for (const { entries, index: revision } of document.revisions) {
            for (const number of entries.keys()) {
              try {
                document.resolve({ kind: 'reference', number, generation: 0 }, revision);
              } catch (error) {
                assert.ok(isYinzhengError(error), String(error));
              }
            }
          }
          document.pages();
        } catch (error) {
          assert.ok(isYinzhengError(error), String(error));
        }
        try {
          for (const report of verifyFile(Uint8Array.from(bytes), trust)) assert.ok(report.checks.length > 0);
        } catch (error) {
          assert.ok(isYinzhengError(error), String(error));
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('are read at every truncation', () => {
    const file = signedOnce(signer);
    for (let length = 0; length < file.length; length += 29) {
      try {
        for (const report of verifyFile(file.subarray(0, length), trust)) assert.equal(report.intact, false);
      } catch (error) {
        assert.ok(isYinzhengError(error), `${length}: ${String(error)}`);
      }
    }
  });

  it('fail with any byte of the signed parts changed', () => {
    const file = twice('table');
    const text = Buffer.from(file).toString('latin1');
    const ranges = [...text.matchAll(/ByteRange \[0 (\d+) (\d+) (\d+)/g)].map((match) => match.slice(1, 4).map(Number));
    const [first, last] = ranges;
    assert.ok(first && last);
    const inHole = (position: number): boolean => ranges.some(([start = 0, end = 0]) => position >= start && position < end);
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), (position, difference) => {
        fc.pre(!inHole(position));
        const bytes = file.slice();
        bytes[position] = (bytes[position] ?? 0) ^ difference;
        let intact: readonly (boolean | null)[];
        try {
          intact = verifyFile(bytes, trust).map((report) => report.intact);
        } catch (error) {
          assert.ok(isYinzhengError(error));
          return;
        }
        assert.ok(intact.includes(false) || intact.length < 2, `byte ${position}`);
        assert.ok(!intact.every((value) => value === true), `byte ${position}`);
      }),
      { numRuns: 500 },
    );
  });
});
