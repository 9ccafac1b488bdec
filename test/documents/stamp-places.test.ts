import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { finishStamp, locateStamp, prepareStamp, verifyDocument, type Placement } from '../../src/documents/index.ts';
import type { SignatureReport } from '../../src/report/index.ts';
import { needTool, rasterise, runTool, type Raster } from '../support/pdf.ts';
import { createSealingBench, SIGNING_TIME, type SealingBench } from '../support/sealed-licence.ts';
import { addObject, newFile } from '../../src/pdf/writer/index.ts';
import { blankFile } from '../support/sealing.ts';

const DPI = 150;
const MM = DPI / 25.4;

describe('one seal in several places', function () {
  this.timeout(120_000);
  let bench: SealingBench;
  before(async () => {
    bench = await createSealingBench();
  });
  after(() => bench.close());

  const stamped = async (document: Uint8Array, place: Placement, unique = '1'): Promise<Uint8Array> => {
    const { engine, seal, custody } = bench;
    const places = locateStamp(engine, { document, place, seal });
    const prepared = prepareStamp(engine, { document, ...places, seal, signingTime: SIGNING_TIME, unique });
    const authorisation = { actor: 'test', reference: 'test' } as const;
    const request = { keyId: seal.version.keyId ?? '', purpose: 'seal-signature', tbs: prepared.tbs, authorisation } as const;
    return finishStamp(prepared, await custody.sign(request)).bytes;
  };
  const verified = (bytes: Uint8Array): readonly SignatureReport[] => {
    const { engine, trust } = bench;
    const policy = { revocation: 'if-known', acceptDemonstration: true } as const;
    return verifyDocument(engine, bytes, { trust, policy, at: SIGNING_TIME + 60_000, proofOfExistence: null }).signatures;
  };
  const conclusions = (bytes: Uint8Array) => verified(bytes).map(({ conclusion }) => conclusion);
  const appearanceOf = (bytes: Uint8Array) => verified(bytes)[0]?.checks.find(({ id }) => id === 'appearance')?.outcome;

  /** A file of pages turned by 0°, 90°, 180°, 270°, cropped and of different sizes. */
  const turned = (pages: number): Uint8Array => {
    const file = newFile();
    const [catalog, tree] = [file.reserve(), file.reserve()];
    const kids = Array.from({ length: pages }, (_, index) =>
      addObject(
        file,
        `<</Type /Page /Parent ${tree} 0 R /Resources <<>> /MediaBox [0 0 ${400 + 10 * index} 500]` +
          ` /CropBox [10 20 ${390 + 5 * index} 480] /Rotate ${90 * (index % 4)}>>`,
      ),
    );
    file.object(tree, `<</Type /Pages /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}] /Count ${pages}>>`);
    file.object(catalog, `<</Type /Catalog /Pages ${tree} 0 R>>`);
    return file.finish({ root: catalog, fileId: new Uint8Array(16).fill(1) }).take();
  };

  it('shows on all pages or on those named, under one signature that passes, and a later one leaves it intact', async function () {
    const first = await stamped(blankFile(4), { pages: 'all', x: 60, y: 60 });
    assert.deepEqual(conclusions(first), ['passed']);
    assert.equal(appearanceOf(first), 'passed');
    const second = await stamped(first, { pages: [2, 4], x: 75, y: 65 }, '2');
    assert.deepEqual(conclusions(second), ['passed', 'passed']);
    assert.ok(Buffer.from(second.subarray(0, first.length)).equals(first));
    needTool(this, 'qpdf');
    assert.equal(runTool(second, 'qpdf', '--check', '{}').status, 0);
    needTool(this, 'pdftoppm');
    const red = (page: number): number => redOf(rasterise(second, { page, dpi: 30 }));
    assert.ok(red(1) > 20 && red(3) > 20 && red(2) > 1.5 * red(1) && red(4) > 1.5 * red(3));
  });

  it('refuses pages that do not exist', async () => {
    for (const pages of [[1, 5], [0]])
      await assert.rejects(stamped(blankFile(2), { pages, x: 60, y: 60 }), { code: 'PDF_NOT_STAMPABLE' });
    const one = { edge: 'right', pages: 'all', group: 10 } as const;
    await assert.rejects(stamped(blankFile(1), one), { code: 'PDF_NOT_STAMPABLE' });
  });

  for (const edge of ['right', 'left', 'top', 'bottom'] as const) {
    it(`straddles the ${edge} edge, and the strips laid beside one another are the seal`, async function () {
      needTool(this, 'pdftoppm');
      const file = turned(7);
      const earlier = await stamped(file, { page: 1, x: 60, y: 60 });
      const bytes = await stamped(earlier, { edge, pages: 'all', group: 4 }, '2');
      assert.deepEqual(conclusions(bytes), ['passed', 'passed']);
      assert.equal(runTool(bytes, 'qpdf', '--check', '{}').status, 0);
      const whole = rasterise(await stamped(blankFile(), { page: 1, x: 100, y: 100 }), { dpi: DPI });
      const [{ size }] = [
        locateStamp(bench.engine, { document: file, place: { edge: 'right', pages: 'all', group: 4 }, seal: bench.seal }).place,
      ];
      const side = (size?.height ?? 0) * MM;
      const model = cutOut(whole, { left: 100 * MM - side / 2, top: 100 * MM - side / 2, width: side, height: side });
      for (const group of [
        [1, 2, 3, 4],
        [5, 6, 7],
      ].map((pages) => pages.map((page) => rasterise(bytes, { page, dpi: DPI })))) {
        const laid = layStrips(group, edge, side);
        if (process.env['YINZHENG_KEEP_PICTURES'])
          keep(laid, `${process.env['YINZHENG_KEEP_PICTURES']}/${edge}-${group.length}.ppm`);
        assert.ok(difference(laid, model) < 0.04, `${edge}: ${difference(laid, model)}`);
        assert.ok(redOf(laid) > 0.9 * redOf(model));
      }
    });
  }

  for (const [pages, group] of [
    [2, 20],
    [500, 100],
  ] as const)
    it(`straddles the edges of ${pages} pages, ${group} at most to a seal, whatever their sizes and turns`, async function () {
      needTool(this, 'pdftoppm');
      const file = turned(pages);
      for (const edge of ['right', 'top'] as const) {
        const bytes = await stamped(file, { edge, pages: 'all', group });
        assert.deepEqual(conclusions(bytes), ['passed']);
        assert.equal(appearanceOf(bytes), 'passed');
        assert.equal(runTool(bytes, 'qpdf', '--check', '{}').status, 0);
        // The strip in the middle of a seal is never empty: ring above and below, or left and right.
        const middle = Math.min(pages, group) / 2;
        assert.ok(redOf(rasterise(bytes, { page: Math.round(middle), dpi: DPI })) > 20, edge);
        assert.ok(redOf(rasterise(bytes, { page: pages - Math.round(middle) + 1, dpi: DPI })) > 20, edge);
      }
    });

  /** A file of a page turned by 90° with two fields, one of them in two places, one below another field. */
  const withForm = (): Uint8Array => {
    const file = newFile();
    const [catalog, tree, page] = [file.reserve(), file.reserve(), file.reserve()];
    const field = (entries: string): number => addObject(file, `<</Type /Annot /Subtype /Widget /F 4 ${entries}>>`);
    const one = field('/FT /Tx /T (one) /Rect [100 200 140 220]');
    const above = file.reserve();
    const kids = ['[100 300 120 320]', '[200 300 220 320]'].map((box) => field(`/Parent ${above} 0 R /Rect ${box}`));
    file.object(above, `<</FT /Tx /T (seal\\056place) /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}]>>`);
    const annotations = [one, ...kids].map((number) => `${number} 0 R`).join(' ');
    file.object(
      page,
      `<</Type /Page /Parent ${tree} 0 R /Resources <<>> /MediaBox [0 0 400 500] /Rotate 90 /Annots [${annotations}]>>`,
    );
    file.object(tree, `<</Type /Pages /Kids [${page} 0 R] /Count 1>>`);
    file.object(catalog, `<</Type /Catalog /Pages ${tree} 0 R /AcroForm <</Fields [${one} 0 R ${above} 0 R]>>>>`);
    return file.finish({ root: catalog, fileId: new Uint8Array(16).fill(1) }).take();
  };

  it('stands in the middle of a field of the form, in every place of it, and the field stays as it is', async () => {
    const file = withForm();
    const { engine, seal } = bench;
    const mm = (points: number): number => Math.round(((points * 25.4) / 72) * 1000) / 1000;
    const at = (field: string, dx = 0, dy = 0) => locateStamp(engine, { document: file, place: { field, dx, dy }, seal });
    // Turned by 90°, what is up on the sheet lies to the right, and what is right lies below.
    assert.deepEqual(at('one'), { place: { page: 1, x: mm(210), y: mm(120) } });
    const { place, others } = at('seal.place', 1, 2);
    assert.deepEqual([place, others?.length], [{ page: 1, x: mm(310) + 1, y: mm(110) + 2 }, 1]);
    assert.throws(() => at('none'), { code: 'PLACE_NOT_FOUND' });
    const bytes = await stamped(file, { field: 'one', dx: 0, dy: 0 });
    assert.deepEqual(conclusions(bytes), ['passed']);
    assert.ok(Buffer.from(bytes.subarray(0, file.length)).equals(file));
  });

  it('is not taken for whole where a strip is missing', async () => {
    const { engine, seal, custody } = bench;
    const document = blankFile(3);
    const places = locateStamp(engine, { document, place: { edge: 'right', pages: 'all', group: 9 }, seal });
    const others = places.others?.slice(0, 1) ?? [];
    const prepared = prepareStamp(engine, {
      document,
      place: places.place,
      others,
      seal,
      signingTime: SIGNING_TIME,
      unique: '1',
    });
    const authorisation = { actor: 'test', reference: 'test' } as const;
    const request = { keyId: seal.version.keyId ?? '', purpose: 'seal-signature', tbs: prepared.tbs, authorisation } as const;
    assert.equal(appearanceOf(finishStamp(prepared, await custody.sign(request)).bytes), 'indeterminate');
  });
});

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly at: (x: number, y: number) => readonly [number, number, number];
}

