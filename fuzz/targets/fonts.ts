/** Font files, as far as the product reads them itself. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { concatBytes } from '../../src/base/bytes.ts';
import { copyComposite, isComposite, readComponents } from '../../src/drawing/fonts/glyf/composite.ts';
import { openOutlines } from '../../src/drawing/fonts/glyf/outlines.ts';
import { copySimple } from '../../src/drawing/fonts/glyf/simple.ts';
import { openGlyfSubsetter } from '../../src/drawing/fonts/glyf/subset.ts';
import { readMetrics, readPostScriptName } from '../../src/drawing/fonts/metrics.ts';
import { addChecksums, keepTables, readTables } from '../../src/drawing/fonts/sfnt.ts';
import { unpackOutlines } from '../../src/drawing/fonts/woff2/outlines.ts';
import { unpackWoff2 } from '../../src/drawing/fonts/woff2/unpack.ts';
import { cffTable, characterIdentifiers } from '../../src/pdf/paint/font/cff.ts';
import { attempt } from '../attempt.ts';
import type { Target } from '../target.ts';

/** Where a packed font says how long its stream is. */
const COMPRESSED_LENGTH_AT = 20;

/** The smallest piece of the reserve, WOFF 2.0. */
function smallestPiece(): Uint8Array {
  const folder = dirname(createRequire(import.meta.url).resolve('hanamin'));
  const files = readdirSync(folder).filter((file) => file.endsWith('.woff2'));
  const bySize = files.map((file) => ({ file, size: statSync(join(folder, file)).size })).sort((a, b) => a.size - b.size);
  return new Uint8Array(readFileSync(join(folder, bySize[0]?.file ?? '')));
}

/** A packed font with the tables behind its directory uncompressed, so that a mutation of a table is one. */
function opened(file: Uint8Array): Uint8Array {
  let stream = new Uint8Array(0);
  let directory = 0;
  unpackWoff2(file, (bytes, limit) => {
    stream = new Uint8Array(brotliDecompressSync(bytes, { maxOutputLength: limit }));
    directory = bytes.byteOffset - file.byteOffset;
    return stream;
  });
  const whole = concatBytes(file.subarray(0, directory), stream);
  new DataView(whole.buffer).setUint32(COMPRESSED_LENGTH_AT, stream.length);
  return whole;
}

/** A composite glyph of two components, one of them scaled, and instructions. */
const COMPOSITE = Uint8Array.of(
  ...[255, 255, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0x23, 0, 1, 0, 100, 255, 156],
  ...[1, 0x0a, 0, 2, 5, 251, 0x40, 0, 0, 1, 0],
);

/** A CID-keyed CFF table: header, an empty name, a top DICT with ROS, charset and CharStrings, two glyphs. */
const CFF = Uint8Array.of(
  ...[1, 0, 4, 1, 0, 1, 1, 1, 2, 0x41, 0, 1, 1, 1, 12, 139, 139, 139, 12, 30, 139 + 33, 15, 139 + 27, 17, 0, 0, 0],
  ...[0, 2, 1, 1, 2, 3, 0, 0, 0, 5],
);

const font: Target = {
  name: 'font',
  form: 'bytes',
  covers: [
    'drawing/fonts/sfnt.ts#readTables',
    'drawing/fonts/sfnt.ts#keepTables',
    'drawing/fonts/metrics.ts#readMetrics',
    'drawing/fonts/metrics.ts#readPostScriptName',
    'drawing/fonts/sfnt.ts#addChecksums',
    'drawing/fonts/glyf/outlines.ts#openOutlines',
    'drawing/fonts/glyf/subset.ts#openGlyfSubsetter',
    'drawing/fonts/glyf/simple.ts#copySimple',
    'drawing/fonts/glyf/points.ts#readSteps',
    'drawing/fonts/glyf/points.ts#writeSteps',
    'drawing/fonts/glyf/composite.ts#isComposite',
    'drawing/fonts/glyf/composite.ts#readComponents',
    'drawing/fonts/glyf/composite.ts#copyComposite',
    'pdf/paint/font/cff.ts#cffTable',
    'pdf/paint/font/cff.ts#characterIdentifiers',
  ],
  open: () => ({
    seeds: [
      unpackWoff2(smallestPiece(), (bytes, limit) => brotliDecompressSync(bytes, { maxOutputLength: limit })),
      CFF,
      COMPOSITE,
    ],
    run(input) {
      attempt(() => copySimple(input, 2));
      attempt(() => isComposite(input) && readComponents(input).length > 0 && copyComposite(input, 2, (glyph) => glyph));
      attempt(() => characterIdentifiers(input)(1));
      attempt(() => characterIdentifiers(cffTable(input))(1));
      const tables = readTables(input);
      attempt(() => readMetrics(input, tables));
      readPostScriptName(input, tables);
      addChecksums(keepTables(input, tables, [...tables.keys()].slice(0, 3)));
      openOutlines(input, tables);
      return openGlyfSubsetter(input, tables).subset([1]).file.length > 0;
    },
  }),
};

const webFont: Target = {
  name: 'web-font',
  form: 'bytes',
  covers: ['drawing/fonts/woff2/unpack.ts#unpackWoff2', 'drawing/fonts/woff2/outlines.ts#unpackOutlines'],
  open() {
    const seed = opened(smallestPiece());
    return {
      seeds: [seed],
      run(input) {
        attempt(() => unpackOutlines(input));
        return unpackWoff2(input, (bytes, limit) => bytes.subarray(0, limit)).length > 0;
      },
    };
  },
};

export const FONT_TARGETS: readonly Target[] = [font, webFont];
