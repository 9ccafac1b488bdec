import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { bundledFaces } from '../../../src/adapters/fonts/index.ts';
import {
  createFontSet,
  faceFor,
  openFace,
  shapeText,
  type FontFace,
  type PathSegment,
  type SubsetExports,
} from '../../../src/drawing/index.ts';
import { outlineFromCommands } from '../../../src/drawing/fonts/outline.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { bundledFonts, DEBIAN_FACES, needFace, needFallbacks, testHarfBuzz } from '../../support/fonts.ts';

const refuses = (error: unknown): boolean => isYinzhengError(error, 'FONT_UNUSABLE');

describe('font faces', () => {
  let song: FontFace;
  before(async () => {
    const face = (await bundledFonts()).faces.get('song');
    assert.ok(face);
    song = face;
  });

  it('know their name and metrics', () => {
    assert.equal(song.postScriptName, 'NotoSerifSC-Regular');
    assert.equal(song.outlines, 'glyf');
    assert.equal(song.metrics.unitsPerEm, 1000);
    assert.equal(song.metrics.ascent, 880);
    assert.equal(song.metrics.descent, -120);
    assert.equal(song.metrics.weight, 400);
    assert.equal(song.metrics.italicAngle, 0);
    assert.ok(song.metrics.capHeight > 600);
  });

  it('shape ideographs, digits, Latin letters and the middle dot of names', async () => {
    const fonts = await bundledFonts();
    for (const text of ['阿卜杜拉·买买提', 'ABC123 有限公司（北京）', 'office fi', '2026年5月31日', 'café naïve']) {
      const clusters = shapeText(fonts, 'song', text);
      assert.equal(clusters.map((cluster) => cluster.text).join(''), text);
      assert.equal(clusters.length, Array.from(text).length, 'a glyph for each character');
      for (const { glyphs } of clusters) for (const { glyph } of glyphs) assert.notEqual(glyph, 0);
    }
  });

  it('give plain ideographs what HarfBuzz itself gives', async () => {
    const { shaping } = await testHarfBuzz();
    const text = '食品经营许可证（样本）：，。、；「」—…％ａ１';
    const clusters = shapeText(await bundledFonts(), 'song', text);
    assert.equal(clusters.map((cluster) => cluster.text).join(''), text);
    assert.ok(shaping.version().major >= 10);
    for (const { glyphs, text: character } of clusters) {
      assert.equal(glyphs[0]?.glyph, song.glyphOf(character.codePointAt(0) ?? 0));
    }
  });

  it('tolerate variation selectors, known to the face or not', async () => {
    const fonts = await bundledFonts();
    for (const text of ['葛\u{e0100}西', '邉\u{e0101}', '一\ufe00']) {
      const clusters = shapeText(fonts, 'song', text);
      assert.equal(clusters.map((cluster) => cluster.text).join(''), text);
      assert.equal(clusters.length, Array.from(text).length - 1);
    }
  });

  it('shape Tibetan stacks as clusters', async function () {
    const fonts = await needFallbacks(this, DEBIAN_FACES.tibetan, DEBIAN_FACES.yi);
    const clusters = shapeText(fonts, 'song', 'བོད་ལྗོངས');
    assert.equal(clusters.map((cluster) => cluster.text).join(''), 'བོད་ལྗོངས');
    assert.equal(clusters.length, 6);
    assert.ok(clusters.every(({ face }) => face.id === 'tibetan'));
    assert.deepEqual(
      shapeText(fonts, 'song', '凉山ꆈꌠ').map(({ face }) => face.id),
      ['song', 'song', 'yi', 'yi'],
    );
  });

  it('fall back in the configured order', async () => {
    const { faces } = await bundledFonts();
    const bold = faces.get('song-bold');
    assert.ok(bold);
    const lacking: FontFace = { ...song, id: 'lacking', metrics: song.metrics, glyphOf: () => 0 };
    const fonts = createFontSet([lacking], [lacking, bold, song]);
    assert.equal(faceFor(fonts, 'lacking', 0x4e00).id, 'song-bold');
    assert.throws(() => faceFor(fonts, 'unknown', 0x4e00), refuses);
    assert.throws(
      () => faceFor(createFontSet([lacking]), 'lacking', 0x4e00),
      (error: unknown) => isYinzhengError(error, 'GLYPH_MISSING'),
    );
  });
});

