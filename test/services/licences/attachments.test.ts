import assert from 'node:assert/strict';
import type { ErrorCode } from '../../../src/base/errors/index.ts';
import { destroyedLicence } from '../../../src/domain/retention/index.ts';
import { attachmentsOf, currentEdition, MOST_ATTACHMENTS } from '../../../src/domain/licence/index.ts';
import { attachToLicence, getAttachment, issueLicence, makeEdition } from '../../../src/services/licences/index.ts';
import { verifyFile } from '../../../src/services/verification/index.ts';
import { openUseCasesOver, STORES } from '../../support/holders.ts';
import { eventsOf } from '../../support/invariants.ts';
import { blankFile } from '../../support/sealing.ts';
import { CLERK, COUNTER, order, OTHER_CLERK, PURPOSE, type UseCases } from '../../support/use-cases.ts';

const OTHER = '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U';

for (const kind of STORES)
  describe(`attachments and associated licences over ${kind}`, function () {
    this.timeout(300_000);
    let under: UseCases;
    before(async function () {
      under = await openUseCasesOver(kind, this);
    });
    after(() => under.close());

    const issue = async (changes: object = {}) => (await issueLicence(under.licences, CLERK, order(changes as never))).licence;
    const pdf = (text: string) => Buffer.concat([Buffer.from(blankFile(1)), Buffer.from(`%${text}`)]);
    const refused = (work: Promise<unknown>, code: ErrorCode) => assert.rejects(work, { code });

    it('are kept with their licence, read for a purpose, and are not the licence', async () => {
      const licence = await issue();
      const { identifier } = currentEdition(licence);
      const bytes = pdf('one');
      const attach = (by = CLERK) =>
        attachToLicence(under.licences, by, { identifier, kind: 'decision', name: '欧阳晓样决定书.pdf', bytes });
      const { attachment, licence: changed } = await attach();
      assert.deepEqual([attachment.format, attachment.attachment.kind, attachment.size], ['pdf', 'decision', bytes.length]);
      assert.equal((await attach()).attachment.attachment.id, attachment.attachment.id);
      assert.equal(attachmentsOf(changed).length, 1);
      const { id } = attachment.attachment;
      const got = await getAttachment(under.licences, CLERK, { identifier, id, purpose: PURPOSE });
      assert.deepEqual(Buffer.from(got.bytes), bytes);
      assert.equal(got.file.name, '欧阳晓样决定书.pdf');
      await refused(getAttachment(under.licences, CLERK, { identifier, id: '0'.repeat(32), purpose: PURPOSE }), 'FILE_NOT_FOUND');
      await refused(getAttachment(under.licences, OTHER_CLERK, { identifier, id, purpose: PURPOSE }), 'LICENCE_NOT_FOUND');
      await refused(attach(OTHER_CLERK), 'LICENCE_NOT_FOUND');
      await refused(attach(COUNTER), 'NOT_ALLOWED');
      await refused(
        attachToLicence(under.licences, CLERK, { identifier, kind: 'other', name: 'x', bytes: Buffer.from('x') }),
        'ATTACHMENT_REFUSED',
      );
      const { register } = await verifyFile(under.verification, COUNTER, { bytes });
      assert.equal(register, null);
      await under.relay.drain();
      const told = (await eventsOf(under.store)).filter(({ subject }) => subject === `licences/${licence._id}`);
      assert.deepEqual(
        told
          .map(({ kind }) => kind)
          .filter((kind) => kind.startsWith('licence'))
          .sort(),
        ['licence-attachment-added', 'licence-issued', 'licence-read'],
      );
      assert.ok(!JSON.stringify(told).includes('欧阳晓样'));
      const gone = destroyedLicence(changed, { at: '2030-01-01T00:00:00.000Z', list: 'l' });
      assert.ok(gone.destroyed?.blobs.includes(attachment.blob));
      assert.ok(attachmentsOf(gone).every(({ name, key, blob }) => name === undefined && key === undefined && blob === ''));
    });

    it('are twenty at most', async () => {
      const { identifier } = currentEdition(await issue());
      const attach = (text: string) =>
        attachToLicence(under.licences, CLERK, { identifier, kind: 'application', name: text, bytes: pdf(text) });
      for (let count = 0; count < MOST_ATTACHMENTS; count++) await attach(String(count));
      await refused(attach('one more'), 'ATTACHMENT_REFUSED');
    });

    it('are named when a licence is issued, and kept by its next edition', async () => {
      const associated = [{ identifier: OTHER, relation: 'based-on' }] as const;
      const licence = await issue({ associated });
      assert.deepEqual(currentEdition(licence).associated, associated);
      const { edition } = await makeEdition(under.licences, CLERK, {
        ...{ identifier: currentEdition(licence).identifier, act: 'change', reason: '搬迁', fields: { 住所: '新址' } },
        purpose: { ...PURPOSE, caseNumber: `ATTACHED-${licence._id}` },
      });
      assert.deepEqual(edition.associated, associated);
      await refused(issue({ associated: [{ identifier: 'x', relation: 'related' }] }), 'FIELD_INVALID');
    });
  });
