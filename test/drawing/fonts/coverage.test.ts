/** Every character that names and addresses may officially be written with can be drawn. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { faceFor, shapeText } from '../../../src/drawing/index.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { bundledFonts } from '../../support/fonts.ts';

const STANDARD = readFileSync(new URL('../../vectors/characters/general-standard.txt', import.meta.url), 'utf8').replace(
  /\n/g,
  '',
);
const RARE = '𪨊𠮷𠀀𠀋𡃁𢀖𣎴𤯔𥥆𦍌𧒽𨉖𩷶𪚥𪜀𪟝𪰋𪼋𫃎𫄧';
/** First and last ideograph in Unicode 10 of the extensions A to F and of both blocks of compatibility ideographs. */
const EXTENSIONS = [
  [0x3400, 0x4db5],
  [0x20000, 0x2a6d6],
  [0x2a700, 0x2b734],
  [0x2b740, 0x2b81d],
  [0x2b820, 0x2cea1],
  [0x2ceb0, 0x2ebe0],
  [0xf900, 0xfad9],
  [0x2f800, 0x2fa1d],
] as const;
const UNASSIGNED = [0xfa6e, 0xfa6f];

describe('coverage of the bundled faces', () => {
  it('has the 8,105 characters of the general standard table in both weights', async () => {
    const fonts = await bundledFonts();
    const characters = Array.from(STANDARD);
    assert.equal(new Set(characters).size, 8105);
    for (const id of ['song', 'song-bold']) {
      const face = fonts.faces.get(id);
      assert.ok(face);
      const missing = characters.filter((character) => face.glyphOf(character.codePointAt(0) ?? 0) === 0);
      assert.deepEqual(missing, [], id);
      const blank = characters.filter((character) => face.outlineOf(face.glyphOf(character.codePointAt(0) ?? 0)).length === 0);
      assert.deepEqual(blank, [], id);
    }
  });

  it('gives each of them its own glyph, one em wide', async () => {
    const fonts = await bundledFonts();
    const clusters = shapeText(fonts, 'song', STANDARD);
    assert.equal(clusters.length, 8105);
    assert.equal(clusters.map(({ text }) => text).join(''), STANDARD);
    assert.equal(new Set(clusters.map(({ glyphs }) => glyphs.map(({ glyph }) => glyph).join())).size, 8105);
    assert.deepEqual([...new Set(clusters.map(({ advance }) => advance))], [1000]);
  });

  it('draws 20 rare names with the reserve', async () => {
    const fonts = await bundledFonts();
    for (const character of RARE) {
      const clusters = shapeText(fonts, 'song', `王${character}华`);
      assert.deepEqual(
        clusters.map(({ text }) => text),
        ['王', character, '华'],
      );
      for (const { glyphs } of clusters) for (const { glyph } of glyphs) assert.notEqual(glyph, 0);
    }
    assert.equal(Array.from(RARE).length, 20);
    assert.equal(shapeText(fonts, 'song-bold', '𪨊')[0]?.face.postScriptName, 'HanaMinB');
  });

  it('has every ideograph of extensions A to F and of compatibility, with the reserve', async () => {
    const fonts = await bundledFonts();
    const missing: number[] = [];
    for (const [first, last] of EXTENSIONS) {
      for (let codePoint = first; codePoint <= last; codePoint++) {
        try {
          assert.notEqual(faceFor(fonts, 'song', codePoint).glyphOf(codePoint), 0);
        } catch (error) {
          if (!isYinzhengError(error, 'GLYPH_MISSING')) throw error;
          missing.push(codePoint);
        }
      }
    }
    assert.deepEqual(missing, UNASSIGNED);
  });

  it('has the dots that stand between the parts of a name', async () => {
    const fonts = await bundledFonts();
    const faceOf = (dot: string) => shapeText(fonts, 'song', `阿里${dot}买买提`)[2]?.face.postScriptName;
    for (const dot of '·•‧・･．●') assert.equal(faceOf(dot), 'NotoSerifSC-Regular', dot);
    for (const dot of '∙⋅⸱⸳․') assert.equal(faceOf(dot), 'HanaMinA', dot);
  });

  it('names a character that no face has, with its code point', async () => {
    const fonts = await bundledFonts();
    assert.throws(
      () => shapeText(fonts, 'song', '张𰻝'),
      (error: unknown) =>
        isYinzhengError(error, 'GLYPH_MISSING') &&
        error.details.character === '𰻝' &&
        error.details.codePoint === 'U+30EDD' &&
        error.chinese.includes('𰻝（U+30EDD）'),
    );
    for (const [text, codePoint] of [
      ['a\u0007', 'U+0007'],
      ['\ud83d', 'U+D83D'],
      ['\ue000', 'U+E000'],
      ['𪨊\u0f90', 'U+0F90'],
      ['ꦲ', 'U+A9B2'],
    ] as const) {
      assert.throws(
        () => shapeText(fonts, 'song', text),
        (error: unknown) => isYinzhengError(error, 'GLYPH_MISSING') && error.details.codePoint === codePoint,
      );
    }
  });
});
