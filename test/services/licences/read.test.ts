import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { YinzhengError } from '../../../src/base/errors/index.ts';
import { currentEdition, type LicenceRecord } from '../../../src/domain/licence/index.ts';
import { downloadLicence, getLicence, issueLicence, listLicences } from '../../../src/services/licences/index.ts';
import { eventsOf } from '../../support/invariants.ts';
import {
  actor,
  CLERK,
  COUNTER,
  openUseCases,
  order,
  OTHER_CLERK,
  PURPOSE,
  SEALER,
  type UseCases,
} from '../../support/use-cases.ts';

describe('reading licences', function () {
  this.timeout(300_000);
  let under: UseCases;
  let licence: LicenceRecord;
  let identifier = '';
  before(async () => {
    under = await openUseCases();
    ({ licence } = await issueLicence(under.licences, CLERK, order()));
    ({ identifier } = currentEdition(licence));
  });
  after(() => under.close());

  const readEvents = async () => (await eventsOf(under.store)).filter(({ kind }) => kind === 'licence-read');

  it('gives the licence and its file as issued, and records each read with its purpose first', async () => {
    const purpose = { ...PURPOSE, caseNumber: 'C-9' };
    const read = await getLicence(under.licences, CLERK, { identifier, purpose });
    assert.deepEqual(read.licence, licence);
    const { bytes, file } = await downloadLicence(under.licences, CLERK, { identifier, purpose: PURPOSE });
    assert.deepEqual(file, currentEdition(licence).files[0]);
    assert.equal(bytes.length, file.size);
    const events = await readEvents();
    assert.deepEqual(
      events.map(({ subject, purpose: why, facts, actor: by }) => [subject, why, facts, by.person]),
      [
        [`licences/${licence._id}`, purpose, { what: 'data' }, 'test-issuer'],
        [`licences/${licence._id}`, PURPOSE, { what: 'file' }, 'test-issuer'],
      ],
    );
  });

  it('answers nothing that cannot be recorded', async () => {
    const unrecorded = {
      ...under.licences,
      journal: { poke: () => undefined, record: () => Promise.reject(new YinzhengError('STORE_UNAVAILABLE')) },
    };
    await assert.rejects(getLicence(unrecorded, CLERK, { identifier, purpose: PURPOSE }), { code: 'STORE_UNAVAILABLE' });
    await assert.rejects(downloadLicence(unrecorded, CLERK, { identifier, purpose: PURPOSE }), { code: 'STORE_UNAVAILABLE' });
  });

  it('tells other organisations that there is no such licence, and records nothing', async () => {
    const count = (await readEvents()).length;
    const asked = { identifier, purpose: PURPOSE };
    for (const read of [getLicence, downloadLicence]) {
      await assert.rejects(read(under.licences, OTHER_CLERK, asked), { code: 'LICENCE_NOT_FOUND' });
      for (const by of [COUNTER, SEALER, actor('auditor', null), actor('administrator', null), actor('issuer', null)])
        await assert.rejects(read(under.licences, by, asked), { code: 'NOT_ALLOWED' });
      await assert.rejects(read(under.licences, CLERK, { ...asked, identifier: 'x' }), { code: 'IDENTIFIER_INVALID' });
    }
    assert.deepEqual((await listLicences(under.licences, OTHER_CLERK, {})).items, []);
    await assert.rejects(listLicences(under.licences, COUNTER, {}), { code: 'NOT_ALLOWED' });
    assert.equal((await readEvents()).length, count);
  });

  it('lists the published licences of the organisation in pages, each once', async () => {
    for (let count = 0; count < 6; count++) await issueLicence(under.licences, CLERK, order());
    const failing = under.process({ signer: { sign: () => Promise.reject(new YinzhengError('KEY_NOT_FOUND', { keyId: 'k' })) } });
    await assert.rejects(issueLicence(failing.licences, CLERK, order()), { code: 'KEY_NOT_FOUND' });
    const seen: string[] = [];
    for (let after: string | undefined; ;) {
      const page = await listLicences(under.licences, CLERK, { limit: 3, ...(after === undefined ? {} : { after }) });
      assert.ok(page.items.length <= 3);
      seen.push(...page.items.map((item) => item.licence._id));
      assert.ok(page.items.every(({ status }) => status.status === 'valid'));
      if (page.next === null) break;
      after = page.next;
    }
    assert.deepEqual(seen, [...new Set(seen)].sort());
    assert.equal(seen.length, 7);
  });

  it('answers no file that was altered, and none that is missing', async () => {
    const files = join(under.folder, 'data', 'files');
    const stored = currentEdition(licence).files[0]?.blob ?? '';
    const name = (readdirSync(files, { recursive: true }) as string[]).find((path) => path.endsWith(stored));
    assert.ok(name);
    const whole = readFileSync(join(files, name));
    const altered = Buffer.from(whole);
    altered[200] = (altered[200] ?? 0) ^ 1;
    writeFileSync(join(files, name), altered);
    const download = () => downloadLicence(under.licences, CLERK, { identifier, purpose: PURPOSE });
    await assert.rejects(download(), { code: 'BLOB_DAMAGED' });
    writeFileSync(join(files, name), whole);
    assert.ok((await download()).bytes.length > 1000);
  });
});
