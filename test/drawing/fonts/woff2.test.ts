import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import fontkit from '@pdf-lib/fontkit';
import fc from 'fast-check';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { openFace, unpackWoff2, type Brotli, type PathSegment } from '../../../src/drawing/index.ts';
import { outlineFromCommands } from '../../../src/drawing/fonts/outline.ts';
import { readPoints } from '../../../src/drawing/fonts/woff2/points.ts';
import { ByteReader } from '../../../src/drawing/fonts/woff2/reader.ts';
import { testHarfBuzz } from '../../support/fonts.ts';

const folder = dirname(createRequire(import.meta.url).resolve('hanamin'));
const packed = (name: string): Uint8Array => readFileSync(join(folder, `${name}.woff2`));
const brotli: Brotli = (bytes, limit) => brotliDecompressSync(bytes, { maxOutputLength: limit });
const refuses = (error: unknown): boolean => isYinzhengError(error, 'FONT_UNUSABLE');

/** What another library makes of the same file. */
interface OtherFont {
  readonly numGlyphs: number;
  getGlyph(glyph: number): {
    readonly advanceWidth: number;
    readonly path: { readonly commands: readonly { readonly command: string; readonly args: readonly number[] }[] };
  };
}

const LETTERS: Readonly<Record<string, string>> = { moveTo: 'M', lineTo: 'L', quadraticCurveTo: 'Q', closePath: 'Z' };

/** A path without the last lines of its contours where they end at the start: one of the two libraries leaves them to the closing. */
function withoutClosingLines(path: readonly PathSegment[]): readonly PathSegment[] {
  let [startX, startY] = [NaN, NaN];
  return path.filter((segment, index) => {
    if (segment.op === 'm') [startX, startY] = [segment.x, segment.y];
    return !(segment.op === 'l' && path[index + 1]?.op === 'z' && segment.x === startX && segment.y === startY);
  });
}

describe('web fonts', () => {
  it('give the outlines and advances that fontkit reads from them', async () => {
    const harfbuzz = await testHarfBuzz();
    for (const name of ['HanaMinB.CJK-Unified-Ideographs-Extension-C-1', 'HanaMinA.General-Punctuation', 'HanaMinA.Arrows']) {
      const face = openFace(harfbuzz, { id: name, bytes: unpackWoff2(packed(name), brotli) });
      const other = fontkit.create(packed(name)) as unknown as OtherFont;
      for (let glyph = 0; glyph < other.numGlyphs; glyph++) {
        const { advanceWidth, path } = other.getGlyph(glyph);
        const commands = path.commands.map(({ command, args }) => ({ type: LETTERS[command] ?? command, values: args }));
        const outline = withoutClosingLines(face.outlineOf(glyph));
        assert.deepEqual(outline, withoutClosingLines(outlineFromCommands(commands)), `${name}, glyph ${glyph}`);
        assert.equal(face.advanceOf(glyph), advanceWidth);
      }
      assert.ok(other.numGlyphs > 20);
    }
  });

  it('have points of one flag and up to four bytes', () => {
    for (const [flag, data, dx, dy] of [
      [0, [7], 0, -7],
      [1, [7], 0, 7],
      [9, [1], 0, 1025],
      [10, [5], -5, 0],
      [19, [255], 1279, 0],
      [20, [0x00], -1, -1],
      [21, [0x5a], 6, -11],
      [83, [0xff], 64, 64],
      [84, [0, 0], -1, -1],
      [119, [255, 255], 768, 768],
      [120, [0x12, 0x34, 0x56], -0x123, -0x456],
      [122, [0x12, 0x34, 0x56], -0x123, 0x456],
      [124, [0x12, 0x34, 0x56, 0x78], -0x1234, -0x5678],
      [127, [0x12, 0x34, 0x56, 0x78], 0x1234, 0x5678],
    ] as const) {
      const read = (first: number) => readPoints(new ByteReader(Uint8Array.of(first)), new ByteReader(Uint8Array.from(data)), 1);
      const on = read(flag);
      assert.deepEqual([on.onCurve[0], on.dx[0], on.dy[0]], [1, dx, dy], `flag ${flag}`);
      assert.equal(read(flag | 0x80).onCurve[0], 0);
    }
  });

  it('have numbers of one to five bytes', () => {
    const reader = (...bytes: readonly number[]) => new ByteReader(Uint8Array.from(bytes));
    assert.equal(reader(252).packedUint16(), 252);
    assert.equal(reader(255, 0).packedUint16(), 253);
    assert.equal(reader(254, 0).packedUint16(), 506);
    assert.equal(reader(253, 1, 2).packedUint16(), 258);
    assert.equal(reader(0x3f).base128(), 63);
    assert.equal(reader(0x8f, 0xff, 0xff, 0xff, 0x7f).base128(), 0xffff_ffff);
    assert.throws(() => reader(0x80, 0x3f).base128(), refuses, 'a leading zero');
    assert.throws(() => reader(0xff, 0xff, 0xff, 0xff, 0x7f).base128(), refuses, 'more than 32 bits');
    assert.throws(() => reader(0x8f, 0xff, 0xff, 0xff, 0xff, 0x7f).base128(), refuses, 'more than five bytes');
    assert.throws(() => reader(1).uint16(), refuses);
  });

  it('that are damaged are refused with a typed error (property)', () => {
    const file = packed('HanaMinA.CJK-Strokes');
    let stream = new Uint8Array();
    unpackWoff2(file, (bytes, limit) => (stream = new Uint8Array(brotli(bytes, limit))));
    assert.ok(stream.length > 1000);
    const damage = (bytes: Uint8Array, at: number, value: number): Uint8Array => {
      const copy = bytes.slice();
      copy[at % bytes.length] = value;
      return copy;
    };
    let refused = 0;
    const readOrRefused = (header: Uint8Array, unpacked: Uint8Array): void => {
      try {
        unpackWoff2(header, () => unpacked);
      } catch (error) {
        if (!refuses(error)) throw error;
        refused++;
      }
    };
    fc.assert(
      fc.property(fc.nat(), fc.nat(255), (at, value) => {
        readOrRefused(damage(file.subarray(0, 160), at, value), stream);
        readOrRefused(file.subarray(0, at % 160), stream);
        readOrRefused(file, damage(stream, at, value));
        readOrRefused(file, stream.subarray(0, at % stream.length));
      }),
      { numRuns: 200 },
    );
    assert.ok(refused > 400, `${refused} refused`);
  });
});
