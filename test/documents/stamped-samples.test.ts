/** Every plain sample stamped at a point, on a text of its own and over its edges: other software opens it and shows the seal, or it was refused with a reason. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { isYinzhengError } from '../../src/base/errors/index.ts';
import { locateStamp, verifyDocument, type Placement, type StampPlaces } from '../../src/documents/index.ts';
import { openPdf, shownSize } from '../../src/pdf/index.ts';
import { prepareTrust } from '../../src/pki/index.ts';
import { stampDocument } from '../../src/services/stamping/index.ts';
import { usableVersion } from '../../src/services/seals/usable-version.ts';
import { needTool, rasterise, runTool, type Raster } from '../support/pdf.ts';
import { crypto } from '../support/pki.ts';
import { needSamples, sample, samplesIn } from '../support/samples.ts';
import { blankFile, zlib } from '../support/sealing.ts';
import { openUseCases, SEALER, stampOrder, type UseCases } from '../support/use-cases.ts';

const DPI = 72;
const KINDS = ['point', 'keyword', 'straddling', 'pages'] as const;

/**
 * Files that are refused, at a point and then on a text of their own; all others are shown at both. Written down, so that nothing is refused
 * unnoticed. Those without text, or with text in annotations only, have none to be found.
 */
const REFUSED: Readonly<Record<string, readonly [point: string, keyword: string]>> = {
  'GHOSTSCRIPT-698804-1-fuzzed.pdf': ['PDF_MALFORMED', 'PDF_MALFORMED'],
  'circular-page-tree.pdf': ['PDF_MALFORMED', 'PDF_MALFORMED'],
  'minimal-startxref-hopeless.pdf': ['PDF_MALFORMED', 'PDF_MALFORMED'],
  'minimal-aes256.pdf': ['PDF_ENCRYPTED', 'PDF_ENCRYPTED'],
  'minimal-rc4.pdf': ['PDF_ENCRYPTED', 'PDF_ENCRYPTED'],
  'no-mediabox.pdf': ['PDF_NOT_STAMPABLE', 'KEYWORD_NOT_FOUND'],
  'arial_unicode_ab_cidfont.pdf': ['shown', 'KEYWORD_NOT_FOUND'],
  'bug1669097.pdf': ['shown', 'KEYWORD_NOT_FOUND'],
  'empty.pdf': ['shown', 'KEYWORD_NOT_FOUND'],
  'freetexts.pdf': ['shown', 'KEYWORD_NOT_FOUND'],
  'issue269_1.pdf': ['shown', 'KEYWORD_NOT_FOUND'],
  'issue5475.pdf': ['shown', 'KEYWORD_NOT_FOUND'],
  'uncompressed-objstream-sample.pdf': ['shown', 'KEYWORD_NOT_FOUND'],
};

describe('plain samples', function () {
  this.timeout(600_000);
  let under: UseCases;
  before(async function () {
    needSamples(this);
    for (const tool of ['qpdf', 'pdfsig', 'pdftoppm', 'pdftotext']) needTool(this, tool);
    under = await openUseCases();
  });
  after(async () => {
    await (under as UseCases | undefined)?.close();
  });

  /** Where a seal of each kind is wanted. */
  function placeOf(kind: (typeof KINDS)[number], bytes: Uint8Array): Placement {
    if (kind === 'straddling') return { edge: 'right', pages: 'all', group: 20 };
    if (kind === 'keyword') return { keyword: wordOf(bytes), occurrence: 1, dx: 0, dy: 0 };
    const { width, height } = shownSize(openPdf(bytes, { zlib }), 1);
    return { ...(kind === 'pages' ? { pages: 'all' } : { page: 1 }), x: width / 2, y: height / 2 };
  }

  for (const path of samplesIn('pdf/plain'))
    it(`${path} is stamped and shown, or refused with a reason`, async () => {
      const bytes = sample(path);
      const outcomes: string[] = [];
      for (const kind of KINDS) {
        try {
          const place = placeOf(kind, bytes);
          const { document } = await stampDocument(under.licences, SEALER, { ...stampOrder(bytes), place });
          const seal = await under.store.records.get('seals', stampOrder().seal);
          assert.ok(seal);
          const inUse = { record: seal, version: usableVersion(seal, Date.now()) };
          const places = locateStamp(under.licences.engine, { document: bytes, place, seal: inUse });
          await assertShown(bytes, document, places);
          outcomes.push('shown');
        } catch (error) {
          if (!isYinzhengError(error)) throw error;
          assert.ok(error.chinese !== '' && error.message !== '');
          outcomes.push(error.code);
        }
      }
      const [point, keyword] = REFUSED[path.slice('pdf/plain/'.length)] ?? ['shown', 'shown'];
      // Over the edges of one page alone no seal goes.
      const alone = point === 'shown' && openPdf(bytes, { zlib }).pages().length < 2;
      assert.deepEqual(outcomes, [point, keyword, alone ? 'PDF_NOT_STAMPABLE' : point, point]);
    });

  for (const path of samplesIn('pdf/signed'))
    it(`${path} keeps the signatures that it has as they are, whatever is stamped on it`, async () => {
      const bytes = sample(path);
      const earlier = signaturesOf(bytes);
      for (const kind of KINDS) {
        const place = placeOf(kind, bytes);
        try {
          const { document } = await stampDocument(under.licences, SEALER, { ...stampOrder(bytes), place });
          assert.ok(Buffer.from(document.subarray(0, bytes.length)).equals(bytes));
          const [was, is] = [bytes, document].map((file) => runTool(file, 'qpdf', '--check', '{}').status ?? 9);
          assert.ok((is ?? 9) <= (was ?? 9), `qpdf: ${was} before, ${is} after`);
          assert.deepEqual(signaturesOf(document).slice(0, earlier.length), earlier, kind);
          await assertShownByPdfJs(document, 1);
        } catch (error) {
          if (!isYinzhengError(error)) throw error;
          // They have one page each, and some have no text.
          const [straddling, keyword] = [kind === 'straddling', kind === 'keyword'];
          assert.ok((straddling && error.code === 'PDF_NOT_STAMPABLE') || (keyword && error.code === 'KEYWORD_NOT_FOUND'), kind);
        }
      }
    });

  /** What our verifier says of each signature but for who made it, and what pdfsig says that is not of the whole file. */
  function signaturesOf(bytes: Uint8Array): readonly unknown[] {
    const trust = prepareTrust({ anchors: [], intermediates: [], sealMakers: [], revocationLists: [] }, crypto);
    const policy = { revocation: 'if-known', acceptDemonstration: true } as const;
    const settings = { trust, policy, at: Date.now(), proofOfExistence: null };
    return verifyDocument(under.licences.engine, bytes, settings).signatures.map(({ field, kind, intact, checks }) => {
      return [field, kind, intact, checks.find(({ id }) => id === 'changes')?.outcome];
    });
  }

  it('has nothing written down of files that are not there', () => {
    const names = samplesIn('pdf/plain').map((path) => path.slice('pdf/plain/'.length));
    assert.deepEqual(
      Object.keys(REFUSED).filter((name) => !names.includes(name)),
      [],
    );
  });
});

