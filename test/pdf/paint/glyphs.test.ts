/** Every glyph right: what poppler paints from the embedded subsets against the outlines of the whole faces, and the text it extracts. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createZlib } from '../../../src/adapters/platform/zlib.ts';
import {
  rasteriseMono,
  shapeText,
  type Drawing,
  type FontSet,
  type PathItem,
  type TextItem,
} from '../../../src/drawing/index.ts';
import { transformPath } from '../../../src/drawing/path/transform.ts';
import { paintPdf } from '../../../src/pdf/paint/index.ts';
import { bundledFonts } from '../../support/fonts.ts';
import { BLACK, extractText, needTool, rasterise } from '../../support/pdf.ts';

const zlib = createZlib();
const STANDARD = readFileSync(new URL('../../vectors/characters/general-standard.txt', import.meta.url), 'utf8').replace(
  /\n/g,
  '',
);
const RARE = '𪨊𠮷𠀀𠀋𡃁𢀖𣎴𤯔𥥆𦍌𧒽𨉖𩷶𪚥𪜀𪟝𪰋𪼋𫃎𫄧';
/** First and last ideograph of the extensions A to F in Unicode 10. */
const EXTENSIONS = [
  [0x3400, 0x4db5],
  [0x20000, 0x2a6d6],
  [0x2a700, 0x2b734],
  [0x2b740, 0x2b81d],
  [0x2b820, 0x2cea1],
  [0x2ceb0, 0x2ebe0],
] as const;
const NAMES = '张𪨊·李·阿卜杜拉·买买提·吐尔逊江';

/** Everything in whole points, two dots each, so that what is compared lies on whole dots: mm are points times this. */
const POINT = 25.4 / 72;
const DOTS = 2;
const PAGE = { width: 600 * POINT, height: 840 * POINT };
/** Points: size of a character, of the cell it stands in, from the top of a cell to the base line; cells in a row and a column. */
const SIZE = 12;
const CELL = 14;
const BASE_LINE = 11;
const ACROSS = 42;
const DOWN = 59;
/** Poppler moves glyphs up to whole dots and left to quarters of a dot; texts stand so much lower and further right, mm. */
const NUDGE = { x: 0.05 * POINT, y: 0.25 * POINT };

/** Pages of characters in cells, as texts, and the same as the outlines of the faces. */
function pagesOf(fonts: FontSet, characters: readonly string[], faceId: string): { texts: Drawing[]; outlines: Drawing[] } {
  const texts: Drawing[] = [];
  const outlines: Drawing[] = [];
  for (let start = 0; start < characters.length; start += ACROSS * DOWN) {
    const cells = characters.slice(start, start + ACROSS * DOWN).map((character, index) => {
      const [cluster, ...more] = shapeText(fonts, faceId, character);
      const [glyph, ...others] = cluster?.glyphs ?? [];
      assert.ok(cluster && glyph && more.length + others.length === 0, character);
      const [x, y] = [POINT * (CELL * (index % ACROSS) + 1), POINT * (CELL * Math.floor(index / ACROSS) + BASE_LINE)];
      const scale = (SIZE * POINT) / cluster.face.metrics.unitsPerEm;
      const placed = { glyph: glyph.glyph, x: 0, y: 0, advance: glyph.advance * scale, text: character };
      const text: TextItem = {
        kind: 'text',
        face: cluster.face,
        size: SIZE * POINT,
        colour: BLACK,
        x: x + NUDGE.x,
        y: y + NUDGE.y,
        glyphs: [placed],
      };
      const path = transformPath(cluster.face.outlineOf(glyph.glyph), { a: scale, b: 0, c: 0, d: -scale, e: x, f: y });
      const outline: PathItem = { kind: 'path', path, fill: BLACK };
      return { text, outline };
    });
    texts.push({ ...PAGE, items: cells.map(({ text }) => text) });
    outlines.push({ ...PAGE, items: cells.map(({ outline }) => outline) });
  }
  return { texts, outlines };
}

/** Paints, extracts and compares cell by cell; answers the characters that do not look right. */
function wrongCells(fonts: FontSet, characters: readonly string[], faceId: string): readonly string[] {
  const { texts, outlines } = pagesOf(fonts, characters, faceId);
  const options = { metadata: { title: 't' }, created: 0, fileId: new Uint8Array(16).fill(1), zlib };
  const bytes = paintPdf(texts, options);
  assert.equal(extractText(bytes, '-raw').replace(/\s/g, ''), characters.join(''));
  const wrong: string[] = [];
  outlines.forEach((page, number) => {
    const shown = rasterise(bytes, { page: number + 1, dpi: 72 * DOTS });
    const { alpha, width } = rasteriseMono(page, { dpi: 72 * DOTS });
    assert.deepEqual([shown.width, shown.height], [600 * DOTS, 840 * DOTS]);
    const side = CELL * DOTS;
    const cell = (index: number): { left: number; top: number } => ({
      left: side * (index % ACROSS),
      top: side * Math.floor(index / ACROSS),
    });
    /** How alike a cell as shown and the outlines of a cell are: the cosine between their pixels, 1 for the same. */
    const likeness = (index: number, other: number): number => {
      const [here, there] = [cell(index), cell(other)];
      let [both, one, two] = [0, 0, 0];
      for (let y = 0; y < side; y++) {
        for (let x = 0; x < side; x++) {
          const expected = alpha[(there.top + y) * width + there.left + x] ?? 0;
          const ink = 255 - (shown.pixels[3 * ((here.top + y) * width + here.left + x)] ?? 0);
          both += ink * expected;
          one += ink * ink;
          two += expected * expected;
        }
      }
      return both / Math.sqrt(Math.max(one * two, 1));
    };
    page.items.forEach((_, index) => {
      if (likeness(index, index) < 0.99) wrong.push(characters[number * ACROSS * DOWN + index] ?? '');
    });
    // The comparison tells neighbours apart.
    const told = page.items.filter((_, index) => index > 0 && likeness(index, index - 1) < 0.97).length;
    assert.ok(told >= 0.98 * (page.items.length - 2), `${told} of ${page.items.length}`);
  });
  return wrong;
}

describe('glyphs in a PDF', function () {
  this.timeout(300_000);

  const OTHERS = '·（）—，。0123456789ABCDEFGHJKMNPQRSTUVWXYZ';

  it('are those of all 8,105 standard characters', async function () {
    needTool(this, 'pdftotext');
    assert.equal(Array.from(STANDARD).length, 8105);
    assert.deepEqual(wrongCells(await bundledFonts(), [...STANDARD, ...OTHERS], 'song'), []);
  });

  it('are those of every ninth of them in the bold face', async function () {
    needTool(this, 'pdftotext');
    const characters = Array.from(STANDARD).filter((_, index) => index % 9 === 4);
    assert.deepEqual(wrongCells(await bundledFonts(), [...characters, ...OTHERS], 'song-bold'), []);
  });

  it('are those of 20 rare names, from the reserve', async function () {
    needTool(this, 'pdftotext');
    assert.equal(Array.from(RARE).length, 20);
    assert.deepEqual(wrongCells(await bundledFonts(), [...RARE, ...NAMES], 'song'), []);
  });

  it('are those of every fortieth ideograph of the extensions', async function () {
    needTool(this, 'pdftotext');
    const characters: string[] = [];
    for (const [first, last] of EXTENSIONS) {
      for (let codePoint = first; codePoint <= last; codePoint += 40) characters.push(String.fromCodePoint(codePoint));
    }
    assert.deepEqual(wrongCells(await bundledFonts(), characters, 'song'), []);
  });
});
