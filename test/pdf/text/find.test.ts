import assert from 'node:assert/strict';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { openPdf } from '../../../src/pdf/reader/index.ts';
import { keywordPlaces, type KeywordPlace } from '../../../src/pdf/sign/index.ts';
import { needTool, runTool } from '../../support/pdf.ts';
import { needSamples, sample } from '../../support/samples.ts';
import { createSealingBench } from '../../support/sealed-licence.ts';
import { textFile, zlib } from '../../support/sealing.ts';

const POINTS = 72 / 25.4;
const SAMPLES = [
  'IdentityToUnicodeMap_charCodeOf',
  'bad-PageLabels',
  'bug1885505',
  'find_all',
  'issue11045',
  'issue13201',
  'issue7403',
  'issue840',
  'issue9713',
  'minimal-xref',
  'nested_outline',
] as const;

interface Word {
  readonly page: number;
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Words of more than one letter with their middles, points from the upper left corner, as poppler finds them. */
function popplerWords(bytes: Uint8Array): readonly Word[] {
  const { output } = runTool(bytes, 'pdftotext', '-enc', 'UTF-8', '-bbox', '{}', '-');
  let page = 0;
  return output.split('\n').flatMap((line) => {
    if (line.includes('<page ')) page++;
    const [, left, top, right, bottom, escaped = ''] =
      /<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*)<\/word>/.exec(line) ?? [];
    const text = escaped.replace(/&(?:lt|gt|quot|apos);/g, (name) => ENTITIES[name] ?? '').replaceAll('&amp;', '&');
    if ([...text].length < 2) return [];
    const [x0, y0, x1, y1] = [Number(left), Number(top), Number(right), Number(bottom)];
    return [{ page, text, x: (x0 + x1) / 2, y: (y0 + y1) / 2, width: x1 - x0, height: y1 - y0 }];
  });
}
const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'" };

const find = (bytes: Uint8Array, keyword: string, more: Partial<KeywordPlace> = {}) =>
  keywordPlaces(openPdf(bytes, { zlib }), { keyword, occurrence: 'every', dx: 0, dy: 0, ...more });

/** How many of poppler's words are found where poppler has them: within a seventh of their width and height. */
function agreement(bytes: Uint8Array): { readonly words: number; readonly found: number } {
  const words = popplerWords(bytes).slice(0, 300);
  const found = words.filter((word) => {
    try {
      return find(bytes, word.text).some(
        ({ page, x, y }) =>
          page === word.page && Math.abs(x * POINTS - word.x) < word.width / 7 && Math.abs(y * POINTS - word.y) < word.height / 7,
      );
    } catch (error) {
      assert.ok(isYinzhengError(error, 'KEYWORD_NOT_FOUND'));
      return false;
    }
  });
  return { words: words.length, found: found.length };
}