describe('font subsets', () => {
  it('hold just the glyphs asked for, in order, the same bytes each time', async () => {
    const song = (await bundledFonts()).faces.get('song');
    assert.ok(song);
    const glyphs = Array.from('证食品一', (character) => song.glyphOf(character.codePointAt(0) ?? 0));
    const subset = song.subset(glyphs);
    assert.deepEqual([...subset.glyphMap.keys()], [0, ...glyphs.toSorted((left, right) => left - right)]);
    assert.deepEqual([...subset.glyphMap.values()], [0, 1, 2, 3, 4]);
    assert.ok(subset.file.length < 4000, `${subset.file.length} bytes`);
    assert.deepEqual(song.subset(glyphs.toReversed()).file, subset.file);
    assert.deepEqual(song.subset([...glyphs, ...glyphs]).file, subset.file);
  });

  it('close over the components of composite glyphs', async () => {
    const song = (await bundledFonts()).faces.get('song');
    assert.ok(song);
    const composite = Array.from('àéîöūǎ', (character) => song.glyphOf(character.codePointAt(0) ?? 0));
    const { file, glyphMap } = song.subset(composite);
    const maxp = new DataView(file.buffer, file.byteOffset + tableOffset(file, 'maxp'));
    assert.equal(maxp.getUint16(4), glyphMap.size, 'as many glyphs as the map says');
  });

  it('keep each outline and advance, on a grid of half the fineness (property)', async () => {
    const { faces } = await bundledFonts();
    const harfbuzz = await testHarfBuzz();
    const song = faces.get('song');
    assert.ok(song);
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 30800 }), { minLength: 1, maxLength: 40 }), (glyphs) => {
        const { file, glyphMap } = song.subset(glyphs);
        const font = new harfbuzz.shaping.Font(new harfbuzz.shaping.Face(new harfbuzz.shaping.Blob(file)));
        for (const glyph of glyphs) {
          const cut = glyphMap.get(glyph);
          assert.ok(cut !== undefined);
          assert.equal(font.glyphHAdvance(cut), Math.round(song.advanceOf(glyph) / 2));
          const outline = pointsOf(outlineFromCommands(font.glyphToJson(cut)));
          const original = pointsOf(song.outlineOf(glyph));
          assert.equal(outline.length, original.length);
          outline.forEach((value, index) => {
            assert.ok(Math.abs(2 * value - (original[index] ?? NaN)) <= 2, `${glyph}: ${2 * value} for ${original[index]}`);
          });
        }
      }),
      { numRuns: 20 },
    );
  });

  it('of every glyph can be made of several large faces side by side', async () => {
    const harfbuzz = await testHarfBuzz();
    const [song, bold] = await Promise.all(bundledFaces().map(async ({ id, path }) => ({ id, bytes: await readFile(path) })));
    assert.ok(song && bold);
    const faces = [song, bold, { ...song, id: 'third' }, { ...bold, id: 'fourth' }].map((source) => openFace(harfbuzz, source));
    const glyphs = Array.from({ length: 30_000 }, (_, glyph) => glyph);
    for (const face of faces) assert.equal(face.subset(glyphs).glyphMap.size, 30_000);
  });

  it('have check sums that add up', async () => {
    const song = (await bundledFonts()).faces.get('song');
    assert.ok(song);
    const { file } = song.subset([5, 6, 7]);
    const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
    let sum = 0;
    for (let at = 0; at < file.length; at += 4) sum = (sum + view.getUint32(at)) >>> 0;
    assert.equal(sum, 0xb1b0afba);
  });

  it('of CFF outlines are made in a fresh memory when the one in use is exhausted', async function () {
    needFace(this, DEBIAN_FACES.nimbus);
    const harfbuzz = await testHarfBuzz();
    const opened: SubsetExports[] = [];
    const openSubsetting = (): SubsetExports => {
      const instance = harfbuzz.openSubsetting();
      opened.push(instance);
      return instance;
    };
    const face = openFace({ ...harfbuzz, openSubsetting }, { id: 'nimbus', bytes: await readFile(DEBIAN_FACES.nimbus.path) });
    const before = face.subset([5, 6, 7]);
    const [first] = opened;
    assert.ok(first);
    for (let size = 1 << 26; size >= 16; size >>= 1) while (first.malloc(size) !== 0);
    assert.deepEqual(face.subset([5, 6, 7]), before);
    assert.deepEqual(face.subset([8, 9]).glyphMap.size, 3);
    assert.equal(opened.length, 2);
    for (const glyph of [65535, -1, 1.5, Number.NaN]) assert.throws(() => face.subset([glyph]), refuses);
  });

  it('refuse a glyph that is not in the face', async () => {
    const song = (await bundledFonts()).faces.get('song');
    assert.ok(song);
    for (const glyph of [65535, -1, 1.5, Number.NaN]) assert.throws(() => song.subset([glyph]), refuses);
  });
});

describe('damaged fonts', () => {
  it('are refused with a typed error (property)', async () => {
    const harfbuzz = await testHarfBuzz();
    const song = (await bundledFonts()).faces.get('song');
    assert.ok(song);
    const { file } = song.subset([song.glyphOf(0x4e00)]);
    assert.throws(() => openFace(harfbuzz, { id: 'cut', bytes: file }), refuses, 'no character map');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, tagged) => {
        if (tagged) bytes.set([0, 1, 0, 0, 0, 3].slice(0, bytes.length));
        assert.throws(() => openFace(harfbuzz, { id: 'x', bytes }), refuses);
      }),
      { numRuns: 200 },
    );
  });
});

function tableOffset(file: Uint8Array, tag: string): number {
  const view = new DataView(file.buffer, file.byteOffset);
  for (let entry = 12; entry < 12 + 16 * view.getUint16(4); entry += 16) {
    if (String.fromCharCode(...file.subarray(entry, entry + 4)) === tag) return view.getUint32(entry + 8);
  }
  throw new Error(`no table ${tag}`);
}

function pointsOf(path: readonly PathSegment[]): readonly number[] {
  return path.flatMap((segment) => Object.values(segment).filter((value) => typeof value === 'number'));
}