/** The first word of the text as poppler reads it; one that no text has where there is none. */
function wordOf(bytes: Uint8Array): string {
  const { status, output } = runTool(bytes, 'pdftotext', '-enc', 'UTF-8', '{}', '-');
  const words = status === 0 ? output.match(/[A-Za-z0-9\p{Script=Han}]+/gu) : null;
  return words?.[0] ?? 'Yinzheng';
}

/** qpdf finds no more fault than before; poppler and pdf.js show the seal where it is, and the signature. */
async function assertShown(before: Uint8Array, after: Uint8Array, { place, others = [] }: StampPlaces): Promise<void> {
  const [was, is] = [before, after].map((bytes) => runTool(bytes, 'qpdf', '--check', '{}').status ?? 9);
  assert.ok((is ?? 9) <= (was ?? 9), `qpdf: ${was} before, ${is} after`);
  const told = runTool(after, 'pdfsig', '-nocert', '{}').output;
  assert.match(told, /Signature #1/);
  assert.doesNotMatch(told, /not signed/);
  const scale = DPI / 25.4;
  for (const { page, x, y, size } of [place, ...others].slice(0, 3)) {
    const [old, now] = [before, after].map((bytes) => rasterise(bytes, { page, dpi: DPI })) as [Raster, Raster];
    const half = { x: ((size?.width ?? 42) / 2) * scale, y: ((size?.height ?? 42) / 2) * scale };
    assert.ok(reddened(old, now, { x: x * scale, y: y * scale, half }) > 20, `poppler shows no seal on page ${page}`);
  }
  await assertShownByPdfJs(after, place.page);
}

/** How many pixels became red near the seal. */
function reddened(
  old: Raster,
  now: Raster,
  { x, y, half }: { readonly x: number; readonly y: number; readonly half: { readonly x: number; readonly y: number } },
): number {
  assert.deepEqual([now.width, now.height], [old.width, old.height]);
  let count = 0;
  for (let row = Math.max(0, Math.floor(y - half.y)); row < Math.min(now.height, y + half.y); row++)
    for (let column = Math.max(0, Math.floor(x - half.x)); column < Math.min(now.width, x + half.x); column++) {
      const [red, green, blue] = now.at(column, row);
      const [, greenBefore] = old.at(column, row);
      if (red - green > 40 && red - blue > 40 && greenBefore - green > 20) count++;
    }
  return count;
}

async function assertShownByPdfJs(bytes: Uint8Array, number: number): Promise<void> {
  if (!existsSync(new URL('../../node_modules/pdfjs-dist', import.meta.url))) return;
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const loading = getDocument({ data: bytes.slice(), verbosity: 0 });
  try {
    const page = await (await loading.promise).getPage(number);
    const annotations = (await page.getAnnotations()) as readonly {
      readonly fieldType?: string;
      readonly hasAppearance?: boolean;
    }[];
    assert.ok(
      annotations.some(({ fieldType, hasAppearance }) => fieldType === 'Sig' && hasAppearance === true),
      'pdf.js shows no seal',
    );
  } finally {
    await loading.destroy();
  }
}

// A plain page of the product's own goes the same way, so that the test can be seen to find seals.
describe('plain samples: a page of the product', () => {
  it('shows what is looked for', async function () {
    for (const tool of ['qpdf', 'pdfsig', 'pdftoppm']) needTool(this, tool);
    const under = await openUseCases();
    try {
      const order = stampOrder(blankFile(1));
      const { document } = await stampDocument(under.licences, SEALER, order);
      await assertShown(order.document, document, { place: { page: 1, x: 100, y: 100 } });
      await assert.rejects(assertShown(order.document, order.document, { place: { page: 1, x: 100, y: 100 } }));
      await assert.rejects(assertShown(order.document, document, { place: { page: 1, x: 30, y: 250 } }));
    } finally {
      await under.close();
    }
  });
});
