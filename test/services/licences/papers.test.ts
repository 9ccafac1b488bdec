import assert from 'node:assert/strict';
import type { ErrorCode } from '../../../src/base/errors/index.ts';
import { FOOD_OPERATION_PERMIT, type FaceTemplate } from '../../../src/drawing/index.ts';
import { currentEdition, type PaperStep } from '../../../src/domain/licence/index.ts';
import {
  changeStatus,
  issueLicence,
  listPapersDue,
  printLicence,
  printOverlay,
  stepPaper,
} from '../../../src/services/licences/index.ts';
import { overlayFace } from '../../../src/services/licences/overlay.ts';
import { openUseCasesOver, STORES } from '../../support/holders.ts';
import { assertWhole, eventsOf } from '../../support/invariants.ts';
import { changeType } from '../../support/licence-types.ts';
import { CLERK, COUNTER, order, OTHER_CLERK, PURPOSE, type UseCases } from '../../support/use-cases.ts';

for (const kind of STORES)
  describe(`papers of licences over ${kind}`, function () {
    this.timeout(300_000);
    let under: UseCases;
    before(async function () {
      under = await openUseCasesOver(kind, this);
      const paperSerial = { field: '主体业态', prefix: 'F', digits: 6 };
      await changeType(under.store.records, '11990000MB0000019F001', { paperSerial });
    });
    after(async () => {
      await under.relay.drain();
      await assertWhole(under.store);
      await under.close();
    });

    let numbers = 0;
    const next = () => `F${String(++numbers).padStart(6, '0')}`;
    /** A licence whose face shows the number of its form. */
    const issue = async (serial: string) => {
      const { licence } = await issueLicence(under.licences, CLERK, order({ fields: { ...order().fields, 主体业态: serial } }));
      return currentEdition(licence).identifier;
    };
    const print = (identifier: string, serial: string, by = CLERK) => printLicence(under.licences, by, { identifier, serial });
    const step = (identifier: string, serial: string, taken: PaperStep) =>
      stepPaper(under.licences, CLERK, { identifier, serial, step: taken, note: '欧阳晓样' });
    const refused = (work: Promise<unknown>, code: ErrorCode) => assert.rejects(work, { code });
    const due = async () =>
      (await listPapersDue(under.licences, CLERK, { limit: 100 })).items.map(({ edition }) => edition.identifier);

    it('go from the printer to their holder and back, and are asked for when the licence has ended', async () => {
      const serial = next();
      const identifier = await issue(serial);
      const printed = await print(identifier, serial);
      assert.deepEqual(
        printed.licence.papers?.map(({ serial: of, state, edition }) => [of, state, edition]),
        [[serial, 'printed', '001']],
      );
      await refused(print(identifier, serial), 'PAPER_NOT_POSSIBLE');
      await step(identifier, serial, 'collect');
      assert.ok(!(await due()).includes(identifier));
      await changeStatus(under.licences, CLERK, { identifier, event: 'revoke', reason: '核查', documentNumber: '样〔2026〕7号' });
      under.advance(1000);
      assert.ok((await due()).includes(identifier));
      assert.deepEqual((await listPapersDue(under.licences, OTHER_CLERK, { limit: 100 })).items, []);
      await step(identifier, serial, 'return');
      assert.ok(!(await due()).includes(identifier));
      const { licence } = await step(identifier, serial, 'destroy');
      assert.deepEqual(
        licence.papers?.[0]?.steps.map(({ step: taken, by }) => [taken, by]),
        ['print', 'collect', 'return', 'destroy'].map((taken) => [taken, 'test-issuer']),
      );
      await refused(step(identifier, serial, 'collect'), 'PAPER_NOT_POSSIBLE');
      await refused(step(identifier, 'F999999', 'collect'), 'PAPER_NOT_FOUND');
      await under.relay.drain();
      const told = (await eventsOf(under.store)).filter(({ kind }) => kind === 'licence-paper-changed');
      assert.deepEqual(
        told.map(({ facts }) => facts['state']),
        ['printed', 'collected', 'returned', 'destroyed'],
      );
      assert.ok(!JSON.stringify(told).includes('欧阳晓样'));
    });

    it('have a number that no other licence of the type has, or had', async () => {
      const serial = next();
      const [one, other] = [await issue(serial), await issue(serial)];
      await print(one, serial);
      await refused(print(other, serial), 'PAPER_SERIAL_TAKEN');
      await step(one, serial, 'destroy');
      await refused(print(other, serial), 'PAPER_SERIAL_TAKEN');
      await refused(print(one, serial), 'PAPER_SERIAL_TAKEN');
      await refused(print(other, next()), 'PAPER_NOT_POSSIBLE');
      await refused(print(other, 'X1'), 'FIELD_INVALID');
      await refused(print(other, serial, OTHER_CLERK), 'LICENCE_NOT_FOUND');
      await refused(print(other, serial, COUNTER), 'NOT_ALLOWED');
    });

    it('are printed on forms that have everything else', async () => {
      const identifier = await issue(next());
      const bytes = await printOverlay(under.licences, CLERK, { identifier, purpose: PURPOSE, dx: 1.5, dy: -2 });
      assert.equal(Buffer.from(bytes.subarray(0, 5)).toString(), '%PDF-');
      assert.ok(!Buffer.from(bytes).includes('/ByteRange'));
      await refused(
        printOverlay(under.licences, OTHER_CLERK, { identifier, purpose: PURPOSE, dx: 0, dy: 0 }),
        'LICENCE_NOT_FOUND',
      );
      await under.relay.drain();
      const read = (await eventsOf(under.store)).filter(({ kind }) => kind === 'licence-read').at(-1);
      assert.equal(read?.facts['what'], 'file');
    });

    it('leave out of a face what is the same on all of them', () => {
      const face: FaceTemplate = FOOD_OPERATION_PERMIT;
      const { pages } = overlayFace(face, { dx: 2, dy: 3 }) as FaceTemplate;
      const [page, whole] = [pages[0], face.pages[0]];
      assert.ok(page && whole);
      const { texts, watermark, background, borders, rules } = page;
      for (const part of [texts, watermark, background, borders, rules]) assert.equal(part, undefined);
      const [fields, before] = [page.fields ?? [], whole.fields ?? []];
      assert.deepEqual(
        fields.map(({ name, x, y }) => [name, x, y]),
        before.map(({ name, x, y }) => [name, x + 2, y + 3]),
      );
      assert.ok(fields.length > 0);
      assert.equal(page.width, whole.width);
      for (const wrong of [null, 7, {}, { pages: 1 }]) assert.equal(overlayFace(wrong, { dx: 0, dy: 0 }), wrong);
    });
  });
