import assert from 'node:assert/strict';
import { createZlib } from '../../../src/adapters/platform/zlib.ts';
import type { Drawing, RasterImage } from '../../../src/drawing/index.ts';
import { createPaintCache, paintPdf } from '../../../src/pdf/paint/index.ts';
import { embedJpeg, readJpegHeader } from '../../../src/pdf/paint/image/jpeg.ts';
import { embedPng } from '../../../src/pdf/paint/image/png.ts';
import { alphaPalette, needTool, pngFile, rasterise, runTool, SEAL_RED, sealPng } from '../../support/pdf.ts';

const zlib = createZlib();

/** A page of 40 by 40 mm filled by the image, over nothing. */
function show(image: RasterImage, opacity?: number): Uint8Array {
  const drawing: Drawing = {
    width: 40,
    height: 40,
    items: [{ kind: 'image', image, x: 0, y: 0, width: 40, height: 40, ...(opacity === undefined ? {} : { opacity }) }],
  };
  return paintPdf([drawing], {
    metadata: { title: 't' },
    created: 0,
    fileId: new Uint8Array(16),
    zlib,
    cache: createPaintCache(),
  });
}

function png(
  header: { bitDepth: number; colourType: number },
  rows: readonly Uint8Array[],
  chunks: Parameters<typeof pngFile>[2] = [],
): RasterImage {
  const size = { width: 2, height: rows.length };
  return { format: 'png', file: pngFile({ ...size, ...header }, rows, chunks), ...size };
}

const row = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes);
const palette: readonly [string, Uint8Array] = ['PLTE', row(255, 0, 0, 0, 255, 0, 0, 0, 255)];
const QUADRANTS = [
  [10, 10],
  [30, 10],
  [10, 30],
  [30, 30],
] as const;

/** Colours in reading order of 2 by 2 pixels shown on white. */
const CASES: readonly { readonly name: string; readonly image: RasterImage; readonly colours: readonly (readonly number[])[] }[] =
  [
    {
      name: 'grey of 8 bits',
      image: png({ bitDepth: 8, colourType: 0 }, [row(0, 255), row(128, 64)]),
      colours: [
        [0, 0, 0],
        [255, 255, 255],
        [128, 128, 128],
        [64, 64, 64],
      ],
    },
    {
      name: 'grey of 1 bit',
      image: png({ bitDepth: 1, colourType: 0 }, [row(0b01000000), row(0b10000000)]),
      colours: [
        [0, 0, 0],
        [255, 255, 255],
        [255, 255, 255],
        [0, 0, 0],
      ],
    },
    {
      name: 'colour',
      image: png({ bitDepth: 8, colourType: 2 }, [row(255, 0, 0, 0, 255, 0), row(0, 0, 255, 1, 2, 3)]),
      colours: [
        [255, 0, 0],
        [0, 255, 0],
        [0, 0, 255],
        [1, 2, 3],
      ],
    },
    {
      name: 'palette',
      image: png({ bitDepth: 2, colourType: 3 }, [row(0b00010000), row(0b10000000)], [palette]),
      colours: [
        [255, 0, 0],
        [0, 255, 0],
        [0, 0, 255],
        [255, 0, 0],
      ],
    },
    {
      name: 'palette with transparent entries',
      image: png({ bitDepth: 8, colourType: 3 }, [row(0, 1), row(2, 0)], [palette, ['tRNS', row(0, 128)]]),
      colours: [
        [255, 255, 255],
        [127, 255, 127],
        [0, 0, 255],
        [255, 255, 255],
      ],
    },
    {
      name: 'colour with a transparent one',
      image: png(
        { bitDepth: 8, colourType: 2 },
        [row(255, 0, 0, 0, 255, 0), row(0, 0, 255, 1, 2, 3)],
        [['tRNS', row(0, 255, 0, 0, 0, 0)]],
      ),
      colours: [
        [255, 255, 255],
        [0, 255, 0],
        [0, 0, 255],
        [1, 2, 3],
      ],
    },
    {
      name: 'grey with opacity',
      image: png({ bitDepth: 8, colourType: 4 }, [row(0, 255, 0, 0), row(0, 128, 200, 255)]),
      colours: [
        [0, 0, 0],
        [255, 255, 255],
        [127, 127, 127],
        [200, 200, 200],
      ],
    },
    {
      name: 'colour with opacity of 16 bits',
      image: png({ bitDepth: 16, colourType: 6 }, [
        row(255, 0, 0, 0, 0, 0, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0),
        row(0, 0, 255, 0, 0, 0, 255, 255, 0, 0, 0, 0, 255, 0, 128, 0),
      ]),
      colours: [
        [255, 0, 0],
        [255, 255, 255],
        [0, 255, 0],
        [127, 127, 255],
      ],
    },
  ];

