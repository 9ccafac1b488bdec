import assert from 'node:assert/strict';
import { YinzhengError } from '../../../src/base/errors/index.ts';
import { verifyAgain } from '../../../src/documents/index.ts';
import { currentEdition } from '../../../src/domain/licence/index.ts';
import { downloadLicence, issueLicence } from '../../../src/services/licences/index.ts';
import { keptReport, verifyAndKeep, verifyFile, type ReportKeeping } from '../../../src/services/verification/index.ts';
import { CLERK, COUNTER, openUseCases, order, PURPOSE, type UseCases } from '../../support/use-cases.ts';

const DAY = 86_400_000;

describe('keeping reports', function () {
  this.timeout(300_000);
  let under: UseCases;
  let file: Uint8Array;
  before(async () => {
    under = await openUseCases();
    const { licence } = await issueLicence(under.licences, CLERK, order());
    const { identifier } = currentEdition(licence);
    file = (await downloadLicence(under.licences, CLERK, { identifier, purpose: PURPOSE })).bytes;
  });
  after(() => under.close());

  const keeping = (changes: Partial<ReportKeeping> = {}): ReportKeeping => {
    const { clock, random } = under.licences;
    return { records: under.store.records, retention: 30 * DAY, clock, random, ...changes };
  };
  const verify = (changes: Partial<ReportKeeping> = {}) =>
    verifyAndKeep(under.verification, keeping(changes), COUNTER, { bytes: file });

  it('answers as verifying does, and gives the same under its id', async () => {
    const made = await verify();
    assert.ok(made.id !== null);
    const kept = await keptReport(keeping(), made.id);
    const { id, keptUntil, report, diagnostic } = made;
    assert.deepEqual(kept, JSON.parse(JSON.stringify({ report, diagnostic, id, keptUntil })));
    const plain = await verifyFile(under.verification, COUNTER, { bytes: file, at: Date.parse(report.validatedAt) });
    assert.equal(plain.conclusion, report.conclusion);
    assert.deepEqual(plain.signatures, report.signatures);
  });

  it('keeps enough to compute the report again, register and all', async () => {
    const { id } = await verify();
    const { report, diagnostic } = await keptReport(keeping(), id ?? '');
    assert.equal(report.register?.status, 'valid');
    assert.notEqual(diagnostic.proofOfExistence, null);
    assert.deepEqual(JSON.parse(JSON.stringify(verifyAgain(under.licences.engine, diagnostic, file))), report);
  });

  it('keeps neither the file nor the holder’s name, and gives each report an id that nobody can guess', async () => {
    const [one, other] = await Promise.all([verify(), verify()]);
    assert.match(one.id ?? '', /^[0-9a-f]{44}$/);
    assert.notEqual(one.id?.slice(12), other.id?.slice(12));
    const [record] = await under.store.records.list('reports', { limit: 1 });
    const text = JSON.stringify(record);
    assert.ok(text.length < 40_000, `${text.length}`);
    for (const { name } of order().holders) assert.ok(!text.includes(name));
    assert.ok(!text.includes(Buffer.from(file.subarray(0, 300)).toString('base64').slice(0, 200)));
  });

  it('forgets at the end of the time', async () => {
    const { id, keptUntil } = await verify();
    const end = Date.parse(keptUntil ?? '');
    assert.ok(await keptReport(keeping({ clock: { now: () => end - 1 } }), id ?? ''));
    await assert.rejects(keptReport(keeping({ clock: { now: () => end } }), id ?? ''), { code: 'REPORT_NOT_FOUND' });
    for (const wrong of ['', 'x', (id ?? '').toUpperCase(), `${id ?? ''}0`, (id ?? '').replace(/.$/, 'g')]) {
      await assert.rejects(keptReport(keeping(), wrong), { code: 'REPORT_NOT_FOUND' });
    }
  });

  it('answers without keeping where nothing is kept, or the store cannot be reached', async () => {
    const before = (await under.store.records.list('reports', { limit: 100 })).length;
    const none = await verify({ retention: 0 });
    assert.deepEqual([none.id, none.keptUntil, none.report.conclusion], [null, null, 'passed']);
    assert.equal((await under.store.records.list('reports', { limit: 100 })).length, before);
    const failing = (code: 'STORE_UNAVAILABLE' | 'ALREADY_EXISTS') => ({
      records: { ...under.store.records, insert: () => Promise.reject(new YinzhengError(code)) },
    });
    assert.equal((await verify(failing('STORE_UNAVAILABLE'))).id, null);
    await assert.rejects(verify(failing('ALREADY_EXISTS')), { code: 'ALREADY_EXISTS' });
  });
});
