import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { createZlib } from '../../../src/adapters/platform/zlib.ts';
import { concatBytes, latin1 } from '../../../src/base/bytes.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { readPng, writeMonoPng, type AlphaLevels, type MonoBitmap } from '../../../src/drawing/index.ts';
import { chunk, SIGNATURE, uint32 } from '../../../src/drawing/png/chunk.ts';
import { filterRow } from '../../../src/drawing/png/filter.ts';

const zlib = createZlib();
const RED = { red: 230, green: 0, blue: 18 };

function mono(width: number, height: number, alpha: Uint8Array): MonoBitmap {
  return { width, height, dpi: 600, colour: RED, alpha };
}

interface Made {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly type: number;
  readonly rows: readonly Uint8Array[];
  readonly filter?: number;
  readonly extra?: readonly Uint8Array[];
  readonly interlace?: number;
}

function make({ width, height, depth, type, rows, filter = 0, extra = [], interlace = 0 }: Made): Uint8Array {
  const length = rows[0]?.length ?? 0;
  const step = Math.max(1, (depth * ({ 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[type] ?? 1)) / 8);
  const data = new Uint8Array(rows.length * (length + 1));
  rows.forEach((row, y) =>
    filterRow(row, rows[y - 1] ?? new Uint8Array(length), step, filter, data.subarray(y * (length + 1), (y + 1) * (length + 1))),
  );
  const header = concatBytes(uint32(width), uint32(height), Uint8Array.of(depth, type, 0, 0, interlace));
  return concatBytes(
    Uint8Array.from(SIGNATURE),
    chunk('IHDR', header),
    ...extra,
    chunk('IDAT', zlib.deflate(data)),
    chunk('IEND', latin1('')),
  );
}

const refuses =
  (...codes: Parameters<typeof isYinzhengError>[1][]) =>
  (error: unknown): boolean =>
    isYinzhengError(error, ...codes);

describe('PNG', () => {
  it('keeps size, colour, resolution and each level of opacity (property)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom<AlphaLevels>(2, 4, 16),
        fc.infiniteStream(fc.integer({ min: 0, max: 255 })),
        (width, height, levels, stream) => {
          const alpha = Uint8Array.from({ length: width * height }, () => stream.next().value as number);
          const picture = readPng(writeMonoPng(mono(width, height, alpha), zlib, { levels }), zlib);
          assert.deepEqual([picture.width, picture.height, picture.dpi], [width, height, 600]);
          alpha.forEach((value, index) => {
            const step = Math.round((value * (levels - 1)) / 255);
            const expected = [230, 0, 18, Math.round((255 * step) / (levels - 1))];
            assert.deepEqual([...picture.rgba.subarray(4 * index, 4 * index + 4)], expected);
          });
        },
      ),
      { numRuns: 50 },
    );
  });

  it('is what other software reads', function () {
    let found: string;
    const file = writeMonoPng(mono(3, 2, Uint8Array.of(0, 17, 34, 255, 238, 128)), zlib);
    try {
      found = execFileSync(
        'python3',
        [
          '-c',
          'import sys,zlib,struct;b=sys.stdin.buffer.read();i=b.find(b"IDAT");n=struct.unpack(">I",b[i-4:i])[0];print(zlib.decompress(b[i+4:i+4+n]).hex())',
        ],
        {
          input: file,
          encoding: 'utf8',
        },
      ).trim();
    } catch {
      if (this.test) this.test.title += ' (skipped: no python3)';
      this.skip();
    }
    assert.equal(found, '000120' + '00fe80');
  });

  it('decodes every colour type, depth and filter', () => {
    for (let filter = 0; filter <= 4; filter++) {
      const rgb = make({
        width: 2,
        height: 2,
        depth: 8,
        type: 2,
        filter,
        rows: [Uint8Array.of(1, 2, 3, 4, 5, 6), Uint8Array.of(250, 9, 8, 7, 6, 5)],
      });
      assert.deepEqual([...readPng(rgb, zlib).rgba], [1, 2, 3, 255, 4, 5, 6, 255, 250, 9, 8, 255, 7, 6, 5, 255]);
    }
    const rgba = make({ width: 1, height: 1, depth: 8, type: 6, rows: [Uint8Array.of(1, 2, 3, 4)] });
    assert.deepEqual([...readPng(rgba, zlib).rgba], [1, 2, 3, 4]);
    const deep = make({ width: 1, height: 1, depth: 16, type: 6, rows: [Uint8Array.of(1, 9, 2, 9, 3, 9, 4, 9)] });
    assert.deepEqual([...readPng(deep, zlib).rgba], [1, 2, 3, 4]);
    const greyAlpha = make({ width: 1, height: 1, depth: 8, type: 4, rows: [Uint8Array.of(7, 9)] });
    assert.deepEqual([...readPng(greyAlpha, zlib).rgba], [7, 7, 7, 9]);
    for (const [depth, byte, grey] of [
      [1, 0b10000000, 255],
      [2, 0b01000000, 85],
      [4, 0b00110000, 51],
    ] as const) {
      const picture = readPng(make({ width: 2, height: 1, depth, type: 0, rows: [Uint8Array.of(byte)] }), zlib);
      assert.deepEqual([...picture.rgba], [grey, grey, grey, 255, 0, 0, 0, 255]);
    }
    const keyed = make({
      width: 2,
      height: 1,
      depth: 8,
      type: 0,
      rows: [Uint8Array.of(5, 6)],
      extra: [chunk('tRNS', Uint8Array.of(0, 6))],
    });
    assert.deepEqual([...readPng(keyed, zlib).rgba], [5, 5, 5, 255, 6, 6, 6, 0]);
  });

  it('refuses what is malformed, unsupported or too large', () => {
    const row = [Uint8Array.of(0)];
    const grey = { width: 1, height: 1, depth: 8, type: 0, rows: row };
    const good = make(grey);
    const flipped = good.slice();
    flipped[flipped.length - 20] = (flipped[flipped.length - 20] ?? 0) ^ 1;
    const palette = chunk('PLTE', Uint8Array.of(1, 2, 3));
    const cases: [Uint8Array, ReturnType<typeof refuses>][] = [
      [new Uint8Array(), refuses('PNG_MALFORMED')],
      [good.subarray(0, good.length - 1), refuses('PNG_MALFORMED')],
      [concatBytes(good, Uint8Array.of(0)), refuses('PNG_MALFORMED')],
      [flipped, refuses('PNG_MALFORMED')],
      [make({ ...grey, interlace: 1 }), refuses('PNG_UNSUPPORTED')],
      [make({ ...grey, depth: 3 }), refuses('PNG_MALFORMED')],
      [make({ ...grey, type: 5 }), refuses('PNG_MALFORMED')],
      [make({ ...grey, height: 2 }), refuses('PNG_MALFORMED', 'DEFLATE_MALFORMED')],
      [make({ ...grey, width: 30_000, height: 30_000 }), refuses('INPUT_TOO_LARGE')],
      [make({ ...grey, type: 3 }), refuses('PNG_MALFORMED')],
      [make({ ...grey, type: 3, rows: [Uint8Array.of(1)], extra: [palette] }), refuses('PNG_MALFORMED')],
      [make({ ...grey, extra: [palette] }), refuses('PNG_MALFORMED')],
      [make({ ...grey, extra: [chunk('tRNS', Uint8Array.of(1))] }), refuses('PNG_MALFORMED')],
      [make({ ...grey, extra: [chunk('ABCD', Uint8Array.of(1))] }), refuses('PNG_UNSUPPORTED')],
      [make({ ...grey, rows: [Uint8Array.of(0, 0, 0)] }), refuses('INPUT_TOO_LARGE')],
    ];
    cases.forEach(([file, refusal], index) => assert.throws(() => readPng(file, zlib), refusal, `case ${index}`));
  });

  it('throws nothing but typed errors for damaged files (property)', () => {
    const file = writeMonoPng(
      mono(
        9,
        9,
        Uint8Array.from({ length: 81 }, (_, index) => index * 3),
      ),
      zlib,
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: file.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        (at, mask, cut) => {
          const damaged = cut ? file.slice(0, at) : file.slice();
          if (!cut) damaged[at] = (damaged[at] ?? 0) ^ mask;
          assert.throws(
            () => readPng(damaged, zlib),
            (error: unknown) => isYinzhengError(error),
          );
        },
      ),
      { numRuns: 400 },
    );
  });
});
