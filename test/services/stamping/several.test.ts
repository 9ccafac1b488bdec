/** Seals of several organisations on one document, one after the other: each leaves what was there before as it is. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { latin1 } from '../../../src/base/bytes.ts';
import { verifyDocument } from '../../../src/documents/index.ts';
import { addObject, addStream, newFile } from '../../../src/pdf/writer/index.ts';
import { prepareTrust } from '../../../src/pki/index.ts';
import { stampDocument } from '../../../src/services/stamping/index.ts';
import { verifyFile } from '../../../src/services/verification/index.ts';
import { createEvidenceSources } from '../../support/evidence-sources.ts';
import { needTool, rasterise, runTool, type Raster } from '../../support/pdf.ts';
import { crypto } from '../../support/pki.ts';
import { blankFile } from '../../support/sealing.ts';
import { actor, COUNTER, openUseCases, OTHER_ISSUER, PURPOSE, SEALER, type UseCases } from '../../support/use-cases.ts';

describe('seals of several organisations on one document', function () {
  this.timeout(120_000);
  let under: UseCases;
  before(async () => {
    under = await openUseCases();
  });
  after(() => under.close());

  it('stand in order, on paper beside and over one another, and each earlier one is intact', async function () {
    const other = actor('seal-user', OTHER_ISSUER);
    const orders = [
      { who: SEALER, seal: '99010000000003', place: { page: 1, x: 60, y: 60 } },
      { who: other, seal: '99010000000002', place: { page: 1, x: 75, y: 65 } },
      { who: SEALER, seal: '99010000000001', place: { edge: 'right', pages: 'all', group: 20 } },
      { who: other, seal: '99010000000002', place: { pages: 'all', x: 100, y: 200 } },
    ] as const;
    let document = blankFile(3);
    for (const [index, { who, seal, place }] of orders.entries()) {
      const stamped = await stampDocument(under.licences, who, { document, seal, place, purpose: PURPOSE });
      assert.ok(Buffer.from(stamped.document.subarray(0, document.length)).equals(document), 'what was there changed');
      document = stamped.document;
      const { signatures } = await verifyFile(under.verification, COUNTER, { bytes: document });
      assert.deepEqual(
        signatures.map(({ intact }) => intact),
        Array.from({ length: index + 1 }, () => true),
      );
      const changes = signatures.map(({ checks }) => checks.find(({ id }) => id === 'changes')?.outcome);
      assert.deepEqual([...new Set(changes)], ['passed'], `after seal ${index + 1}`);
    }
    needTool(this, 'qpdf');
    assert.equal(runTool(document, 'qpdf', '--check', '{}').status, 0);
    needTool(this, 'pdfsig');
    const told = runTool(document, 'pdfsig', '-nocert', '{}').output;
    assert.match(told, /Signature #4/);
    assert.doesNotMatch(told, /not signed/);
  });

  it('are of three organisations in turn, with all evidence of each, on one page and over the edges of all', async function () {
    const sources = await createEvidenceSources();
    const { licences } = under.process({ evidence: sources.evidence });
    const [second, third] = [actor('seal-user', OTHER_ISSUER), actor('seal-user', COUNTER.organisation)];
    const right = { edge: 'right', pages: 'all', group: 20 } as const;
    const turns = [
      { who: SEALER, seal: '99010000000001', place: { keyword: 'one', occurrence: 1, dx: 0, dy: 20 } },
      { who: SEALER, seal: '99010000000001', place: { ...right, at: 60 } },
      { who: second, seal: '99010000000002', place: { keyword: 'two', occurrence: 1, dx: 0, dy: 20 } },
      { who: second, seal: '99010000000002', place: { ...right, at: 140 } },
      { who: third, seal: '99010000000004', place: { keyword: 'three', occurrence: 1, dx: 0, dy: 20 } },
      { who: third, seal: '99010000000004', place: { ...right, at: 220 } },
    ] as const;
    let document = contract();
    for (const [index, { who, seal, place }] of turns.entries()) {
      const stamped = await stampDocument(licences, who, { document, seal, place, purpose: PURPOSE });
      assert.equal(stamped.evidence, 'SES-LT', sources.faults.join());
      assert.ok(Buffer.from(stamped.document.subarray(0, document.length)).equals(document), 'what was there changed');
      document = stamped.document;
      const report = verifyDocument(licences.engine, document, {
        trust: prepareTrust({ ...sources.material, revocationLists: [] }, crypto),
        policy: { revocation: 'require', acceptDemonstration: true },
        at: Date.now() + 60_000,
        proofOfExistence: null,
      });
      const seals = report.signatures.filter(({ kind }) => kind === 'seal');
      assert.equal(seals.length, index + 1);
      assert.deepEqual(
        [...new Set(report.signatures.map(({ intact, conclusion }) => `${intact} ${conclusion}`))],
        ['true passed'],
      );
    }
    const kept = process.env['YINZHENG_KEEP_PICTURES'];
    if (kept) writeFileSync(`${kept}/three-organisations.pdf`, document);
    needTool(this, 'qpdf');
    assert.equal(runTool(document, 'qpdf', '--check', '{}').status, 0);
    needTool(this, 'pdfsig');
    assert.doesNotMatch(runTool(document, 'pdfsig', '-nocert', '{}').output, /not signed|Mismatch/);
    await assertOpenedByPdfJs(document);
    needTool(this, 'pdftoppm');
    for (const page of [1, 2, 3]) {
      const shown = rasterise(document, { page, dpi: 72 });
      // A strip of each at the edge, 60, 140 and 220 mm from above.
      for (const at of [60, 140, 220]) assert.ok(isRedNear(shown, at), `page ${page}, ${at} mm`);
    }
  });
});

/** Three pages, the first with the places of three parties. */
function contract(): Uint8Array {
  const file = newFile();
  const [catalog, tree] = [file.reserve(), file.reserve()];
  const font = addObject(file, '<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>');
  const pages = [1, 2, 3].map((number) => {
    const parties = 'BT /F 12 Tf 90 600 Td (Party one) Tj 0 -180 Td (Party two) Tj 0 -180 Td (Party three) Tj ET';
    const text = number === 1 ? parties : `BT /F 12 Tf 90 600 Td (Page ${number}) Tj ET`;
    const content = addStream(file, '', latin1(text));
    return addObject(
      file,
      `<</Type /Page /Parent ${tree} 0 R /MediaBox [0 0 595 842] /Contents ${content} 0 R /Resources <</Font <</F ${font} 0 R>>>>>>`,
    );
  });
  file.object(tree, `<</Type /Pages /Kids [${pages.map((page) => `${page} 0 R`).join(' ')}] /Count 3>>`);
  file.object(catalog, `<</Type /Catalog /Pages ${tree} 0 R>>`);
  return file.finish({ root: catalog, fileId: new Uint8Array(16).fill(1) }).take();
}

/** Whether some pixels at the right edge of a page of 72 dpi are red, so many mm from above. */
function isRedNear(page: Raster, mm: number): boolean {
  let count = 0;
  for (let y = Math.round(((mm - 21) * 72) / 25.4); y < ((mm + 21) * 72) / 25.4; y++)
    for (let x = page.width - 40; x < page.width; x++) {
      const [red, green, blue] = page.at(x, y);
      if (red - green > 60 && red - blue > 60) count++;
    }
  return count > 20;
}

async function assertOpenedByPdfJs(bytes: Uint8Array): Promise<void> {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const loading = getDocument({ data: bytes.slice(), verbosity: 0 });
  try {
    const document = await loading.promise;
    for (const number of [1, 2, 3]) {
      const annotations = (await (await document.getPage(number)).getAnnotations()) as readonly { readonly fieldType?: string }[];
      assert.equal(annotations.filter(({ fieldType }) => fieldType === 'Sig').length >= (number === 1 ? 6 : 3), true);
    }
  } finally {
    await loading.destroy();
  }
}