describe('images in PDF', () => {
  for (const { name, image, colours } of CASES) {
    it(`shows PNG: ${name}`, function () {
      needTool(this, 'pdftoppm');
      const bytes = show(image);
      assert.equal(runTool(bytes, 'qpdf', '--check', '{}').status, 0);
      const shown = rasterise(bytes, { dpi: 25.4 });
      QUADRANTS.forEach(([x, y], index) => {
        const pixel = shown.at(x, y);
        colours[index]?.forEach((value, channel) => {
          assert.ok(
            Math.abs((pixel[channel] ?? 0) - value) <= 2,
            `${x},${y}: ${pixel.join()} instead of ${colours[index]?.join()}`,
          );
        });
      });
    });
  }

  it('applies the opacity of the item', function () {
    needTool(this, 'pdftoppm');
    const shown = rasterise(show(png({ bitDepth: 8, colourType: 0 }, [row(0, 0)]), 0.25), { dpi: 25.4 });
    assert.ok(Math.abs(shown.at(20, 20)[0] - 191) <= 2);
  });

  it('takes the compressed data of a PNG over as they are', () => {
    const { file } = png({ bitDepth: 8, colourType: 2 }, [row(255, 0, 0, 0, 255, 0)]);
    const { image } = embedPng(file, zlib);
    assert.equal(image.softMask, undefined);
    assert.ok(Buffer.from(file).includes(Buffer.from(image.data)));
  });

  it('makes of a picture in one colour a pixel under the picture as soft mask', () => {
    const file = sealPng(64);
    const { image } = embedPng(file, zlib);
    assert.deepEqual(image.data, Uint8Array.of(SEAL_RED.red, SEAL_RED.green, SEAL_RED.blue));
    assert.ok(image.softMask && Buffer.from(file).includes(Buffer.from(image.softMask.data)));
    assert.match(image.softMask.entries, /\/BitsPerComponent 4 .*\/Predictor 15 \/Colors 1 \/BitsPerComponent 4 \/Columns 64/);
  });

  it('does so only for an even scale of opacities of one colour', () => {
    const [colours, opacities] = alphaPalette(SEAL_RED);
    assert.ok(colours && opacities);
    const other = (index: number, value: number, bytes: Uint8Array): Uint8Array =>
      Uint8Array.from(bytes, (byte, at) => (at === index ? value : byte));
    for (const chunks of [
      [colours, ['tRNS', other(3, 50, opacities[1])]],
      [['PLTE', other(4, 9, colours[1])], opacities],
      [
        ['PLTE', colours[1].slice(0, 45)],
        ['tRNS', opacities[1].slice(0, 15)],
      ],
    ] as const) {
      const { file } = png({ bitDepth: 4, colourType: 3 }, [row(0x1e)], chunks);
      const { image } = embedPng(file, zlib);
      assert.match(image.entries, /\/Width 2 /);
      assert.ok(image.softMask);
    }
  });

  it('refuses PNG data that are too short, damaged, or have an unknown filter', () => {
    const header = { width: 2, height: 2, bitDepth: 8, colourType: 0 };
    assert.throws(() => embedPng(pngFile(header, [row(1, 2)]), zlib), { code: 'PNG_MALFORMED' });
    assert.throws(() => embedPng(pngFile({ ...header, width: 4, height: 1 }, [row(1, 2)]), zlib), { code: 'PNG_MALFORMED' });
    assert.throws(() => embedPng(pngFile({ ...header, height: 1 }, [row(1, 2), row(1, 2)]), zlib), { code: 'INPUT_TOO_LARGE' });
    const unknown = pngFile({ ...header, width: 5 }, [row(1, 2), row(5, 3), row(1, 2, 3, 4)]);
    assert.throws(() => embedPng(unknown, zlib), { code: 'PNG_MALFORMED' });
    assert.throws(() => embedPng(row(1, 2, 3), zlib), { code: 'PNG_MALFORMED' });
  });

  it('reads the header of a JPEG and takes the file over', () => {
    const frame = (components: number, marker = 0xc0): Uint8Array =>
      row(
        0xff,
        0xd8,
        0xff,
        0xe0,
        0,
        4,
        1,
        2,
        0xff,
        marker,
        0,
        8 + 3 * components,
        8,
        0,
        7,
        0,
        9,
        components,
        ...new Array<number>(3 * components).fill(1),
      );
    assert.deepEqual(readJpegHeader(frame(3)), { width: 9, height: 7, components: 3 });
    assert.deepEqual(readJpegHeader(frame(1, 0xc2)), { width: 9, height: 7, components: 1 });
    const file = frame(3);
    assert.equal(embedJpeg(file).image.data, file);
    assert.match(
      embedJpeg(file).image.entries,
      /\/Width 9 \/Height 7 \/ColorSpace \/DeviceRGB \/BitsPerComponent 8 \/Filter \/DCTDecode/,
    );
    for (const bad of [
      row(),
      row(0xff, 0xd8),
      frame(4),
      frame(3, 0xc3),
      frame(3).subarray(0, 12),
      row(0xff, 0xd8, 1, ...new Array<number>(20).fill(0)),
    ]) {
      assert.throws(() => readJpegHeader(bad), { code: 'IMAGE_UNUSABLE' });
    }
  });
});
