/** Every character that names and addresses may officially be written with can be drawn. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { shapeText } from '../../../src/drawing/index.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { bundledFonts, DEBIAN_FACES, needFallbacks } from '../../support/fonts.ts';

const STANDARD = readFileSync(new URL('../../vectors/characters/general-standard.txt', import.meta.url), 'utf8').replace(
  /\n/g,
  '',
);
const RARE = '𪨊𠮷𠀀𠀋𡃁𢀖𣎴𤯔𥥆𦍌𧒽𨉖𩷶𪚥𪜀𪟝𪰋𪼋𫃎𫄧';

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

  it('draws 20 rare names with a fallback face', async function () {
    const fonts = await needFallbacks(this, DEBIAN_FACES.hanazono);
    for (const character of RARE) {
      const clusters = shapeText(fonts, 'song', `王${character}华`);
      assert.deepEqual(
        clusters.map(({ text }) => text),
        ['王', character, '华'],
      );
      for (const { glyphs } of clusters) for (const { glyph } of glyphs) assert.notEqual(glyph, 0);
    }
    assert.equal(Array.from(RARE).length, 20);
    assert.equal(shapeText(fonts, 'song', '𪨊')[0]?.face.id, 'hanazono-b');
  });

  it('names a character that no face has, with its code point', async () => {
    const fonts = await bundledFonts();
    assert.throws(
      () => shapeText(fonts, 'song', '张𪨊'),
      (error: unknown) =>
        isYinzhengError(error, 'GLYPH_MISSING') &&
        error.details.character === '𪨊' &&
        error.details.codePoint === 'U+2AA0A' &&
        error.chinese.includes('𪨊（U+2AA0A）'),
    );
    for (const [text, codePoint] of [
      ['a\u0007', 'U+0007'],
      ['\ud83d', 'U+D83D'],
      ['\ue000', 'U+E000'],
    ] as const) {
      assert.throws(
        () => shapeText(fonts, 'song', text),
        (error: unknown) => isYinzhengError(error, 'GLYPH_MISSING') && error.details.codePoint === codePoint,
      );
    }
  });
});
