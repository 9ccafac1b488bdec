/** Seals of several organisations on one document, one after the other: each leaves what was there before as it is. */
import assert from 'node:assert/strict';
import { stampDocument } from '../../../src/services/stamping/index.ts';
import { verifyFile } from '../../../src/services/verification/index.ts';
import { needTool, runTool } from '../../support/pdf.ts';
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
});
