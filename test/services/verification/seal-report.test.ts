import assert from 'node:assert/strict';
import { verifyDocument } from '../../../src/documents/index.ts';
import { REPORT_SEAL } from '../../../src/services/demonstration/index.ts';
import { sealReport, verifyFile } from '../../../src/services/verification/index.ts';
import { createEvidenceSources } from '../../support/evidence-sources.ts';
import { PASSED_REPORT, SPECIMEN_REPORT } from '../../support/reports.ts';
import { COUNTER, openUseCases, type UseCases } from '../../support/use-cases.ts';

describe('sealing reports', function () {
  this.timeout(300_000);
  let under: UseCases;
  before(async () => {
    under = await openUseCases();
  });
  after(() => under.close());
  const deps = (changes: object = {}) => ({ ...under.licences, reportSeal: REPORT_SEAL, ...changes });
  const stampings = () => under.store.records.find('stampings', { index: 'seal', equals: REPORT_SEAL, limit: 100 });

  it('makes a file that passes, with the seal of the installation, and records the use of it', async () => {
    const { document: bytes, evidence } = await sealReport(deps(), { report: SPECIMEN_REPORT, id: 'ab'.repeat(22) });
    assert.equal(evidence, 'SES', 'nobody gives evidence here');
    const own = await verifyFile(under.verification, COUNTER, { bytes });
    assert.deepEqual([own.conclusion, own.demonstration, own.signatures[0]?.seal?.esId], ['passed', true, REPORT_SEAL]);
    const [stamping] = await stampings();
    assert.deepEqual([stamping?.state, stamping?.subject, stamping?.digestAfter], ['done', null, own.document.sm3]);
    // Who has read access to the journal is not thereby given the report.
    assert.ok(!JSON.stringify(stamping).includes('ab'.repeat(22)));
  });

  it('takes what evidence is to be had', async () => {
    const sources = await createEvidenceSources();
    const proven = { ...deps(), evidence: sources.evidence };
    const found = [];
    for (const reachable of [{}, { revocation: false }, { timeStamps: false }]) {
      Object.assign(sources.reachable, { timeStamps: true, revocation: true }, reachable);
      const { document, evidence } = await sealReport(proven, { report: PASSED_REPORT, id: null });
      const { conclusion, signatures } = verifyDocument(under.licences.engine, document, {
        ...{ trust: sources.trust, policy: { revocation: 'require', acceptDemonstration: true } },
        ...{ at: Date.now() + 60_000, proofOfExistence: null },
      });
      found.push([evidence, conclusion, ...signatures.map(({ kind }) => kind)]);
    }
    assert.deepEqual(found, [
      ['SES-LT', 'passed', 'seal', 'time-stamp'],
      ['SES-T', 'passed', 'seal'],
      ['SES', 'passed', 'seal'],
    ]);
    const levels = (await stampings()).map(({ evidence }) => evidence);
    for (const level of ['SES-LT', 'SES-T', 'SES'] as const) assert.ok(levels.includes(level));
  });

  it('refuses without a seal, with one unknown, one not in use, or a demonstration’s in production', async () => {
    const before = (await stampings()).length;
    const seal = (changes: object) => sealReport(deps(changes), { report: PASSED_REPORT, id: null });
    await assert.rejects(seal({ reportSeal: null }), { code: 'REPORT_SEAL_MISSING' });
    await assert.rejects(seal({ reportSeal: '99010000000099' }), { code: 'REPORT_SEAL_MISSING' });
    await assert.rejects(seal({ demonstration: false }), { code: 'DEMONSTRATION_REFUSED' });
    await assert.rejects(seal({ clock: { now: () => Date.parse('2090-01-01') } }), { code: 'SEAL_NOT_IN_USE' });
    assert.equal((await stampings()).length, before);
  });

  it('records as failed what custody refuses', async () => {
    const signer = { sign: () => Promise.reject(new Error('no key')) };
    await assert.rejects(sealReport(deps({ signer }), { report: PASSED_REPORT, id: null }), { message: 'no key' });
    assert.ok((await stampings()).some(({ state, failure }) => state === 'failed' && failure === 'INTERNAL'));
  });
});
