import assert from 'node:assert/strict';
import { CHECK_CODES } from '../../src/report/index.ts';
import { detailedView, problemsOf, simpleView, timeProofs } from '../../src/report/views/index.ts';
import { ADVICE_WORDS, CHECK_WORDS, CODE_WORDS, DEVIATION_WORDS } from '../../src/report/words/index.ts';
import {
  ALTERED_REPORT,
  checksWith,
  PASSED_REPORT,
  reportWith,
  REVOKED_REPORT,
  signatureWith,
  SPECIMEN_REPORT,
  UNSIGNED_REPORT,
  UNTRUSTED_REPORT,
} from '../support/reports.ts';

const RECORDED = '2026-05-06T01:02:04.000Z';
const stamped = (timeStamp: object) =>
  signatureWith({ checks: checksWith({ id: 'signing-time', outcome: 'passed', evidence: { timeStamp } }) });
const recordedAs = (sm3: string) =>
  ({ checks: [{ id: 'register', outcome: 'passed', evidence: { sm3, recordedAt: RECORDED } }] }) as const;

describe('the simple view of a report', () => {
  it('answers each question apart and names who sealed', () => {
    const view = simpleView(REVOKED_REPORT);
    assert.deepEqual(
      [view.verdict, view.unaltered, view.trusted, view.status, view.time].map(({ tone }) => tone),
      ['failed', 'passed', 'passed', 'failed', 'indeterminate'],
    );
    assert.equal(view.signers[0]?.organisation, '11510000MB0000001X样本省市场监督管理局');
    assert.equal(view.register?.status, 'revoked');
    assert.deepEqual(simpleView(UNSIGNED_REPORT).signers, []);
  });

  it('gives one sentence of advice for each problem, failed ones first, each code once', () => {
    assert.deepEqual(simpleView(PASSED_REPORT).problems, []);
    assert.deepEqual(
      problemsOf(ALTERED_REPORT).map(({ code, tone, signatures }) => [code, tone, signatures]),
      [
        ['HASH_FAILURE', 'failed', [0]],
        ['NOT_IN_REGISTER', 'indeterminate', []],
      ],
    );
    assert.deepEqual(
      problemsOf(UNTRUSTED_REPORT).map(({ code }) => code),
      ['NO_CERTIFICATE_CHAIN_FOUND'],
    );
    assert.deepEqual(
      problemsOf(UNSIGNED_REPORT).map(({ code }) => code),
      ['NO_SIGNATURE'],
    );
    assert.deepEqual(
      problemsOf(SPECIMEN_REPORT).map(({ code }) => code),
      ['DEMONSTRATION_TRUST'],
    );
    const late = { id: 'revocation', outcome: 'indeterminate', code: 'TRY_LATER' } as const;
    const [first] = problemsOf(
      reportWith({
        signatures: [
          signatureWith({ checks: checksWith(late) }),
          signatureWith({ index: 1, checks: checksWith({ ...late, outcome: 'failed' }) }),
        ],
      }),
    );
    assert.deepEqual([first?.tone, first?.signatures, first?.advice], ['failed', [0, 1], ADVICE_WORDS.TRY_LATER]);
  });

  it('has advice for every code, one sentence in each language', () => {
    assert.deepEqual(Object.keys(ADVICE_WORDS).sort(), [...CHECK_CODES].sort());
    for (const [code, { en, zh }] of Object.entries(ADVICE_WORDS)) {
      assert.match(en, /^[A-Z][^.]*\.$/, code);
      assert.match(zh, /^[^。]*[\u4e00-\u9fff][^。]*。$/, code);
    }
  });
});

describe('the proof of time', () => {
  it('is a time stamp that was proven, never the claim and never a token that was not', () => {
    const proven = { time: '2026-05-06T01:02:05.000Z', proven: true };
    assert.deepEqual(timeProofs(reportWith({ signatures: [stamped(proven)] })), [{ by: 'time-stamp', time: proven.time }]);
    assert.equal(simpleView(reportWith({ signatures: [stamped(proven)] })).time.tone, 'passed');
    for (const token of [{ time: proven.time }, { ...proven, proven: 'yes' }, { proven: true }]) {
      const report = reportWith({ signatures: [stamped(token)] });
      assert.deepEqual(timeProofs(report), [null]);
      assert.equal(simpleView(report).time.tone, 'indeterminate');
    }
  });

  it('is the register’s entry for what it recorded, and for nothing appended since', () => {
    const sm3 = '11'.repeat(32);
    const first = signatureWith({ signedDocument: { size: 1000, sm3 } });
    const second = signatureWith({ index: 1, signedDocument: { size: 2000, sm3: '22'.repeat(32) } });
    const signatures = [first, second];
    const register = { by: 'register', time: RECORDED };
    assert.deepEqual(timeProofs(reportWith({ signatures, ...recordedAs(sm3) })), [register, null]);
    assert.deepEqual(timeProofs(reportWith({ signatures, ...recordedAs(PASSED_REPORT.document.sm3) })), [register, register]);
    assert.deepEqual(timeProofs(reportWith({ signatures, ...recordedAs('33'.repeat(32)) })), [null, null]);
  });

  it('is a document time stamp for what came before it, and the earliest of several proofs', () => {
    const stamp = signatureWith({ index: 1, kind: 'time-stamp', claimedTime: '2026-05-06T01:02:03.000Z' });
    const byStamp = { by: 'document-time-stamp', time: '2026-05-06T01:02:03.000Z' };
    const report = reportWith({ signatures: [signatureWith(), stamp], ...recordedAs(PASSED_REPORT.document.sm3) });
    assert.deepEqual(timeProofs(report)[0], byStamp);
    const failed = reportWith({ signatures: [signatureWith(), { ...stamp, conclusion: 'indeterminate' }] });
    assert.deepEqual(timeProofs(failed), [null, null]);
    assert.deepEqual(timeProofs(reportWith({ signatures: [signatureWith({ intact: false }), stamp] })), [null, null]);
  });
});

describe('the detailed view of a report', () => {
  it('keeps every check in its order, with its question, outcome, reason, clause and evidence', () => {
    const view = detailedView(UNTRUSTED_REPORT);
    const [signature] = view.signatures;
    const [found] = UNTRUSTED_REPORT.signatures;
    assert.deepEqual(
      signature?.checks.map(({ id }) => id),
      found?.checks.map(({ id }) => id),
    );
    const chain = signature?.checks.find(({ id }) => id === 'signer-chain');
    assert.deepEqual(chain?.question, CHECK_WORDS['signer-chain']);
    assert.deepEqual(chain.reason, CODE_WORDS.NO_CERTIFICATE_CHAIN_FOUND);
    const structure = signature?.checks[0];
    assert.deepEqual([structure?.clause, structure?.reason], ['GB/T 38540-2020 7.3 a)', null]);
    assert.deepEqual(signature?.deviations[0]?.meaning, DEVIATION_WORDS.GAP_WITHOUT_DELIMITERS);
    assert.equal(view.checks[0]?.code, 'NOT_IN_REGISTER');
    assert.deepEqual(view.reason, CODE_WORDS.NO_CERTIFICATE_CHAIN_FOUND);
  });
});
