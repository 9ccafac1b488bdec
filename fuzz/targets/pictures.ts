/** Pictures of seals and licences: PNG, JPEG, SVG emblems, and content streams of appearances. */
import { utf8 } from '../../src/base/bytes.ts';
import { readEmblem, readPng, readPngParts } from '../../src/drawing/index.ts';
import { readMarkup } from '../../src/drawing/emblem/markup.ts';
import { readPathData } from '../../src/drawing/emblem/path-data.ts';
import { readTransform } from '../../src/drawing/emblem/transform.ts';
import { crc32 } from '../../src/base/crc32.ts';
import { createPaintCache } from '../../src/pdf/index.ts';
import { embedImage } from '../../src/pdf/paint/image/embed.ts';
import { embedJpeg, readJpegHeader } from '../../src/pdf/paint/image/jpeg.ts';
import { embedPng } from '../../src/pdf/paint/image/png.ts';
import { readOperations } from '../../src/pdf/content/operators.ts';
import { createTextBudget } from '../../src/pdf/text/budget.ts';
import { readCmap } from '../../src/pdf/text/cmap.ts';
import { alphaPalette, pngFile, SEAL_RED, sealPng } from '../../test/support/pdf.ts';
import { zlib } from '../../test/support/sealing.ts';
import { attempt } from '../attempt.ts';
import type { Target } from '../target.ts';

/** The sum of each chunk mended, so that what is inside is read. */
function withRightSums(file: Uint8Array): Uint8Array {
  const out = file.slice();
  const view = new DataView(out.buffer);
  for (let at = 8; at + 12 <= out.length;) {
    const end = at + 12 + view.getUint32(at);
    if (end > out.length) break;
    view.setUint32(end - 4, crc32(out.subarray(at + 4, end - 4)));
    at = end;
  }
  return out;
}

function grid(bitDepth: number, colourType: number, bytes: number): Uint8Array {
  const rows = Array.from({ length: 8 }, (_, y) => Uint8Array.from({ length: bytes }, (__, x) => x * 31 + y * 7));
  return pngFile({ width: 8, height: 8, bitDepth, colourType }, rows);
}

const png: Target = {
  name: 'png',
  form: 'bytes',
  covers: [
    'drawing/png/read.ts#readPng',
    'drawing/png/read.ts#readPngParts',
    'base/crc32.ts#crc32',
    'drawing/png/filter.ts#unfilterRow',
    'pdf/paint/image/png.ts#embedPng',
    'pdf/paint/image/embed.ts#embedImage',
  ],
  open: () => ({
    seeds: [
      sealPng(40),
      grid(8, 0, 8),
      grid(16, 2, 48),
      grid(8, 6, 32),
      grid(8, 4, 16),
      grid(1, 0, 1),
      pngFile(
        { width: 4, height: 4, bitDepth: 4, colourType: 3 },
        Array<Uint8Array>(4).fill(Uint8Array.of(0x12, 0x34)),
        alphaPalette(SEAL_RED),
      ),
      pngFile(
        { width: 4, height: 1, bitDepth: 8, colourType: 0 },
        [Uint8Array.of(1, 2, 3, 4)],
        [
          ['tRNS', Uint8Array.of(0, 2)],
          ['pHYs', new Uint8Array(9).fill(1)],
        ],
      ),
    ],
    run(input) {
      attempt(() => readPngParts(input));
      const file = withRightSums(input);
      attempt(() => embedPng(file, zlib));
      attempt(() => embedImage({ format: 'png', file, width: 10, height: 10 }, zlib, createPaintCache()));
      return readPng(file, zlib).rgba.length > 0;
    },
  }),
};

const JPEG = Uint8Array.of(
  ...[0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0],
  ...[0xff, 0xdb, 0, 4, 0, 1, 0xff, 0xff, 0xc0, 0, 17, 8, 0, 8, 0, 16, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1, 0xff, 0xd9],
);

const jpeg: Target = {
  name: 'jpeg',
  form: 'bytes',
  covers: ['pdf/paint/image/jpeg.ts#readJpegHeader', 'pdf/paint/image/jpeg.ts#embedJpeg'],
  open: () => ({
    seeds: [JPEG],
    run: (input) => readJpegHeader(input).width > 0 && embedJpeg(input).image.data.length > 0,
  }),
};

const EMBLEM = `<?xml version="1.0"?><!-- an emblem --><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">
  <title>徽 &amp; 章</title>
  <g transform="translate(50,50) rotate(10) scale(.9)" fill="#c00">
    <path d="M0-45A45 45 0 1 1-.01-45zm0 6a39 39 0 1 0 .01 0Z" fill-rule="evenodd"/>
    <path transform="matrix(.5 0 .1 .5 0 -25)" d="m-30 0c5-20 25-20 30 0s25 20 30 0l0,8H-30z M-5,12 C-5,20 5,20 5,12"/>
    <circle cx="-22" cy="24" r="5"/><ellipse cx="22" cy="24" rx="7" ry="3" transform="skewX(30)"/>
    <rect x="-6" y="22" width="12" height="6" style="fill:green; stroke:none"/><polygon points="0,30 4,38 -4,38"/>
  </g></svg>`;

const emblem: Target = {
  name: 'emblem',
  form: 'markup',
  covers: [
    'drawing/emblem/read.ts#readEmblem',
    'drawing/emblem/markup.ts#readMarkup',
    'drawing/emblem/path-data.ts#readPathData',
    'drawing/emblem/transform.ts#readTransform',
    'drawing/emblem/numbers.ts#readNumbers',
  ],
  open: () => ({
    seeds: [
      utf8(EMBLEM),
      utf8('M0-45A45 45 0 1 1-.01-45zm0 6a39 39 0 1 0 .01 0Z'),
      utf8('translate(50,50) rotate(10 2 3) scale(.9)'),
    ],
    run(input) {
      const text = Buffer.from(input).toString('utf8');
      attempt(() => readPathData(text));
      attempt(() => readTransform(text));
      attempt(() => readMarkup(text));
      return readEmblem(text).length > 0;
    },
  }),
};

const content: Target = {
  name: 'content-stream',
  form: 'pdf',
  covers: ['pdf/content/operators.ts#readOperations', 'pdf/text/cmap.ts#readCmap'],
  open: () => ({
    seeds: [
      'q 1 0 0 1 0 0 cm /A Do Q',
      'BT /F1 12 Tf 1 0 0 1 5 5 Tm [(a) -120 <0041>] TJ ET',
      'BI /W 1 /H 1 ID \0\0 EI 0 0 5 5 re f',
      '/OC /A BDC EMC',
      '1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <01> <09> [<0041> <0042>] endbfrange',
      '1 beginbfchar <0a> <d83dde00> endbfchar 1 begincidrange <20> <7e> 5 endcidrange',
    ].map((text) => new Uint8Array(Buffer.from(text))),
    run(input) {
      attempt(() => readCmap(input, createTextBudget()));
      return [...readOperations(input)].length > 0;
    },
  }),
};

export const PICTURE_TARGETS: readonly Target[] = [png, jpeg, emblem, content];