describe('the text of a document', function () {
  this.timeout(120_000);

  for (const name of SAMPLES) {
    it(`is found where poppler finds it: ${name}`, function () {
      needSamples(this);
      needTool(this, 'pdftotext');
      const { words, found } = agreement(sample(`pdf/plain/${name}.pdf`));
      assert.ok(words > 0);
      assert.ok(found >= words * 0.99, `${found} of ${words}`);
    });
  }

  it('is found in a licence of the product where poppler finds it', async function () {
    needTool(this, 'pdftotext');
    const bench = await createSealingBench();
    try {
      const { words, found } = agreement(await bench.issue(1));
      assert.ok(words > 5);
      assert.equal(found, words);
    } finally {
      await bench.close();
    }
  });

  for (const rotation of [0, 90, 180, 270]) {
    it(`is found on a page that is turned by ${rotation}°, and in a form drawn on it`, function () {
      needTool(this, 'pdftotext');
      const form =
        '<</Type /XObject /Subtype /Form /BBox [0 0 300 300] /Matrix [1 0 0 1 10 20] /Length 41>>\nstream\nBT /F 20 Tf 1 0 0 1 30 40 Tm (Form) Tj ET \nendstream';
      const file = textFile(
        'BT /F 12 Tf 0.5 Ts 110 Tz 0.2 Tc 100 700 Td [(Gr) -20 (een)] TJ T* 0 1 -1 0 400 300 Tm (upright) Tj ET q 0.5 0 0 0.5 50 60 cm /X Do Q',
        `/Rotate ${rotation}`,
        ['<</Type /Font /Subtype /Type1 /BaseFont /Times-Bold /Encoding /WinAnsiEncoding>>', form],
      );
      const { words, found } = agreement(file);
      assert.deepEqual([words, found], [3, 3]);
    });
  }

  it('is placed on what is seen of a cropped page', () => {
    const content = 'BT /F 12 Tf 100 700 Td (Seal) Tj ET';
    const [whole, cropped] = ['', '/CropBox [20 30 500 800]'].map((entries) => find(textFile(content, entries), 'Seal')[0]);
    assert.ok(whole && cropped);
    assert.ok(Math.abs(whole.x - cropped.x - 20 / POINTS) < 0.002 && Math.abs(whole.y - cropped.y - 42 / POINTS) < 0.002);
  });

  it('counts in the order of reading, whatever the order of the content', () => {
    const file = textFile(
      'BT /F 10 Tf 1 0 0 1 300 100 Tm (Seal) Tj 1 0 0 1 300 700 Tm (Se) Tj 1 0 0 1 50 700.3 Tm (Seal) Tj 1 0 0 1 311.7 700 Tm (al) Tj ET',
    );
    const xs = find(file, 'Seal').map(({ x, y }) => [Math.round(x), Math.round(y)]);
    assert.deepEqual(xs, [
      [21, 49],
      [109, 49],
      [109, 261],
    ]);
    assert.deepEqual(find(file, 'Seal', { occurrence: 'last' }), find(file, 'Seal').slice(-1));
    assert.deepEqual(find(file, 'Seal', { occurrence: 2 }), find(file, 'Seal').slice(1, 2));
    const [moved] = find(file, 'Seal', { occurrence: 1, dx: 3, dy: -4 });
    const [plain] = find(file, 'Seal', { occurrence: 1 });
    assert.ok(Math.abs(moved.x - plain.x - 3) < 1e-9 && Math.abs(moved.y - plain.y + 4) < 1e-9);
  });

  it('is compared without white space, in wide and narrow forms, and not across gaps', () => {
    const gb =
      '<</Type /Font /Subtype /Type0 /BaseFont /STSong /Encoding /GBK-EUC-H /DescendantFonts [<</Type /Font /Subtype /CIDFontType0 /BaseFont /STSong /CIDSystemInfo <</Registry (Adobe) /Ordering (GB1) /Supplement 2>>>>]>>';
    const file = textFile('BT /F 10 Tf 50 700 Td <b8c7d5c220a3c8d5c2a3a9> Tj 200 0 Td <b8c7> Tj 100 0 Td <d5c2> Tj ET', '', [gb]);
    assert.equal(find(file, '盖章').length, 1);
    assert.equal(find(file, '章 （章）'.replace('（', 'Ｈ')).length, 1);
    assert.equal(find(file, '章').length, 3);
  });

  it('is not found beyond the edge of the page, nor where it is not, and the error says where was looked', () => {
    const file = textFile('BT /F 10 Tf 5000 700 Td (Seal) Tj ET');
    for (const [keyword, occurrence] of [
      ['Seal', 'every'],
      ['Other', 1],
      [' ', 'last'],
    ] as const) {
      assert.throws(
        () => find(file, keyword, { occurrence }),
        (error) => isYinzhengError(error, 'KEYWORD_NOT_FOUND') && error.details.pages === 1 && error.details.found === 0,
      );
    }
  });

  it('is read up to what is broken, and the error says so', () => {
    const file = textFile('BT /F 10 Tf 50 700 Td (Seal) Tj ET BT ) (Later) Tj ET');
    assert.equal(find(file, 'Seal').length, 1);
    assert.throws(
      () => find(file, 'Later'),
      (error) => isYinzhengError(error, 'KEYWORD_NOT_FOUND') && error.details.unread === 1,
    );
  });

  it('ends for forms within themselves, and for mappings without end', () => {
    const loop =
      '<</Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</X 6 0 R>>>> /Length 11>>\nstream\n/X Do /X Do\nendstream';
    const font = '<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>';
    assert.throws(() => find(textFile('/X Do', '', [font, loop]), 'x'), { code: 'KEYWORD_NOT_FOUND' });
    const wide = Array.from({ length: 40 }, () => '<0000> <ffff> <0000>').join(' ');
    const cmap = `1 beginbfrange ${wide} endbfrange`;
    const greedy = [
      '<</Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /ToUnicode 7 0 R /DescendantFonts [<<>>]>>',
      'null',
      `<</Length ${cmap.length}>>\nstream\n${cmap}\nendstream`,
    ];
    assert.throws(() => find(textFile('BT /F 9 Tf <0001> Tj ET', '', greedy), 'x'), { code: 'DOCUMENT_TOO_COSTLY' });
  });
});
