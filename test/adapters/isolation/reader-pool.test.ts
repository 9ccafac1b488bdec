/** Documents to be stamped, read and painted in a thread: the same as here, and nothing that hurts gets out of it. */
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { createReaderPool, readerHere, type ReaderPool } from '../../../src/adapters/isolation/index.ts';
import { createPainter } from '../../../src/adapters/isolation/render.ts';
import { previewMark, readPng } from '../../../src/drawing/index.ts';
import { finishStamp } from '../../../src/documents/index.ts';
import { createZlib } from '../../../src/adapters/platform/zlib.ts';
import { makeSealPicture, sealDrawing } from '../../../src/services/seals/index.ts';
import { usableVersion } from '../../../src/services/seals/usable-version.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import type { WantedStamp } from '../../../src/services/stamping/index.ts';
import { sharedInstallation } from '../../support/http.ts';
import { crypto } from '../../support/pki.ts';
import { needSamples, sample, samplesIn } from '../../support/samples.ts';
import { blankFile, textFile, zlib } from '../../support/sealing.ts';

const PROGRAM = fileURLToPath(new URL('../../support/reader-thread.mjs', import.meta.url));

describe('reading documents to be stamped apart', function () {
  this.timeout(300_000);
  let pool: ReaderPool;
  let wanted: (changes?: Partial<WantedStamp>) => WantedStamp;
  before(async () => {
    pool = createReaderPool({ program: PROGRAM, crypto, threads: 1 });
    const { store } = await sharedInstallation();
    const record = await store.records.get('seals', '99010000000003');
    assert.ok(record);
    const seal = { record, version: usableVersion(record, Date.now()) };
    const place = { page: 1, x: 60, y: 60 } as const;
    wanted = (changes = {}) => ({
      ...{
        document: blankFile(1),
        place,
        seal,
        signingTime: Date.parse('2026-06-01T00:00:00Z'),
        unique: 'x',
        timeStampSize: 100,
      },
      ...changes,
    });
  });
  after(() => pool.close());

  it('finds and prepares what this process would', async () => {
    const { engine } = await sharedInstallation();
    const here = readerHere(engine);
    const searched = wanted({
      document: textFile('BT /F 12 Tf 90 700 Td (Signed here) Tj ET'),
      place: { keyword: 'here', occurrence: 1, dx: 0, dy: 0 },
    });
    const [apart, near] = await Promise.all([pool.prepare(searched), here.prepare(searched)]);
    assert.deepEqual(apart.places, near.places);
    assert.deepEqual(apart.prepared.tbs, near.prepared.tbs);
    const signature = Uint8Array.from([0x30, 6, 2, 1, 1, 2, 1, 1]);
    const [one, other] = [finishStamp(apart.prepared, signature), finishStamp(near.prepared, signature)];
    assert.deepEqual([one.bytes, one.sm3], [other.bytes, other.sm3]);
  });

  it('paints seals octet by octet as this process would, and keeps nobody waiting', async () => {
    const { engine } = await sharedInstallation();
    const text = { name: '样例市市场监督管理局', bodyClass: 'department', code: '99010000000001', marking: '样本 无效' } as const;
    const drawing = sealDrawing(engine, text);
    let turns = 0;
    const turning = setInterval(() => turns++, 1);
    const patient = createReaderPool({ program: PROGRAM, crypto, threads: 1, longest: 120_000 });
    const apart = await patient.paintSeal(drawing).finally(() => patient.close());
    clearInterval(turning);
    assert.ok(turns > 0);
    assert.deepEqual(apart, makeSealPicture({ fonts: engine.fonts, zlib: createZlib() }, text));
  });

  it('keeps typed errors as they are', async () => {
    const nowhere = wanted({ place: { keyword: '没有', occurrence: 1, dx: 0, dy: 0 } });
    await assert.rejects(pool.prepare(nowhere), { name: 'YinzhengError', code: 'KEYWORD_NOT_FOUND' });
    await assert.rejects(pool.prepare(wanted({ document: new Uint8Array(9) })), { code: 'DOCUMENT_UNRECOGNISED' });
  });

  it('paints a preview in which the seal is struck through and the page is full of words', async () => {
    const { engine } = await sharedInstallation();
    const mark = previewMark(engine.fonts);
    const { document, place, seal } = wanted();
    const { picture, pages, of } = await pool.preview({ document, place, seal, mark });
    assert.deepEqual([pages, of], [[1], 1]);
    const { width, height, rgba } = readPng(picture, zlib);
    const scale = width / 210;
    let red = 0;
    let grey = 0;
    let elsewhere = 0;
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const [r = 0, g = 0, b = 0] = rgba.subarray(4 * (y * width + x));
        const near = Math.hypot(x / scale - 60, y / scale - 60) < 25;
        if (r > 200 && g < 60) {
          if (near) red++;
          else elsewhere++;
          assert.ok((x + y) % 9 >= 4, 'a line through the seal is left out');
        } else if (r === g && g === b && r < 230) grey++;
      }
    assert.ok(red > 500 && elsewhere === 0, `${red} ${elsewhere}`);
    assert.ok(grey > 0.005 * width * height, `${grey}`);
  });

  it('shows six pages at most, those that are asked for', async () => {
    const { engine } = await sharedInstallation();
    const mark = previewMark(engine.fonts);
    const document = blankFile(20);
    const { seal } = wanted();
    const all = await pool.preview({ document, place: { edge: 'right', pages: 'all', group: 20 }, seal, mark });
    assert.deepEqual([all.pages, all.of], [[1, 2, 3, 4, 5, 6], 20]);
    const some = await pool.preview({ document, place: { page: 3, x: 60, y: 60 }, seal, mark, show: [7, 2, 99] });
    assert.deepEqual([some.pages, some.of], [[2, 7], 2]);
  });

  it('paints every sample or says why not, and is there for the next', async function () {
    needSamples(this);
    const { engine } = await sharedInstallation();
    const mark = previewMark(engine.fonts);
    const { seal, document } = wanted();
    for (const path of samplesIn('pdf')) {
      const place = { page: 1, x: 5, y: 5 };
      try {
        const { picture } = await pool.preview({ document: sample(path), place, seal, mark });
        assert.ok(readPng(picture, zlib).width > 0, path);
      } catch (error) {
        assert.ok(isYinzhengError(error), `${path}: ${String(error)}`);
      }
    }
    assert.equal((await pool.preview({ document, place: { page: 1, x: 60, y: 60 }, seal, mark })).of, 1);
  });

  it('ends a machine that paints when it wants more memory than it may have', async () => {
    const file = blankFile(1);
    const large = new Uint8Array(60_000_000).fill(0x20);
    large.set(file);
    const [picture] = await createPainter({ megabytes: 100 }).paint(large, [1]);
    assert.ok((picture?.width ?? 0) > 100);
    await assert.rejects(createPainter({ megabytes: 40 }).paint(large, [1]), { code: 'DOCUMENT_TOO_COSTLY' });
    await assert.rejects(createPainter().paint(new Uint8Array(9), [1]), { code: 'DOCUMENT_NOT_PAINTABLE' });
  });

  it('ends what takes too long', async () => {
    const hasty = createReaderPool({ program: PROGRAM, crypto, threads: 1, longest: 1 });
    try {
      await assert.rejects(hasty.prepare(wanted()), { code: 'DOCUMENT_TOO_COSTLY' });
    } finally {
      await hasty.close();
    }
  });
});
