import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { createZlib } from '../../../src/adapters/platform/zlib.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { openFace } from '../../../src/drawing/index.ts';
import { paintPdf } from '../../../src/pdf/paint/index.ts';
import { cffTable, characterIdentifiers } from '../../../src/pdf/paint/font/cff.ts';
import { encodingCmap, toUnicodeCmap } from '../../../src/pdf/paint/font/cmap.ts';
import { DEBIAN_FACES, needFace, testHarfBuzz } from '../../support/fonts.ts';
import { extractText, needTool, rasterise, runTool, textItem } from '../../support/pdf.ts';

/** A CFF table of four glyphs; `ros` makes it CID-keyed, `charset` are the bytes of its charset. */
function cff(ros: readonly number[], charset: readonly number[]): Uint8Array {
  const header = [1, 0, 4, 1];
  const names = [0, 1, 1, 1, 2, 0x41];
  const topLength = ros.length + 12;
  const tops = [0, 1, 1, 1, topLength + 1];
  const charsetAt = header.length + names.length + tops.length + topLength;
  const glyphsAt = charsetAt + charset.length;
  const top = [...ros, 29, 0, 0, 0, charsetAt, 15, 29, 0, 0, 0, glyphsAt, 17];
  return Uint8Array.from([...header, ...names, ...tops, ...top, ...charset, 0, 4, 1, 1, 2, 3, 4, 5, 14, 14, 14, 14]);
}
const ROS = [139, 139, 139, 12, 30];

describe('CFF fonts', () => {
  it('are selected by CID where they are CID-keyed, else by glyph', () => {
    const cids = (table: Uint8Array): readonly number[] => [0, 1, 2, 3].map(characterIdentifiers(table));
    assert.deepEqual(cids(cff([], [0, 0, 7, 0, 8, 0, 9])), [0, 1, 2, 3]);
    assert.deepEqual(cids(cff(ROS, [0, 0, 7, 1, 8, 0, 9])), [0, 7, 264, 9]);
    assert.deepEqual(cids(cff(ROS, [1, 0, 7, 1, 0, 50, 0])), [0, 7, 8, 50]);
    assert.deepEqual(cids(cff(ROS, [2, 0, 7, 0, 2])), [0, 7, 8, 9]);
  });

  it('that are damaged are refused, never misread without end', () => {
    assert.throws(() => characterIdentifiers(cff(ROS, [9, 0, 7, 0, 2])), { code: 'FONT_UNUSABLE' });
    assert.throws(() => cffTable(Uint8Array.from([0x4f, 0x54, 0x54, 0x4f, 0, 0, 0, 0, 0, 0, 0, 0])), { code: 'FONT_UNUSABLE' });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(40), (noise, at) => {
        const table = cff(ROS, [0, 0, 7, 0, 8, 0, 9]);
        table.set(noise.subarray(0, table.length - at), at);
        try {
          characterIdentifiers(table)(3);
        } catch (error) {
          if (!isYinzhengError(error, 'FONT_UNUSABLE')) throw error;
        }
      }),
    );
  });

  it('are embedded so that poppler shows and extracts them', async function () {
    needTool(this, 'pdftotext');
    needFace(this, DEBIAN_FACES.nimbus);
    const face = openFace(await testHarfBuzz(), { id: 'nimbus', bytes: new Uint8Array(readFileSync(DEBIAN_FACES.nimbus.path)) });
    assert.equal(face.outlines, 'cff');
    const item = textItem(face, 'Licence No. 42', { x: 10, y: 20, size: 6 });
    const options = { metadata: { title: 't' }, created: 0, fileId: new Uint8Array(16), zlib: createZlib() };
    const bytes = paintPdf([{ width: 100, height: 40, items: [item] }], options);
    assert.equal(runTool(bytes, 'qpdf', '--check', '{}').status, 0);
    assert.equal(extractText(bytes), 'Licence No. 42');
    const shown = rasterise(bytes, { dpi: 254 });
    let ink = 0;
    for (let x = 100; x < 140; x++) for (let y = 150; y < 205; y++) if (shown.at(x, y)[0] < 128) ink++;
    assert.ok(ink > 150 && ink < 1200, `${ink} dark pixels where the L stands`);
  });
});

describe('CMaps', () => {
  it('write blocks of at most 100, surrogate pairs, and nothing for empty texts', () => {
    const text = toUnicodeCmap(new Map([[1, ''], ...Array.from({ length: 150 }, (_, index) => [index + 2, '𪨊'] as const)]));
    assert.match(text, /100 beginbfchar\n<0002> <D86ADE0A>\n/);
    assert.match(text, /50 beginbfchar\n<0066> <D86ADE0A>\n/);
    assert.doesNotMatch(text, /<0001>/);
    assert.match(encodingCmap('X-H', 5, new Map([[6, 2]])), /<0000> <0005> 0\nendcidrange\n1 begincidchar\n<0006> 2\n/);
  });
});