function cutOut(raster: Raster, box: { left: number; top: number; width: number; height: number }): Picture {
  const at = (x: number, y: number) => raster.at(Math.round(box.left + x), Math.round(box.top + y));
  return { width: Math.round(box.width), height: Math.round(box.height), at };
}

/** The strips of pages, laid beside one another: `side` is that of the seal in pixels. */
function layStrips(pages: readonly Raster[], edge: 'left' | 'right' | 'top' | 'bottom', side: number): Picture {
  const strip = side / pages.length;
  const sideways = edge === 'left' || edge === 'right';
  const at = (x: number, y: number): readonly [number, number, number] => {
    const along = sideways ? x : y;
    const index = Math.min(Math.floor(along / strip), pages.length - 1);
    const page = pages[index];
    if (!page) return [255, 255, 255];
    const within = along - index * strip;
    const far = (sideways ? page.width : page.height) - strip;
    const across = edge === 'left' || edge === 'top' ? within : far + within;
    const other = (sideways ? page.height : page.width) / 2 - side / 2 + (sideways ? y : x);
    return sideways ? page.at(Math.round(across), Math.round(other)) : page.at(Math.round(other), Math.round(across));
  };
  return { width: Math.round(side), height: Math.round(side), at };
}

const isRed = ([red, green]: readonly [number, number, number]): boolean => red - green > 100;

function redOf({ width, height, at }: Picture): number {
  let count = 0;
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) if (isRed(at(x, y))) count++;
  return count;
}

/** Share of pixels that are red in one and have nothing red near them in the other. */
function difference(one: Picture, other: Picture): number {
  const near = (picture: Picture, x: number, y: number): boolean =>
    [-2, -1, 0, 1, 2].some((dx) => [-2, -1, 0, 1, 2].some((dy) => isRed(picture.at(x + dx, y + dy))));
  let [wrong, all] = [0, 0];
  for (let y = 3; y < one.height - 3; y++)
    for (let x = 3; x < one.width - 3; x++) {
      for (const [here, there] of [
        [one, other],
        [other, one],
      ] as const) {
        if (!isRed(here.at(x, y))) continue;
        all++;
        if (!near(there, x, y)) wrong++;
      }
    }
  return wrong / Math.max(all, 1);
}

function keep({ width, height, at }: Picture, path: string): void {
  const pixels = Array.from({ length: width * height }, (_, index) => at(index % width, Math.floor(index / width))).flat();
  writeFileSync(path, Buffer.concat([Buffer.from(`P6 ${width} ${height} 255\n`), Buffer.from(pixels)]));
}
